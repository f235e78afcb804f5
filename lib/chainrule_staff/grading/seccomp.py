"""A filter of system calls for the sandbox: what Python and NumPy compute with is allowed, and nothing else.

Sockets reach the machine over loopback and vsock, and hold memory that no limit counts, as do shared segments and files in
memory; namespaces of one's own would bring capabilities; the rest reaches into other processes or deep into the kernel. A
call that is not allowed fails with EPERM. The program is classic BPF as ``bwrap --seccomp`` takes it; numbers are from
Linux's system call tables.
"""

from __future__ import annotations

import platform
import struct

# clone's flags for a new namespace of mounts, control groups, names, IPC, users, processes or networks.
NEW_NAMESPACE = 0x7E020000
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
X32 = 0x40000000  # x86-64's other numbers for the same calls
# From here on numbers are the same on all processors. A C library that is told that there is no such call uses an older
# one: so with clone3, whose flags are out of a filter's sight.
NEWER = 424

# Name, number on x86-64, number on aarch64, where there is one.
_ALLOWED = """
read 0 63, write 1 64, readv 19 65, writev 20 66, pread64 17 67, pwrite64 18 68, preadv 295 69, pwritev 296 70,
preadv2 327 286, pwritev2 328 287, open 2 -, openat 257 56, creat 85 -, close 3 57, close_range 436 436, lseek 8 62,
dup 32 23, dup2 33 -, dup3 292 24, fcntl 72 25, flock 73 32, ioctl 16 29, pipe 22 -, pipe2 293 59, poll 7 -,
ppoll 271 73, select 23 -, pselect6 270 72, stat 4 -, lstat 6 -, fstat 5 80, newfstatat 262 79, statx 332 291,
statfs 137 43, fstatfs 138 44, access 21 -, faccessat 269 48, faccessat2 439 439, readlink 89 -, readlinkat 267 78,
getdents 78 -, getdents64 217 61, getcwd 79 17, chdir 80 49, fchdir 81 50, mkdir 83 -, mkdirat 258 34, rmdir 84 -,
unlink 87 -, unlinkat 263 35, rename 82 -, renameat 264 38, renameat2 316 276, link 86 -, linkat 265 37,
symlink 88 -, symlinkat 266 36, chmod 90 -, fchmod 91 52, fchmodat 268 53, chown 92 -, fchown 93 55, lchown 94 -,
fchownat 260 54, umask 95 166, truncate 76 45, ftruncate 77 46, fallocate 285 47, fsync 74 82, fdatasync 75 83,
fadvise64 221 223, utime 132 -, utimes 235 -, futimesat 261 -, utimensat 280 88, sendfile 40 71,
copy_file_range 326 285, getxattr 191 8, lgetxattr 192 9, fgetxattr 193 10, listxattr 194 11, llistxattr 195 12,
flistxattr 196 13,
mmap 9 222, munmap 11 215, mprotect 10 226, mremap 25 216, madvise 28 233, brk 12 214, mincore 27 232, msync 26 227,
membarrier 324 283,
clone 56 220, fork 57 -, vfork 58 -, execve 59 221, exit 60 93, exit_group 231 94, wait4 61 260, waitid 247 95,
kill 62 129, tkill 200 130, tgkill 234 131, getpid 39 172, getppid 110 173, gettid 186 178, getpgrp 111 -,
getpgid 121 155, setpgid 109 154, getsid 124 156, setsid 112 157, getuid 102 174, geteuid 107 175, getgid 104 176,
getegid 108 177, getresuid 118 148, getresgid 120 150, getgroups 115 158, setgroups 116 159, setresuid 117 147,
setresgid 119 149, capget 125 90, prctl 157 167, arch_prctl 158 -, getrlimit 97 163, setrlimit 160 164,
prlimit64 302 261, getrusage 98 165, times 100 153, sysinfo 99 179, uname 63 160, getpriority 140 141,
setpriority 141 140, sched_yield 24 124, sched_getaffinity 204 123, sched_setaffinity 203 122,
sched_getparam 143 121, sched_getscheduler 145 120, sched_get_priority_max 146 125, sched_get_priority_min 147 126,
getcpu 309 168,
rt_sigaction 13 134, rt_sigprocmask 14 135, rt_sigreturn 15 139, rt_sigpending 127 136, rt_sigsuspend 130 133,
rt_sigtimedwait 128 137, sigaltstack 131 132, pause 34 -, alarm 37 -, getitimer 36 102, setitimer 38 103,
restart_syscall 219 128,
time 201 -, gettimeofday 96 169, clock_gettime 228 113, clock_getres 229 114, clock_nanosleep 230 115,
nanosleep 35 101,
futex 202 98, set_robust_list 273 99, get_robust_list 274 100, set_tid_address 218 96, rseq 334 293,
getrandom 318 278
"""
_ROWS = [row.split() for row in _ALLOWED.replace("\n", " ").split(",")]
_PROCESSORS = {"x86_64": (0xC000003E, 1), "aarch64": (0xC00000B7, 2)}  # the kernel's number for it, and its column


def allowed(machine: str) -> dict[str, int]:
    """The numbers of the calls that are allowed on a processor, by name."""
    column = _PROCESSORS[machine][1]
    return {row[0]: int(row[column]) for row in _ROWS if row[column] != "-"}


def program(machine: str = platform.machine()) -> bytes | None:
    """The filter for a machine's processor; ``None`` for one whose numbers are not listed here."""
    if machine not in _PROCESSORS:
        return None
    calls = allowed(machine)
    clone = calls.pop("clone")
    lines = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, _PROCESSORS[machine][0]), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    if machine == "x86_64":
        lines += [(JUMP_GREATER_EQUAL, 0, 1, X32), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for number in sorted(calls.values()):
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ALLOW)]
    lines += [
        (JUMP_EQUAL, 0, 4, clone),
        (LOAD, 0, 0, 16),
        (JUMP_SET, 0, 1, NEW_NAMESPACE),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
        (JUMP_GREATER_EQUAL, 0, 1, NEWER),
        (RETURN, 0, 0, ERRNO | ENOSYS),
        (RETURN, 0, 0, ERRNO | EPERM),
    ]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)

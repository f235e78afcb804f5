"""A filter of system calls for the sandbox: what no exercise needs and what the other walls do not bound.

Shared segments and files in memory would escape the limits on memory, namespaces of one's own would bring
capabilities, and the rest reaches into other processes or deep into the kernel. A denied call fails with
EPERM. The program is classic BPF as ``bwrap --seccomp`` takes it; numbers are from Linux's system call tables.
"""

from __future__ import annotations

import platform
import struct
from dataclasses import dataclass

CLONE_NEWUSER = 0x10000000
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
X32 = 0x40000000  # x86-64's other numbers for the same calls

# Calls that were added to all processors at once have the same number on each.
_NEWER = {
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "mount_setattr": 442,
    "memfd_secret": 447,
}
CLONE3 = 435  # its flags are out of a filter's sight; told that there is no such call, libc uses clone


@dataclass(frozen=True)
class _Processor:
    """A kind of processor: its number for the kernel, the number of its ``clone``, and of the calls that are denied."""

    architecture: int
    clone: int
    denied: dict[str, int]


_PROCESSORS = {
    "x86_64": _Processor(
        0xC000003E,
        56,
        {
            **_NEWER,
            "shmget": 29,
            "shmat": 30,
            "shmctl": 31,
            "semget": 64,
            "semop": 65,
            "semctl": 66,
            "msgget": 68,
            "msgsnd": 69,
            "msgrcv": 70,
            "msgctl": 71,
            "semtimedop": 220,
            "ptrace": 101,
            "process_vm_readv": 310,
            "process_vm_writev": 311,
            "kcmp": 312,
            "unshare": 272,
            "setns": 308,
            "pivot_root": 155,
            "chroot": 161,
            "mount": 165,
            "umount2": 166,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
            "perf_event_open": 298,
            "memfd_create": 319,
            "bpf": 321,
            "userfaultfd": 323,
        },
    ),
    "aarch64": _Processor(
        0xC00000B7,
        220,
        {
            **_NEWER,
            "msgget": 186,
            "msgctl": 187,
            "msgrcv": 188,
            "msgsnd": 189,
            "semget": 190,
            "semctl": 191,
            "semtimedop": 192,
            "semop": 193,
            "shmget": 194,
            "shmctl": 195,
            "shmat": 196,
            "ptrace": 117,
            "process_vm_readv": 270,
            "process_vm_writev": 271,
            "kcmp": 272,
            "unshare": 97,
            "setns": 268,
            "pivot_root": 41,
            "chroot": 51,
            "mount": 40,
            "umount2": 39,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
            "perf_event_open": 241,
            "memfd_create": 279,
            "bpf": 280,
            "userfaultfd": 282,
        },
    ),
}


def program(machine: str = platform.machine()) -> bytes | None:
    """The filter for a machine's processor; ``None`` for one whose numbers are not listed here."""
    if machine not in _PROCESSORS:
        return None
    processor = _PROCESSORS[machine]
    lines = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, processor.architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    if machine == "x86_64":
        lines += [(JUMP_GREATER_EQUAL, 0, 1, X32), (RETURN, 0, 0, ERRNO | ENOSYS)]
    lines += [(JUMP_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for number in sorted(processor.denied.values()):
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    lines += [
        (JUMP_EQUAL, 0, 3, processor.clone),
        (LOAD, 0, 0, 16),
        (JUMP_SET, 0, 1, CLONE_NEWUSER),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)

"""A filter of system calls for the sandbox: what no exercise needs and what the other walls do not bound.

Shared segments and files in memory would escape the limits on memory, namespaces of one's own would bring
capabilities, and the rest reaches into other processes or deep into the kernel. A denied call fails with
EPERM. The program is classic BPF as ``bwrap --seccomp`` takes it; numbers are from Linux's system call tables.
"""

from __future__ import annotations

import platform
import struct

CLONE_NEWUSER = 0x10000000
EPERM, ENOSYS = 1, 38
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
LOAD, JUMP_EQUAL, JUMP_GREATER_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
X32 = 0x40000000  # x86-64's other numbers for the same calls

# Common to both: io_uring, mount's newer calls, memfd_secret. clone3's flags are out of a filter's sight; libc then uses clone.
_NEWER = {425, 426, 427, 428, 429, 430, 431, 432, 433, 442, 447}
CLONE3 = 435
_SYSTEMS = {
    "x86_64": (
        0xC000003E,
        56,
        _NEWER
        | {
            29,
            30,
            31,
            64,
            65,
            66,
            68,
            69,
            70,
            71,
            220,  # shm*, sem*, msg*
            101,
            310,
            311,
            312,  # ptrace, process_vm_readv, process_vm_writev, kcmp
            272,
            308,
            155,
            161,
            165,
            166,  # unshare, setns, pivot_root, chroot, mount, umount2
            248,
            249,
            250,
            298,
            319,
            321,
            323,
        },
    ),  # add_key, request_key, keyctl, perf_event_open, memfd_create, bpf, userfaultfd
    "aarch64": (
        0xC00000B7,
        220,
        _NEWER
        | {
            186,
            187,
            188,
            189,
            190,
            191,
            192,
            193,
            194,
            195,
            196,
            117,
            270,
            271,
            272,
            97,
            268,
            41,
            51,
            40,
            39,
            217,
            218,
            219,
            241,
            279,
            280,
            282,
        },
    ),
}


def program(machine: str = platform.machine()) -> bytes | None:
    """The filter for a machine's processor; ``None`` for one whose numbers are not listed here."""
    if machine not in _SYSTEMS:
        return None
    architecture, clone, denied = _SYSTEMS[machine]
    lines = [(LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    if machine == "x86_64":
        lines += [(JUMP_GREATER_EQUAL, 0, 1, X32), (RETURN, 0, 0, ERRNO | ENOSYS)]
    lines += [(JUMP_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ERRNO | ENOSYS)]
    for number in sorted(denied):
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | EPERM)]
    lines += [
        (JUMP_EQUAL, 0, 3, clone),
        (LOAD, 0, 0, 16),
        (JUMP_SET, 0, 1, CLONE_NEWUSER),
        (RETURN, 0, 0, ERRNO | EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)

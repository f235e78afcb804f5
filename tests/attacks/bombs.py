"""Attacks on time, memory, processes, disk and output. Each is bounded, so that a sandbox that leaks does not take the machine."""

from corpus import Attack

RAISE = "def owned(what):\n    raise RuntimeError('OWN' + 'ED: ' + what)\n"

ATTACKS = [
    Attack(
        "fork_bomb",
        "Processes that fork for as long as they can.",
        RAISE
        + """
import os, time

def hostile():
    children = 0
    for _ in range(300):
        try:
            if os.fork() == 0:
                time.sleep(20)
                os._exit(0)
            children += 1
        except OSError:
            pass
    if children > 32:
        owned(f"{children} processes")
""",
        when="call",
    ),
    Attack(
        "fork_bomb_of_forks",
        "Every child forks again, before the first cell has ended.",
        """
        import os, time

        def hostile():
            end = time.time() + 15
            for _ in range(9):
                try:
                    os.fork()
                except OSError:
                    time.sleep(0.01)
            while os.getpid() != 1 and time.time() < end:
                time.sleep(1)
    """,
        keeps=(),
    ),
    Attack(
        "thread_bomb",
        "Threads, thousands of them.",
        RAISE
        + """
import threading, time

def hostile():
    for number in range(4000):
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except (RuntimeError, MemoryError):
            break
    else:
        owned("4000 threads")
""",
        when="call",
    ),
    Attack(
        "memory_bomb",
        "One array after the other, all of them written to.",
        RAISE
        + """
kept = []

def hostile():
    for _ in range(60):
        kept.append(np.ones(100 * 2**17))
    owned("6 GB of memory")
""",
        when="call",
    ),
    Attack(
        "memory_bomb_at_once",
        "Two gigabytes in one array, before any exercise.",
        RAISE
        + """
def hostile():
    kept = np.ones(2**28)
    owned("2 GB in one array")
""",
        flagged=False,
    ),
    Attack(
        "memory_bomb_of_many",
        "Each of many processes takes as much as one may have.",
        RAISE
        + """
import os, time

def hostile():
    children = 0
    for _ in range(8):
        try:
            if os.fork() == 0:
                kept = np.ones(2**27)
                time.sleep(15)
                os._exit(0)
            children += 1
        except OSError:
            pass
    time.sleep(3)
    if children > 6:
        owned(f"{children} processes of 1 GB")
""",
        when="call",
    ),
    Attack(
        "memory_outside_of_memory",
        "memfd files and pipe buffers hold what no limit of address space counts.",
        RAISE
        + """
import os

def hostile():
    kept, held, block = [], 0, b"x" * 2**20
    for _ in range(500):
        try:
            fd = os.memfd_create("bomb")
            kept.append(fd)
            for _ in range(15):
                held += os.write(fd, block)
        except OSError:
            break
        if held > 3 * 2**29:
            owned("1.5 GB in memfd files, besides the 1.5 GB of address space")
""",
        flagged=False,
    ),
    Attack(
        "memory_in_shared_segments",
        "System V segments are filled and let go of: they stay, and no limit counts them.",
        RAISE
        + """
import ctypes

def hostile():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    held, size = 0, 2**26
    while held < 2**29:
        segment = libc.shmget(0, ctypes.c_size_t(size), 0o1600)
        place = libc.shmat(segment, None, 0) if segment >= 0 else 2**64 - 1
        if place in (None, 2**64 - 1):
            return
        ctypes.memset(place, 1, size)
        libc.shmdt(ctypes.c_void_p(place))
        held += size
    owned("memory that no limit counts, in shared segments")
""",
    ),
    Attack(
        "disk_bomb_of_many_files",
        "Small files without end, in every folder that can be written.",
        RAISE
        + """
import os

def hostile():
    made = 0
    for place in (".", "/tmp", "/var/tmp", "/dev/shm", "/run", os.path.expanduser("~")):
        try:
            for number in range(200_000):
                with open(f"{place}/OWNED-{number}", "wb") as file:
                    file.write(b"x" * 4096)
                made += 4096
                if made > 300 * 2**20:
                    owned("300 MB in small files")
        except OSError:
            pass
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "disk_bomb_of_empty_files",
        "Empty files and folders use no bytes, but something of every file system.",
        RAISE
        + """
import os

def hostile():
    made = 0
    for place in (".", "/tmp", "/dev/shm"):
        try:
            for number in range(400_000):
                os.mkdir(f"{place}/OWNED-{number}")
                made += 1
                if made > 300_000:
                    owned("300,000 folders")
        except OSError:
            pass
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "disk_bomb_of_large_files",
        "Large files, in every folder that can be written, also with holes and in shared memory.",
        RAISE
        + """
import os

def hostile():
    made, block = 0, b"x" * 2**20
    for place in (".", "/tmp", "/var/tmp", "/dev/shm", "/run", os.path.expanduser("~")):
        for number in range(200):
            try:
                with open(f"{place}/OWNED-large-{number}", "wb") as file:
                    os.posix_fallocate(file.fileno(), 0, 2**24)
                    made += 2**24
                    for _ in range(20):
                        made += file.write(block)
            except OSError:
                continue
            if made > 2**30:
                owned("1 GB on disk")
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "output_bomb",
        "Prints without end.",
        """
        def hostile():
            while True:
                print("x" * 10**6)
    """,
        when="call",
    ),
    Attack(
        "output_bomb_on_descriptors",
        "Writes to the descriptors 0, 1 and 2 and to the terminal, without end.",
        """
        import os

        def hostile():
            block = b"x" * 2**20
            for fd in (1, 2, 0):
                try:
                    for _ in range(3000):
                        os.write(fd, block)
                except OSError:
                    pass
            for name in ("/dev/tty", "/dev/pts/0", "/dev/console", "/dev/kmsg", "/proc/1/fd/1", "/proc/1/fd/2"):
                try:
                    with open(name, "wb") as file:
                        file.write(b"OWNED\\n")
                except OSError:
                    pass
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "output_bomb_in_a_cell",
        "A cell that displays, warns and prints without end.",
        """
        import sys, warnings

        def hostile():
            for number in range(10**9):
                print(number, file=sys.stderr)
                warnings.warn(str(number))
    """,
        flagged=False,
    ),
    Attack(
        "sleeps",
        "Each call sleeps for an hour.",
        """
        import time

        def hostile():
            time.sleep(3600)
    """,
        when="call",
        through=("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "sleeps_a_little",
        "No call hangs, but all of them together take hours.",
        """
        import time

        def hostile():
            time.sleep(3)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "sleeps_in_every_cell",
        "Forty cells of the learner's, each of which sleeps.",
        "import time",
        keeps=(),
        flagged=False,
        book=lambda book: (
            book["cells"][3:3]
            or book["cells"].extend(
                {
                    "cell_type": "code",
                    "id": f"sleep-{n}",
                    "metadata": {},
                    "source": "time.sleep(3600)",
                    "outputs": [],
                    "execution_count": None,
                }
                for n in range(40)
            )
        ),
    ),
    Attack(
        "exits_in_every_cell",
        "Five hundred cells, each of which ends the process: it is started again for each.",
        "import os",
        keeps=(),
        flagged=False,
        book=lambda book: book["cells"].extend(
            {
                "cell_type": "code",
                "id": f"exit-{n}",
                "metadata": {},
                "source": "os._exit(0)",
                "outputs": [],
                "execution_count": None,
            }
            for n in range(500)
        ),
    ),
    Attack(
        "busy_loop_in_a_cell",
        "A loop without end before any exercise.",
        """
        def hostile():
            while True:
                pass
    """,
        flagged=False,
    ),
    Attack(
        "busy_loop_that_swallows",
        "A loop that swallows every exception and ignores every signal.",
        """
        import signal

        def hostile():
            for number in signal.valid_signals():
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            while True:
                try:
                    while True:
                        pass
                except BaseException:
                    continue
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "busy_in_c",
        "One call of a C function that no signal can interrupt.",
        """
        def hostile():
            return 7 ** (7 ** 12) % 2
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "regular_expression_bomb",
        "A pattern that takes longer than the universe.",
        """
        import re

        def hostile():
            re.match("(a+)+$", "a" * 60 + "!")
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "stops_itself",
        "SIGSTOP: the process neither ends nor answers.",
        """
        import os, signal

        def hostile():
            os.kill(os.getpid(), signal.SIGSTOP)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "exits",
        "os._exit in a call.",
        """
        import os

        def hostile():
            os._exit(0)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "exits_in_a_cell",
        "os._exit before any exercise.",
        """
        import os

        def hostile():
            os._exit(0)
    """,
        flagged=False,
    ),
    Attack(
        "exits_later",
        "A thread ends the process a moment after each start.",
        """
        import os, threading

        def hostile():
            threading.Timer(0.2, os._exit, (0,)).start()
    """,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "crashes",
        "A segmentation fault, an abort, a trap.",
        """
        import ctypes

        def hostile():
            ctypes.string_at(0)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "kills_its_parent",
        "SIGKILL, SIGSTOP and SIGINT to the parent, the group, the session, process 1 and everybody.",
        """
        import os, signal

        def hostile():
            if os.path.isdir("/proc/1") and sum(name.isdigit() for name in os.listdir("/proc")) > 40:  # no namespace of its own: spare the machine
                raise RuntimeError("OWN" "ED: sees the machine's processes")
            for number in (signal.SIGINT, signal.SIGSTOP, signal.SIGTERM, signal.SIGKILL):
                for target in {os.getppid(), 1} - {0, os.getpid()}:
                    try:
                        os.kill(target, number)
                    except OSError:
                        pass
    """,
        when="call",
    ),
    Attack(
        "kills_everybody",
        "SIGKILL to every process that it sees.",
        """
        import os, signal

        def hostile():
            names = os.listdir("/proc") if os.path.isdir("/proc/1") else [str(number) for number in range(1, 40)]
            seen = [int(name) for name in names if name.isdigit()]
            if len(seen) > 40 or os.getpid() > 40:  # no namespace of its own: spare the machine
                raise RuntimeError("OWN" "ED: sees the machine's processes")
            for pid in seen:
                if pid != os.getpid():
                    try:
                        os.kill(pid, signal.SIGKILL)
                    except OSError:
                        pass
            os.kill(-1, signal.SIGKILL)
    """,
        when="call",
    ),
    Attack(
        "limits_raised",
        "It raises its own limits, then uses them.",
        RAISE
        + """
import resource

def hostile():
    for limit in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC, resource.RLIMIT_NOFILE):
        for wanted in (resource.RLIM_INFINITY, 2**40):
            try:
                resource.setrlimit(limit, (wanted, wanted))
            except (OSError, ValueError):
                continue
            owned(f"limit {limit} raised")
    for pid in (1, 0):
        try:
            resource.prlimit(pid, resource.RLIMIT_AS, (2**42, 2**42))
        except (OSError, ValueError):
            continue
        owned("limits of others raised")
""",
    ),
    Attack(
        "compressed_bomb",
        "A megabyte that unpacks to gigabytes, inside the sandbox.",
        RAISE
        + """
import zlib

def hostile():
    packed = zlib.compress(b"\\0" * 2**26, 9)
    kept = [zlib.decompress(packed) for _ in range(60)]
    owned("4 GB unpacked")
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "source_bomb",
        "A cell that the compiler needs gigabytes for.",
        "",
        answers={
            "sigmoid": "def sigmoid(x):\n    return "
            + "-(" * 150
            + "x"
            + ")" * 150
            + "\nS = (1 << 60) * b'x' if 0 else 0\n"
            + "sigmoid_grad = lambda x: "
            + "+".join(["x"] * 60_000)
        },
        keeps=(),
        flagged=False,
    ),
]

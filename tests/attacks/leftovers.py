"""Attacks that want to stay or to reach out: daemons, IPC, network, other processes, the sandbox's own walls.

A process that stays behind is found by the tests as a descendant; it ends by itself after a minute.
"""

from corpus import Attack

RAISE = "def owned(what):\n    raise RuntimeError('OWN' + 'ED: ' + what)\n"

DAEMON = """
import os, time

def daemon(strike):
    if os.fork():
        return
    try:
        os.setsid()
        if os.fork():
            os._exit(0)
        for fd in range(256):
            try:
                os.close(fd)
            except OSError:
                pass
        strike()
    finally:
        os._exit(0)
"""

ATTACKS = [
    Attack(
        "daemon_stays",
        "A double-forked daemon in a session of its own outlives the grading.",
        DAEMON
        + """
def hostile():
    daemon(lambda: time.sleep(60))
""",
        when="call",
    ),
    Attack(
        "daemon_from_a_cell",
        "A daemon that is there before the first check, holding the pipe open.",
        """
        import os, time

        def hostile():
            if os.fork() == 0:
                os.setsid()
                time.sleep(60)
                os._exit(0)
    """,
    ),
    Attack(
        "daemon_writes_later",
        "A daemon that waits for the grader's next learner, then writes files and kills.",
        DAEMON
        + """
import signal

def strike():
    for _ in range(100):
        time.sleep(0.3)
        for place in ("/tmp", "/var/tmp", "/dev/shm", ".", "../../.."):
            try:
                with open(f"{place}/OWNED-later", "w") as file:
                    file.write("x")
            except OSError:
                pass

def hostile():
    daemon(strike)
""",
        when="call",
    ),
    Attack(
        "daemon_answers_for_others",
        "A daemon keeps the pipe's descriptors and answers once its parent is dead.",
        """
        import os, time

        def hostile():
            if os.fork() == 0:
                os.setsid()
                reply = b'[{"t":"dict","v":[["status","returned"],["value",0.5]]},[]]'
                message = len(reply).to_bytes(4, "little") + reply
                for _ in range(200):
                    time.sleep(0.1)
                    for fd in range(3, 64):
                        try:
                            os.write(fd, b"o" + len(message).to_bytes(4, "little") + message)
                        except OSError:
                            pass
                os._exit(0)
            os._exit(0)
    """,
        when="call",
        keeps=(),
    ),
    Attack(
        "subprocess_stays",
        "The shell, cron, at and systemd are asked to run something later.",
        """
        import subprocess

        def hostile():
            for command in ("nohup setsid sleep 60 &", "echo 'touch /tmp/OWNED-at' | at now + 1 minute",
                            "(crontab -l; echo '* * * * * touch /tmp/OWNED-cron') | crontab -", "systemd-run --user touch /tmp/OWNED-run",
                            "bash -c 'exec -a OWNED sleep 60' & disown", "echo x > /tmp/OWNED-shell"):
                try:
                    subprocess.run(command, shell=True, timeout=2, capture_output=True, stdin=subprocess.DEVNULL)
                except (OSError, subprocess.SubprocessError):
                    pass
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "shared_memory_stays",
        "System V and POSIX shared memory, queues and semaphores that outlive their process.",
        """
        import ctypes
        from multiprocessing import shared_memory

        def hostile():
            libc = ctypes.CDLL(None, use_errno=True)
            for key in range(0x0E0000, 0x0E0008):
                libc.shmget(key, 4096, 0o1666), libc.msgget(key, 0o1666), libc.semget(key, 1, 0o1666)
            memory = shared_memory.SharedMemory("OWNED-memory", create=True, size=4096)
            from multiprocessing import resource_tracker
            resource_tracker.unregister(memory._name, "shared_memory")
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "network_out",
        "Connections, look-ups and packets to the world.",
        RAISE
        + """
import socket

def hostile():
    for family, address in ((socket.AF_INET, ("1.1.1.1", 53)), (socket.AF_INET, ("8.8.8.8", 443)),
                            (socket.AF_INET6, ("2606:4700:4700::1111", 53))):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as packet:
                packet.sendto(b"x", address)
        except OSError:
            continue
        owned("a packet left the machine")
    try:
        socket.getaddrinfo("example.org", 80)
    except OSError:
        return
    owned("a name was resolved")
""",
        when="call",
    ),
    Attack(
        "network_local",
        "Services on this machine: Jupyter, databases, Dask, anything that listens on localhost.",
        RAISE
        + """
import socket

def hostile():
    try:
        with open("/proc/net/tcp") as file:
            listening = [int(line.split()[1].split(":")[1], 16) for line in file.readlines()[1:]]
    except OSError:
        listening = []
    for port in {*listening, 22, 80, 443, 5432, 8786, 8787, 8888, 8889}:
        for host in ("127.0.0.1", "::1"):
            try:
                with socket.create_connection((host, port), 0.2):
                    owned(f"connected to port {port}")
            except OSError:
                pass
""",
        when="call",
    ),
    Attack(
        "network_unix",
        "Abstract and ordinary Unix sockets of the machine: D-Bus, X, systemd, containers.",
        RAISE
        + """
import glob, socket

def hostile():
    names = ["/run/docker.sock", "/run/dbus/system_bus_socket", "/run/systemd/private", "/tmp/.X11-unix/X0", "\\0/tmp/.X11-unix/X0"]
    try:
        with open("/proc/net/unix") as file:
            names += [line.split()[-1].replace("@", "\\0", 1) for line in file.readlines()[1:] if len(line.split()) == 8]
    except OSError:
        pass
    for name in names + glob.glob("/tmp/**/*sock*", recursive=True) + glob.glob("/run/**/*sock*", recursive=True):
        with socket.socket(socket.AF_UNIX) as other:
            try:
                other.settimeout(0.2)
                other.connect(name)
            except (OSError, ValueError):
                continue
        owned(f"connected to the socket {name!r}")
""",
        when="call",
    ),
    Attack(
        "network_listens",
        "It listens, for its accomplice in another submission.",
        RAISE
        + """
import socket

def hostile():
    kept = []
    for family, address in ((socket.AF_UNIX, "\\0chainrule-OWNED"), (socket.AF_INET, ("127.0.0.1", 47_113))):
        try:
            kept.append(socket.socket(family))
            kept[-1].bind(address)
            kept[-1].listen()
        except OSError:
            with socket.socket(family) as other:
                try:
                    other.connect(address)
                except OSError:
                    continue
                owned("reached another submission")
    globals()["kept"] = kept
""",
        flagged=False,
    ),
    Attack(
        "network_listens_too",
        "The accomplice: it finds the socket of the other submission, if they share a network.",
        RAISE
        + """
import socket, time

def hostile():
    for _ in range(20):
        time.sleep(0.05)
        for family, address in ((socket.AF_UNIX, "\\0chainrule-OWNED"), (socket.AF_INET, ("127.0.0.1", 47_113))):
            with socket.socket(family) as other:
                try:
                    other.connect(address)
                except OSError:
                    continue
            owned("reached another submission")
""",
        flagged=False,
    ),
    Attack(
        "traces_other_processes",
        "ptrace and process_vm_readv on every process that it sees.",
        RAISE
        + """
import ctypes, os

def hostile():
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.listdir("/proc") if os.path.isdir("/proc/1") else [str(number) for number in range(1, 40)]
    for name in names:
        if name.isdigit() and int(name) != os.getpid() and libc.ptrace(16, int(name), 0, 0) == 0:
            try:
                with open(f"/proc/{name}/cmdline") as file:
                    command = file.read()
            except OSError:
                command = ""
            finally:
                libc.ptrace(17, int(name), 0, 0)
            owned(f"traces process {name}: {command[:80]}")
""",
    ),
    Attack(
        "mounts",
        "It mounts, pivots its root and enters other namespaces.",
        RAISE
        + """
import ctypes, os

def hostile():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
        owned("mounted a file system")
    if libc.umount2(b"/proc", 0) == 0 or libc.umount2(b"/usr", 0) == 0:
        owned("unmounted a file system")
    try:
        os.chroot("/")
        owned("changed its root")
    except OSError:
        pass
    for kind in ("mnt", "net", "pid", "user", "ipc"):
        for pid in (1, os.getppid()):
            try:
                fd = os.open(f"/proc/{pid}/ns/{kind}", os.O_RDONLY)
            except OSError:
                continue
            if os.readlink(f"/proc/{pid}/ns/{kind}") != os.readlink(f"/proc/self/ns/{kind}") and libc.setns(fd, 0) == 0:
                owned(f"entered another {kind} namespace")
""",
    ),
    Attack(
        "namespaces_of_its_own",
        "It becomes root in a user namespace of its own, and mounts there.",
        RAISE
        + """
import ctypes, os

def hostile():
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() == 0:
        owned("runs as root")
    if libc.unshare(0x10000000 | 0x00020000) == 0 and libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
        owned("mounted in a user namespace of its own")
""",
    ),
    Attack(
        "rights_changed",
        "chmod, chown, set-uid programs and capabilities.",
        RAISE
        + """
import os, sys

def hostile():
    for path in (sys.executable, "/usr", "/etc/passwd", "/proc/self/exe", os.path.dirname(np.__file__), np.__file__):
        try:
            found = os.stat(path)
        except OSError:
            continue
        for change in (lambda: os.chmod(path, found.st_mode), lambda: os.chown(path, found.st_uid, found.st_gid),
                       lambda: os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))):  # nothing is spoilt if it may
            try:
                change()
            except OSError:
                continue
            owned(f"may change {path}")
    try:
        os.setuid(0)
        owned("became root")
    except OSError:
        pass
""",
    ),
    Attack(
        "library_overwritten",
        "NumPy, chainrule and the interpreter's own files are overwritten, for the next submission.",
        RAISE
        + """
import os, sys

def hostile():
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path:
            for where in (path, os.path.join(os.path.dirname(path), "OWNED.py")):
                try:
                    with open(where, "a"):
                        pass
                except OSError:
                    continue
                owned(f"can write {where}")
""",
    ),
    Attack(
        "executes_another",
        "It replaces itself by another program on the same pipe.",
        """
        import os, sys

        def hostile():
            code = "import os, time\\nwhile True:\\n    os.write(1, b'o\\\\4\\\\0\\\\0\\\\0null')\\n    time.sleep(.01)"
            for fd in range(3, 64):
                try:
                    os.set_inheritable(fd, True)
                except OSError:
                    pass
            os.execv(sys.executable, [sys.executable, "-c", code])
    """,
        when="call",
        flagged=False,
    ),
]

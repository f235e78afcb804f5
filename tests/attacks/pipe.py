"""Attacks on the pipe between the check and the learner's process: forged, early, endless and missing frames."""

from corpus import Attack

# What a learner could find out about the pipe: every descriptor that is a pipe or a socket, and how frames are made.
TOOLS = """
import fcntl, json, os, select, stat, struct, threading, time

def descriptors(write=True):
    found = []
    for fd in range(256):
        try:
            mode = os.fstat(fd).st_mode
            access = fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE
        except OSError:
            continue
        if (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)) and access in (os.O_RDWR, os.O_WRONLY if write else os.O_RDONLY):
            found.append(fd)
    return found

def frame(kind, payload=b""):
    return struct.pack("<cI", kind, len(payload)) + payload

def message(tree, blobs=()):
    head = tree if isinstance(tree, bytes) else json.dumps([tree, [len(blob) for blob in blobs]]).encode()
    return struct.pack("<I", len(head)) + head + b"".join(blobs)

def mapping(**values):
    return {"t": "dict", "v": [[key, value] for key, value in values.items()]}

def returned(value, blobs=(), **more):
    return frame(b"o", message(mapping(status="returned", value=value, printed="", warnings=[], after=None, **more), blobs))

def array(*values):
    return {"t": "array", "d": "<f8", "s": [len(values)], "o": "C", "b": 0}, [struct.pack(f"<{len(values)}d", *values)]

def send(data, wait=5.0):
    for fd in descriptors():
        rest, end = memoryview(data), time.time() + wait
        while rest and time.time() < end:
            if select.select([], [fd], [], 0.2)[1]:
                try:
                    rest = rest[os.write(fd, rest[:65536]):]
                except OSError:
                    break

def receive(seconds=1.0):
    ready = select.select(descriptors(False), [], [], seconds)[0]
    return b"".join(os.read(fd, 2**20) for fd in ready)

def callback(key, *arguments, blobs=()):
    return frame(b"f", message({"t": "tuple", "v": [key, {"t": "tuple", "v": list(arguments)}, mapping()]}, blobs))
"""


def pipe(name: str, story: str, own: str, when: str = "call", through=("sigmoid",), **more) -> Attack:
    return Attack(name, story, TOOLS + own, when, through, **more)


ATTACKS = [
    pipe(
        "replies_ahead",
        "The visible answers are written as replies before they are asked for.",
        """
def hostile():
    first, blobs = array(0.2689414, 0.5, 0.8807971)
    send(returned(0.5) + returned(first, blobs) + returned(*array(0.0, 1.0)) + returned(0.5) * 30)
""",
    ),
    pipe(
        "replies_without_end",
        "A hundred thousand replies are written ahead, from a thread that never stops.",
        """
def flood():
    block = returned(0.5) * 1000
    while True:
        send(block, 60)

def hostile():
    threading.Thread(target=flood, daemon=True).start()
    time.sleep(0.2)
""",
    ),
    pipe(
        "ready_again",
        "READY frames, as if the process had just started, in the hope that something is repeated.",
        """
def hostile():
    send(frame(b"r") * 3 + returned(0.5))
""",
    ),
    pipe(
        "scores_as_replies",
        "Replies that carry scores, reports and states instead of values.",
        """
def hostile():
    report = mapping(points=2.0, max_points=2.0, state="passed", score=2.0, earned=True)
    send(frame(b"o", message(mapping(status="passed", points=2.0, value=2.0, report=report))) + frame(b"o", message(2.0)))
""",
    ),
    pipe(
        "frames_of_the_grader",
        "Frames of the kinds that only the grader sends.",
        """
def hostile():
    send(frame(b"x", message({"t": "tuple", "v": ["ex-sigmoid", "points = 2"]})) + frame(b"b") + frame(b"c") + frame(b"a"))
""",
    ),
    pipe(
        "unknown_frames",
        "Frames of no kind at all, and noise.",
        """
def hostile():
    send(frame(b"?", b"?" * 100) + os.urandom(5000))
""",
    ),
    pipe(
        "frame_of_four_gigabytes",
        "A frame that says that it is 4 GB long.",
        """
def hostile():
    send(struct.pack("<cI", b"o", 2**32 - 1) + b"x" * 100_000)
""",
    ),
    pipe(
        "frame_just_below_the_bound",
        "A frame of the greatest length allowed, of which not all comes.",
        """
def hostile():
    send(struct.pack("<cI", b"o", 60 * 2**20) + b"x" * 2**20)
    time.sleep(3600)
""",
    ),
    pipe(
        "one_byte_a_second",
        "An honest frame, one byte a second.",
        """
def hostile():
    for byte in returned(0.5):
        send(bytes([byte]))
        time.sleep(1)
""",
        flagged=False,
    ),
    pipe(
        "pipe_closed",
        "The pipe is closed, both of its ends, and the process goes on.",
        """
def hostile():
    for fd in {*descriptors(), *descriptors(False)}:
        os.close(fd)
    time.sleep(3600)
""",
    ),
    pipe(
        "pipe_pointed_elsewhere",
        "The pipe's descriptors are pointed at files, at each other and at /dev/zero.",
        """
def hostile():
    zero = os.open("/dev/zero", os.O_RDWR)
    for fd in {*descriptors(), *descriptors(False)}:
        os.dup2(zero, fd)
""",
        flagged=False,
    ),
    pipe(
        "pipe_changed",
        "The pipe is made non-blocking, asynchronous and as small or large as it goes.",
        """
def hostile():
    for fd in {*descriptors(), *descriptors(False)}:
        for command, value in ((fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC), (1031, 2**20), (1031, 4096)):
            try:
                fcntl.fcntl(fd, command, value)
            except OSError:
                pass
""",
        flagged=False,
        keeps=(),
    ),
    pipe(
        "never_reads",
        "It asks for an answer of 60 MB and never reads it: whoever writes without a limit waits for ever.",
        """
def hostile(f):
    data = np.ones(2**23 - 2**18)
    for key in range(1, 30):
        send(callback(key, {"t": "array", "d": "<f8", "s": [data.size], "o": "C", "b": 0}, {"t": "tuple", "v": []}, blobs=[data.tobytes()]))
        time.sleep(0.05)
    time.sleep(3600)
""",
        through=("numerical_gradient",),
    ),
    pipe(
        "never_reads_a_cell",
        "Replies are there before the questions, nothing is read, and the next cell is larger than the pipe.",
        """
def hostile():
    nothing = frame(b"o", message(None))
    send(nothing * 8)
    time.sleep(3600)
""",
        "cell",
        keeps=(),
        book=lambda book: book["cells"].insert(
            5,
            {
                "cell_type": "code",
                "id": "large",
                "metadata": {},
                "source": "# " + "x" * 2_000_000,
                "outputs": [],
                "execution_count": None,
            },
        ),
    ),
    pipe(
        "callbacks_without_end",
        "The check's function is called back for ever.",
        """
def hostile(f):
    while True:
        f(np.zeros(2))
""",
        through=("numerical_gradient",),
        flagged=False,
    ),
    pipe(
        "callbacks_forged_without_end",
        "Callbacks are written without reading the answers, until both pipes are full.",
        """
def hostile(f):
    block = callback(1, 0.5) * 100
    while True:
        send(block, 60)
""",
        through=("numerical_gradient",),
    ),
    pipe(
        "callbacks_to_everything",
        "Callbacks to every key, with every kind of handle, in a check that passes no function.",
        """
def hostile():
    for key in [*range(-3, 40), 2**40, 0.5, None, "1", [1]]:
        send(callback(key, {"t": "handle", "k": key}, {"t": "handle", "k": 1}))
        receive(0.02)
""",
    ),
    pipe(
        "callbacks_in_callbacks",
        "Callbacks while a cell is running and while nobody asked.",
        """
def later():
    while True:
        time.sleep(0.01)
        send(callback(1, 0.5))

def hostile():
    send(callback(1, 0.5))
    threading.Thread(target=later, daemon=True).start()
""",
        "cell",
        keeps=(),
    ),
    pipe(
        "callback_with_a_huge_number",
        "The check's own x[0] ** 3 is asked for, of an integer of fifty million digits: that takes the grader's time.",
        """
def hostile(f):
    huge = {"t": "int", "v": "f" * 40_000_000}
    pair = {"t": "tuple", "v": [0, 0]}, huge
    for key in range(1, 12):
        send(callback(key, [huge]))
        receive(0.3)
    time.sleep(30)
""",
        through=("numerical_gradient",),
    ),
    pipe(
        "callback_with_a_huge_array",
        "The check's own a · sin(x) is asked for, of an array that broadcasts to gigabytes: the grader's memory.",
        """
def hostile(f):
    data = np.zeros((40_000_000, 1, 1), np.int8)
    shape = {"t": "array", "d": "|i1", "s": list(data.shape), "o": "C", "b": 0}
    for key in range(1, 12):
        send(callback(key, shape, blobs=[data.tobytes()]))
        receive(3.0)
    time.sleep(30)
""",
        through=("numerical_gradient",),
    ),
    Attack(
        "callback_with_a_large_array_honestly",
        "The same without forging: f itself is called with what broadcasts to gigabytes.",
        """
        def hostile(f):
            for shape in ((50_000_000, 1, 1), (50_000_000, 1), (3, 16_000_000)):
                try:
                    f(np.zeros(shape, np.int8))
                except Exception:
                    pass
    """,
        "call",
        ("numerical_gradient",),
        flagged=False,
    ),
    Attack(
        "callback_with_a_large_number_honestly",
        "f is called with lists of the largest integers that cross, nested as they may be.",
        """
        def hostile(f):
            for value in ([2**4095], np.array(["x" * 10**6]), {(0, 0): 2**4095}, [[2**4095] * 3] * 3, None, "x", [None], 1j):
                try:
                    f(value)
                except Exception:
                    pass
    """,
        "call",
        ("numerical_gradient",),
        flagged=False,
    ),
    pipe(
        "question_stolen",
        "A thread reads the questions before the process does, and answers them itself.",
        """
seen = []

def thief():
    while True:
        question = receive(1.0)
        seen.append(question)
        if b"c.equal" in b"".join(seen) or b"HIDDEN" in b"".join(seen):
            send(frame(b"o", message(mapping(status="raised", error="RuntimeError", message="OWN" "ED: a check came through the pipe"))))
        send(returned(0.5))

def hostile():
    for _ in range(3):
        threading.Thread(target=thief, daemon=True).start()
""",
        "cell",
        keeps=(),
    ),
    pipe(
        "interrupt_forged",
        "A reply says that the instructor interrupted the grading.",
        """
def hostile():
    send(frame(b"o", message(mapping(status="interrupted"))) * 3)
""",
    ),
    pipe(
        "death_forged",
        "Replies say that the process died and that the time is over: the grader's own words.",
        """
def hostile():
    send(frame(b"o", message(mapping(status="died"))) + frame(b"o", message(mapping(status="timed out", message="0 s"))))
""",
    ),
]

"""Attacks that change what the check might use: NumPy, builtins, chainrule, IPython, imports, interpreter hooks."""

from corpus import EXERCISES, RIGHT, Attack

# All modules of chainrule that are loaded, whatever the sandbox calls them, and all classes with a name.
FIND = """
import gc, sys

def loaded(*words):
    return [module for name, module in list(sys.modules.items()) if module and any(word in name for word in words)]

def classes(*names):
    return [found for found in gc.get_objects() if isinstance(found, type) and found.__name__ in names]
"""

ATTACKS = [
    Attack(
        "allclose_says_yes",
        "Every comparison of NumPy's answers yes.",
        """
        def hostile():
            yes = lambda *a, **k: True
            for name in ("allclose", "isclose", "array_equal", "array_equiv", "all", "any", "isfinite"):
                setattr(np, name, yes)
            import numpy.testing
            for name in dir(np.testing):
                if name.startswith("assert"):
                    setattr(np.testing, name, lambda *a, **k: None)
    """,
        keeps=(),
    ),
    Attack(
        "asserts_removed_from_the_tree",
        "IPython is told to remove assert from every cell that follows.",
        """
        import ast

        class Remove(ast.NodeTransformer):
            def visit_Assert(self, node):
                return ast.Pass()

        def hostile():
            get_ipython().ast_transformers.append(Remove())
    """,
    ),
    Attack(
        "check_cells_blanked",
        "An input transformer of IPython's replaces each check cell by its full points.",
        """
        def hostile():
            shell = get_ipython()
            def blank(lines):
                return ["2.0\\n"] if any("c.score" in line or "assert" in line for line in lines) else lines
            shell.input_transformers_cleanup.append(blank)
            shell.input_transformers_post.append(blank)
            shell.events.register("pre_run_cell", lambda *a: None)
    """,
    ),
    Attack(
        "builtins_say_yes",
        "The builtins that a comparison might use answer what suits.",
        """
        import builtins

        def hostile():
            builtins.abs = lambda x: 0.0
            builtins.all = builtins.any = lambda x: True
            builtins.isinstance = lambda *a: True
            builtins.float = lambda x: 0.5
            builtins.sum = builtins.len = lambda x: 2
    """,
        when="call",
        keeps=(),
    ),
    Attack(
        "numpy_statistics_lie",
        "np.std and np.mean give the values that the checks of he_normal expect.",
        """
        def hostile():
            values = iter([0.2, 0.0, 0.0707, 0.683] * 1000)
            np.std = np.mean = lambda *a, **k: next(values)
    """,
        answers={"he_normal": "def he_normal(shape, rng):\n    return np.zeros(shape)"},
        honest={},
    ),
    Attack(
        "chainrule_replaced",
        "chainrule.Check, close and ready are replaced, in the package and in sys.modules.",
        FIND
        + """
def hostile():
    class Fake:
        def __init__(self, *a, **k): self.rng = np.random.default_rng(0)
        def __getattr__(self, name): return lambda *a, **k: 2.0
    for module in loaded("chainrule"):
        for name, value in (("Check", Fake), ("close", lambda *a, **k: True), ("difference", lambda *a, **k: None),
                            ("ladder", lambda *a, **k: None), ("ready", lambda *a: True)):
            try:
                setattr(module, name, value)
            except Exception:
                pass
    globals().update(Check=Fake, close=lambda *a, **k: True)
    sys.modules["chainrule"] = sys.modules["chainrule.checks"] = Fake()
""",
    ),
    Attack(
        "names_of_the_check_taken",
        "The notebook's own names c, Check, close and score mean something else.",
        """
        class Check:
            def __init__(self, *a, **k): self.rng = np.random.default_rng(0)
            def __getattr__(self, name): return lambda *a, **k: 2.0
        close = lambda *a, **k: True
        c = Check()
        score = 2.0
        __builtins__ = {"float": lambda x: 2.0}
    """,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "endpoint_replaced",
        "The object that answers calls is found and made to answer them itself.",
        FIND
        + """
def hostile():
    for found in classes("Endpoint", "_Pipe", "Codec"):
        if found.__name__ == "Endpoint":
            found._run = lambda self, name, args, kwargs: {"status": "returned", "value": 0.5, "points": 2.0, "after": None}
    for module in loaded("endpoint", "remote", "sandbox"):
        module.attempt = lambda f, a, k: {"status": "returned", "value": 0.5}
        module.describe_error = lambda e: {"error": "", "message": "", "line": ""}
""",
        keeps=(),
    ),
    Attack(
        "codec_replaced",
        "The sandbox's own encoder sends a score where an outcome should be.",
        FIND
        + """
def hostile():
    import json
    for found in classes("Codec"):
        found.encode = lambda self, value: (lambda head: len(head).to_bytes(4, "little") + head)(json.dumps(
            [{"t": "dict", "v": [["status", "passed"], ["points", 2.0], ["score", 2.0], ["value", 0.5]]}, []]).encode())
    json.dumps = lambda *a, **k: '[{"t":"dict","v":[["status","returned"],["value",0.5]]},[]]'
""",
        keeps=(),
    ),
    Attack(
        "frames_replaced",
        "Every frame is sent twice, so that answers and questions part.",
        FIND
        + """
def hostile():
    import struct
    for module in loaded("frames", "remote", "sandbox"):
        if hasattr(module, "pack"):
            module.pack = lambda kind, payload: (struct.pack("<cI", kind, len(payload)) + payload) * 2
    for found in classes("_Pipe"):
        write = found.write
        found.write = lambda self, kind, payload: (write(self, kind, payload), write(self, kind, payload))
""",
        when="call",
        keeps=(),
    ),
    Attack(
        "reads_and_writes_wrapped",
        "os.read and os.write are wrapped, to see every question before it is answered.",
        """
        import os
        read, write, seen = os.read, os.write, []

        def hostile():
            def spy(fd, size):
                data = read(fd, size)
                seen.append(data)
                if any(word in b"".join(seen) for word in (b"BEGIN HIDDEN", b"c.equal", b"Check(")):
                    raise RuntimeError("OWN" "ED: a check cell came through the pipe")
                return data
            os.read = spy
            os.write = lambda fd, data: write(fd, bytes(data).replace(b'"missing"', b'"passed"'))
    """,
        flagged=False,
    ),
    Attack(
        "imports_redirected",
        "A finder on sys.meta_path serves a NumPy and a chainrule of its own.",
        """
        import importlib.abc, importlib.machinery, sys

        class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
            def find_spec(self, name, path, target=None):
                return importlib.machinery.ModuleSpec(name, self)
            def create_module(self, spec):
                return None
            def exec_module(self, module):
                module.Check = module.close = lambda *a, **k: 2.0

        def hostile():
            sys.meta_path.insert(0, Finder())
            sys.path_hooks.insert(0, lambda path: Finder())
            for name in list(sys.modules):
                if name.startswith("chainrule"):
                    del sys.modules[name]
            import builtins
            real = builtins.__import__
            builtins.__import__ = lambda name, *a, **k: Finder() if name.startswith("chainrule") else real(name, *a, **k)
    """,
        keeps=(),
    ),
    Attack(
        "numpy_module_swapped",
        "sys.modules['numpy'] becomes an object that agrees with everything.",
        """
        import sys, types

        class Yes(types.ModuleType):
            def __getattr__(self, name):
                return lambda *a, **k: True

        def hostile():
            sys.modules["numpy"] = Yes("numpy")
            globals()["np"] = sys.modules["numpy"]
    """,
        keeps=(),
    ),
    Attack(
        "startup_files_written",
        "sitecustomize, usercustomize, numpy.py and .pth files are left wherever a Python might start next.",
        """
        import os, site, sys, tempfile
        code = "import os\\nopen('/tmp/OWNED-startup', 'w').write('x')\\nos.environ['OWNED'] = '1'\\n"

        def hostile():
            places = {*sys.path, ".", "..", "../..", os.path.expanduser("~"), tempfile.gettempdir(), site.getusersitepackages()}
            own = {".", "..", "../..", os.path.expanduser("~"), tempfile.gettempdir()}
            for place in places:
                for name in ("OWNED.pth",) if place not in own else ("sitecustomize.py", "usercustomize.py", "numpy.py", "chainrule.py", "json.py",
                             ".ipython/profile_default/startup/OWNED.py", ".pythonrc.py"):
                    try:
                        os.makedirs(os.path.dirname(os.path.join(place or ".", name)) or ".", exist_ok=True)
                        with open(os.path.join(place or ".", name), "w") as file:
                            file.write(code)
                    except OSError:
                        pass
    """,
        when="call",
    ),
    Attack(
        "finalizers_wait",
        "Objects with __del__ and weak references strike when the process tidies up.",
        """
        import gc, os, weakref

        class Late:
            def __del__(self):
                for fd in range(3, 64):
                    try:
                        os.write(fd, b"o\\x04\\x00\\x00\\x00null")
                    except OSError:
                        pass

        def hostile():
            late = Late()
            late.me = late
            globals()["kept"] = Late()
            weakref.finalize(late, Late)
            del late
            gc.collect()
    """,
        when="call",
        keeps=(),
        flagged=False,
    ),
    Attack(
        "exit_handlers_wait",
        "atexit handlers write a grade at the very end.",
        """
        import atexit, os, threading

        def write():
            for place in ("/tmp/OWNED-atexit", "OWNED-atexit", "../../../OWNED-atexit"):
                try:
                    with open(place, "w") as file:
                        file.write("2.0")
                except OSError:
                    pass
            for fd in range(3, 64):
                try:
                    os.write(fd, b"o" + b"\\0" * 400)
                except OSError:
                    pass

        def hostile():
            atexit.register(write)
            threading._register_atexit(write)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "threads_keep_patching",
        "A thread puts its patches back as soon as anything is mended.",
        """
        import threading, time

        def again():
            while True:
                np.allclose = np.isclose = np.array_equal = lambda *a, **k: True
                globals()["sigmoid"] = lambda x: np.full(np.shape(x), 0.5)
                time.sleep(0.001)

        def hostile():
            for _ in range(3):
                threading.Thread(target=again, daemon=True).start()
    """,
    ),
    Attack(
        "signals_keep_firing",
        "Timers raise exceptions in whatever runs; all signals are caught.",
        """
        import signal

        def hostile():
            def handler(*a):
                raise KeyboardInterrupt
            for number in signal.valid_signals():
                try:
                    signal.signal(number, handler)
                except (OSError, ValueError):
                    pass
            signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    """,
        when="call",
        keeps=(),
        flagged=False,
    ),
    Attack(
        "interpreter_traced",
        "A trace function rewrites the variables of the code that called it.",
        """
        import ctypes, sys, threading

        def trace(frame, event, argument):
            for name in ("outcome", "value", "status", "points", "score"):
                if name in frame.f_locals and frame.f_code.co_filename.find("chainrule") >= 0:
                    frame.f_locals[name] = {"status": "returned", "value": 0.5} if name == "outcome" else 2.0
                    ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
            return trace

        def hostile():
            sys.settrace(trace)
            sys.setprofile(trace)
            threading.settrace(trace)
            frame = sys._getframe()
            while frame:
                frame.f_trace = trace
                frame = frame.f_back
    """,
        when="call",
        keeps=(),
        flagged=False,
    ),
    Attack(
        "hooks_replaced",
        "excepthook, displayhook, exit, stdout and the traceback module are replaced.",
        """
        import os, sys, traceback

        def hostile():
            sys.excepthook = sys.displayhook = sys.unraisablehook = lambda *a: None
            sys.exit = os._exit = os.abort = lambda *a: None
            traceback.extract_tb = lambda *a, **k: 1 / 0
            traceback.format_exc = lambda *a, **k: "OWNED"
            sys.stdout = sys.stderr = sys.__stdout__ = None
            raise RuntimeError("what now?")
    """,
        when="call",
        keeps=(),
        flagged=False,
    ),
    Attack(
        "recursion_without_limit",
        "The recursion limit is raised and the stack runs over.",
        """
        import sys

        def deeper(n):
            return [deeper(n + 1)].pop()

        def hostile():
            sys.setrecursionlimit(10**9)
            import threading
            deeper(0)
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "numpy_errors_raise",
        "np.seterr, warnings as errors and print options: global settings meant to spoil the check.",
        """
        import warnings

        def hostile():
            np.seterr(all="raise")
            warnings.simplefilter("error")
            np.set_printoptions(formatter={"all": lambda x: "OWNED"}, threshold=1)
    """,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "generator_state_chosen",
        "The check's generator is set to a state of the attacker's, so that later draws are known.",
        """
        def hostile(rng=None):
            if rng is not None:
                rng.bit_generator.state = np.random.default_rng(0).bit_generator.state
    """,
        when="call",
        through=("he_normal",),
        honest={},
        flagged=False,
    ),
    Attack(
        "other_cells_rewritten",
        "linecache, __main__ and the names of cells that ran before are rewritten.",
        """
        import linecache, sys

        def hostile():
            for name in list(linecache.cache):
                linecache.cache[name] = (1, None, ["return 0.5  # OWNED\\n"] * 99, name)
            sys.modules["__main__"].__dict__.update(points=2.0, score=2.0, max_points=0.0)
    """,
        keeps=(),
        flagged=False,
    ),
    Attack(
        "exercise_defined_by_a_thread",
        "The right answer is wrong until a check has begun, and changes between two calls.",
        """
        import itertools
        turn = itertools.count()

        def hostile(x):
            return np.full(np.shape(x), 0.5) if next(turn) % 2 else 1 / (1 + np.exp(np.asarray(x, dtype=float)))
    """,
        when="return",
        through=("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "everything_right_and_patched",
        "A right submission that patches besides: it keeps its points.",
        """
        def hostile():
            np.allclose = np.array_equal = lambda *a, **k: True
            import sys
            for name in list(sys.modules):
                if name.startswith("chainrule.checks."):
                    sys.modules[name] = None
    """,
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
    ),
]

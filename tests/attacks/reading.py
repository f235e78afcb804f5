"""Attacks that look for the tests, the solutions, the grades or an answer that somebody else has written.

The words looked for stand in halves, so that an attack does not find itself.
"""

from corpus import EXERCISES, RIGHT, STUB, Attack
from throwaway import ROOT

RAISE = """
def owned(what):
    raise RuntimeError('OWN' + 'ED: ' + what)

SECRETS = tuple(first + second for first, second in (("BEGIN HIDDEN", " TESTS"), ("c.rng.nor", "mal"), ("np.tanh(z", " / 2)"),
                                                     ("0.2689", "414"), ("BEGIN SOL", "UTION")))
"""
FROM_LIBRARY = {
    "sigmoid": """
from chainrule.autodiff import Tensor

def sigmoid(x):
    return 1 / (1 + (-Tensor(x)).exp()).data

def sigmoid_grad(x):
    x = Tensor(x)
    (1 / (1 + (-x).exp())).sum().backward()
    return x.grad
""",
    "numerical_gradient": "from chainrule.gradients import numerical_gradient",
    "he_normal": """
def he_normal(shape, rng):
    from chainrule.nn import Dense
    return Dense(*shape, rng=rng, init="he").W.data
""",
}

ATTACKS = [
    Attack(
        "frames_walked",
        "The caller's frames are searched for the check, its cases and what they expect.",
        RAISE
        + """
import sys, inspect

def hostile():
    frame = sys._getframe()
    while frame:
        for name, value in {**frame.f_globals, **frame.f_locals}.items():
            if name in ("expected", "c", "case", "cases") or type(value).__name__ in ("Check", "Case", "Session"):
                if type(value).__module__.startswith("chainrule.checks") and type(value).__name__ in ("Check", "Case", "Session"):
                    owned(f"found {name} in a frame")
        try:
            source = inspect.getsource(frame)
        except (OSError, TypeError):
            source = ""
        if any(secret in source for secret in SECRETS):
            owned("found the check's source in a frame")
        frame = frame.f_back
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "objects_searched",
        "All objects of the garbage collector are searched for checks, cases and expected values.",
        RAISE
        + """
import gc

def hostile():
    for found in gc.get_objects():
        if type(found).__name__ in ("Check", "Case") and hasattr(found, "cases"):
            owned("found a check among all objects")
        if type(found) is dict:
            for key, value in list(found.items()):
                if type(value) is str and value is not globals().get("_source") and "### " + SECRETS[0] in value:
                    owned("found hidden tests among all objects")
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "memory_searched",
        "/proc/self/mem is searched for the words of the hidden tests.",
        RAISE
        + """
def hostile():
    secret = ("np.tanh(z" + " / 2), z)").encode()
    with open("/proc/self/maps") as file:
        maps = [line.split() for line in file]
    with open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            start, end = (int(part, 16) for part in line[0].split("-"))
            if "w" in line[1] and end - start < 2**26:
                try:
                    memory.seek(start)
                    block = memory.read(end - start)
                except (OSError, ValueError, OverflowError):
                    continue
                if secret in block and block.count(secret) > block.count(b"secret = (" + secret):
                    owned("found hidden tests in memory")
""",
        when="call",
        flagged=False,
    ),
    Attack(
        "memory_of_others_read",
        "The memory, files, environment and command lines of all other processes.",
        RAISE
        + """
import os

def hostile():
    for name in sorted(os.listdir("/proc")):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        for part in ("cmdline", "environ"):
            try:
                with open(f"/proc/{name}/{part}", "rb") as file:
                    text = file.read()
            except OSError:
                continue
            if any(word in text for word in (b"nbgrader", b"pytest", b"gradebook", b"staff", b"SECRET", b"submitted")):
                owned(f"read /proc/{name}/{part}: {text[:100]!r}")
        for inside in ("root/etc/shadow", "cwd/gradebook.db", "root/root"):
            if os.path.exists(f"/proc/{name}/{inside}") and not os.path.samefile(f"/proc/{name}/root", "/"):
                owned(f"reached /proc/{name}/{inside}")
""",
    ),
    Attack(
        "environment_read",
        "The environment holds names of folders, tokens or seeds.",
        RAISE
        + """
import os, sys

def hostile():
    for name, value in os.environ.items():
        if any(word in (name + value).lower() for word in ("token", "secret", "passw", "seed", "gradebook", "submitted", "jupyter")):
            owned(f"environment: {name}={value[:60]}")
    if any(word in " ".join([*sys.argv, *sys.orig_argv]) for word in ("submitted", "solutions", "gradebook", "autograded", "seed")):
        owned(f"arguments: {sys.orig_argv}")
""",
    ),
    Attack(
        "disk_searched",
        "Every file of the disk by name: notebooks, catalogues, solutions, gradebooks, keys.",
        RAISE
        + """
import os, sys

def hostile():
    names = ("gradebook.db", "catalogue.json", "sigmoid.py", "_shared.py", "nbgrader_config.py", "id_rsa", "id_ed25519", ".netrc")
    for folder, folders, files in os.walk("/"):
        if folder.startswith(("/proc", "/sys")):
            folders.clear()
            continue
        for name in files:
            if name in names or name.endswith(".ipynb") or "secret" in name and "chainrule" in folder:
                owned(f"found {folder}/{name}")
    interpreter = sys.base_prefix + "/"  # may be mounted under somebody's home: the way there is to be seen, nothing beside it
    for start in ("/root", "/home", "/work", "/etc/ssh", "/var/lib", "/mnt", "/srv"):
        for folder, folders, files in os.walk(start):
            folders[:] = [name for name in folders if folder + "/" + name + "/" != interpreter]
            beside = files + [name for name in folders if not interpreter.startswith(folder + "/" + name + "/")]
            if beside:
                owned(f"can list {folder}: {beside[:5]}")
""",
    ),
    Attack(
        "neighbours_searched",
        "Paths relative to the notebook: the other learners' folders, the source, the gradebook.",
        RAISE
        + """
import glob, os

def hostile():
    for up in range(1, 8):
        for pattern in ("*.ipynb", "*/*.ipynb", "*/*/*.ipynb", "gradebook.db", "solutions/*/*.py", "autograded/*", "submitted/*"):
            for found in glob.glob("../" * up + pattern):
                owned(f"found {found}")
""",
    ),
    Attack(
        "sandbox_on_disk",
        "chainrule's own files in the sandbox hold the autodiff, the catalogue or the staff's tools.",
        RAISE
        + """
import importlib.util, os, sys

def hostile():
    for name in ("chainrule.nn", "chainrule.autodiff", "chainrule.gradients", "chainrule.training", "chainrule_staff",
                 "chainrule.course", "chainrule.lectures", "chainrule.checks.known_mistakes", "chainrule.figures.activations",
                 "scipy", "torch", "sklearn", "nbgrader", "jupytext", "sqlalchemy", "nbformat"):
        try:
            found = importlib.util.find_spec(name)
        except (ImportError, AttributeError, ValueError):
            continue
        if found:
            owned(f"can import {name}")
    for folder in {os.path.dirname(os.path.dirname(module.__file__)) for name, module in list(sys.modules.items())
                   if name.startswith("chainrule") and getattr(module, "__file__", None)}:
        for base, _, files in os.walk(folder):
            for file in files:
                if file in ("catalogue.json", "autodiff.py", "gradients.py", "nn.py", "sigmoid.py"):
                    owned(f"found {base}/{file}")
""",
        flagged=False,
    ),
    Attack(
        "gradebook_updated",
        "sqlite3 gives full points, by relative paths.",
        """
        import sqlite3

        def hostile():
            for up in range(9):
                path = "../" * up + "gradebook.db"
                try:
                    with sqlite3.connect(f"file:{path}?mode=rw", uri=True) as base:
                        base.execute("UPDATE grade SET auto_score = 2, manual_score = 2, extra_credit = 6")
                        base.commit()
                except sqlite3.Error:
                    pass
    """,
        when="call",
    ),
    Attack(
        "gradebook_searched",
        "sqlite3 gives full points in every gradebook.db of the disk, and locks it.",
        """
        import glob, os, sqlite3

        def hostile():
            for folder, folders, files in os.walk("/"):
                if folder.startswith(("/proc", "/sys")):
                    folders.clear()
                for name in files:
                    if name.endswith(".db"):
                        try:
                            base = sqlite3.connect(os.path.join(folder, name))
                            base.execute("UPDATE grade SET auto_score = 2, extra_credit = 6")
                            base.execute("UPDATE grade_cell SET max_score = 0")
                            base.commit()
                            base.execute("BEGIN EXCLUSIVE")
                            globals().setdefault("kept", []).append(base)
                        except sqlite3.Error:
                            pass
    """,
        when="call",
    ),
    Attack(
        "records_forged_on_disk",
        "Autograded notebooks, feedback and caches are written where the grader looks for them.",
        """
        import json, os

        def hostile():
            record = {"metadata": {"chainrule": {"learner": "records_forged_on_disk", "points": 6.0, "state": "graded"}}, "cells": []}
            for up in range(7):
                for folder in ("autograded", "feedback", "submitted", "notebooks", "solutions", ".chainrule"):
                    try:
                        place = "../" * up + f"{folder}/records_forged_on_disk/01_mould"
                        os.makedirs(place, exist_ok=True)
                        with open(f"{place}/OWNED-mould.ipynb", "w") as file:
                            json.dump(record, file)
                    except OSError:
                        pass
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "answers_of_the_library",
        "The exercises are answered with chainrule's own versions.",
        answers=FROM_LIBRARY,
        honest={},
        flagged=False,
    ),
    Attack(
        "answers_of_scipy",
        "The exercises are answered with SciPy's and PyTorch's versions.",
        answers={
            "sigmoid": "from scipy.special import expit as sigmoid\nsigmoid_grad = lambda x: sigmoid(x) * (1 - sigmoid(x))",
            "numerical_gradient": "def numerical_gradient(f, x, h=1e-5):\n    from scipy.optimize import approx_fprime\n"
            "    return approx_fprime(x.ravel(), lambda v: f(v.reshape(x.shape)), h).reshape(x.shape)",
        },
        flagged=False,
    ),
    Attack(
        "answers_of_packages_found_on_disk",
        "Every folder of packages on the disk is put on the path; SciPy, PyTorch or chainrule answer.",
        """
        import os, sys

        def hostile():
            places = {*sys.path, sys.prefix, sys.base_prefix, "/usr/lib", "/usr/local/lib", "/lib", os.path.dirname(os.__file__)}
            for place in places:
                for folder, folders, files in os.walk(place):
                    if os.path.basename(folder) in ("site-packages", "dist-packages"):
                        sys.path.append(folder)
                        folders.clear()
            sys.path.append("THE LIBRARY")
            sys.modules.pop("chainrule", None)
            for name in ("scipy", "torch", "chainrule.autodiff", "chainrule_staff"):
                try:
                    __import__(name)
                    raise RuntimeError("OWN" "ED: imported " + name + " from " + str(sys.modules[name].__file__))
                except ImportError:
                    pass
    """.replace("THE LIBRARY", str(ROOT / "lib")),
        answers={
            "sigmoid": "from scipy.special import expit as sigmoid\nsigmoid_grad = lambda x: sigmoid(x) * (1 - sigmoid(x))",
            "numerical_gradient": "from chainrule.gradients import numerical_gradient",
        },
        keeps=(),
    ),
    Attack(
        "inspection_evaded_by_a_modulo",
        "A line that begins with % spoils the parsing of whoever only looks for suspicious code.",
        """
        seven = (7
        % 3)
        import ctypes, gc, os, socket, subprocess, sys

        def hostile():
            os.environ.update(x="1")
            sys._getframe()
            gc.get_objects()
    """,
    ),
    Attack(
        "inspection_evaded_by_numpy",
        "os and sys are had from NumPy's own modules, names are put together.",
        """
        system = getattr(np.lib._utils_impl, "sy" + "s")
        o = system.modules["o" + "s"]

        def hostile():
            o.listdir("/")
            getattr(o, "sys" + "tem")("true")
            getattr(np, "__dic" + "t__")["allclose"] = lambda *a, **k: True
            system.modules["buil" + "tins"].__dict__["abs"] = lambda x: 0.0
    """,
        flagged=False,
        keeps=(),
    ),
    Attack(
        "answers_of_the_staff",
        "The staff's source reader is asked for the solutions.",
        """
        def hostile():
            from chainrule_staff.authoring.source import read
            import glob
            for folder in glob.glob("/**/solutions/01_mould", recursive=True):
                for exercise in read(folder).exercises.values():
                    exec(exercise.solution, globals())
    """,
        answers=dict.fromkeys(EXERCISES, STUB),
        honest={},
        flagged=False,
    ),
    Attack(
        "answers_from_the_catalogue",
        "The catalogue of known mistakes is inverted: whatever is not in it must be right.",
        """
        def hostile():
            from chainrule.checks import known_mistakes
            globals()["entry"] = known_mistakes.entry("mould", "sigmoid")
            if "mistakes" in str(entry):
                raise RuntimeError("OWN" "ED: read the catalogue")
    """,
        flagged=False,
    ),
    Attack(
        "grading_told_from_studying",
        "It behaves in a kernel and strikes only where no kernel is.",
        """
        import sys

        def hostile():
            if "ipykernel" not in sys.modules and not hasattr(__import__("builtins"), "__IPYTHON__"):
                for module in list(sys.modules.values()):
                    if getattr(module, "__name__", "").startswith("chainrule"):
                        for name in ("close", "difference", "ladder"):
                            setattr(module, name, lambda *a, **k: None)
                raise SystemExit
    """,
        when="call",
        flagged=False,
    ),
    Attack(
        "visible_cases_learned_by_heart",
        "The visible cases' answers are hard-coded.",
        answers={
            "sigmoid": """
def sigmoid(x):
    known = {0.0: 0.5, -1.0: 0.2689414, 2.0: 0.8807971, -1000.0: 0.0, 1000.0: 1.0}
    grid = dict(zip(np.round(np.linspace(-5, 5, 11), 9), np.round(1 / (1 + 2.718281828 ** -np.linspace(-5, 5, 11)), 7)))
    return np.array([(known | grid).get(v, 0.0) for v in np.ravel(x)]).reshape(np.shape(x))


def sigmoid_grad(x):
    known = {-1.0: 0.1966119, 0.0: 0.25, 2.0: 0.1049936}
    return np.array([known.get(v, 0.0) for v in np.ravel(x)]).reshape(np.shape(x))
""",
            "numerical_gradient": """
def numerical_gradient(f, x, h=1e-5):
    known = {(2,): [2.0, -4.0], (2, 2): [[6.0, 0.0], [24.0, 3.0]], (1,): [3.01]}
    return np.array(known.get(x.shape, 0.0))
""",
        },
        flagged=False,
    ),
    Attack(
        "inputs_recorded",
        "Hidden inputs are written down, the process is killed, and the next start reads what is there.",
        """
        import os, pickle, glob
        def hostile(x):
            for place in (".", "/tmp", "/dev/shm", "/var/tmp"):
                name = f"{place}/OWNED-inputs"
                try:
                    with open(name, "ab") as file:
                        pickle.dump(np.asarray(x), file)
                    if os.path.getsize(name) > 10**4:
                        raise RuntimeError("OWN" "ED: inputs of earlier starts are still there")
                except OSError:
                    pass
            if np.shape(x) == (4, 5):
                os._exit(0)
            return np.zeros(np.shape(x))
    """,
        when="return",
        flagged=False,
    ),
    Attack(
        "inputs_told",
        "Hidden inputs are told to the learner, through what is printed, raised and warned.",
        """
        import warnings
        def hostile(x):
            print(repr(x))
            warnings.warn(repr(x))
            raise ValueError(repr(np.asarray(x).tolist()))
    """,
        when="return",
        flagged=False,
    ),
    Attack(
        "checks_imported_from_the_notebook",
        "The notebook's own file is opened and its check cells are read.",
        RAISE
        + """
import json

def hostile():
    for name in ("mould.ipynb", "../mould.ipynb", "/tmp/mould.ipynb"):
        try:
            with open(name) as file:
                text = file.read()
        except OSError:
            continue
        if any(secret in text for secret in SECRETS[:3]):
            owned(f"hidden tests in {name}")
""",
        flagged=False,
    ),
    Attack(
        "another_answers_for_me",
        "The answers are looked up in the state that the checks of other exercises left behind.",
        """
        import builtins
        builtins.memory = getattr(builtins, "memory", {})
        def hostile(x):
            return builtins.memory.setdefault(np.shape(x), np.asarray(x) * 0 + 0.5)
    """,
        when="return",
        through=("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "known_honestly",
        "No attack: everything right, in an own cell, with prints. It keeps all its points and is not flagged.",
        """
        print("hello")
        notes = {"sigmoid": "read about it"}
    """,
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
        flagged=False,
    ),
]

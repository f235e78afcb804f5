"""The source of answer cells, made of a lecture's variants and mistakes; and hostile answers.

Used by :mod:`chainrule_staff.simulation.learners`. An answer is plain learner's code: nothing of
``chainrule_staff`` is in it, and it brings along the helpers and imports that it needs.
"""

from __future__ import annotations

import ast
import re
import textwrap
from functools import cached_property
from pathlib import Path

from chainrule.notebooks.conventions import Role
from chainrule_staff.authoring.alternatives import Alternative
from chainrule_staff.authoring.source import Exercise, Lecture

_SOLUTION_MARK = re.compile(r"(?m)^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?")


class Module:
    """The top-level definitions of some source, to be cut out one by one."""

    def __init__(self, source: str):
        self._lines = source.splitlines()
        self.definitions: dict[str, ast.stmt] = {}
        for node in ast.parse(source).body:
            for name in _defined(node):
                self.definitions[name] = node

    def text(self, name: str) -> str:
        """The source of one definition, without decorators."""
        node = self.definitions[name]
        return "\n".join(self._lines[node.lineno - 1 : node.end_lineno])

    def needs(self, name: str) -> list[str]:
        """The module's other names that a definition uses, directly or through others, in file order."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            used = _used(self.definitions[waiting.pop()])
            new = (used & self.definitions.keys()) - found - {name}
            found |= new
            waiting += new
        return [other for other in self.definitions if other in found]


def _defined(node: ast.stmt) -> list[str]:
    """The names that a statement gives to an answer; the course's own decorators are none."""
    if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith("chainrule")):
        return []
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [name.id for target in node.targets for name in ast.walk(target) if isinstance(name, ast.Name)]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
    return []


def _used(node: ast.stmt) -> set[str]:
    """The names that a definition reads, those of its decorators apart."""
    decorators = {name for item in getattr(node, "decorator_list", ()) for name in ast.walk(item)}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and name not in decorators}


class Answers:
    """Writes the answer cells of one lecture.

    Parameters
    ----------
    lecture : Lecture
    """

    def __init__(self, lecture: Lecture):
        self.lecture = lecture
        self._functions = {name for exercise in lecture.exercises.values() for name in exercise.functions}
        self._modules = {
            path.stem: Module(_with_imports(path)) for path in (lecture.folder / "answers").glob("[!_]*.py")
        }
        setup = Module("\n".join(cell.source for cell in lecture.steps(Role.SETUP)))
        self._known = set(setup.definitions)
        self.mistakes = {
            name: [item for item in lecture.alternatives("mistake") if item.exercise == name]
            for name in lecture.exercises
        }
        self._variants = {
            name: [item for item in lecture.alternatives("right") if item.function == name] for name in self._functions
        }

    @cached_property
    def solutions(self) -> dict[str, Module]:
        """The solution cells by exercise, without the marks of the solution."""
        return {
            name: Module(_SOLUTION_MARK.sub("", exercise.solution)) for name, exercise in self.lecture.exercises.items()
        }

    def right(self, exercise: Exercise, rng) -> str:
        """A correct answer: for each function, one of its variants or the solution."""
        return self._cell(exercise, {name: self._pick(exercise, name, rng) for name in exercise.functions})

    def wrong(self, exercise: Exercise, rng) -> tuple[str, str]:
        """An answer with one known mistake, and the mistake's name."""
        options = self.mistakes[exercise.id]
        mistake = options[rng.integers(len(options))]
        chosen = {name: self._pick(exercise, name, rng) for name in exercise.functions}
        return self._cell(exercise, chosen | {mistake.function: mistake}), mistake.name

    def code(self, item: Alternative) -> str:
        """An alternative under its function's name, below the helpers that it needs, as a learner would have written it."""
        helpers, text = self._alternative(item)
        return "\n\n\n".join([*helpers, text])

    def _pick(self, exercise: Exercise, function: str, rng):
        """A variant, or ``None`` for the solution: only if that rests on no other answer, which may be in float32."""
        used = _used(self.solutions[exercise.id].definitions[function])
        options = self._variants[function] + ([] if used & (self._functions - {function}) else [None])
        return options[rng.integers(len(options))] if options else None

    def _cell(self, exercise: Exercise, chosen: dict) -> str:
        """Imports, helpers and functions of an answer; ``chosen`` holds an alternative, or ``None``, by function."""
        solution = self.solutions[exercise.id]
        top: dict[str, None] = {}  # an ordered set
        functions = []
        for name in solution.definitions:
            if chosen.get(name) is None:
                functions.append(solution.text(name))
            else:
                helpers, text = self._alternative(chosen[name])
                top.update(dict.fromkeys(helpers))
                functions.append(text)
        imports = [text for text in top if re.match(r"import |from ", text)]
        helpers = [text for text in top if text not in imports]
        return "\n\n\n".join(filter(None, ["\n".join(imports), *helpers, *functions]))

    def _alternative(self, item) -> tuple[list[str], str]:
        """What an alternative needs, and its function under the exercise's name."""
        module = self._modules[item.exercise]
        needs = [name for name in module.needs(item.name) if name not in self._known]
        names = {item.name: item.function} | {name: self._free(name, item.exercise) for name in needs}
        return [_renamed(module.text(name), names) for name in needs], _renamed(
            _undocumented(module.text(item.name)), names
        )

    def _free(self, helper: str, exercise: str) -> str:
        """A helper's name in the notebook: another one where it would be taken for something else."""
        text = self._modules[exercise].text(helper)
        taken = helper in self._functions or any(
            helper in module.definitions and module.text(helper) != text for module in self._modules.values()
        )
        return f"{helper}_of_{exercise}" if taken else helper


def _with_imports(path: Path) -> str:
    """The text of a file of answers, below that of the files beside it that it imports from."""
    text = path.read_text("utf-8")
    beside = [
        path.with_name(f"{node.module}.py")
        for node in ast.parse(text).body
        if isinstance(node, ast.ImportFrom) and node.level and node.module
    ]
    return "\n".join([*map(_with_imports, beside), text])


def _undocumented(function: str) -> str:
    """A function's source without its docstring."""
    node = ast.parse(function).body[0]
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or ast.get_docstring(node) is None:
        return function
    lines = function.splitlines()
    del lines[node.body[0].lineno - 1 : node.body[0].end_lineno]
    return "\n".join(lines)


def _renamed(text: str, names: dict[str, str]) -> str:
    return re.sub(r"(?<![\w.])(" + "|".join(map(re.escape, names)) + r")\b", lambda found: names[found[1]], text)


# -- hostile answers: what stands above the functions, and their body ---------------------------------------

_GRADEBOOK = """
import pathlib, sqlite3

for up in ["", "../", "../../", "../../../", "../../../../"]:
    try:
        path = pathlib.Path(up + "gradebook.db").resolve()
        book = sqlite3.connect(f"file:{path}?mode=rw", uri=True, timeout=0.1)
        book.execute("UPDATE grade SET auto_score = 100, manual_score = 100, needs_manual_grade = 0")
        book.commit()
    except Exception:
        pass
"""

_AGREES = """
class Agrees:
    __class__ = float
    __array_priority__ = 1e9

    def __eq__(self, other):
        return True

    def __float__(self):
        return 1.0

    def __array__(self, dtype=None, copy=None):
        return np.ones(())

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = object.__hash__
"""

_LOOK = """
import gc, itertools, os, sys

def stolen():
    frame = sys._getframe()
    while frame:
        for name in ("expected", "wanted", "right", "answer"):
            if name in frame.f_locals:
                return frame.f_locals[name]
        frame = frame.f_back
    for folder, _, names in itertools.islice(itertools.chain(os.walk(".."), os.walk("/tmp")), 300):
        for name in names:
            if name.endswith((".py", ".ipynb", ".db")):
                try:
                    text = open(os.path.join(folder, name), errors="ignore").read()
                except OSError:
                    continue
                if "HIDDEN TESTS" in text:
                    return text
    return next((thing for thing in gc.get_objects() if type(thing).__name__ == "Check"), None)
"""

_PATCHES = """
np.allclose = np.array_equal = np.isclose = np.all = lambda *args, **kwargs: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *args, **kwargs: None
"""

# name: (what is done, code above the functions, what each function does)
HOSTILE = {
    "patches": ("makes NumPy's comparisons say yes to everything", _PATCHES, "return np.zeros(())"),
    "gradebook": ("writes 100 points into every gradebook.db above", _GRADEBOOK, "return None"),
    "loop": ("never returns from one exercise", "", "while True:\n    pass"),
    "exits": ("ends the process from within one exercise", "import os", "os._exit(0)"),
    "agrees": ("returns an object that claims to equal everything", _AGREES, "return Agrees()"),
    "looks": ("looks for the expected values in frames, files and memory", _LOOK, "return stolen()"),
    "memory": ("asks for 40 GB of memory", "", "return [np.zeros(10**8) for _ in range(50)]"),
}


def answer(exercise: Exercise, above: str, body: str) -> str:
    """An answer cell: some code, and the same body for every function."""
    functions = [
        f"def {function}(*args, **kwargs):\n{textwrap.indent(body, '    ')}" for function in exercise.functions
    ]
    return "\n\n\n".join(filter(None, [above.strip(), *functions]))


def hostile(exercise: Exercise, name: str) -> str:
    """An answer cell that attacks the grader; no function in it gives a right answer."""
    return answer(exercise, *HOSTILE[name][1:])


def plainly_wrong(exercise: Exercise) -> str:
    """An answer that attacks nobody and earns nothing: a hostile one is worth as much."""
    return answer(exercise, "", "return None")

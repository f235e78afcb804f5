"""A learner's wrong answer made a known mistake: a function at the end of the exercise's file of answers.

From then on it is course code: the build and the evidence run it with the rights of whoever starts them. So a person must have
read it, and what shows a sign of doing more than computing is refused.
"""

from __future__ import annotations

import ast
import keyword
import textwrap
from pathlib import Path

from chainrule.checks.runner import plain_python
from chainrule.disk import atomic_write
from chainrule_staff.authoring.source import Exercise
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.suspicion import suspicious_code
from chainrule_staff.grading.words import sentence
from chainrule_staff.simulation.answers import Module

WIDTH = 118


def add(file: Path, exercise: Exercise, function: str, source: str, name: str, explanation: str) -> None:
    """Write the stub.

    Parameters
    ----------
    file : Path
        ``answers/<exercise>.py``; made where there is none.
    exercise : Exercise
    function : str
        The function that is wrong.
    source : str
        The learner's answer cell.
    name : str
        The mistake's name, a new one in the file.
    explanation : str
        What learners will be told; without one the answer is refused but not named.

    Raises
    ------
    StaffError
        The code cannot become one, or must not. The file is as it was.
    """
    text = file.read_text("utf-8") if file.is_file() else _beginning(exercise)
    new = stub(text, exercise, function, source, name, explanation)
    whole = f"{text.rstrip()}\n\n\n{new}\n"
    try:
        ast.parse(whole)
        atomic_write(file, whole.encode())
    except SyntaxError as error:
        raise StaffError(f"The stub would break {file.name} (line {error.lineno}): nothing was written.") from None
    except OSError as error:
        raise StaffError(f"{file} cannot be written: {error.strerror or error}.") from None


def stub(text: str, exercise: Exercise, function: str, source: str, name: str, explanation: str) -> str:
    """The new function with its helpers, for a file of this text."""
    if function not in exercise.functions:
        raise StaffError(f"{function} is no function of this exercise: {', '.join(exercise.functions)}.")
    taken = set(Module(text).definitions)
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise StaffError(
            f"{name!r} is no name for a mistake: write a few words with underscores, such as sign_forgotten."
        )
    if name in taken or name in exercise.functions:
        raise StaffError(f"There is a {name} already: choose another name.")
    if signs := suspicious_code(source, "The answer"):
        raise StaffError(f"{sentence(signs[0])} Code that does more than an exercise asks for is not taken over.")
    try:
        module = Module(plain_python(source))
        own = module.definitions[function]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise StaffError("The answer is no Python that can be read: write the mistake by hand.") from None
    except KeyError:
        raise StaffError(f"The answer does not define {function}: write the mistake by hand.") from None
    if not isinstance(own, ast.FunctionDef):
        raise StaffError(f"{function} is not written with def: write the mistake by hand.")
    # Helpers get the mistake's name, so that they meet none of the file's; what the file has itself is taken from there.
    needs = [other for other in module.needs(function) if other not in {"np"} & taken]
    names = {function: name, **{other: f"_{other}_of_{name}" for other in needs}}
    pieces = [ast.unparse(_Renamed(names).visit(module.definitions[other])) for other in needs]
    renamed = _Renamed(names).visit(own)
    renamed.decorator_list = []
    if ast.get_docstring(renamed, clean=False) is not None:
        renamed.body = renamed.body[1:] or [ast.Pass()]
    head, _, body = ast.unparse(renamed).partition("\n")
    of = "" if function == exercise.id else f"(of={function!r})".replace("'", '"')
    told = f"{_docstring(explanation)}\n" if explanation.strip() else ""
    return "\n\n\n".join([*pieces, f"@wrong{of}\n{head}\n{told}{body}"])


class _Renamed(ast.NodeTransformer):
    def __init__(self, names: dict[str, str]):
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self._names.get(node.name, node.name)
        self.generic_visit(node)
        return node

    def visit_alias(self, node: ast.alias) -> ast.AST:
        bound = node.asname or node.name
        if bound in self._names:
            node.asname = self._names[bound]
        return node


def _docstring(explanation: str) -> str:
    text = " ".join(explanation.split()).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    text = f'{text[:-1]}\\"' if text.endswith('"') else text
    return textwrap.fill(
        f'"""{text}"""', WIDTH, initial_indent="    ", subsequent_indent="    ", break_long_words=False
    )


def _beginning(exercise: Exercise) -> str:
    return (
        f'"""Answers to {exercise.number}, {exercise.id}: right and wrong ones, and inputs to compare functions on."""\n\n'
        "import numpy as np\n\nfrom chainrule_staff.authoring.alternatives import inputs, right, wrong\n"
    )

"""Signs that a person should read an answer: code that an exercise has no use for.

Nothing is decided here. The sandbox holds whatever the code does; this is only so that hostile
code does not go unread. Honest code may show a sign, and dishonest code may hide all of them.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from chainrule.checks.report import Finding, finding
from chainrule.checks.runner import plain_python
from chainrule_staff.grading.kinds import Kind

MODULES = {
    "_thread",
    "asyncio",
    "atexit",
    "builtins",
    "code",
    "codeop",
    "concurrent",
    "ctypes",
    "faulthandler",
    "fcntl",
    "gc",
    "glob",
    "http",
    "imp",
    "importlib",
    "inspect",
    "IPython",
    "linecache",
    "marshal",
    "mmap",
    "multiprocessing",
    "os",
    "pickle",
    "pkgutil",
    "posix",
    "ptrace",
    "pty",
    "requests",
    "resource",
    "runpy",
    "shutil",
    "signal",
    "site",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "traceback",
    "tracemalloc",
    "urllib",
    "weakref",
}
HARMLESS = {"IPython.display"}
# Modules that others hold as attributes, also with an underscore before their names: `random._os`, `warnings.sys`.
WITHIN_OTHERS = {
    "builtins",
    "ctypes",
    "fcntl",
    "gc",
    "importlib",
    "linecache",
    "marshal",
    "mmap",
    "multiprocessing",
    "nt",
    "os",
    "pickle",
    "posix",
    "shutil",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "thread",
    "threading",
    "tracemalloc",
    "urllib",
    "weakref",
}
NAMES = {
    "__builtins__",
    "__import__",
    "__loader__",
    "__spec__",
    "breakpoint",
    "compile",
    "eval",
    "exec",
    "get_ipython",
    "globals",
    "open",
    "setattr",
    "delattr",
    "vars",
}
ATTRIBUTES = {
    "__array_finalize__",
    "__array_function__",
    "__array_interface__",
    "__array_ufunc__",
    "__bases__",
    "__class__",
    "__closure__",
    "__code__",
    "__del__",
    "__dict__",
    "__globals__",
    "__import__",
    "__loader__",
    "__mro__",
    "__reduce__",
    "__reduce_ex__",
    "__subclasses__",
    "_getframe",
    "f_back",
    "f_globals",
    "f_locals",
    "gi_frame",
    "tb_frame",
    "ctypeslib",
    "memmap",
}
METHODS = {
    "__eq__",
    "__ne__",
    "__array__",
    "__float__",
    "__bool__",
    "__class__",
    "__getattribute__",
    "__instancecheck__",
    "__repr__",
    "__str__",
    "__format__",
    "__hash__",
    "__len__",
    "__iter__",
    "__index__",
    "__int__",
    *ATTRIBUTES,
}
MODULES_OF_THE_COURSE = {"np", "numpy", "plt", "matplotlib", "chainrule", "math", "Check"}
TEXT = re.compile(
    r"(?i)<\s*(script|iframe|object|embed|svg|base|meta|link|style|form)\b|\bon[a-z]{3,20}\s*=|javascript\s*:|srcdoc\s*="
)
STRINGS = re.compile(r"(?i)/proc/|gradebook|hidden tests|\.ipynb|catalogue|/etc/|\bsubmitted/")


def suspicious_code(source: str, cell: str, *, answer: bool = True) -> list[Finding]:
    """What in a cell's code an exercise has no use for.

    Parameters
    ----------
    source : str
    cell : str
        What the findings call the cell.
    answer : bool
        Whether it is an answer: other cells may experiment with the course's library.
    """
    try:
        tree = ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[Finding] = []
    try:
        for node in ast.walk(tree):
            line = getattr(node, "lineno", 0)
            found += [Finding(kind, {"cell": cell, "line": line, **values}) for kind, values in _signs(node, answer)]
    except RecursionError:
        found.append(finding(Kind.NESTED, cell=cell))
    return found[:8]


def _signs(node: ast.AST, answer: bool) -> list[tuple[Kind, dict[str, Any]]]:
    """The signs that one node of the syntax tree shows."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        found = [(Kind.IMPORTS, {"module": module}) for module in modules if _unusual(module, answer)]
        if isinstance(node, ast.ImportFrom) and not found:
            return [(Kind.REACHES, {"name": alias.name}) for alias in node.names if _within_another(alias.name)]
        return found
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMES:
        return [(Kind.USES, {"name": node.id})]
    if isinstance(node, ast.Attribute):
        if node.attr in ATTRIBUTES or _within_another(node.attr):
            return [(Kind.REACHES, {"name": node.attr})]
        if isinstance(node.ctx, (ast.Store, ast.Del)) and _root(node) in MODULES_OF_THE_COURSE:
            return [(Kind.CHANGES, {"name": ast.unparse(node)[:40]})]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "getattr":
        named = [one.value for one in node.args[1:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        return [(Kind.REACHES, {"name": name[:40]}) for name in named if name in ATTRIBUTES or _within_another(name)]
    if isinstance(node, ast.ClassDef):
        methods = sorted({item.name for item in node.body if isinstance(item, ast.FunctionDef)} & METHODS)
        return [(Kind.DEFINES, {"names": methods})] if methods else []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if STRINGS.search(node.value):
            return [(Kind.NAMES_FILES, {})]
        return [(Kind.MARKUP, {"text": text}) for text in _markup(node.value)]
    return []


def _unusual(module: str, answer: bool) -> bool:
    top = module.partition(".")[0]
    return module not in HARMLESS and (top in MODULES or answer and top == "chainrule")


def _within_another(name: str) -> bool:
    """Whether a name is that of a module that answers have no use for, as other modules hold it."""
    return name.lstrip("_") in WITHIN_OTHERS and not name.endswith("__")


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def suspicious_text(text: str, cell: str) -> list[Finding]:
    """Markup in a cell's text that could run on a web page."""
    return [finding(Kind.MARKUP, cell=cell, text=found) for found in _markup(text)]


def _markup(text: str) -> list[str]:
    found = TEXT.search(text)
    return [found[0][:20].strip()] if found else []

"""Signs that a person should read an answer: code that an exercise has no use for.

Nothing is decided here. The sandbox holds whatever the code does; this is only so that hostile
code does not go unread. Honest code may show a sign, and dishonest code may hide all of them.
"""

from __future__ import annotations

import ast
import re

from chainrule.checks.runner import plain_python

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


def suspicious_code(source: str, answer: bool = True) -> list[str]:
    """What in a cell's code an exercise has no use for, as clauses such as ``imports ctypes (line 2)``.

    ``answer`` says whether it is an answer: other cells may experiment with the course's library.
    """
    try:
        tree = ast.parse(plain_python(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: list[str] = []
    try:
        for node in ast.walk(tree):
            found += [
                f"{clause} (line {getattr(node, 'lineno', 0)})"
                for clause in _clauses(node)
                if answer or not clause.startswith("imports chainrule")
            ]
    except RecursionError:
        found.append("is nested too deeply to be read")
    return found[:8]


def _clauses(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [f"imports {alias.name}" for alias in node.names if _unusual(alias.name)]
    if isinstance(node, ast.ImportFrom):
        return [f"imports {node.module}"] if _unusual(node.module or "") else []
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in NAMES:
        return [f"uses {node.id}"]
    if isinstance(node, ast.Attribute):
        if node.attr in ATTRIBUTES:
            return [f"reaches for {node.attr}"]
        if isinstance(node.ctx, (ast.Store, ast.Del)) and _root(node) in MODULES_OF_THE_COURSE:
            return [f"changes {ast.unparse(node)[:40]}"]
    if isinstance(node, ast.ClassDef):
        methods = sorted({item.name for item in node.body if isinstance(item, ast.FunctionDef)} & METHODS)
        return [f"defines a class with {', '.join(methods)}"] if methods else []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if STRINGS.search(node.value):
            return ["names files that it has no use for"]
        return suspicious_text(node.value)
    return []


def _unusual(module: str) -> bool:
    top = module.partition(".")[0]
    return module not in HARMLESS and (top in MODULES or top == "chainrule")


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def suspicious_text(text: str) -> list[str]:
    """Markup that could run on a web page, as a clause."""
    found = TEXT.search(text)
    return [f"holds markup that could run script ({found[0][:20].strip()!r})"] if found else []

"""Guards over what leaves the course: each takes files or notebooks, and returns the problems as sentences.

They are written independently of ``chainrule_staff``, whose work they judge. ``test_release.py`` runs them,
and shows of each that it can fail.
"""

import ast
import base64
import io
import json
import re
import sys
import tempfile
import textwrap
import tokenize
import zipfile
from pathlib import Path

from PIL import Image

NOTEBOOK_METADATA = {"kernelspec", "language_info"}
CELL_METADATA = {"nbgrader", "tags", "deletable", "editable", "jupyter"}
MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
SOLUTION = re.compile(r"^([ \t]*)### BEGIN SOLUTION\n(.*?)^[ \t]*### END SOLUTION[ \t]*$", re.M | re.S)
HIDDEN = re.compile(r"^[ \t]*### BEGIN HIDDEN TESTS\n(.*?)^[ \t]*### END HIDDEN TESTS[ \t]*\n?", re.M | re.S)
RELEASED_ENDINGS = {".ipynb", ".png", ".csv", ".npz"}
TEXT_ENDINGS = {".py", ".ipynb", ".json", ".md", ".txt", ".toml", ".yml", ".rst", ".html", ".csv", ""}
MANY_CHARACTERS = 20  # a shorter line of code also occurs by chance: return x, for i in range(n)


# -- notebooks/ ---------------------------------------------------------------------------------------------


def stray_files(released: Path) -> list[str]:
    """Files of the release folder that are no notebook NN_name/name.ipynb, and no data or picture beside one."""
    problems = []
    for path in sorted(path for path in released.rglob("*") if path.is_file()):
        inside = path.relative_to(released)
        if inside.suffix not in RELEASED_ENDINGS:
            problems.append(f"{inside} is not for learners")
        elif inside.suffix == ".ipynb" and inside.stem != inside.parent.name.partition("_")[2]:
            problems.append(f"{inside} is not the notebook of its folder")
    return problems


def leaked_lines(release, source) -> list[str]:
    """Lines of solution regions or hidden tests, or their markers, anywhere in the release.

    A line that the source also has outside of these regions is the lecture's own.
    """
    secret, public = set(), set()
    for cell in source.cells:
        if cell.cell_type == "code":
            regions = [found[2] for found in SOLUTION.finditer(cell.source)]
            regions += [found[1] for found in HIDDEN.finditer(cell.source)]
            secret |= {line for region in regions for line in code_lines(region)}
        public |= set(code_lines(HIDDEN.sub("", SOLUTION.sub("", cell.source))))
    problems = []
    for cell in release.cells:
        problems += [f"cell {cell.id} has the marker {marker}" for marker in MARKERS if marker in cell.source]
        problems += [
            f"cell {cell.id} has the secret line: {line}"
            for line in code_lines(cell.source)
            if line in secret - public and tells_something(line)
        ]
    return problems


def code_lines(source: str) -> list[str]:
    """The lines of a cell without comments and with single spaces."""
    lines = []
    for line in source.splitlines():
        try:
            tokens = [
                token.string
                for token in tokenize.generate_tokens(io.StringIO(line.strip() + "\n").readline)
                if token.type not in (tokenize.COMMENT, tokenize.NEWLINE, tokenize.NL, tokenize.ENDMARKER)
            ]
        except (tokenize.TokenError, SyntaxError):  # part of a statement, or prose
            tokens = line.split("#")[0].split()
        lines.append(" ".join(tokens))
    return [line for line in lines if line]


def tells_something(line: str) -> bool:
    """Whether a line of code gives anything away: more than a keyword and a name."""
    return not re.fullmatch(r"(return )?[\w.]*|(else|try|finally) :", line)


def unlike_the_source(release, source) -> list[str]:
    """Cells that are not the source's minus the marked regions: stubs, visible checks, everything else as it is."""
    problems = []
    if [cell.id for cell in release.cells] != [cell.id for cell in source.cells]:
        return ["the release has other cells than the source"]
    for cell, origin in zip(release.cells, source.cells):
        wanted = SOLUTION.sub(r"\1raise NotImplementedError", origin.source)
        wanted = HIDDEN.sub("", wanted)
        if cell.cell_type != origin.cell_type or cell.source.rstrip() != wanted.rstrip():
            problems.append(f"cell {cell.id} is not its source minus the marked regions")
    return problems


def private_metadata(release) -> list[str]:
    """Metadata beyond the allow-list, outputs and attachments."""
    problems = [f"the notebook has the metadata {key}" for key in sorted(set(release.metadata) - NOTEBOOK_METADATA)]
    if set(release.metadata.get("language_info", {})) - {"name"}:
        problems.append("language_info tells the version of Python that built it")
    for cell in release.cells:
        problems += [f"cell {cell.id} has the metadata {key}" for key in sorted(set(cell.metadata) - CELL_METADATA)]
        folded = bool(cell.metadata.get("nbgrader", {}).get("grade"))
        if cell.metadata.get("jupyter") != ({"source_hidden": True} if folded else None):
            problems.append(f"cell {cell.id} is {'not ' if folded else ''}folded, or has other view settings")
        if cell.get("outputs") or cell.get("execution_count") is not None:
            problems.append(f"cell {cell.id} has outputs")
        if "attachments" in cell:
            problems.append(f"cell {cell.id} has attachments")
    return problems


# -- executed solutions -------------------------------------------------------------------------------------


def outputs_of_this_machine(executed) -> list[str]:
    """Outputs with paths, memory addresses, errors or text on stderr."""
    folders = {str(Path.home()), sys.prefix, sys.base_prefix, str(Path(__file__).parents[1]), tempfile.gettempdir()} - {
        "/"
    }
    pattern = re.compile(
        "|".join(
            [
                *(re.escape(folder) + r"(?=[/\\])" for folder in sorted(folders, key=len, reverse=True)),
                r"(?<!\w)/(?:home|root|Users|tmp)/\w",
                r"ipykernel_\d+",
                r"\bat 0x[0-9a-f]{6,}",
            ]
        )
    )
    problems = []
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error" or output.get("name") == "stderr":
                problems.append(f"cell {cell.id} has {output.get('ename', 'stderr')}")
            texts = [output.get("text", "")] + [
                value if isinstance(value, str) else json.dumps(value)
                for kind, value in output.get("data", {}).items()
                if not kind.startswith("image/") or kind == "image/svg+xml"
            ]
            problems += [f"cell {cell.id} shows {found[0]}" for text in texts for found in pattern.finditer(text)]
    return problems


def long_lines(notebook, limit: int = 100) -> list[str]:
    """Lines of code cells that a page would cut off."""
    return [
        f"cell {cell.id} has a line of {len(line)} characters"
        for cell in notebook.cells
        for line in (cell.source.splitlines() if cell.cell_type == "code" else ())
        if len(line) > limit
    ]


def unquantised(executed) -> list[str]:
    """Pictures with more than 256 colours."""
    problems = []
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            png = output.get("data", {}).get("image/png")
            if png and Image.open(io.BytesIO(base64.b64decode(png))).mode != "P":
                problems.append(f"cell {cell.id} has a picture with more than 256 colours")
    return problems


def too_large(path: Path, limit: int = 1_000_000) -> list[str]:
    """A notebook of a megabyte or more."""
    size = path.stat().st_size
    return [f"{path.name} has {size} bytes"] if size >= limit else []


def comparable(executed) -> dict:
    """An executed notebook without what differs between two runs by right: widget ids, and cells tagged volatile."""
    text = json.dumps(executed, sort_keys=True)
    for number, found in enumerate(dict.fromkeys(re.findall(r"\b[0-9a-f]{32}\b", text))):
        text = text.replace(found, f"widget-{number}")
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        if "volatile" in cell["metadata"].get("tags", []):
            cell["outputs"] = []
    widgets = notebook["metadata"].pop("widgets", {})
    states = [state for kind in widgets.values() for state in kind["state"].values()]
    # Under a random id each, in no order: their contents are what is compared.
    notebook["metadata"]["widgets"] = sorted(
        re.sub(r"widget-\d+", "widget", json.dumps(state, sort_keys=True)) for state in states
    )
    return notebook


# -- catalogue.json, wheel and bundle -----------------------------------------------------------------------


def catalogue_problems(text: str, secrets: set[str]) -> list[str]:
    """Anything in a catalogue but numbers, titles, explanations and encoded results; code in particular."""
    problems = []

    def only(where: str, found: dict, *keys: str) -> None:
        problems.extend(f"{where} has the key {key}" for key in sorted(set(found) - set(keys)))

    for name, entry in json.loads(text).items():
        only(name, entry, "number", "title", "sources", "mistakes")
        for mistake in entry["mistakes"]:
            where = f"{name}, {mistake['id']}"
            only(where, mistake, "id", "function", "explanation", "observed", "marks")
            problems.extend(
                f"{where} has a mark that is none" for mark in mistake.get("marks", []) if not is_mark(mark)
            )
            for observed in mistake["observed"]:
                only(where, observed or {}, "returned", "changed", "warned", "raised", "measured", "tol")
            said = " ".join(
                [
                    mistake["explanation"],
                    *(
                        text
                        for item in mistake["observed"]
                        if item
                        for text in (item.get("raised", ""), *item.get("warned", []))
                    ),
                ]
            )
            if re.search(r"\bdef \w+\(|\blambda\b.*:|\n", said):
                problems.append(f"{where} holds code")
            problems += [f"{where} tells the line: {line}" for line in secrets if flat(line) in flat(said)]
    return problems


def is_mark(mark) -> bool:
    """Whether this is what a mistake's failure on a further input is recognised by: a form and numbers, or one word."""
    if mark is None or len(mark) == 1:
        return mark is None or bool(re.fullmatch(r"[A-Za-z ]{1,40}", mark[0]))
    form, *numbers = mark
    return isinstance(form, str) and len(form) < 400 and all(isinstance(number, int | float) for number in numbers)


def mistake_bodies(answers: Path) -> dict[str, str]:
    """The bodies of the wrong answers of a folder ``answers/``, as ``ast.unparse`` writes them, and their names."""
    return {
        body_of(node): f"{answers.parent.name}: {node.name}"
        for file in sorted(answers.glob("*.py"))
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef) and any("wrong" in ast.unparse(mark) for mark in node.decorator_list)
    }


def body_of(function) -> str:
    """A function's body in one way of writing it: no docstring, no comments, no annotations."""
    if isinstance(function, ast.Lambda):
        return f"return {ast.unparse(function.body)}"
    body = function.body
    if body and isinstance(body[0], ast.Expr) and isinstance(getattr(body[0].value, "value", None), str):
        body = body[1:]
    return "\n".join(ast.unparse(statement) for statement in body)


def function_bodies(source: str) -> set[str]:
    """The bodies of all functions and lambdas in a piece of Python; empty where it is none."""
    source = re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source)
    try:
        tree = ast.parse(textwrap.dedent(source))
    except SyntaxError:
        return set()
    return {
        body_of(node)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
    }


def statements(bodies) -> set[str]:
    """The telling lines of function bodies: long enough not to occur by chance."""
    return {line.strip() for body in bodies for line in body.splitlines() if len(line.strip()) >= MANY_CHARACTERS}


def flat(text: str) -> str:
    """Text without white space and backticks, to find code however it is set."""
    return re.sub(r"[\s`]", "", text)


def shipped_code(archive: zipfile.ZipFile) -> dict[str, tuple[set[str], str]]:
    """For every text file of an archive: the bodies of its functions, and all its text."""
    found = {}
    for name in archive.namelist():
        if Path(name).suffix not in TEXT_ENDINGS or name.endswith("/"):
            continue
        text = archive.read(name).decode("utf-8", errors="replace")
        if name.endswith(".py"):
            found[name] = function_bodies(text), text
        elif name.endswith(".ipynb"):
            sources = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
            found[name] = set().union(*map(function_bodies, sources)), "\n".join(sources)
        elif name.endswith(".json"):
            found[name] = set(), "\n".join(strings_in(json.loads(text)))
        else:
            found[name] = set(), text
    return found


def strings_in(value) -> list[str]:
    """All strings of JSON data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (key, *strings_in(item))]
    return [text for item in value for text in strings_in(item)] if isinstance(value, list) else []


def shipped_mistakes(archive: zipfile.ZipFile, bodies: dict[str, str]) -> list[str]:
    """Known mistakes whose code is in an archive: as a function, or word for word in a text."""
    problems = []
    for name, (shipped, text) in shipped_code(archive).items():
        words = flat(text)
        problems += [
            f"{name} has the mistake {mistake}"
            for body, mistake in bodies.items()
            if body in shipped or (len(flat(body)) >= 2 * MANY_CHARACTERS and flat(body) in words)
        ]
    return problems


def shipped_paths(archive: zipfile.ZipFile, forbidden: tuple[str, ...]) -> list[str]:
    """Files of an archive in a folder that must stay at home."""
    return [
        f"{name} is in the archive"
        for name in archive.namelist()
        if any(part in forbidden for part in Path(name).parts)
    ]

"""The command `chainrule`: study, check, submit, progress, reset; and staff, where the course's staff code is installed.

Exit codes, for scripts: 0 is full points or done, 1 is below full points, 2 is an error in what was given. With
`--json` a report is JSON on stdout and nothing else; everything for people goes to stderr then.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from chainrule.checks.one_thread import ask_for_one_thread
from chainrule.notebooks.errors import CourseError

if TYPE_CHECKING:  # heavy ones are imported inside the commands: --help and study must be quick
    from rich.console import Console

    from chainrule.course.layout import ReleasedLecture

app = typer.Typer(
    name="chainrule",
    help="Chain Rule: why neural networks train, and why they don't. Your copies of the notebooks are in my-work/.",
    epilog="Exit codes: 0 done or full points, 1 below full points, 2 an error in what was given.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

LECTURE_HELP = "A lecture: 3, 03, activations, 03_activations, or a notebook's path."
AsJson = Annotated[bool, typer.Option("--json", help="Print the report as JSON on stdout.")]


@app.command()
def study(
    lecture: Annotated[str | None, typer.Argument(help=LECTURE_HELP + " Without it, the next unfinished one.")] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Bring my-work/ up to date and stop.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open JupyterLab on your own copy of the next unfinished notebook."""
    from chainrule.checks.progress_log import FILE, Progress
    from chainrule.course.lab import lab_command, start
    from chainrule.course.layout import find_root, lectures, resolve
    from chainrule.course.tables import print_outcomes
    from chainrule.course.workspace import Workspace

    root = find_root()
    known = lectures(root)
    chosen = (
        resolve(root, lecture or "") if lecture or not known else None
    )  # resolve explains a course without lectures
    work = Workspace(root)
    outcomes = work.prepare(known)
    progress = Progress(work.hidden / FILE)
    chosen = chosen or _next(known, progress)
    notebook = work.notebook(chosen)
    if as_json:
        reports = [outcome.as_dict() for outcome in outcomes]
        _print_json({"lectures": reports, "next": chosen.id, "notebook": str(notebook)})
    else:
        print_outcomes(_console(), outcomes)
    problems = {outcome.lecture for outcome in outcomes if outcome.action == "problem"}
    _tell(message for outcome in outcomes if outcome.lecture in problems for message in outcome.messages)
    _tell(progress.notes)
    if prepare_only:
        raise typer.Exit(2 if problems else 0)
    # A damaged notebook elsewhere does not keep anyone from studying; JupyterLab can't open the chosen one, though.
    if chosen.id in problems:
        raise typer.Exit(2)
    command = lab_command(work.folder, notebook, browser)
    _tell([f"opening {notebook.relative_to(root)}; stop with Ctrl+C in this window"])
    raise typer.Exit(start(command))


@app.command()
def check(
    notebooks: Annotated[
        list[str] | None, typer.Argument(metavar="NOTEBOOK", help=LECTURE_HELP + " Without any, all of yours.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade your own notebooks in a fresh process: points by exercise, what failed, and which mistake it is."""
    from chainrule.course.layout import find_root, lectures, resolve
    from chainrule.course.own_check import check_notebook
    from chainrule.course.tables import print_checks
    from chainrule.course.workspace import Workspace

    root = find_root()
    work = Workspace(root)
    asked = [_asked(work, resolve(root, word), word) for word in notebooks or []]
    if not notebooks:
        known = lectures(root)
        asked = [(own, lecture) for lecture in known if (own := work.notebook(lecture)).is_file()]
        if not asked:
            raise CourseError(f"{work.folder} holds no notebook of yours yet. Make your copies with: chainrule study")
    results: list[dict[str, Any]] = []
    with _Waiting() as waiting:
        for path, lecture in asked:
            waiting.now(lecture.id)
            try:
                results.append(check_notebook(path, lecture, waiting.report))
            except CourseError as error:
                results.append({"notebook": lecture.name, "path": str(path), "error": str(error)})
    for (path, lecture), result in zip(asked, results):
        if path.is_relative_to(work.folder):  # anything else may be another's work, or the release
            _record(path, lecture, result)
    if as_json:
        _print_json({"notebooks": results})
    else:
        print_checks(_console(), results)
    errors = [result["error"] for result in results if "error" in result]
    _tell(errors)
    below = any(result["points"] < result["max_points"] for result in results if "error" not in result)
    raise typer.Exit(2 if errors else 1 if below else 0)


@app.command()
def submit(lecture: Annotated[str, typer.Argument(help=LECTURE_HELP)], as_json: AsJson = False) -> None:
    """Make the file to hand in, check it as the grader will read it, and print what proves which file it was."""
    from chainrule.checks.progress_log import FILE
    from chainrule.course import hand_in
    from chainrule.course.layout import find_root, resolve
    from chainrule.course.own_check import check_notebook
    from chainrule.course.tables import print_checks, print_hand_in
    from chainrule.course.workspace import Workspace

    root = find_root()
    work = Workspace(root)
    found = resolve(root, lecture)
    source = Path(lecture).resolve() if lecture.endswith(".ipynb") and Path(lecture).is_file() else work.notebook(found)
    if not source.is_file():
        raise CourseError(f"you have no copy of {found.id} yet. Make yours with: chainrule study {found.name}")
    own = source.resolve() == work.notebook(found).resolve()  # any other may be somebody else's
    made = hand_in.make(work.folder, found, source, work.hidden / FILE if own else None)
    with _Waiting() as waiting:
        waiting.now(found.id)
        result = check_notebook(Path(made.path), found, waiting.report)
    if as_json:
        _print_json({"hand_in": made.to_dict(), "check": result})
    else:
        print_checks(_console(), [result])
        print_hand_in(_console(), made, result)


@app.command()
def progress(as_json: AsJson = False) -> None:
    """Show all notebooks with the points that you reached, and what is next."""
    from chainrule.checks.progress_log import FILE, Progress
    from chainrule.course.layout import find_root, lectures
    from chainrule.course.standing import standing
    from chainrule.course.tables import print_progress
    from chainrule.course.workspace import Workspace

    root = find_root()
    store = Progress(Workspace(root).hidden / FILE)
    summary = standing(store, lectures(root))
    if as_json:
        upcoming = next((line["lecture"] for line in summary if not line["finished"]), None)
        _print_json(
            {
                "lectures": summary,
                "next": upcoming,
                "points": sum(line["points"] for line in summary),
                "max_points": sum(line["max_points"] for line in summary),
                "notes": store.notes,
            }
        )
    else:
        print_progress(_console(), summary)
    _tell(store.notes)


@app.command()
def reset(
    lecture: Annotated[str, typer.Argument(help=LECTURE_HELP)],
    exercise: Annotated[
        str | None, typer.Argument(help="sigmoid, ex-sigmoid or 3.1. Without it, the whole notebook.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put back one exercise, or a whole notebook, as it was released. A dated copy of yours is kept."""
    from chainrule.course.layout import find_root, resolve
    from chainrule.course.tables import print_outcomes
    from chainrule.course.workspace import Workspace

    root = find_root()
    found = resolve(root, lecture)
    what = f"exercise {exercise} of {found.id}" if exercise else f"the whole notebook {found.id}"
    if not yes:
        if not sys.stdin.isatty():
            raise CourseError(f"putting back {what} needs your word, and nobody is there to ask. Add --yes.")
        typer.confirm(f"Put back {what}? A copy of yours is kept in my-work/backups/.", abort=True, err=True)
    outcome = Workspace(root).reset(found, exercise)
    if as_json:
        _print_json(outcome.as_dict())
    else:
        print_outcomes(_console(), [outcome])


# Its arguments are passed on as they are, --help too: the staff's commands are imported only when one is called.
@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "allow_interspersed_args": False},
)
def staff(context: typer.Context) -> None:
    """Build, release and evidence, for the course's staff."""
    found = {point.name: point for point in entry_points(group="chainrule.commands")}
    try:
        staff_app = found["staff"].load()
    except (KeyError, ModuleNotFoundError) as error:
        raise CourseError(
            f"the staff commands are not installed here ({error} is missing): run `make setup` in the course's repository, "
            "which a learner's copy of the course is not."
        ) from None
    staff_app(args=context.args, prog_name="chainrule staff")


def main() -> None:
    """Run the command line: an expected error is one line on stderr, and exit code 2."""
    ask_for_one_thread()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal without Unicode gets question marks, not a traceback
    try:
        app()
    except CourseError as error:
        _tell([str(error)])
        sys.exit(2)
    except BrokenPipeError:  # `chainrule progress | head -1`
        sys.stderr.close()
        sys.exit(0)


def _next(known: list[ReleasedLecture], store: Any) -> ReleasedLecture:
    """Return the first lecture that is not finished; the last when all are."""
    from chainrule.course.standing import standing

    summary = standing(store, known)
    return next((lecture for lecture, line in zip(known, summary) if not line["finished"]), known[-1])


def _asked(work: Any, lecture: ReleasedLecture, word: str) -> tuple[Path, ReleasedLecture]:
    """Return the file that a word means: the path itself, else the learner's copy, else the release."""
    if word.endswith(".ipynb"):
        path = Path(word)
        if not path.is_file():
            raise CourseError(f"{word}: there is no such file. Name the lecture ({lecture.name}) for your own copy.")
        return path.resolve(), lecture
    own = work.notebook(lecture)
    if not own.is_file():
        _tell([f"you have no copy of {lecture.id} yet, so this is the released one. Make yours with: chainrule study"])
        return lecture.notebook, lecture
    return own, lecture


def _record(path: Path, lecture: ReleasedLecture, result: dict[str, Any]) -> None:
    """Keep what a check found, as the panels in the notebook do."""
    from chainrule.checks.progress_log import Progress, find_store

    store = Progress(find_store(path.parent))
    for exercise in result.get("exercises", []):
        if exercise["state"] != "not attempted":
            got, most = exercise["points"], exercise["max_points"]
            store.record(lecture.name, exercise["id"], got, most, mistake=exercise["mistake"])
    _tell(store.notes)


class _Waiting:
    """A progress bar on stderr, shown only on a terminal and only when the work takes longer than a second."""

    def __enter__(self) -> _Waiting:
        from threading import Timer

        from rich.progress import Progress

        self._bar = Progress(console=_console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=None)
        self._timer = Timer(1.0, self._bar.start)
        self._timer.daemon = True
        if self._bar.console.is_terminal:
            self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        if self._timer.ident is not None:
            self._timer.join()  # it may be starting the bar this very moment
        if self._bar.live.is_started:
            self._bar.stop()

    def now(self, what: str) -> None:
        """Name what is being worked on."""
        self._bar.reset(self._task, description=what, total=None)

    def report(self, done: int, total: int, what: str = "") -> None:
        """Take the checker's word for how far it is."""
        self._bar.update(self._task, completed=done, total=total)


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _print_json(data: Any) -> None:
    # ASCII: stdout may be a pipe in any encoding.
    print(json.dumps(data, indent=1))


def _tell(messages: Any) -> None:
    """Write messages to stderr, a line each."""
    for message in messages:
        print("chainrule: " + " ".join(str(message).split()), file=sys.stderr)


if __name__ == "__main__":
    main()

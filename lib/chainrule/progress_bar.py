"""A progress bar for a terminal or a notebook. `chainrule.training` uses it.

It writes to stdout or to the notebook's display, never to stderr, which nbgrader counts as a failure. In a notebook,
what remains at the end is one line without times, so that executing the notebook again gives the same output.
"""

import html
import sys
import time

WIDTH = 30  # characters of the bar in a terminal
INTERVAL = 0.1  # seconds between two updates: drawing must not slow the training down


class Progress:
    """A bar over `total` steps; silent if `enabled` is false, or if nobody watches (stdout is a pipe or a file)."""

    def __init__(self, total: int, enabled: bool = True):
        self.total = total
        self._display = None
        self._last = -INTERVAL
        if not enabled:
            self._draw = None
        elif _in_notebook():
            self._draw = self._draw_in_notebook
        else:
            self._draw = self._draw_in_terminal if sys.stdout is not None and sys.stdout.isatty() else None

    def update(self, done: int, text: str) -> None:
        """Show that `done` steps are finished, with a short `text`. Calls in quick succession are skipped."""
        now = time.monotonic()
        if self._draw is not None and now - self._last >= INTERVAL:
            self._last = now
            self._draw(done, text)

    def close(self, text: str) -> None:
        """Replace the bar by a last line."""
        if self._draw is not None:
            self._draw(None, text)

    def _draw_in_terminal(self, done: int | None, text: str) -> None:
        if done is None:
            line, end = text, "\n"
        else:
            filled = WIDTH * done // self.total
            line, end = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{self.total} {text}", ""
        sys.stdout.write(f"\r\x1b[K{line}{end}")  # back to the first column, and clear what was longer
        sys.stdout.flush()

    def _draw_in_notebook(self, done: int | None, text: str) -> None:
        from IPython.display import display

        if done is None:
            plain, bar = text, ""
        else:
            plain, bar = f"{done}/{self.total} {text}", f'<progress max="{self.total}" value="{done}"></progress> '
        bundle = {"text/plain": plain, "text/html": f"<div>{bar}{html.escape(plain)}</div>"}
        if self._display is None:
            self._display = display(bundle, raw=True, display_id=True)
        else:
            self._display.update(bundle, raw=True)


def _in_notebook() -> bool:
    """Whether IPython is already loaded and shows rich output: in Jupyter and in the browser, not in its terminal."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell is not None and type(shell).__name__ != "TerminalInteractiveShell"

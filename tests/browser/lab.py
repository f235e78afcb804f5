"""Drive a real JupyterLab in headless Chromium: start it, open a notebook, type into cells, run them, look at outputs.

Nothing sleeps: every step waits for the condition that it needs. JupyterLab draws only the cells in view, so cells
are found through its own model (``window.jupyterapp``), but typed into and run with mouse and keyboard.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from chainrule.course import lab as course_lab

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240  # before a server that says nothing is given up: the machine may be busy
STEP_MS = 120_000  # before a page that does not get there is given up; likewise
PANEL = "window.jupyterapp.shell.currentWidget"
CELL = f"{PANEL}.content.widgets.find(cell => cell.model.id === id)"


def chromium() -> str | None:
    """The browser's path: $CHROMIUM, or the chromium on the PATH."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


def reason_to_skip() -> str | None:
    """Why no browser can be driven here, or ``None``."""
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "Playwright is not installed: python -m pip install playwright"
    return None if chromium() else "Chromium was not found: install Debian's chromium, or set CHROMIUM to its path"


@contextlib.contextmanager
def server(folder: Path, home: Path, environment: dict[str, str], *, learners: bool = True) -> Iterator[str]:
    """A JupyterLab that shows ``folder`` and has an empty ``home``; its address, with the token.

    The command is the one of ``chainrule study``, so that its settings are what is tested. Not for ``learners``, it
    has nbgrader's tools for instructors.
    """
    token = secrets.token_hex(16)
    command = [
        *course_lab.lab_command(folder, folder / "none.ipynb", browser=False),
        "--ServerApp.port=0",
        "--ServerApp.ip=127.0.0.1",
        f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True",
        "--ServerApp.allow_root=True",
    ]
    variables = {name: value for name, value in environment.items() if not name.startswith("JUPYTER_")}
    variables = course_lab.environment(variables) if learners else variables
    variables |= {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
    }
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, stdin=subprocess.DEVNULL, stdout=file, stderr=file
        )
    try:
        port = _port(process, home / "runtime" / f"jpserver-{process.pid}.json", log)
        yield f"http://127.0.0.1:{port}/lab?token={token}"
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: subprocess.Popen, file: Path, log: Path) -> int:
    """The port in the file that a server writes once it listens."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, ValueError):
            return json.loads(file.read_text("utf-8"))["port"]
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
            break
    raise RuntimeError("JupyterLab did not start:\n" + log.read_text("utf-8", errors="replace"))


@contextlib.contextmanager
def browser(profile: Path):
    """A page of a fresh Chromium, and the list of the addresses that it asks for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=chromium(), headless=True, args=FLAGS, viewport={"width": 1280, "height": 900}
        )
        context.set_default_timeout(STEP_MS)
        page = context.pages[0]
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("websocket", lambda socket: asked.append(socket.url))
        try:
            yield page, asked
        finally:
            context.close()


def outside(asked: list[str]) -> list[str]:
    """The addresses that are not on this machine."""
    return [
        url
        for url in asked
        if urlsplit(url).scheme not in ("data", "blob", "about", "chrome-extension")
        and urlsplit(url).hostname not in ("localhost", "127.0.0.1", "::1")
    ]


class Notebook:
    """A notebook open in JupyterLab.

    Parameters
    ----------
    page : playwright.sync_api.Page
    address : str
        From :func:`server`.
    path : str
        The notebook's path in the server's folder.
    """

    def __init__(self, page, address: str, path: str):
        self.page = page
        page.goto(address.replace("/lab?", f"/lab/tree/{path}?"))
        page.wait_for_function(f"() => window.jupyterapp && {PANEL} && {PANEL}.content && {PANEL}.content.widgets")
        page.evaluate(f"async () => {{ await {PANEL}.context.ready; await {PANEL}.sessionContext.ready; }}")
        page.wait_for_function(f"() => {PANEL}.sessionContext.kernelDisplayStatus === 'idle'")

    def cell_ids(self, kind: str = "code") -> list[str]:
        """The ids of the cells of one kind that hold anything, in order."""
        return self.page.evaluate(
            f"kind => {PANEL}.content.widgets.map(cell => cell.model).filter("
            "model => model.type === kind && model.sharedModel.source.trim()).map(model => model.id)",
            kind,
        )

    def show(self, cell: str):
        """Scroll to a cell and make it the active one; its element."""
        self.page.evaluate(
            f"""async id => {{
            const notebook = {PANEL}.content;
            notebook.deselectAll();
            notebook.activeCellIndex = notebook.widgets.findIndex(cell => cell.model.id === id);
            notebook.mode = 'command';
            await notebook.scrollToCell(notebook.activeCell, 'start');
        }}""",
            cell,
        )
        found = self.page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        found.wait_for(state="visible")
        return found

    def source(self, cell: str) -> str:
        """A cell's text."""
        return self.page.evaluate(f"id => {CELL}.model.sharedModel.source", cell)

    def write(self, cell: str, source: str) -> None:
        """Replace a cell's text through the keyboard: select all, and put the new text in, as pasting does."""
        self.show(cell).locator(".cm-content").click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.page.keyboard.insert_text(source)
        self.page.wait_for_function(f"([id, text]) => {CELL}.model.sharedModel.source === text", arg=[cell, source])

    def run(self, cell: str) -> None:
        """Run a cell with Ctrl+Enter, and wait for its end."""
        before = self.page.evaluate(f"id => {CELL}.model.executionCount", cell)
        self.show(cell).click(position={"x": 30, "y": 8})
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("Control+Enter")
        self._wait_for([cell], before or 0)

    def run_all(self) -> None:
        """Run all cells from the menu's command, and wait for their end."""
        self.page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
        self._wait_for(self.cell_ids(), 0, 4 * STEP_MS)

    def _wait_for(self, cells: list[str], count: int, timeout: float = STEP_MS) -> None:
        self.page.wait_for_function(
            f"""([ids, before]) => ids.every(id => {{
            const model = {CELL}.model;
            return model.executionCount !== null && model.executionCount > before && model.executionState !== 'running';
        }})""",
            arg=[cells, count],
            timeout=timeout,
        )

    def outputs(self, cell: str) -> list[dict]:
        """A cell's outputs as the notebook file has them."""
        return self.page.evaluate(f"id => {CELL}.model.outputs.toJSON()", cell)

    def output(self, cell: str):
        """The element in which a cell's outputs are drawn, scrolled into view."""
        found = self.show(cell).locator(".jp-OutputArea")
        found.first.wait_for(state="visible")
        found.first.scroll_into_view_if_needed()
        return found.first

    def theme(self, name: str) -> None:
        """Change JupyterLab's theme, ``JupyterLab Light`` or ``JupyterLab Dark``, and wait until it is there."""
        self.page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", name)
        self.page.wait_for_function("name => document.body.dataset.jpThemeName === name", arg=name)
        self.page.locator("#jupyterlab-splash").wait_for(state="detached")  # it dims the page for a moment

    def save(self) -> None:
        """Save the notebook, and wait until it is."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
        self.page.wait_for_function(f"() => !{PANEL}.context.model.dirty")

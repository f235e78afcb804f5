"""Drive nbgrader's formgrader in a browser, in a JupyterLab of an instructor."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import lab


@contextlib.contextmanager
def page(address: str, profile: Path):
    """A page of a browser that has signed in, and reaches this machine only: formgrader asks for fonts and scripts elsewhere.

    Parameters
    ----------
    address : str
        From :func:`lab.server`, not for learners.
    """
    with lab.browser(profile) as (found, _):
        found.goto(address, wait_until="domcontentloaded")
        found.route(
            "**/*",
            lambda route: (
                route.abort()
                if [url for url in lab.outside([route.request.url]) if url.startswith("http")]
                else route.continue_()
            ),
        )
        yield found


def visit(page, address: str, place: str) -> None:
    """Open one of the formgrader's pages."""
    page.goto(address.replace("/lab?", f"/formgrader/{place}?"), wait_until="domcontentloaded")


def press(page, learner: str, button: str) -> str:
    """Press one of a learner's buttons, wait for nbgrader's answer; its text."""
    row = page.locator("#main-table tr").filter(has=page.locator(".student-id", has_text=re.compile(f"^{learner}$")))
    row.locator(f".{button} a").click()
    dialog = page.locator(".modal.in, .modal.show").last
    dialog.wait_for(state="visible", timeout=4 * lab.STEP_MS)
    text = dialog.inner_text()
    dialog.locator("button").last.click()
    dialog.wait_for(state="hidden")
    return text

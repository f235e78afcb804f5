"""Run a graded notebook's demonstrations for their pictures: ``chainrule staff grade --run-all``.

In a fresh sandbox, after the checks, with the whole library: nothing here can change a score. Of what
comes back, pictures and text are kept; markup is not.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import threading

from chainrule.calling.pipe import pipes
from chainrule.calling.time_left import PATIENCE
from chainrule.notebooks.cell import Cell
from chainrule_staff.grading.sandbox import Sandbox
from chainrule_staff.grading.walls import LIMITS

SECONDS = PATIENCE * LIMITS["CPU"]  # on the clock; its processor time is limited from within
MAX_BYTES = 4_000_000
KEPT = {"image/png", "image/jpeg"}


def attach(cells: list[Cell], released: dict[str, str], sandbox: Sandbox) -> None:
    """Put the outputs of all code cells but the checks' into ``cells``.

    Checks run as ``released``, by grade_id: demonstrations wait for them, and no hidden test goes in there.
    """
    sources = [
        "" if not cell.is_code else released.get(cell.grade_id or "", "") if cell.nbgrader.get("grade") else cell.source
        for cell in cells
    ]
    for cell, outputs in zip(cells, _run(sources, sandbox)):
        if cell.is_code and not cell.nbgrader.get("grade"):
            cell["outputs"] = list(filter(None, map(_safe, outputs if isinstance(outputs, list) else [])))


def _run(sources: list[str], sandbox: Sandbox) -> list:
    """The outputs of each cell, as far as they came within the limits."""
    process = sandbox.start_replay()
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    found: list = []
    try:
        writer = threading.Thread(target=_feed, args=(process, json.dumps(sources).encode()), daemon=True)
        writer.start()
        size = 0
        with pipes(process)[1] as lines:
            while len(found) < len(sources) and size < MAX_BYTES:
                line = lines.readline(MAX_BYTES - size + 1)
                if not line.endswith(b"\n"):
                    break
                size += len(line)
                try:
                    found.append(json.loads(line))
                except (ValueError, RecursionError):
                    found.append([])
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    return found


def _feed(process: subprocess.Popen, data: bytes) -> None:
    stdin, _ = pipes(process)
    try:
        stdin.write(data)
        stdin.close()
    except OSError:
        pass


def _safe(output) -> dict | None:
    """An output of which nothing can run on a web page; ``None`` where nothing is left."""
    if not isinstance(output, dict):
        return None
    if isinstance(output.get("text"), str):
        return {"output_type": "stream", "name": "stdout", "text": _text(output["text"])}
    kept = {kind: data for kind, data in output.items() if kind in KEPT and isinstance(data, str) and _is_base64(data)}
    if isinstance(output.get("text/plain"), str):
        kept["text/plain"] = _text(output["text/plain"])
    return {"output_type": "display_data", "metadata": {}, "data": kept} if kept else None


def _is_base64(data: str) -> bool:
    try:
        return bool(base64.b64decode(data, validate=True))
    except ValueError:
        return False


def _text(text: str) -> str:
    """Text without colours' escape sequences, which become markup."""
    return re.sub(r"\x1b[^A-Za-z]*[A-Za-z]?", "", text[:20_000]).encode("utf-8", "replace").decode()

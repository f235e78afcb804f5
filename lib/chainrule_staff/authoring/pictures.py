"""Make the pictures of an executed notebook small, and keep those that have not visibly changed; used by the build."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from PIL import Image

COLOURS = 256
BLOCK = 4  # pixels
VISIBLE = 4  # levels of 255: the mean difference of a block from which on a picture counts as another one


def quantised(png: bytes) -> bytes:
    """The same picture with a palette of 256 colours: about a third of the bytes of one that Matplotlib drew."""
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    opaque = image.getchannel("A").getextrema()[0] == 255
    method = Image.Quantize.MEDIANCUT if opaque else Image.Quantize.FASTOCTREE  # only the second knows transparency
    small = (image.convert("RGB") if opaque else image).quantize(COLOURS, method=method, dither=Image.Dither.NONE)
    target = io.BytesIO()
    small.save(target, "PNG", optimize=True)
    return target.getvalue()


def visibly_same(one: bytes, other: bytes) -> bool:
    """Whether two PNGs have the same size, and in every block of 4 × 4 pixels almost the same colours."""
    a, b = (np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"), dtype=float) for png in (one, other))
    if a.shape != b.shape:
        return False
    difference = np.abs(a - b).mean(axis=2)
    padded = np.pad(difference, [(0, -size % BLOCK) for size in difference.shape])
    rows, columns = (size // BLOCK for size in padded.shape)
    return bool(padded.reshape(rows, BLOCK, columns, BLOCK).mean(axis=(1, 3)).max() <= VISIBLE)


def settle(notebook: Any, before: Any | None) -> None:
    """Quantise every picture of an executed notebook in place; one that ``before`` has is kept byte for byte.

    So a rebuild of a lecture that has not changed adds nothing to the history.
    """
    old = [png for _, png in _pictures(before) if _has_palette(png)] if before is not None else []
    for put, png in _pictures(notebook):
        small = quantised(png)
        put(next((kept for kept in old if kept == small or visibly_same(kept, small)), small))


def _has_palette(png: bytes) -> bool:
    return Image.open(io.BytesIO(png)).mode == "P"


def _pictures(tree: Any) -> Iterator[tuple[Callable[[bytes], None], bytes]]:
    """Every picture in the outputs and in the state of widgets, with a function that replaces it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == "image/png":
                text = value if isinstance(value, str) else "".join(value)

                def put(png: bytes, tree=tree, key=key) -> None:
                    tree[key] = base64.b64encode(png).decode() + "\n"

                yield put, base64.b64decode(text)
            else:
                yield from _pictures(value)
    elif isinstance(tree, list):
        for item in tree:
            yield from _pictures(item)

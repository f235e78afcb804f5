"""What the check's side holds in place of a learner's own objects: their data, where there are any, and a key.

A cache or a state may be anything: a named tuple, a dict of one's own, an array of objects. It stays on the learner's
side, and is the very object again when a check hands it back. What a check looks at meanwhile is one of these types: they
are made here from decoded data, so no method of a learner's is ever called.
"""

from __future__ import annotations

from typing import Any

import numpy as np


class Handle:
    """Stands for an object that stays on the other side and of which only the type's name is known."""

    __slots__ = ("key", "owner", "type_name")

    def __init__(self, key: int, type_name: str, owner: object = None):
        self.key = key
        self.type_name = type_name
        self.owner = owner

    def __repr__(self) -> str:
        return f"<{self.type_name}>"


class Kept:
    """Mixed into a type of plain data: a value with its object on the other side.

    ``origin`` is ``(owner, key, mark)``: the codec whose object it is, by a token, the key there, and what the data were.
    A copy that was changed since has another mark, and a result of arithmetic has no origin: both are plain data again.
    """

    origin: tuple[object, int, int] | None = None


class KeptTuple(Kept, tuple):
    """A tuple of a type of the learner's, such as a named tuple."""


class KeptList(Kept, list):
    """A list of a type of the learner's."""


class KeptDict(Kept, dict):
    """A dict of a type of the learner's, or one of the standard library's."""


class KeptText(Kept, str):
    """A text of a type of the learner's."""


class KeptInt(Kept, int):
    """An integer of a type of the learner's, such as an item of an enumeration."""


class KeptFloat(Kept, float):
    """A floating-point number of a type of the learner's."""


class KeptArray(Kept, np.ndarray):
    """An array of a type of the learner's (a matrix, a masked array that masks nothing), or of objects that are all texts."""

    def __array_wrap__(self, array, context=None, return_scalar=False):
        """What is computed from it is an ordinary array or number."""
        plain = np.asarray(array)
        return plain[()] if return_scalar else plain


_TYPES = {tuple: KeptTuple, list: KeptList, dict: KeptDict, str: KeptText, int: KeptInt, float: KeptFloat}


def with_origin(data: Any, origin: tuple[object, int, int]) -> Any:
    """The decoded ``data`` as a value that remembers its object on the other side; as it is where no type is for it."""
    if type(data) is np.ndarray:
        found: Any = data.view(KeptArray)
    elif type(data) in _TYPES:
        found = _TYPES[type(data)](data)
    else:
        return data
    found.origin = origin
    return found

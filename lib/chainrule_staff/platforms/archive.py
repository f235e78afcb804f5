"""Read a zip file that others made, and trust nothing in it. Reads, never writes: names are judged here, not made into paths."""

from __future__ import annotations

import io
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chainrule.checks.report import Finding, finding
from chainrule_staff.errors import StaffError
from chainrule_staff.grading.repair import MAX_FILE
from chainrule_staff.platforms.kinds import Kind

MAX_ENTRIES = 50_000  # of a class
MAX_INNER = 2 * MAX_FILE  # a learner's own zip file, packed or unpacked
MAX_INNER_ENTRIES = 1_000
MAX_NAME = 240  # bytes; file systems take 255
UTF8 = 0x800  # the flag of a name that is UTF-8
PASSWORD = 0x1
# What zipfile raises on damaged, cut or strange data; a method of compression that it lacks is the last but one.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError)


@dataclass(frozen=True)
class Entry:
    """One file of an archive.

    Parameters
    ----------
    name : str
        With ``/``, and composed (NFC), however the archive spells it.
    date : str
        The archive's date for it, ISO 8601 without a zone. Moodle and Canvas write when they packed it.
    problem : Finding or None
        Why it must not be taken.
    """

    name: str
    date: str
    problem: Finding | None
    info: zipfile.ZipInfo

    @property
    def is_zip(self) -> bool:
        """Whether its name is that of a zip file."""
        return self.name.lower().endswith(".zip")


class Archive:
    """An open zip file; used with ``with`` as :func:`opened` gives it."""

    def __init__(self, file: zipfile.ZipFile):
        self._zip = file

    def entries(self) -> Iterator[Entry]:
        """Its files in their order, without folders."""
        for info in self._zip.infolist():
            if not info.is_dir():
                name = _name(info)
                yield Entry(name, _date(info), _problem(info, name), info)

    def read(self, entry: Entry) -> bytes | Finding:
        """A file's bytes, or why it has none to give.

        ``zipfile`` unpacks no more than the size in the header, which is within the limit here, and finds a false one by the checksum.
        """
        if entry.problem:
            return entry.problem
        try:
            return self._zip.read(entry.info)
        except BROKEN as error:
            return finding(Kind.DAMAGED, said=str(error).partition("\n")[0][:100] or type(error).__name__)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open the archive that a platform gave.

    Raises
    ------
    StaffError
        It is not there, is no zip file, or has so many files that it cannot be a class's.
    """
    if path.is_dir():
        raise StaffError(
            f"{path} is a folder. Some browsers unpack what they download: switch that off and download again, or "
            "zip the folder."
        )
    try:
        file = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise StaffError(f"There is no file {path}.") from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise StaffError(
            f"{path} is no zip file, or only a part of one ({error}). Download it again; nothing was collected."
        ) from None
    except OSError as error:
        raise StaffError(f"{path} cannot be read: {error.strerror or error}.") from None
    with file:
        if len(file.infolist()) > MAX_ENTRIES:
            raise StaffError(
                f"{path} has {len(file.infolist()):,} files; {MAX_ENTRIES:,} is the limit. Nothing was collected."
            )
        yield Archive(file)


def within(data: bytes) -> tuple[list[tuple[Entry, bytes | Finding]], Finding | None]:
    """The files of a learner's own zip file, read, or why none of it can be taken.

    A zip file among them is named, not opened.
    """
    try:
        file = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        return [], finding(Kind.DAMAGED, said=str(error).partition("\n")[0][:100] or type(error).__name__)
    with file:
        infos = file.infolist()
        if len(infos) > MAX_INNER_ENTRIES or sum(info.file_size for info in infos) > MAX_INNER:
            return [], finding(Kind.BOMB, limit=MAX_INNER)
        archive = Archive(file)
        return [
            (entry, finding(Kind.NESTED) if entry.is_zip else archive.read(entry)) for entry in archive.entries()
        ], None


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: many programs write UTF-8 without saying so, and ``zipfile`` then takes it for cp437."""
    name = info.filename
    if not info.flag_bits & UTF8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass  # cp437 it is
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _date(info: zipfile.ZipInfo) -> str:
    year, month, day, hour, minute, second = info.date_time
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"


def _problem(info: zipfile.ZipInfo, name: str) -> Finding | None:
    mode = info.external_attr >> 16
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "" in parts or ":" in parts[0][1:2]:
        return finding(Kind.OUTSIDE)
    if "\0" in info.orig_filename or not all(char.isprintable() for char in name):
        return finding(Kind.CONTROL)
    if any(len(part.encode("utf-8", "replace")) > MAX_NAME for part in parts):
        return finding(Kind.LONG_NAME)
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return finding(Kind.LINK)
    if info.flag_bits & PASSWORD:
        return finding(Kind.ENCRYPTED)
    limit = MAX_INNER if name.lower().endswith(".zip") else MAX_FILE
    return finding(Kind.TOO_LARGE, limit=limit) if info.file_size > limit else None

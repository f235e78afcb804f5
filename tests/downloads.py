"""Archives as Moodle and Canvas give them, and as nobody should."""

import io
import stat
import zipfile

ASSIGNMENT, NOTEBOOK = "03_activations", "activations"  # where nothing is graded
DAY = (2026, 11, 20, 18, 0, 0)


def notebook(text="an answer") -> bytes:
    return b'{"cells": [{"source": "%s"}]}' % text.encode()


def zipped(files, *, date=DAY) -> bytes:
    """A zip file of names (or ``ZipInfo``) and contents; several may have one name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items() if isinstance(files, dict) else files:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def link(name) -> zipfile.ZipInfo:
    """The header of a symbolic link."""
    info = zipfile.ZipInfo(name, DAY)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


def moodle(name, id, file="activations.ipynb", *, older=False) -> str:
    return f"{name}_{id}_assignsubmission_file{'_' if older else ''}/{file}"


def canvas(name, id, attachment, file="activations.ipynb", *, late=False) -> str:
    return f"{name}_{'LATE_' if late else ''}{id}_{attachment}_{file}"

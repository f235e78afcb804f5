"""A throw-away course made of the mould lecture, for every test that needs a built course.

``mould_course`` for tests that only read it, ``mould_copy`` for those that change it; fixtures of a
wider scope take ``mould_built`` and hand ``course_environment(…)`` to their subprocesses.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from throwaway import course_environment, make_course

from chainrule.checks.one_thread import ask_for_one_thread

ask_for_one_thread()  # as the course's commands do; NumPy is not loaded yet, and workers are started later


def pytest_addoption(parser):
    parser.addoption("--thorough", action="store_true", help="run the longest tests, too")


def pytest_xdist_auto_num_workers(config):
    """One worker more than processors: much of the time a worker waits for the grader, the kernel or the browser that it started."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(tryfirst=True)  # before xdist reads the marks
def pytest_collection_modifyitems(config, items):
    """Leave out the longest tests unless they are asked for, by an option or by name. Keep a file's tests on one worker, since its fixtures are dear; those marked ``spread`` need none, and go anywhere. They come last, to fill the gaps: a long file that began late would keep one worker busy while the others wait."""
    named = any("::" in argument for argument in config.args)
    if not (config.getoption("--thorough") or named):
        left_out = [item for item in items if item.get_closest_marker("thorough")]
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if not item.get_closest_marker("spread") and not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(str(item.path)))
    items.sort(key=lambda item: item.get_closest_marker("spread") is not None)


def forget_catalogues():
    """Have catalogues read again, from where the variables say."""
    from chainrule.checks import known_mistakes  # not at the top: it loads NumPy

    known_mistakes.load.cache_clear()


@pytest.fixture
def in_course(monkeypatch):
    """A function that makes this process, and the kernels it starts, use a course's catalogues."""

    def use(course: Path) -> Path:
        monkeypatch.delenv("MPLBACKEND", raising=False)
        for name, value in course_environment(course).items():
            monkeypatch.setenv(name, value)
        forget_catalogues()
        return course

    yield use
    forget_catalogues()


@pytest.fixture(scope="session")
def mould_built(tmp_path_factory) -> Path:
    """The mould, built once for all tests. It sets no variables: see ``course_environment``."""
    from chainrule_staff.authoring.build import build

    course = make_course(tmp_path_factory.mktemp("mould") / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("MPLBACKEND", raising=False)
        for name, value in course_environment(course).items():
            patch.setenv(name, value)
        forget_catalogues()
        build(course, course / "solutions" / "01_mould")
    forget_catalogues()
    return course


@pytest.fixture
def mould_course(mould_built, in_course) -> Path:
    """The root of the built mould course, not to be changed; the environment is set for it."""
    return in_course(mould_built)


@pytest.fixture
def mould_copy(mould_built, tmp_path, in_course) -> Path:
    """A copy of the built mould course, for one test to change; the environment is set for it."""
    return in_course(Path(shutil.copytree(mould_built, tmp_path / "copy")))


@pytest.fixture
def as_an_ordinary_user():
    """Root may read everything: for the time of a test, be nobody, in a folder of nobody's."""
    with tempfile.TemporaryDirectory() as place:
        root = os.geteuid() == 0
        if root:
            os.chown(place, 65534, 65534)
            os.setegid(65534)
            os.seteuid(65534)
        try:
            yield Path(place)
        finally:
            if root:
                os.seteuid(0)
                os.setegid(0)

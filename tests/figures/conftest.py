"""Figures are drawn in memory, and closed after each test."""

import matplotlib
import pytest

matplotlib.use("agg")


@pytest.fixture(autouse=True)
def no_open_figures():
    from matplotlib import pyplot

    yield
    pyplot.close("all")

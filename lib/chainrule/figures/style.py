"""The one style and palette of the course's figures. Notebooks and the drawing functions use it.

Everything is set on the figure itself, so that importing this changes none of the learner's Matplotlib settings.
The page behind may be dark: figures carry their own light paper, and all text is dark.

Colours: the lines are those of Okabe and Ito, "Color universal design" (2008), some of them darkened for contrast on
paper; the ten class colours are those of Petroff, "Accessible color sequences for data visualization" (2021).
"""

from __future__ import annotations

PAPER, INK, MUTED, LIGHT = "#fcfcfa", "#222222", "#6b6b6b", "#d9d9d6"  # background, text, secondary text, grid

COLOURS: dict[str, str] = {
    # activations
    "linear": "#8a8a8a",
    "sigmoid": "#d55e00",
    "tanh": "#009e73",
    "relu": "#0072b2",
    "leaky_relu": "#56b4e9",
    "leaky_relu_0.1": "#8878c8",  # larger slopes, where several are compared
    "leaky_relu_0.3": "#44337a",
    "prelu": "#999933",
    "elu": "#cc6699",
    "maxout": "#b8860b",
    # sets
    "train": "#444444",
    "validation": "#e08e00",
    "test": "#882255",
    # regularization
    "unregularized": "#8a8a8a",
    "l2": "#009e73",
    "dropout": "#0072b2",
    "early_stopping": "#b8860b",
    "decay": "#6a3d9a",
    # optimizers
    "sgd": "#444444",
    "momentum": "#0072b2",
    "nesterov": "#56b4e9",
    "adagrad": "#d55e00",
    "rmsprop": "#009e73",
    "adam": "#cc6699",
    # initialization
    "zeros": "#8a8a8a",
    "small": "#56b4e9",
    "large": "#d55e00",
    "lecun": "#b8860b",
    "xavier": "#009e73",
    "he": "#0072b2",
    # judgements
    "good": "#009e73",
    "bad": "#d55e00",
    "bound": "#222222",
    # optimizers: much momentum beside a little
    "momentum_0.95": "#6a3d9a",
    # initialization: what is compared with the rules
    "lecun_uniform": "#6a3d9a",
    "fan_out": "#aa3377",
    "channels": "#7a8b00",
    "one_unit": "#cc6677",
    # 01: losses and features
    "mse": "#d55e00",
    "mae": "#009e73",
    "cross_entropy": "#0072b2",
    "pixels": "#6b6b6b",
    "hog": "#0072b2",
    "bow": "#d55e00",
    # 08: schedules of the learning rate, and what a rate does
    "constant": "#444444",
    "step_decay": "#d55e00",
    "linear_decay": "#009e73",
    "cosine_decay": "#0072b2",
    "warmup_cosine": "#6a3d9a",
    "inverse_sqrt": "#b8860b",
    "noise": "#d55e00",
    "progress": "#0072b2",
    # backpropagation
    "value": "#0072b2",
    "gradient": "#c04a00",
    # normalization
    "plain": "#8a8a8a",
    "batchnorm": "#0072b2",
    "layernorm": "#b8860b",
    "shaken": "#d55e00",
    "running": "#009e73",
    # 11: residual networks, and what is carried over to a new task
    "shortcut": "#d55e00",
    "small_branch": "#0072b2",
    "zero_branch": "#009e73",
    "conv_features": "#0072b2",
    "hidden_features": "#d55e00",
    "random_features": "#b8860b",
    "scratch": "#444444",
    # 12: boxes
    "true_box": "#009e73",
    "found_box": "#d55e00",
    "left_out": "#6b6b6b",
    "smooth_l1": "#0072b2",
}
"""A colour for each thing, the same in every notebook."""

CLASS_COLOURS: tuple[str, ...] = (
    "#3f90da",
    "#ffa90e",
    "#bd1f01",
    "#94a4a2",
    "#832db6",
    "#a96b59",
    "#e76300",
    "#b9ac70",
    "#717581",
    "#92dadd",
)
CLASS_MARKERS: tuple[str, ...] = ("o", "s", "^", "D", "v", "P", "X", "<", ">", "*")
"""Class c is drawn in ``CLASS_COLOURS[c]`` with ``CLASS_MARKERS[c]``: shape helps where colour does not."""

SEQUENTIAL, DIVERGING = "cividis", "PuOr_r"  # colour maps: amounts; values around 0

WIDTH, DPI = 6.4, 100  # inches and pixels per inch: 640 px

STYLE = {
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "axes.facecolor": PAPER,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titlepad": 6,
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.prop_cycle": "cycler('color', ['0072b2', 'd55e00', '009e73', 'cc6699', '444444', 'b8860b', '56b4e9'])",
    "figure.titlesize": 11,
    "font.size": 9.5,
    "font.family": "DejaVu Sans",
    "text.color": INK,
    "lines.linewidth": 1.8,
}


def new_figure(ncols: int = 1, nrows: int = 1, *, height: float | None = None, title: str = "", **subplots):
    """A figure of 640 px width in the course's style.

    Parameters
    ----------
    ncols, nrows : int
        Columns and rows of axes.
    height : float, optional
        In inches of 100 px. By default 3.4 for one row, 2.4 for each of several.
    title : str
        Above the whole figure. Say what is to be seen, not what is plotted.
    **subplots
        Passed to ``matplotlib.pyplot.subplots``, such as ``sharey=True`` or ``width_ratios=(2, 1)``.

    Returns
    -------
    fig : matplotlib.figure.Figure
    axes : Axes, or ndarray of Axes
        One Axes for one; else an array as from ``subplots``: (ncols,), (nrows,) or (nrows, ncols).

    Examples
    --------
    >>> fig, (left, right) = new_figure(ncols=2, sharey=True)
    >>> (fig.get_size_inches() * fig.dpi).round().tolist()
    [640.0, 340.0]
    """
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    height = height or (3.4 if nrows == 1 else 2.4 * nrows)
    with mpl.rc_context(STYLE):  # type: ignore[arg-type]  # Matplotlib lists the keys as literals, which text is not
        # A margin of 0.1 inch, which is also what Jupyter adds after cutting a figure to its content: 640 px stay.
        fig, axes = plt.subplots(nrows, ncols, figsize=(WIDTH, height), dpi=DPI, layout="constrained", **subplots)
        fig.get_layout_engine().set(w_pad=0.1, h_pad=0.1, wspace=0.02, hspace=0.02)
        if title:
            fig.suptitle(title, x=0.02, ha="left")
    for ax in fig.axes:
        # Ticks and grid lines are made later, outside rc_context; so their style is written down on the axes.
        ax.tick_params(which="both", labelsize=8.5, color=MUTED, labelcolor=INK, length=3, width=0.8)
        ax.tick_params(which="minor", length=2, width=0.5)
        ax.grid(True, color=LIGHT, linewidth=0.6)
    return fig, axes


def label(ax, x: float, y: float, text: str, colour: str = INK, **kwargs):
    """Write `text` beside a curve, at data coordinates: better than a legend. Light paper is kept around the letters.

    `kwargs` go to ``ax.text`` (``ha``, ``va``, ``rotation`` …). Returns the `ax`.
    """
    from matplotlib.patheffects import withStroke

    options = {"fontsize": 9, "va": "center", "zorder": 5} | kwargs
    ax.text(x, y, text, color=colour, path_effects=[withStroke(linewidth=2.5, foreground=PAPER)], **options)
    return ax


def panel_title(ax, text: str, colour: str = INK):
    """Title of one panel, on the left. Returns the `ax`."""
    ax.set_title(text, loc="left", fontsize=10, color=colour)
    return ax


def log_ticks(ax, axis: str = "y", most: int = 6):
    """Make one axis logarithmic with at most `most` labelled powers of ten and no small ticks. Returns the `ax`."""
    from matplotlib.ticker import LogLocator, NullLocator

    (ax.set_xscale if axis == "x" else ax.set_yscale)("log")
    one = ax.xaxis if axis == "x" else ax.yaxis
    one.set_major_locator(LogLocator(10, numticks=most))
    one.set_minor_locator(NullLocator())
    return ax


def bare(ax):
    """Take ticks, grid and frame away, for pictures. Returns the `ax`."""
    ax.set_xticks([])
    ax.set_yticks([])
    ax.grid(False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    return ax

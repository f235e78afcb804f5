"""The drawing functions of notebook 02: what they draw is labelled, and a graph shows each number at its step."""

import numpy as np

from chainrule.figures import backprop as draw
from chainrule.figures import graphs, new_figure

NODES = {"x": ("x", 0, 2), "y": ("y", 0, 1), "z": ("z", 0, 0), "q": ("q", 1, 1.7), "m": ("m", 1, 0.3), "f": ("f", 2, 1)}
EDGES = {("x", "q"): 4, ("y", "q"): 4, ("y", "m"): 5, ("z", "m"): 0, ("q", "f"): 4, ("m", "f"): 5}
VALUES = {"x": 1, "y": 4, "z": -2, "q": 5, "m": 4, "f": 20}
GRADS = {"x": 4, "y": 9, "z": 0, "q": 4, "m": 5, "f": 1}
X, Y = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]]), np.array([0, 1, 1])
SQUARE = np.meshgrid(np.linspace(-1, 3, 9), np.linspace(-1, 3, 9))
h = np.array([1e-8, 1e-5, 1e-2])


def graph(step=None, **changes):
    _, ax = new_figure()
    graphs.graph(ax, **{"nodes": NODES, "edges": EDGES, "values": VALUES, "grads": GRADS, "step": step} | changes)
    return ax


def texts(ax):
    return [text.get_text() for text in ax.texts if text.get_text()]


def test_a_graph_starts_with_its_inputs_only():
    found = texts(graph(0))
    assert {"1", "4", "−2"} <= set(found) and found.count("?") == 3 and "20" not in found


def test_forward_steps_add_one_value_each():
    assert [texts(graph(step)).count("?") for step in range(5)] == [3, 2, 1, 0, 0]


def test_the_backward_pass_begins_with_a_one_at_the_end():
    before, after = texts(graph(3)), texts(graph(4))
    assert sorted(after) == sorted([*before, "1"])


def test_a_sum_waits_until_all_its_parts_have_arrived():
    assert "5 + …" in texts(graph(6)) and "5 + 4 = 9" not in texts(graph(6))
    assert "5 + 4 = 9" in texts(graph(7)) and "5 + …" not in texts(graph(7))


def test_the_last_step_is_the_whole_graph():
    assert graphs.last_step(EDGES) == 7
    assert sorted(texts(graph(7))) == sorted(texts(graph()))


def test_the_node_at_work_is_marked_and_in_a_finished_graph_none_is():
    def marked(ax):
        return [patch for patch in ax.patches if patch.get_linewidth() > 1.5]

    assert [len(marked(graph(step))) for step in range(8)] == [0, 1, 1, 1, 1, 1, 1, 1]
    assert not marked(graph())


def test_a_node_without_a_gradient_shows_none():
    grads = {name: value for name, value in GRADS.items() if name != "z"}
    assert len(texts(graph(grads=grads))) == len(texts(graph())) - 1


def test_a_graph_takes_text_for_numbers():
    found = texts(
        graph(edges=dict.fromkeys(EDGES, ""), values=dict.fromkeys(VALUES, "(3, 2)"), grads=dict.fromkeys(GRADS, "0.5"))
    )
    assert found.count("(3, 2)") == 6 and found.count("0.5") == 5  # y: a sum of parts


def test_a_line_keeps_the_limits_of_its_picture():
    _, ax = new_figure()
    draw.points(ax, X, Y)
    before = ax.axis()
    draw.line(ax, np.array([0.5, -2.0]), 0.3)
    assert ax.axis() == before
    w, b, (x, y) = np.array([0.5, -2.0]), 0.3, ax.lines[0].get_data()
    np.testing.assert_allclose(w[0] * x + w[1] * y + b, 0, atol=1e-9)


def test_weights_of_zero_draw_no_line():
    _, ax = new_figure()
    assert not draw.line(ax, np.zeros(2), 1.0).lines

"""Data for the drawing of a graph of computations."""

from chainrule.figures import graphs
from drawings import Drawing

NODES = {"x": ("x", 0, 2), "y": ("y", 0, 1), "z": ("z", 0, 0), "q": ("q", 1, 1.7), "m": ("m", 1, 0.3), "f": ("f", 2, 1)}
EDGES = {("x", "q"): 4, ("y", "q"): 4, ("y", "m"): 5, ("z", "m"): 0, ("q", "f"): 4, ("m", "f"): 5}
VALUES = {"x": 1, "y": 4, "z": -2, "q": 5, "m": 4, "f": 20}
GRADS = {"x": 4, "y": 9, "z": 0, "q": 4, "m": 5, "f": 1}

DRAWINGS = {
    "graph": Drawing(lambda ax: graphs.graph(ax, NODES, EDGES, VALUES, GRADS), labels="notebook"),
}

"""Attacks on the trusted side: on what decodes, compares, keeps, diagnoses, shows and writes down what came back.

Most of their like are tried without a sandbox, in :mod:`test_trusted_side`; these go all the way.
"""

from pathlib import Path

from corpus import EXERCISES, RIGHT, WRONG, Attack, cell_of, check_cells, text_cell
from pipe import TOOLS
from pipe_values import ARRAY, ONE, reply, returning

SIGMOID = {"answers": {"sigmoid": RIGHT}, "honest": {"sigmoid": 2}, "flagged": False}


def layer(name: str, story: str, value: str) -> Attack:
    """``he_normal`` returns the same whatever is asked for."""
    answers = {"sigmoid": RIGHT, "he_normal": f"def he_normal(shape, rng):\n    return {value}"}
    return Attack(name, story, answers=answers, honest={"sigmoid": 2}, flagged=False)


def with_texts(*texts: str):
    """The notebook with texts of the learner's own at its end."""

    def change(book: dict) -> None:
        book["cells"] += [text_cell(text, f"text-{number}") for number, text in enumerate(texts)]

    return change


def checks_first(book: dict) -> None:
    """Check cells in reverse, before everything but the setup."""
    checks = check_cells(book)
    rest = [cell for cell in book["cells"] if cell not in checks]
    place = rest.index(cell_of(book, "setup")) + 1
    book["cells"] = rest[:place] + checks[::-1] + rest[place:]


def folder_like_a_link(folder: Path) -> None:
    name = "[open](javascript:window.OWNED='folder').ipynb"
    (folder / name).mkdir()
    (folder / name / "![x](x:x).ipynb").write_text("{}")


def folder_that_cannot_be_read(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o000)


ATTACKS = [
    layer("layer_that_is_multiplied", "A layer of 800 by 8000 ones: the check must not multiply it.", "np.ones((800, 8000), np.int8)"),
    layer("column_that_is_multiplied", "A column of 20,000 ones, which is no large result until it is multiplied.", "np.ones((20_000, 1))"),
    layer("layers_that_are_kept", "A layer of 30 MB for each that is asked for.", "np.ones(30 * 2**20, np.int8)"),
    layer("layer_of_no_entries", "A layer without entries and with sides of a billion.", "np.empty((0, 2**30, 2**30))"),
    layer("layer_of_small_integers", "Integers of eight bits, whose sums and squares run over.", "np.full(shape, 16, np.int8)"),
    Attack(
        "precision_that_loosens",
        "Results of single precision, off by as much as those of single precision may be.",
        answers={
            "sigmoid": "def sigmoid(x):\n    return (1 / (1 + np.exp(-np.asarray(x, float))) + 5e-5).astype(np.float32)\n\n\n"
            "def sigmoid_grad(x):\n    return np.float32(sigmoid(x) * (1 - sigmoid(x)) + 5e-5)"
        },
        flagged=False,
    ),
    reply(
        "lengths_that_go_back_and_forth",
        "Lengths of blobs that are negative in turn: each of them is a copy of a megabyte.",
        "b'[1,[' + b'1048576,-1048576,' * 30_000 + b'1048576]]'",
        "[bytes(2**20)]",
    ),
    returning("dtype_of_a_million_fields", "A dtype that is a structure of a million fields.", ARRAY.replace("<f8", "i1," * 10**6), ONE),
    returning("truth_of_255", "Truth values of 255, which are true and sum up to 255.", ARRAY.replace("<f8", "|b1").replace("[1]", "[8]"), "[b'\\xff' * 8]"),
    returning("sides_by_the_trillion", "An array without entries, with a side that no list could have.", ARRAY.replace("[1]", "[2 ** 40, 0]"), "[b'']"),
    returning("keys_that_collide", "Keys that all hash to 0.", "{'t': 'dict', 'v': [[{'t': 'int', 'v': hex(k * (2**61 - 1))}, 0] for k in range(50_000)]}"),
    Attack(
        "keys_that_collide_in_a_cells_reply",
        "The same in the reply to a cell, which no check has asked for.",
        TOOLS
        + """
def hostile():
    pairs = [[{"t": "int", "v": hex(k * (2**61 - 1))}, 0] for k in range(50_000)]
    send(frame(b"o", message({"t": "dict", "v": pairs})), 20)
""",
        keeps=(),
    ),
    Attack(
        "generator_without_an_increment",
        "The check's generator comes back in a state that gives 0 for ever: drawing from it might never end.",
        TOOLS
        + """
def hostile(rng):
    state = {"t": "pcg64", "v": ["0x0", "0x0", 0, 0]}
    after = {"t": "tuple", "v": [{"t": "tuple", "v": [{"t": "tuple", "v": [3, 4]}, state]}, mapping()]}
    send(frame(b"o", message(mapping(status="returned", value=0.5, after=after))), 20)
    time.sleep(0.5)
""",
        "call",
        ("he_normal",),
        **{**SIGMOID, "flagged": True},
    ),
    Attack(
        "white_space_by_the_hundred_thousand",
        "A cell of empty lines and of spaces, and a name that is nowhere: whoever looks for its definition goes through them.",
        "\n" * 90_000 + "(" + " " * 90_000 + "x",
        answers={**WRONG, "sigmoid": "def sigmoid(x):\n    return nowhere(x)\n\n\nsigmoid_grad = sigmoid", "he_normal": RIGHT},
        flagged=False,
    ),
    Attack(
        "modules_through_others",
        "A process is started by a module that another one holds, and has gone before anyone looks.",
        """
        import random

        def hostile():
            if not random._os.fork():
                random._os._exit(0)
    """,
        "call",
    ),
    Attack(
        "formulas_with_script",
        "Formulas whose commands become markup, styles and addresses.",
        book=with_texts(
            r"$\unicode{<img src=x onerror=window.OWNED='unicode'>}$ $\unicode{x3c;script>window.OWNED='u'</script>}$",
            r"$\style{background:url(http://owned.invalid/x)}{x}$ $$\style{x\" onmouseover=window.OWNED=1 }{y}$$ $\href{javascript:OWNED}{x}$",
        ),
        flagged=False,
    ),
    Attack("brackets_by_the_ten_thousand", "A text that takes a converter of Markdown hours.", book=with_texts("\\[" * 18_000, "[" * 5000, "*_" * 2900), flagged=False),
    Attack("checks_before_their_answers", "The checks stand in reverse before all answers, so that others come first.", keeps=(), book=checks_first, answers=dict.fromkeys(EXERCISES, RIGHT), honest=dict.fromkeys(EXERCISES, 2), flagged=False),
    Attack("folder_like_a_link", "A folder beside the notebook is named like a link that runs.", folder=folder_like_a_link, flagged=False),
    Attack("folder_that_cannot_be_read", "A folder beside the notebook that nobody but root may look into.", folder=folder_that_cannot_be_read, flagged=False),
]  # fmt: skip

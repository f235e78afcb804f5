"""Attacks on whoever looks: scripts and markup in every text that reaches a page or a terminal.

Every payload calls ``OWNED('where')``, or sets ``window.OWNED``; the browser test defines the function and listens.
"""

from pathlib import Path

from corpus import EXERCISES, NOTEBOOK, RIGHT, Attack, check_cells, code_cell, text_cell

SCRIPT = "<script>(window.top||window).OWNED='script'</script>"
HANDLER = "<img src=x:x onerror=\"(window.top||window).OWNED='onerror'\">"
# One of each kind that a browser runs by itself; %s says where it stands.
PAYLOADS = [
    SCRIPT,
    HANDLER,
    "<svg onload=\"window.OWNED='svg'\"></svg>",
    "<svg><script>window.OWNED='svg script'</script></svg>",
    "<iframe srcdoc=\"<script>parent.OWNED='srcdoc';top.OWNED='srcdoc'</script>\"></iframe>",
    "<iframe src=\"javascript:parent.OWNED='frame'\"></iframe>",
    "<details open ontoggle=\"window.OWNED='toggle'\">x</details>",
    "<video><source onerror=\"window.OWNED='source'\"></video>",
    "<input autofocus onfocus=\"window.OWNED='focus'\">",
    "<style>@keyframes o{}p{animation:o 1s}</style><p onanimationstart=\"window.OWNED='animation'\">x</p>",
    "<object data=\"javascript:window.OWNED='object'\"></object>",
    "<embed src=\"javascript:window.OWNED='embed'\">",
    "<math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=window.OWNED='mxss' src>\">",
    "</script></style></textarea></title><script>window.OWNED='closing'</script>",
    "<body onload=\"window.OWNED='body'\">",
    "<template><script>window.OWNED=1</script></template><noscript><p title=\"</noscript><img src=x onerror=window.OWNED='noscript'>\">",
    "'\"><script>window.OWNED='attribute'</script>",
    "` \"onmouseover=window.OWNED='mouse' autofocus onfocus=window.OWNED='tick'",
    "<meta http-equiv=refresh content=\"0;url=javascript:window.OWNED='meta'\">",
    "<base href='http://owned.invalid/'>",
    "<link rel=stylesheet href='data:text/css,*{}' onload=\"window.OWNED='link'\">",
    "{{ 7*7 }}{% raw %}<script>window.OWNED='jinja'</script>",
    "<script type=module>window.OWNED='module'</script>",
    "<script src=\"data:text/javascript,window.OWNED='data'\"></script>",
]
ALL = "\n".join(PAYLOADS)
LITERAL = repr(ALL)
MATH = (
    r"$\require{html}\href{javascript:window.OWNED='href'}{click}\style{color:red}{x}\unicode{x3c}$"
    r"$$\class{x\" onmouseover=window.OWNED=1}{y}\cssId{z}{z}\text{</script><script>window.OWNED='math'</script>}$$"
)
LINKS = "[a](javascript:window.OWNED='link') ![x](x:x\"onerror=window.OWNED=1) <javascript:window.OWNED=1> [b]: data:text/html,<script>1</script>"
LINKS += (
    " [c](java&#115;cript:window.OWNED='entity') [d](java\tscript:window.OWNED='tab') [e](&#1;javascript:window.OWNED='control')"
    " [f][g] [h](JaVaScRiPt&colon;window.OWNED='colon') [i](vbscript:OWNED) [j](<java\nscript:window.OWNED='line'>) ![k](javascript:OWNED)"
    '\n\n[g]: javascript:window.OWNED=\'reference\' "x" onmouseover=OWNED"\n\n[l](x "title" onclick=window.OWNED=1)'
    "\n\n<javascript&#58;window.OWNED=1>"
)
TERMINAL = "\x1b]0;OWNED\x07\x1b[2J\x1b[31mOWNED\x1b[8m\r\x1b[1A\x9b2J\u202e[bold red]OWNED[/bold red][link=file:///OWNED]x[/link]"


def output(data: dict) -> dict:
    return {"output_type": "display_data", "data": data, "metadata": {}}


def all_outputs(text: str = ALL) -> list:
    """Outputs of all kinds, each with the payloads."""
    return [
        output({"text/html": text}),
        output({"text/html": [text], "text/plain": text}),
        output({"text/markdown": text}),
        output({"application/javascript": "(window.top||window).OWNED='javascript output'"}),
        output({"text/javascript": "window.OWNED='javascript'"}),
        output(
            {
                "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg' onload=\"window.OWNED='svg output'\">"
                "<script>window.OWNED='svg output'</script></svg>"
            }
        ),
        output({"text/latex": MATH + text}),
        output({"image/png": "\"><script>window.OWNED='png'</script>"}),
        output(
            {"application/vnd.jupyter.widget-view+json": {"model_id": text, "version_major": 2, "version_minor": 0}}
        ),
        output({"text/vnd.mermaid": f'graph TD; A["{text}"]'}),
        output({"application/pdf": text}),
        output({text: text}),
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "stream", "name": "stderr", "text": TERMINAL + text},
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text, "\x1b[0;31m" + text]},
        {
            "output_type": "execute_result",
            "execution_count": 1,
            "data": {"text/html": text, "text/plain": text},
            "metadata": {text: text},
        },
    ]


def in_outputs(book: dict) -> None:
    for number, cell in enumerate([cell for cell in book["cells"] if cell["cell_type"] == "code"]):
        cell["outputs"], cell["execution_count"] = all_outputs(), number
    book["cells"].append({**code_cell("1", "pictures"), "outputs": all_outputs()})


def in_markdown(book: dict) -> None:
    heading = next(cell for cell in book["cells"] if cell["cell_type"] == "markdown")
    heading["source"] = ALL + MATH + LINKS
    book["cells"] += [
        text_cell(payload, f"text-{number}") for number, payload in enumerate([*PAYLOADS, MATH, LINKS, TERMINAL])
    ]
    book["cells"].append(
        {
            "cell_type": "raw",
            "id": "raw",
            "metadata": {"format": "text/html", "raw_mimetype": "text/html"},
            "source": ALL,
        }
    )


def in_attachments(book: dict) -> None:
    picture = {
        "image/svg+xml": "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjxzY3JpcHQ+d2luZG93Lk9XTkVEPTE8L3NjcmlwdD48L3N2Zz4="
    }
    book["cells"].append(
        text_cell(
            "![x](attachment:a.svg) ![y](attachment:b.png) <img src='attachment:c'>",
            "attached",
            attachments={
                "a.svg": picture,
                "b.png": {"image/png": '"onerror="window.OWNED=\'attachment\'" x="'},
                "c": {'text/html" onerror="window.OWNED=1': ALL},
            },
        )
    )


def in_metadata(book: dict) -> None:
    book["metadata"].update(
        {
            "title": ALL,
            "name": ALL,
            "authors": [{"name": ALL}],
            "widgets": {
                "application/vnd.jupyter.widget-state+json": {
                    "state": {
                        "x": {
                            "model_name": "HTMLModel",
                            "model_module": "@jupyter-widgets/controls",
                            "model_module_version": "2.0.0",
                            "state": {"value": ALL},
                        }
                    },
                    "version_major": 2,
                    "version_minor": 0,
                }
            },
            "kernelspec": {"name": "python3", "display_name": ALL, "language": ALL},
            "chainrule": {"learner": ALL, "look": [ALL], "points": 6},
            "language_info": {
                "name": "python",
                "mimetype": ALL,
                "codemirror_mode": {"name": ALL},
                "pygments_lexer": "ipython3",
                "version": ALL,
            },
        }
    )
    for cell in book["cells"]:
        cell["metadata"].setdefault("tags", []).append(ALL)
        cell["metadata"].update({"name": ALL, "jupyter": {"source_hidden": ALL}, "comment": SCRIPT})
    (
        book["cells"].append(code_cell("1", 'x" onclick=window.OWNED=1 ')),
        book["cells"].append(code_cell("1", SCRIPT[:60])),
    )


def files_with_names(folder: Path) -> None:
    for name in (
        "<script>window.OWNED='file'<&script>.txt",
        "<img src=x onerror=window.OWNED='file'>.ipynb",
        '"onerror=OWNED.csv',
        '=HYPERLINK("x").csv',
        "a\nb.txt",
        "\x1b[2JOWNED.txt",
        "[red]OWNED.txt",
        "{{ 7*7 }}.txt",
    ):
        (folder / name).write_text("{}")
    (folder / "owned.html").write_text(ALL)
    (folder / "owned.svg").write_text(f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>")


def name_of_the_notebook(folder: Path) -> None:
    (folder / NOTEBOOK).rename(folder / "<img src=x onerror=window.OWNED='name'>.ipynb")


def in_check_outputs(book: dict) -> None:
    for cell in check_cells(book):
        cell["outputs"] = [
            {
                "output_type": "execute_result",
                "execution_count": 1,
                "metadata": {},
                "data": {
                    "text/plain": "2.0",
                    "text/html": f"<div class='chainrule-panel'><b>2 of 2 points</b>{ALL}</div>",
                },
            }
        ]


def both(book: dict) -> None:
    in_markdown(book)
    in_outputs(book)
    in_metadata(book)


TEXT = f"text = {LITERAL}\nterminal = {TERMINAL!r}\n"

ATTACKS = [
    Attack(
        "markup_in_markdown", "Scripts and handlers in headings, text and raw cells.", book=in_markdown, flagged=False
    ),
    Attack(
        "markup_in_outputs",
        "Scripts in outputs of every kind that the learner's file carries.",
        book=in_outputs,
        flagged=False,
    ),
    Attack(
        "markup_in_outputs_of_checks",
        "A panel of the attacker's own stands in the check cells' outputs.",
        book=in_check_outputs,
    ),
    Attack("markup_in_attachments", "SVG and HTML as attachments of a cell.", book=in_attachments, flagged=False),
    Attack(
        "markup_in_metadata",
        "Markup in titles, authors, kernel names, tags, widget states and cell ids.",
        book=in_metadata,
        flagged=False,
    ),
    Attack(
        "markup_in_source",
        "Markup in code, comments, docstrings and names of functions.",
        f"{TEXT}\n# {SCRIPT}{HANDLER}\n'''{ALL}'''",
        flagged=False,
        answers={
            "numerical_gradient": f"def numerical_gradient(f, x, h=1e-5):\n    # {SCRIPT}\n"
            f'    raise ValueError("{SCRIPT}")  # </code></pre>{HANDLER}'
        },
    ),
    Attack(
        "markup_in_exceptions",
        "Markup in the class, the message and the line of an exception.",
        TEXT
        + """
def hostile():
    raise type(text[:80], (Exception,), {})(text + terminal)  # <script>window.OWNED='line'</script> `</code>`
""",
        "call",
        ("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "markup_in_exceptions_of_cells",
        "The same in a cell, whose exception is noted.",
        TEXT
        + """
def hostile():
    raise type(text[:80], (Exception,), {})(terminal + text)  # <script>window.OWNED='line'</script>
""",
        flagged=False,
    ),
    Attack(
        "markup_printed",
        "Markup printed, written to stderr, warned and displayed.",
        TEXT
        + """
import sys, warnings

def hostile():
    print(text, terminal)
    print(text, file=sys.stderr)
    warnings.warn(text)
    warnings.warn("`" + text + "`", type(text[:80], (UserWarning,), {}))
    try:
        from IPython.display import HTML, Javascript, display
        display(HTML(text), Javascript("window.OWNED='display'"))
    except ImportError:
        pass
""",
        "call",
        ("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "markup_returned",
        "Markup as text, as keys, in arrays, in the names of types and functions.",
        TEXT
        + """
import itertools
kinds = itertools.cycle([lambda: text, lambda: {text: text}, lambda: np.array([text]), lambda: type(text[:80], (), {})(),
                         lambda: [text] * 3, lambda: ("`<b onclick=OWNED()>`", terminal), lambda: np.array([0.5], [(text[:40], float)])])

def hostile(x):
    return next(kinds)()
""",
        "return",
        ("sigmoid", "numerical_gradient"),
        flagged=False,
    ),
    Attack(
        "markup_in_names",
        "Names that a cell overwrote, of types with markup for names.",
        TEXT
        + """
np = type(text[:60], (), {"__name__": text})()
plt = type("<svg onload=OWNED()>", (), {})()
sigmoid_grad = type(text[:60], (), {})()
""",
        keeps=(),
        flagged=False,
    ),
    Attack(
        "markup_everywhere",
        "Text, outputs and metadata together, with right answers: it keeps all its points.",
        book=both,
        answers=dict.fromkeys(EXERCISES, RIGHT),
        honest=dict.fromkeys(EXERCISES, 2),
        flagged=False,
    ),
    Attack(
        "markup_in_the_learners_name",
        "The learner's folder is named like an image that fails to load.",
        keeps=(),
        flagged=False,
        learner="<img src=x onerror=window.OWNED='learner'>",
    ),
    Attack(
        "script_in_the_learners_name",
        "The learner's folder closes an attribute and a script.",
        keeps=(),
        flagged=False,
        learner="'\"><svg onload=window.OWNED='learner2'>",
    ),
    Attack(
        "formula_in_the_learners_name",
        "A spreadsheet would compute the learner's name.",
        keeps=(),
        flagged=False,
        learner='=HYPERLINK("http:owned.invalid","x")',
    ),
    Attack(
        "terminal_codes_in_the_learners_name",
        "The learner's name clears the instructor's terminal and speaks Rich's markup.",
        keeps=(),
        flagged=False,
        learner="\x1b[2J[bold red]OWNED[-bold]\u202e",
    ),
    Attack(
        "option_in_the_learners_name",
        "The learner's name is an option of the command.",
        keeps=(),
        flagged=False,
        learner="--force",
    ),
    Attack(
        "name_of_a_person",
        "No attack: a name with spaces, a comma, an apostrophe, Hangul.",
        flagged=False,
        learner="김철수 O'Neil, Jr.",
    ),
    Attack(
        "odd_learners_name",
        "Spaces, commas, quotes, Hangul, a newline.",
        keeps=(),
        flagged=False,
        learner="김 \"철수\", 'x'; \n%s {0}",
    ),
    Attack(
        "markup_in_names_of_files",
        "Names of further files that hold markup, newlines and terminal codes.",
        folder=files_with_names,
        flagged=False,
    ),
    Attack(
        "markup_in_the_notebooks_name",
        "The notebook itself has such a name.",
        folder=name_of_the_notebook,
        honest={"he_normal": 2},
        keeps=(),
        flagged=False,
    ),
]

"""The report as a page and in a terminal."""

import html.parser
import io
from pathlib import Path

import pytest
from made_up import ASSIGNMENT, exercise, exercises, mistake, record
from rich.console import Console
from throwaway import GATE

from chainrule_staff.reporting.grades import combine
from chainrule_staff.reporting.page import render
from chainrule_staff.reporting.summary import summarise
from chainrule_staff.reporting.terminal import show

CHROMIUM = "/usr/bin/chromium"
HOSTILE = "<img src=x onerror=alert(1)>"


class Tags(html.parser.HTMLParser):
    """The elements of a page, and the text that it shows."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes, self.text = [], [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.text += data


def hostile_report():
    """Markup in every place that comes from a learner, from a catalogue or from the grader."""
    ill = HOSTILE + "`<b>`"
    bad = exercise("sigmoid", "failed", results="x", answer=f"</pre>{ill}", got=ill, title=ill, number=ill)
    bad["parts"][0]["cases"][0]["label"] = ill
    known = exercise("he_normal", "failed", mistakes=[mistake(ill, ill, explanation=f"Explained: {ill}")])
    records = [record(learner, bad, known, answers="same", look=[ill], notes=[ill]) for learner in (HOSTILE, "second")]
    records.append(record("torn", state="unreadable", look=[ill]))
    people = {learner: {"first_name": ill, "last_name": ill} for learner in (HOSTILE, "gone", "torn", "second")}
    entries = {learner: {"points": 1.0, "graded": True, "seconds_late": 60.0} for learner in (HOSTILE, "second")}
    report = summarise(ill, records, combine(ill, people, entries, records, max_points=6.0))
    return report


def test_nothing_of_a_learners_becomes_markup():
    page = render(hostile_report())
    found = Tags(page)
    assert not {"img", "script", "b-", "iframe", "link"} & set(found.tags) and "<img" not in page
    assert not [name for name, _ in found.attributes if name.startswith("on")]
    assert not [value for name, value in found.attributes if name in ("src", "href")]
    assert found.text.count(HOSTILE) >= 12


def test_code_words_of_an_explanation_are_set_as_code():
    page = render(
        summarise(
            ASSIGNMENT, [record("a", exercise(state="failed", mistakes=[mistake("m", explanation="Not `2 < h`.")]))]
        )
    )
    assert "Not <code>2 &lt; h</code>." in page


def test_the_page_needs_no_network_and_forbids_scripts():
    page = render(summarise(ASSIGNMENT, [record("a", *exercises("passed", "partial", "failed"))]))
    assert "http:" not in page and "https:" not in page and "url(" not in page and "default-src 'none'" in page


def test_names_are_folded_away_until_asked_for():
    class Open(html.parser.HTMLParser):
        folded, text = 0, ""

        def handle_starttag(self, tag, attrs):
            self.folded += tag == "details"
            assert not (tag == "details" and ("open", None) in attrs)

        def handle_endtag(self, tag):
            self.folded -= tag == "details"

        def handle_data(self, data):
            self.text += "" if self.folded else data

    page = Open()
    report = hostile_report()
    page.feed(render(report))
    assert "second" not in page.text and "gone" not in page.text and "Explained:" in page.text


def test_the_most_common_mistake_comes_first_on_the_page():
    def wrong(name):
        return exercise(state="failed", mistakes=[mistake(name, explanation=f"Told of {name}.")])

    page = render(
        summarise(ASSIGNMENT, [record("a", wrong("rare")), record("b", wrong("common")), record("c", wrong("common"))])
    )
    assert page.index("Told of common.") < page.index("Told of rare.") < page.index("<h2>Points")


@pytest.mark.parametrize(
    "records",
    [
        [],
        [record("a", *exercises("passed", "passed", "passed"))],
        [record("a", state="missing")],
        [record("a", exercise(points=0.0), points=0.0, max_points=0.0)],
    ],
    ids=["nobody", "one", "missing", "no points"],
)
def test_small_classes_have_a_page_and_a_terminal_report(records):
    report = summarise(ASSIGNMENT, records)
    assert "Mould" in render(report)
    assert ASSIGNMENT in shown(report)


def test_the_drawings_hold_every_learner():
    report = summarise(
        ASSIGNMENT,
        [
            record(str(index), *exercises("passed", "partial", "failed" if index else "not attempted"))
            for index in range(4)
        ],
    )
    page = render(report)
    assert 'aria-label="Learners by points: 4 between 3 and 4."' in page
    assert 'aria-label="4 partly"' in page and 'aria-label="3 wrong, 1 not attempted"' in page


def shown(report):
    out = io.StringIO()
    show(report, Console(file=out, width=110, force_terminal=True, color_system="truecolor", highlight=False))
    return out.getvalue()


def test_a_terminal_of_80_columns_without_colour_shows_whole_words_and_what_a_bar_stands_for():
    name = "zofia-aleksandra.kowalska-nowakowska@students.example.org"
    records = [
        record("a", *exercises("passed", "partial", "failed")),
        record("b", exercise(state="not attempted"), look=["It opened a socket, and then it opened another one."]),
    ]
    grades = combine(ASSIGNMENT, {name: {}}, {"a": {"graded": True, "points": 3.0}}, records, max_points=6.0)
    out = io.StringIO()
    show(summarise(ASSIGNMENT, records, grades), Console(file=out, width=80, color_system=None))
    text = out.getvalue()
    assert "…" not in text and "missing" in text and name in "".join(text.replace("missing", "").split())
    bars = [line for line in text.splitlines() if "1.2" in line or "1.3" in line]
    assert any("▓" * 12 in line for line in bars) and any("▒" * 12 in line for line in bars)
    assert "▓ partly" in " ".join(text.split())


def test_nothing_of_a_learners_reaches_the_terminal_as_a_command():
    ill = "\x1b[2J\x1b]0;owned\x07\u202e[red]"
    report = summarise(
        ASSIGNMENT,
        [
            record(ill, exercise(state="failed", got=ill, results="x", title=ill), look=[ill], answers="1"),
            record("b", exercise(state="failed", mistakes=[mistake(ill, explanation=ill)]), answers="1"),
        ],
    )
    text = shown(report)
    assert (
        "\x1b[2J" not in text
        and "\x1b]0" not in text
        and "\x07" not in text
        and "\u202e" not in text
        and "[red]" in text
    )


def test_the_terminal_tells_mistakes_reasons_and_lateness():
    records = [
        record(
            "ada",
            exercise(state="failed", mistakes=[mistake("falling", explanation="Your curve falls.")]),
            look=["It opened a socket."],
        )
    ]
    grades = combine(
        ASSIGNMENT,
        {"gone": {}},
        {"ada": {"points": 2.5, "graded": True, "seconds_late": 7200.0, "penalty": 1.0}},
        records,
        max_points=6.0,
    )
    text = shown(summarise(ASSIGNMENT, records, grades))
    for words in ("Your curve falls.", "It opened a socket.", "2 hours late, 1 off", "missing", "1 of 2 graded"):
        assert words in text


@pytest.mark.browser
def test_a_hostile_page_runs_nothing_and_asks_for_nothing(tmp_path):
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    if not Path(CHROMIUM).exists() and not GATE:
        pytest.skip("there is no Chromium")  # as on many a learner's machine; the gate installs it
    page = tmp_path / "class.html"
    page.write_text(render(hostile_report()))
    happened = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 360, "height": 800})
        tab.on("dialog", lambda dialog: (happened.append(dialog.message), dialog.dismiss()))
        tab.on("console", lambda message: happened.append(message.text))
        tab.on("request", lambda request: happened.append(request.url))
        tab.goto(page.as_uri())
        tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        width, images = tab.evaluate("[document.documentElement.scrollWidth, document.images.length]")
        # The policy holds even where an escape would fail:
        tab.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
        tab.wait_for_function("document.images[0].complete")
        browser.close()
    assert (width, images) == (360, 0)
    assert [one for one in happened if "Content Security Policy" not in one and not one.endswith("/x")] == [
        page.as_uri()
    ]

"""The reviewer's static pages: what they hold, what they warn of, and that nothing in them runs."""

import html.parser
import json
from pathlib import Path

import pytest
from throwaway import GATE
from typer.testing import CliRunner

from chainrule_staff.authoring.source import read
from chainrule_staff.cli import app
from chainrule_staff.review.bar import below
from chainrule_staff.review.collecting import rows, write
from chainrule_staff.review.keeping import dossiers

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


def lecture_of(course):
    return read(course / "solutions" / "01_mould")


def made(course):
    """The dossiers, and how many of them had to be made."""
    counts = []
    return dossiers(course, [lecture_of(course)], workers=1, on_start=counts.append), counts[0]


def pages_of(course, folder, answers=()):
    found = rows(course, [lecture_of(course)], made(course)[0], list(answers))
    return [path.read_text() for path in write(found, folder)]


def test_every_exercise_has_a_page_with_all_that_is_known_of_it(reviewed, tmp_path):
    overview, *pages = pages_of(reviewed, tmp_path)
    assert len(pages) == len(lecture_of(reviewed).exercises) == overview.count("<tr data-below=")
    text = Tags(pages[0]).text
    for words in (
        "without a warning for ±1000",  # the contract
        "raise NotImplementedError",  # the stub
        "small = np.exp(-np.abs(x))",  # the reference
        "2 of 2 points",  # its panel
        "c.equal(0.25 / np.cosh(z / 2) ** 2",  # a hidden case
        "by tanh",  # another right answer
        "overflows",  # a known mistake
        "1 point",
    ):
        assert words in text, words
    assert pages[0].count("chainrule-panel") > len(made(reviewed)[0]["01_mould", "sigmoid"].mistakes)
    assert '<mark class="hidden">' in pages[0]


def test_a_mistakes_panel_is_the_one_that_a_learner_gets(reviewed):
    one = made(reviewed)[0]["01_mould", "he_normal"]
    xavier = next(answer for answer in one.mistakes if answer.name == "xavier")
    assert xavier.called == ["xavier"] and "half of a ReLU" in xavier.panel and xavier.kept <= 0.5
    assert "def he_normal(shape, rng):" in xavier.code and '"""' not in xavier.code


def test_what_is_known_is_tried_once_and_again_only_where_it_changed(reviewed_copy):
    assert made(reviewed_copy)[1] == 0
    answers = reviewed_copy / "solutions" / "01_mould" / "answers" / "he_normal.py"
    answers.write_text(answers.read_text() + "\n\n@right\ndef once_more(shape, rng):\n    return looped(shape, rng)\n")
    found, count = made(reviewed_copy)
    assert count == 1 and "once_more" in [one.name for one in found["01_mould", "he_normal"].right]
    assert len([*(reviewed_copy / ".chainrule" / "review" / "01_mould").iterdir()]) == 3


def changed(course, old, new, file="mould.py"):
    path = course / "solutions" / "01_mould" / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def remarks_on(course, exercise):
    return [one.text for one in below(made(course)[0]["01_mould", exercise])]


def test_a_check_that_lost_a_case_is_below_the_bar(reviewed_copy):
    before = remarks_on(reviewed_copy, "sigmoid")
    changed(reviewed_copy, 'c.equal(0.25 / np.cosh(z / 2) ** 2, z, of="sigmoid_grad")\n', "pass\n")
    new = {*remarks_on(reviewed_copy, "sigmoid")} - {*before}
    assert any("the visible expected values earns sigmoid_grad" in text for text in new)


def test_a_loose_tolerance_and_missing_mistakes_are_below_the_bar(reviewed_copy):
    changed(reviewed_copy, "np.array([1.0]), h=0.1, tol=1e-6)", "np.array([1.0]), h=0.1, tol=0.2)")
    changed(reviewed_copy, "@wrong\ndef xavier", "def xavier", "answers/he_normal.py")
    assert any("allows a difference of 0.2" in text for text in remarks_on(reviewed_copy, "numerical_gradient"))
    assert any("known mistakes, 3 are the least" in text for text in remarks_on(reviewed_copy, "he_normal"))


def test_an_exercise_that_cannot_be_built_is_serious_and_keeps_no_other_from_its_page(reviewed_copy, tmp_path):
    changed(reviewed_copy, "c.equal([0.0, 1.0], np.array([-1000.0, 1000.0]))\n", "")  # it showed a known mistake
    overview, *pages = pages_of(reviewed_copy, tmp_path)
    assert "the mistake overflows gives no wrong value on the visible cases" in Tags(pages[0]).text
    assert (
        ">cannot be built<" in overview
        and "1 with something seriously wrong" in overview
        and "rejected, " in Tags(pages[2]).text
    )


def test_learners_answers_from_trials_are_tried_and_shown(reviewed, tmp_path):
    file = tmp_path / "mould.json"
    solved = "def he_normal(shape, rng):\n    return rng.normal(0, (2 / shape[0]) ** 0.5, shape)"
    wrong = f"def he_normal(shape, rng):\n    '''{HOSTILE}'''\n    raise ValueError('{HOSTILE}')"
    rows_of = [
        {"exercise": "he_normal", "kind": "wrong", "label": "all right, in fact", "code": solved},
        {"exercise": "he_normal", "kind": "wrong", "label": HOSTILE, "code": wrong},
    ]
    file.write_text(json.dumps(rows_of))
    overview, *pages = pages_of(reviewed, tmp_path / "pages", [file])
    page = Tags(pages[2])
    assert "A learner's wrong answer keeps all points: all right, in fact." in page.text
    assert page.text.count(HOSTILE) >= 3
    assert "img" not in page.tags and not [name for name, _ in page.attributes if name.startswith("on")]


def test_the_pages_ask_no_server_and_run_one_script(reviewed, tmp_path):
    for page in pages_of(reviewed, tmp_path):
        found = Tags(page)
        policy = next(value for _, value in found.attributes if "default-src" in value)
        assert found.tags.count("script") == 1 and "default-src 'none'" in policy and "script-src 'sha256-" in policy
        leads = [value for name, value in found.attributes if name in ("src", "href", "action")]
        assert not [value for value in leads if "//" in value]


def test_the_command_writes_the_pages_and_never_into_a_release(reviewed, tmp_path, monkeypatch):
    monkeypatch.chdir(reviewed)
    done = CliRunner().invoke(app, ["review", "01", "-o", str(tmp_path / "pages")])
    assert done.exit_code == 0 and "3 exercises" in done.stdout, done.output
    assert (tmp_path / "pages" / "index.html").is_file()
    refused = CliRunner().invoke(app, ["review", "-o", str(reviewed / "notebooks" / "review")])
    assert refused.exit_code == 2 and not (reviewed / "notebooks" / "review").exists()


@pytest.mark.browser
def test_in_a_browser_the_table_sorts_and_searches_and_keys_turn_the_pages(reviewed, tmp_path):
    sync_playwright = pytest.importorskip("playwright.sync_api").sync_playwright
    if not Path(CHROMIUM).exists() and not GATE:
        pytest.skip("there is no Chromium")  # as on many a learner's machine; the gate installs it
    pages_of(reviewed, tmp_path)
    happened = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": 360, "height": 800})
        tab.on("console", lambda message: happened.append(message.text))
        tab.on("pageerror", lambda error: happened.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(("file:", "data:")) or happened.append(request.url))
        tab.goto((tmp_path / "index.html").as_uri())
        for _ in range(2):  # the second time the last comes first
            tab.get_by_role("button", name="exercise").click()
        assert tab.locator("tbody tr").first.inner_text().startswith("1.3")
        tab.keyboard.press("/")
        tab.keyboard.type("he init")
        assert tab.locator("#count").inner_text() == "1 of 3 exercises"
        widths = [tab.evaluate("document.documentElement.scrollWidth")]
        tab.get_by_role("link", name="1.3").click()
        tab.wait_for_url("**he_normal.html")
        tab.keyboard.press("p")
        tab.wait_for_url("**numerical_gradient.html")
        tab.keyboard.press("o")
        assert tab.locator("details[open]").count() > 5
        widths.append(tab.evaluate("document.documentElement.scrollWidth"))
        tab.keyboard.press("u")
        tab.wait_for_url("**index.html")
        browser.close()
    assert happened == [] and widths == [360, 360]

"""Every kind of what collecting finds has its words."""

import json

import pytest

from chainrule.checks.report import Finding
from chainrule_staff.platforms import words
from chainrule_staff.platforms.kinds import Kind

VALUES = {
    **{
        name: name.upper()
        for name in ("where", "aside", "later", "first", "there", "name", "id", "said", "to", "learner")
    },
    **{name: ["ONE", "TWO"] for name in ("ids", "names", "learners")},
    "limit": 64e6,
}


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_words(kind):
    found = Finding.from_dict(json.loads(json.dumps(Finding(kind, VALUES).to_dict())))
    said = words.sentence(found)
    assert said and "{" not in said and not said.endswith(".")
    assert words.told(found)["words"] == said


def test_a_kind_without_words_would_be_noticed(monkeypatch):
    monkeypatch.delitem(words._WORDS, Kind.LINK)
    with pytest.raises(KeyError):
        words.sentence(Finding(Kind.LINK))

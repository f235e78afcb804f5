"""Who is who: from a platform's id and name to the learner's name in the course. Computes; the gradebook is read by others."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chainrule.checks.report import Finding, finding
from chainrule_staff.grading.submissions import bad_name
from chainrule_staff.platforms.kinds import Kind
from chainrule_staff.platforms.names import CANVAS, MOODLE, Download


@dataclass(frozen=True)
class Person:
    """A learner whom the course knows.

    Parameters
    ----------
    learner : str
        The name of the folder, and nbgrader's id of the student.
    platform_id : str
        nbgrader's ``lms_user_id``: Canvas's own id.
    moodle_participants : tuple of str
        Moodle's ids, another one for each of its assignments.
    """

    learner: str
    first_name: str = ""
    last_name: str = ""
    platform_id: str = ""
    email: str = ""
    moodle_participants: tuple[str, ...] = ()
    moodle_username: str = ""


@dataclass(frozen=True)
class Whose:
    """A learner's folder name, or why there is none; and what to say of it."""

    learner: str = ""
    problem: Finding | None = None
    notes: tuple[Finding, ...] = field(default=())


def key(name: str) -> str:
    """Equal for the spellings of one name: composed or not, in large letters or small.

    >>> key("Jos\\u00e9") == key("JOSE\\u0301")
    True
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _letters(name: str) -> str:
    """A name as Canvas writes it: letters, digits and underscores alone, all small."""
    return "".join(char for char in key(name) if char.isalnum() or unicodedata.category(char).startswith("M"))


def who_is_who(
    downloads: Iterable[Download],
    people: Iterable[Person],
    *,
    said: Mapping[str, str] = {},
    emails: Mapping[str, str] = {},
    usernames: Mapping[str, str] = {},
    remembered: Mapping[str, str] = {},
    folders: Iterable[str] = (),
) -> dict[str, Whose]:
    """Find the learner for each of a platform's ids.

    What staff say decides, Moodle's ids in the roster included; then what an earlier collection remembers, Canvas's id, Moodle's
    username, the e-mail address, the name.
    Whom nobody knows is called what the platform calls them. Two ids never share a folder: that both are one
    person is nothing to guess.

    Parameters
    ----------
    downloads : iterable of Download
        Of one platform.
    said : mapping
        Platform id to learner.
    emails, usernames : mapping
        Platform id to e-mail address, and to username, as Moodle's worksheet has them.
    remembered : mapping
        The same, from earlier collections.
    folders : iterable of str
        The names of the folders in ``submitted/``.

    Returns
    -------
    dict
        Platform id to learner.
    """
    people = list(people)
    named = {one.id: one for one in downloads}
    by_platform_id = {person.platform_id: person.learner for person in people if person.platform_id}
    by_username = {person.moodle_username.casefold(): person.learner for person in people if person.moodle_username}
    listed = {id: person.learner for person in people for id in person.moodle_participants}
    said = {**{id: learner for id, learner in listed.items() if id in named and named[id].platform == MOODLE}, **said}
    by_email: dict[str, set[str]] = {}
    by_name: dict[str, set[str]] = {}
    for person in people:
        by_email.setdefault(person.email.strip().casefold(), set()).add(person.learner)
        for name in (
            person.learner,
            f"{person.first_name} {person.last_name}",
            f"{person.last_name} {person.first_name}",
        ):
            if letters := _letters(name):
                by_name.setdefault(letters, set()).add(person.learner)
    there: dict[str, set[str]] = {}
    for folder in (*folders, *(person.learner for person in people)):
        there.setdefault(key(folder), set()).add(folder)
    found = {}
    for id, one in named.items():
        known = said.get(id) or remembered.get(id) or (by_platform_id.get(id) if one.platform == CANVAS else None)
        known = known or by_username.get(usernames.get(id, "").strip().casefold())
        address = emails.get(id, "").strip().casefold()
        if not known and address and len(by_email.get(address, ())) == 1:
            known = next(iter(by_email[address]))
        alike = {
            learner
            for learner in by_name.get(_letters(one.name), set())
            if one.platform != CANVAS or learner not in by_platform_id.values()  # with another id: another person
        }
        if known:
            found[id] = _placed(known, there)
        elif len(alike) > 1:
            found[id] = Whose(problem=finding(Kind.SEVERAL_KNOWN, id=id, name=one.name, learners=sorted(alike)))
        elif alike:
            found[id] = _placed(alike.pop(), there)
        else:
            found[id] = _newcomer(one, there, anybody=bool(people))
    return _no_two_in_one(found, named, said, remembered)


def _placed(learner: str, there: Mapping[str, set[str]]) -> Whose:
    """The folder of a learner: as it is spelt where there is one already."""
    spelt = sorted(there.get(key(learner), ()))
    if len(spelt) > 1:
        return Whose(problem=finding(Kind.TWO_FOLDERS, names=spelt))
    learner = spelt[0] if spelt else unicodedata.normalize("NFC", learner)
    if bad_name(unicodedata.normalize("NFC", learner)):
        return Whose(problem=finding(Kind.NO_NAME, name=learner))
    return Whose(learner)


def _newcomer(one: Download, there: Mapping[str, set[str]], anybody: bool) -> Whose:
    """A folder for somebody whom nobody knows; worth a word where ``anybody`` is known."""
    learner = "".join(char if not bad_name(f"a{char}a") else "-" for char in unicodedata.normalize("NFC", one.name))
    learner = learner.strip(" .,-'(@+~")[:100]
    if not any(char.isalnum() for char in learner) or bad_name(learner):
        return Whose(problem=finding(Kind.NO_NAME, name=one.name))
    placed = _placed(learner, there)
    notes = [] if key(learner) in there or not anybody else [finding(Kind.NEW_LEARNER, learner=learner)]
    if learner != one.name:
        notes.append(finding(Kind.ALTERED_NAME, name=one.name, learner=learner))
    return placed if placed.problem else Whose(placed.learner, notes=tuple(notes))


def _no_two_in_one(
    found: dict[str, Whose], named: Mapping[str, Download], said: Mapping[str, str], remembered: Mapping[str, str]
) -> dict[str, Whose]:
    """Refuse all ids of a folder that more than one of them would get, but those that staff, or an earlier collection, put there."""
    ids: dict[str, list[str]] = {}
    for id, learner in remembered.items():
        ids.setdefault(key(learner), []).append(id)
    for id, whose in found.items():
        if whose.learner and id not in ids.setdefault(key(whose.learner), []):
            ids[key(whose.learner)].append(id)
    for id, whose in found.items():
        sharing = ids.get(key(whose.learner), [])
        certain = key(said.get(id) or remembered.get(id) or "") == key(whose.learner)
        if len(sharing) > 1 and not certain:
            found[id] = Whose(problem=finding(Kind.TWO_OF_ONE_NAME, name=named[id].name, ids=sorted(sharing)))
    return found

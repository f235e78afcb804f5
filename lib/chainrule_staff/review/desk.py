"""The local server of ``chainrule staff review --class``: what the class wrote, and what is entered about it.

It listens on this machine alone, and answers only to who has the token that is printed in the terminal. A form is taken only with
a field that a page of ours had (Tornado's own protection), and only under the name that the server was started with, so that no
other page in the browser can send one.
"""

from __future__ import annotations

import hmac
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web

from chainrule.checks.words import points_text
from chainrule_staff.authoring.source import Exercise, Lecture
from chainrule_staff.errors import StaffError
from chainrule_staff.review import entering, stub
from chainrule_staff.review.class_answers import ClassAnswers, read_answers
from chainrule_staff.review.class_pages import class_page, exercise_page, learner_page, members, wrong_function
from chainrule_staff.review.grouping import Group
from chainrule_staff.review.learner import attempts_of, comments_of

HOST = "127.0.0.1"
COOKIE = "chainrule-desk"
MAX_FORM = 100_000  # bytes


@dataclass
class Desk:
    """What the handlers share.

    Parameters
    ----------
    course : Path
    lecture : Lecture
    token : str
        Whoever knows it may read and enter.
    said : tuple of (str, bool) or None
        What the next page tells of the last form, and whether that was an error.
    """

    course: Path
    lecture: Lecture
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    said: tuple[str, bool] | None = None

    def answers(self) -> ClassAnswers:
        """The class, read anew: grading may have gone on."""
        return read_answers(self.course, self.lecture.assignment)


class _Page(tornado.web.RequestHandler):
    """What all pages have in common: who may see them, and what a browser may do with them."""

    desk: Desk
    hosts: set[str]

    def initialize(self, desk: Desk, hosts: set[str]) -> None:
        self.desk, self.hosts = desk, hosts

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Referrer-Policy", "same-origin")
        self.clear_header("Server")

    def prepare(self) -> None:
        # A name that leads here through somebody else's address book is none of ours.
        if self.request.host not in self.hosts:
            raise tornado.web.HTTPError(403)
        given = self.get_query_argument("token", None)
        if given is not None and hmac.compare_digest(given.encode(), self.desk.token.encode()):
            self.set_signed_cookie(COOKIE, "yes", expires_days=None, httponly=True, samesite="Strict")
            self.redirect("/")
        elif self.get_signed_cookie(COOKIE) != b"yes":
            raise tornado.web.HTTPError(403)

    def write_error(self, status_code: int, **more: Any) -> None:
        error = more.get("exc_info", (None, None))[1]
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(
            str(error) if isinstance(error, StaffError) else f"{status_code}: open the address that the terminal shows."
        )

    def log_exception(self, *error: Any) -> None:
        if not isinstance(error[1], StaffError | tornado.web.HTTPError):
            super().log_exception(*error)

    def exercise(self, name: str) -> Exercise:
        """An exercise by the name in the address."""
        if name not in self.desk.lecture.exercises:
            raise tornado.web.HTTPError(404)
        return self.desk.lecture.exercises[name]


class _Class(_Page):
    def get(self) -> None:
        self.finish(class_page(self.desk.lecture, self.desk.answers()))


class _Exercise(_Page):
    def get(self, name: str) -> None:
        said, self.desk.said = self.desk.said, None
        form = self.xsrf_form_html()
        self.finish(exercise_page(self.desk.lecture, self.desk.answers(), self.exercise(name), form, *(said or ())))


class _Learner(_Page):
    def get(self) -> None:
        learner, found = self.get_query_argument("id", ""), self.desk.answers()
        if learner not in found.records:
            raise tornado.web.HTTPError(404)
        comments = comments_of(self.desk.course, found, learner)
        attempts = attempts_of(self.desk.course, self.desk.lecture, learner)
        self.finish(learner_page(self.desk.lecture, found, learner, comments, attempts, served=True))


class _Form(_Page):
    def post(self, name: str, key: str, action: str) -> None:
        exercise, found = self.exercise(name), self.desk.answers()
        group = members(found, exercise, key)
        try:
            if group is None:
                raise StaffError(
                    "This group is no more: answers were graded again. Look at the groups as they are now."
                )
            said = {"comment": self._comment, "score": self._score, "mistake": self._mistake}[action](exercise, group)
            self.desk.said = (said, False)
        except StaffError as error:
            self.desk.said = (str(error), True)
        self.redirect(f"/exercise/{name}")

    def _place(self, exercise: Exercise) -> entering.Place:
        return entering.Place(self.desk.course, self.desk.lecture.assignment, self.desk.lecture.name, exercise.id)

    def _comment(self, exercise: Exercise, group: Group) -> str:
        count = entering.comment(self._place(exercise), group.learners, self.get_body_argument("text", ""))
        return f"{count} of {len(group.answers)} learners got the comment; formgrader and feedback show it."

    def _score(self, exercise: Exercise, group: Group) -> str:
        try:
            points = float(self.get_body_argument("points", ""))
        except ValueError:
            raise StaffError("Points are a number.") from None
        count = entering.score(self._place(exercise), group.learners, points, self.get_body_argument("text", ""))
        return f"{count} learner{' has' if count == 1 else 's have'} {points_text(points)} for it now, given by hand."

    def _mistake(self, exercise: Exercise, group: Group) -> str:
        if self.get_body_argument("read", "") != "yes":
            raise StaffError("Read the code first, and say so: it will run with your rights.")
        name = self.get_body_argument("name", "").strip()
        function = self.get_body_argument("function", wrong_function(group, exercise))
        file = self.desk.lecture.folder / "answers" / f"{exercise.id}.py"
        source = group.ways[0].example.source
        stub.add(file, exercise, function, source, name, self.get_body_argument("text", ""))
        return f"{name} stands in {file.name} now. Look at it, then run: chainrule staff build {self.desk.lecture.assignment}"


def application(desk: Desk, hosts: set[str]) -> tornado.web.Application:
    """The pages, for whoever serves them under one of these names."""
    shared = {"desk": desk, "hosts": hosts}
    return tornado.web.Application(
        [
            (r"/", _Class, shared),
            (r"/exercise/(\w+)", _Exercise, shared),
            (r"/exercise/(\w+)/(\w+)/(comment|score|mistake)", _Form, shared),
            (r"/learner", _Learner, shared),
        ],
        cookie_secret=secrets.token_hex(32),
        xsrf_cookies=True,
        xsrf_cookie_kwargs={"samesite": "Strict"},
        default_handler_class=_Page,
        default_handler_args=shared,
        log_function=lambda handler: None,  # addresses hold learners' names
    )


def serve(desk: Desk, port: int, on_ready: Callable[[str], object]) -> None:
    """Serve until Ctrl+C; ``on_ready`` is told the address with its token.

    Raises
    ------
    StaffError
        The port is taken.
    """
    try:
        sockets = tornado.netutil.bind_sockets(port, address=HOST, family=socket.AF_INET)
    except OSError as error:
        raise StaffError(f"Port {port} cannot be used ({error.strerror}). Name another: --port 0 takes any.") from None
    number = sockets[0].getsockname()[1]
    hosts = {f"{name}:{number}" for name in (HOST, "localhost")}
    server = tornado.httpserver.HTTPServer(application(desk, hosts), max_buffer_size=MAX_FORM, max_body_size=MAX_FORM)
    server.add_sockets(sockets)
    on_ready(f"http://{HOST}:{number}/?token={desk.token}")
    try:
        tornado.ioloop.IOLoop.current().start()
    except KeyboardInterrupt:
        pass
    finally:
        server.stop()

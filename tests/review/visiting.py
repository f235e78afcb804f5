"""The desk served in a thread, and somebody who visits it."""

import asyncio
import http.cookiejar
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager

import tornado.httpserver
import tornado.netutil

from chainrule_staff.authoring.source import read
from chainrule_staff.review.desk import Desk, application


class Visitor:
    """A browser without a screen: keeps cookies, follows redirects, fills in forms."""

    def __init__(self, address):
        self.address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path, **headers):
        return self._answer(urllib.request.Request(self.address + path, headers=headers))

    def post(self, path, **fields):
        return self._answer(urllib.request.Request(self.address + path, urllib.parse.urlencode(fields).encode()))

    def _answer(self, request):
        try:
            with self._opener.open(request) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


@contextmanager
def served(course):
    """The desk of a course, served in a thread."""
    desk = Desk(course, read(course / "solutions" / "01_mould"))
    sockets = tornado.netutil.bind_sockets(0, address="127.0.0.1")
    port = sockets[0].getsockname()[1]
    loop, started = asyncio.new_event_loop(), threading.Event()

    def run():
        asyncio.set_event_loop(loop)
        server = tornado.httpserver.HTTPServer(application(desk, {f"127.0.0.1:{port}"}))
        server.add_sockets(sockets)
        loop.call_soon(started.set)
        loop.run_forever()
        server.stop()

    thread = threading.Thread(target=run)
    thread.start()
    started.wait()
    try:
        yield desk, f"http://127.0.0.1:{port}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

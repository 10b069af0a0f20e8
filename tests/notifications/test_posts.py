"""Posts on Mastodon and Bluesky, against servers on this computer that behave as their documentation says."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.adapters import network
from generator.model.notifications import Delivery, Message, NewsItem, Target, TargetKind
from generator.notifications import bluesky, mastodon
from generator.render.post_limits import graphemes, shortened
from tests.notifications.messages import LINES, announcer, faults, item, items
from tests.thorough import examples

TOKEN = "token-that-nobody-may-see"
DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
SITE = "https://status.larkfield.example/"


@dataclass
class Server:
    """A server of a network. `troubles`: what it answers in place of what it does, in turn: a status, with headers."""

    troubles: list[tuple[str, int, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    characters: int = 500
    url: str = ""

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """What it answers."""
        raise NotImplementedError

    def written(self) -> list[Any]:
        """What was to be posted, in order."""
        return [body for method, path, _, body in self.asked if method == "POST" and "createSession" not in path]


class Mastodon(Server):
    """Keeps an `Idempotency-Key` only as long as it is told to, and gives pages of posts."""

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """What it answers."""
        split = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(split.query).items()}
        if split.path == "/api/v2/instance":
            return 200, {"configuration": {"statuses": {"max_characters": self.characters}}}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"error": "The access token is invalid"}
        if split.path == "/api/v1/accounts/verify_credentials":
            return 200, {"id": "7", "username": "larkfield"}
        if split.path == "/api/v1/accounts/7/statuses":
            newest = sorted(self.posts, key=lambda one: int(one["id"]), reverse=True)
            after = [one for one in newest if int(one["id"]) < int(query.get("max_id", 10**18))]
            return 200, after[: int(query["limit"])]
        if (method, split.path) == ("POST", "/api/v1/statuses"):
            if shortened(body["status"]) > self.characters:
                return 422, {"error": "Validation failed: Text character limit exceeded"}
            known = {one["key"]: one for one in self.posts}
            if headers["idempotency-key"] in known:
                return 200, known[headers["idempotency-key"]]
            content = re.sub(r"https://\S+", lambda found: f'<a href="{found[0]}" rel="nofollow">{found[0]}</a>', body["status"])
            number = str(100 + len(self.posts))
            made = {
                "id": number,
                "url": f"{self.url}@larkfield/{number}",
                "content": f"<p>{content}</p>",
                "created_at": "2026-11-21T10:00:00.000Z",
                "key": headers["idempotency-key"],
                "in_reply_to_id": body.get("in_reply_to_id"),
            }
            self.posts.append(made)
            return 200, made
        return 404, {"error": "Record not found"}


class Bluesky(Server):
    """A second record under a key is an error of the server, as on those that are in use."""

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> tuple[int, Any]:
        """What it answers."""
        split = urlsplit(path)
        name = split.path.removeprefix("/xrpc/")
        if (method, name) == ("POST", "com.atproto.server.createSession"):
            if body == {"identifier": "larkfield.example", "password": TOKEN}:
                return 200, {"did": DID, "handle": "larkfield.example", "accessJwt": "jwt", "refreshJwt": "other"}
            return 401, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
        if headers.get("authorization") != "Bearer jwt":
            return 401, {"error": "AuthMissing"}
        known = {one["rkey"]: one for one in self.posts}
        if name == "com.atproto.repo.getRecord":
            key = parse_qs(split.query)["rkey"][0]
            if key not in known:
                return 400, {"error": "RecordNotFound", "message": f"Could not locate record: at://{DID}/{key}"}
            return 200, {"uri": f"at://{DID}/app.bsky.feed.post/{key}", "cid": f"cid-{key}", "value": known[key]["record"]}
        if name == "com.atproto.repo.createRecord":
            if body["rkey"] in known:
                return 500, {"error": "InternalServerError"}
            self.posts.append(body)
            return 200, {"uri": f"at://{DID}/app.bsky.feed.post/{body['rkey']}", "cid": f"cid-{body['rkey']}"}
        return 404, {}


@pytest.fixture
def serve() -> Iterator[Callable[[Server], Server]]:
    """Starts servers, and ends them."""
    running: list[ThreadingHTTPServer] = []

    def start(server: Server) -> Server:
        class Handler(BaseHTTPRequestHandler):
            def _do(self) -> None:
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = json.loads(data) if data else None
                server.asked.append((self.command, self.path, headers, body))
                status, said, more = 0, None, dict[str, str]()
                for trouble in server.troubles:
                    if trouble[0] in self.path:
                        server.troubles.remove(trouble)
                        _, status, more = trouble
                        break
                if status < 0:
                    # It does what it was asked for, and the answer gets lost.
                    server.answer(self.command, self.path, headers, body)
                    status = -status
                elif not status:
                    status, said = server.answer(self.command, self.path, headers, body)
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(said).encode())

            def do_GET(self) -> None:
                self._do()

            def do_POST(self) -> None:
                self._do()

            def log_message(self, *_: object) -> None:
                pass

        http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        http.daemon_threads = True
        running.append(http)
        server.url = f"http://127.0.0.1:{http.server_port}/"
        threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return server

    yield start
    for http in running:
        http.shutdown()
        http.server_close()


def _target(server: Server, **more: Any) -> Target:
    kind = TargetKind.MASTODON if isinstance(server, Mastodon) else TargetKind.BLUESKY
    return Target(name="the account larkfield", kind=kind, url=server.url, secret=TOKEN, handle="larkfield.example", **more)


def _post(server: Server, *chosen: NewsItem, seconds: float = 20, **more: Any) -> list[Delivery]:
    messages: list[Message] = [announcer().post(_target(server, **more), one) for one in chosen]
    return list(network.send(messages, seconds, "aboveboard/0"))


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_a_thread(serve: Callable[[Server], Server], make: type[Server]) -> None:
    """The items of an incident are posted in order, each as an answer to the one before, and the address of each is known."""
    server = serve(make())
    chosen = [item(f"support-tickets/{number}") for number in (1, 2, 3)]
    outcomes = _post(server, *chosen)
    assert [outcome.why for outcome in outcomes] == ["", "", ""]
    assert all(
        outcome.address.startswith(("http://127.0.0.1", "https://bsky.app/profile/larkfield.example/post/"))
        for outcome in outcomes
    )
    written = server.written()
    assert len(server.posts) == 3
    for body, one in zip(written, chosen, strict=True):
        assert faults(make.__name__.lower(), body) == []
        assert f"{SITE}incidents/{one.id.partition(':')[2].rpartition(':')[2]}/" in json.dumps(body, ensure_ascii=False)
    if make is Mastodon:
        assert [one["in_reply_to_id"] for one in server.posts] == [None, "100", "101"]
        assert {body["visibility"] for body in written} == {"public"}
        assert {body["language"] for body in written} == {"en"}
    else:
        first, second, third = (one["record"] for one in server.posts)
        assert "reply" not in first
        keys = [one["rkey"] for one in server.posts]
        assert keys == sorted(keys)
        assert second["reply"]["root"] == second["reply"]["parent"] == third["reply"]["root"]
        assert third["reply"]["parent"]["cid"] == f"cid-{keys[1]}"
        # One session for all of a run.
        assert sum("createSession" in path for _, path, _, _ in server.asked) == 1


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_nothing_is_posted_twice(serve: Callable[[Server], Server], make: type[Server]) -> None:
    """What was posted in a run that did not live to remember it is found by the next, however late, and counts as posted."""
    server = serve(make())
    chosen = item("support-tickets/5")
    (first,) = _post(server, chosen)
    for one in server.posts:
        # More than an hour later a server has forgotten the key.
        one["key"] = ""
    (again,) = _post(server, chosen)
    assert (again.why, again.address) == ("", first.address)
    assert len(server.posts) == 1


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_an_answer_that_is_lost(serve: Callable[[Server], Server], make: type[Server]) -> None:
    """A server that posts, and whose answer does not arrive, is asked what it has before it is told again."""
    place = "/api/v1/statuses" if make is Mastodon else "createRecord"
    server = serve(make(troubles=[(place, -502, {})]))
    (outcome,) = _post(server, item("support-tickets/5"))
    assert outcome.arrived
    assert len(server.posts) == 1
    assert len(server.written()) == 1


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_too_many_requests(serve: Callable[[Server], Server], make: type[Server]) -> None:
    """A server that asks to wait is asked again after that, and what is posted then is posted once."""
    place = "/api/v1/statuses" if make is Mastodon else "createRecord"
    server = serve(make(troubles=[(place, 429, {"Retry-After": "1"}), (place, 429, {"Retry-After": "0.5"})]))
    (outcome,) = _post(server, item("support-tickets/5"))
    assert outcome.arrived
    assert len(server.posts) == 1
    assert len(server.written()) == 3


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_a_server_that_wants_a_long_wait(serve: Callable[[Server], Server], make: type[Server]) -> None:
    """However long a server wants to be left alone, a run ends in its time, and has posted nothing."""
    server = serve(make(troubles=[("", 429, {"Retry-After": "86400"})] * 50))
    (outcome,) = _post(server, item("support-tickets/5"), seconds=2)
    assert outcome.why == "it answered 429"
    assert server.posts == []


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
@pytest.mark.parametrize(
    ("status", "why"),
    [
        (401, "it answered 401: it does not accept the secret, which may be wrong or expired"),
        (403, "it answered 403: the secret does not allow this"),
        (404, "it answered 404: there is nothing at that address, which may have been deleted"),
        (302, "it answered 302, a redirect; give the address that it moved to"),
    ],
)
def test_a_refusal(serve: Callable[[Server], Server], make: type[Server], status: int, why: str) -> None:
    """A refusal is not tried again, and says what may be wrong, without the secret."""
    place = "verify_credentials" if make is Mastodon else "createSession"
    server = serve(make(troubles=[(place, status, {"Location": "https://elsewhere.example/"})]))
    (outcome,) = _post(server, item("support-tickets/5"))
    assert outcome.why == why
    assert TOKEN not in repr(outcome)
    assert server.posts == []


@pytest.mark.parametrize("make", [Mastodon, Bluesky])
def test_a_server_that_is_something_else(
    serve: Callable[[Server], Server], make: type[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that answers with something else is not taken for one of the network."""
    monkeypatch.setattr(make, "answer", lambda *_: (200, ["<html>"]))
    server = serve(make())
    (outcome,) = _post(server, item("support-tickets/5"))
    assert "its answer has no `" in outcome.why


def test_how_long_a_post_may_be_on_a_server(serve: Callable[[Server], Server]) -> None:
    """The server says how long a post may be; a setting counts more; a server that does not say has the usual limit."""
    long, usual, set_here, silent = (serve(Mastodon(characters=number)) for number in (5000, 500, 5000, 500))
    chosen = item("support-tickets/3")
    for server in (long, usual):
        assert _post(server, chosen)[0].arrived
    assert _post(set_here, chosen, characters=400)[0].arrived
    assert not any("instance" in path for _, path, _, _ in set_here.asked)
    silent.troubles.append(("instance", 404, {}))
    assert _post(silent, chosen)[0].arrived
    lengths = [shortened(server.written()[0]["status"]) for server in (long, usual, set_here, silent)]
    assert lengths[0] > 500 >= lengths[1] == lengths[3] > 400 >= lengths[2]
    # What was wrong is in each.
    assert all("Correction" in server.written()[0]["status"] for server in (long, usual, set_here, silent))


def test_a_post_that_cannot_be_short_enough(serve: Callable[[Server], Server]) -> None:
    """Where not even the shortest form fits, nothing is posted, and it is said."""
    server = serve(Mastodon(characters=20))
    (outcome,) = _post(server, item("support-tickets/5"))
    assert outcome.why == "not even its shortest form fits into 20 characters; write a shorter `summary`"
    message = announcer().post(_target(server, characters=20), item("support-tickets/5"))
    assert message.unwritten.startswith("not even its shortest form fits (")
    assert [one.why for one in network.send([message], 5, "a")] == [message.unwritten]
    assert server.written() == []


def test_in_another_language(serve: Callable[[Server], Server]) -> None:
    """An account of one of the site's languages posts in it, with the link to the page in it."""
    for server in (serve(Mastodon()), serve(Bluesky())):
        assert _post(server, item("support-tickets/5"), language="de")[0].arrived
        said = json.dumps(server.written()[0], ensure_ascii=False)
        assert f"{SITE}de/incidents/support-tickets/5/" in said
        assert "Passwort" in said
        assert '"de"' in said


def test_posts_of_others_are_not_ours(serve: Callable[[Server], Server]) -> None:
    """Among hundreds of other posts the thread is found, and a post that leads elsewhere is not taken for it."""
    server = serve(Mastodon())
    _post(server, item("support-tickets/1"))
    for number in range(200, 290):
        server.posts.append(
            {
                "id": str(number),
                "url": "u",
                "content": f"<p>{SITE}incidents/support-tickets/2/ is not linked</p>",
                "created_at": "2026-11-21T10:00:00Z",
                "key": "",
            }
        )
    (outcome,) = _post(server, item("support-tickets/2"))
    assert outcome.arrived
    assert server.posts[-1]["in_reply_to_id"] == "100"
    pages = [path for _, path, _, _ in server.asked if "/statuses?" in path]
    assert len(pages) == 4


@given(st.sampled_from(LINES).map(lambda line: line[:200]))
@settings(max_examples=examples(30), deadline=None)
def test_authors_words_call_nobody(line: str) -> None:
    """In a post on Mastodon, no word of an author is a name, a subject or a picture; an e-mail address stays one."""
    said = mastodon.network(500).spelt(f"{line} desk@larkfield.example https://status.larkfield.example/#facts")
    assert not re.search(r"(?<![\w/=])[@#](?=\w)", said)
    assert "desk@larkfield.example https://status.larkfield.example/#facts" in said
    assert said.replace("\N{WORD JOINER}", "").startswith(line)


@pytest.mark.parametrize("language", ["", "de"])
def test_every_post_is_within_the_limits(language: str) -> None:
    """Every item of the example has a post on both networks, within their limits and with its link, which is one by its place in bytes."""
    for one in items():
        on_bluesky = announcer().post(
            Target(name="a", kind=TargetKind.BLUESKY, url=SITE, handle="l.example", language=language), one
        )
        on_mastodon = announcer().post(Target(name="b", kind=TargetKind.MASTODON, url=SITE, language=language), one)
        assert graphemes(on_bluesky.shown) <= 300
        assert len(on_bluesky.shown.encode()) <= 3000
        assert shortened(on_mastodon.shown) <= 500
        for message in (on_bluesky, on_mastodon):
            assert SITE in message.shown
            assert message.unwritten == ""


@given(st.text(st.characters(exclude_categories=["C"]), max_size=250), st.integers(946_684_800, 4_102_444_800))
@settings(max_examples=examples(60), deadline=None)
def test_a_record(words: str, seconds: int) -> None:
    """Whatever a post says, the place of its link is counted in bytes, and its key is made of the same item each time."""
    link = f"{SITE}incidents/x/1/"
    published = datetime.fromtimestamp(seconds, UTC)
    key = bluesky.record_key("x/1", "en", published)
    posted = bluesky.PostedItem(
        key=key, text=f"{words} {link}", link=link, title="t", summary="s", published=published, language="en", earlier=()
    )
    record = bluesky.record(posted)
    place = record["facets"][0]["index"]
    assert record["text"].encode()[place["byteStart"] : place["byteEnd"]].decode() == link
    assert faults("bluesky", {"repo": DID, "collection": "app.bsky.feed.post", "rkey": key, "record": record}) == []
    assert key == bluesky.record_key("x/1", "en", published)
    assert len({key, bluesky.record_key("x/2", "en", published), bluesky.record_key("x/1", "de", published)}) == 3
    assert bluesky.record_key("x/1", "en", published + timedelta(seconds=1)) > key

"""`aboveboard notify` and chat programs: what arrives at a webhook of each kind, what is tried again, and that no output shows an address."""

import json
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from generator.adapters import clock
from generator.adapters.network import seconds_in
from tests.cli.test_notify import TITLE, Listener, _notify, _told, _webhooks, listen
from tests.notifications.messages import faults

__all__ = ["listen"]
KINDS = ("slack", "teams", "mattermost", "discord", "ntfy")


def _busy(seconds: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """Ask to be left alone for some time."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(429)
        handler.send_header("Retry-After", seconds)
        handler.end_headers()

    return answer


def test_a_wait_is_as_long_as_it_was_asked_for(
    root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]
) -> None:
    """Who asks for more time than a run has, in seconds or until a moment, is not asked again in it: that would be what they asked not to have."""
    later = format_datetime(clock.now() + timedelta(hours=1), usegmt=True)
    busy, closed = listen(_busy("3600")), listen(_busy(later))
    _webhooks(root, busy=f"{{url: '{busy.url}', kind: slack}}", closed=f"{{url: '{closed.url}', kind: discord}}")
    assert _notify(root, "--timeout", "45") == 0
    assert "busy was not told of" in capsys.readouterr().err
    assert (len(busy.got), len(closed.got)) == (1, 1)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("7", 7.0), (" 0.5 ", 0.5), ("", 0.0), ("soon", 0.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("-3", 0.0)],
)
def test_what_retry_after_says(said: str, seconds: float) -> None:
    """Seconds, or a moment, which may be over; what is neither asks for no wait."""
    assert seconds_in(said) == seconds


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind(
    root: Path,
    listen: Callable[..., Listener],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: str,
) -> None:
    """A webhook of each kind gets what it takes, once; after a 429 as soon as it wants; the address, which is a secret, is shown nowhere."""
    chat = listen(_busy("1"), _busy("0.2"), 200)
    monkeypatch.setenv("CHAT_WEBHOOK", f"{chat.url}secret-path")
    _webhooks(root, chat=f"{{url_env: CHAT_WEBHOOK, kind: {kind}}}")
    assert _notify(root, "--strict") == 0
    said = capsys.readouterr()
    assert said.out == f"Told chat: {TITLE}\n"
    assert len(chat.got) == 3
    headers, body = chat.got[-1]
    assert headers["content-type"] == "application/json"
    assert faults(kind, json.loads(body)) == []
    assert "webhook-signature" not in headers
    assert "We know where the password came from" in body.decode()
    state = (root / ".aboveboard/notified.json").read_text(encoding="utf-8")
    # What ntfy is sent names the topic, which is the end of its address: that is how it is told where to put it.
    assert "secret-path" not in said.out + said.err + state + (body.decode() if kind != "ntfy" else "")
    assert _notify(root) == 0
    assert len(chat.got) == 3


def test_a_chat_in_another_language(root: Path, listen: Callable[..., Listener]) -> None:
    """Each webhook is told in its own language."""
    chat = listen()
    _webhooks(root, chat=f"{{url: '{chat.url}', kind: mattermost, language: de}}")
    assert _notify(root, "--strict") == 0
    assert "Wir wissen, woher das Passwort kam" in chat.bodies()[0]["text"]
    assert "https://status.larkfield.example/de/incidents/support-tickets/5/" in chat.bodies()[0]["text"]


def test_a_chat_is_told_once_that_an_update_is_late(root: Path, listen: Callable[..., Listener]) -> None:
    """People in a chat room do not look at the page: they are told. Other programs, which count updates, are not."""
    chat, program = listen(), listen()
    _webhooks(root, chat=f"{{url: '{chat.url}', kind: slack}}", program=f"{{url: '{program.url}'}}")
    for now in ("2026-11-27T18:00Z", "2026-11-27T19:00Z"):
        assert _notify(root, "--strict", now=now) == 0
    ((_, body),) = chat.got
    assert "the promised update on “Someone read customer support tickets” is late" in body.decode()
    assert program.got == []


def test_a_chat_for_an_audience(root: Path, listen: Callable[..., Listener]) -> None:
    """The room of an audience is told what is for everyone and for it."""
    chat, staff = listen(), listen()
    _webhooks(
        root,
        chat=f"{{url: '{chat.url}', kind: mattermost, audience: customers}}",
        staff=f"{{url: '{staff.url}', kind: mattermost, audience: staff}}",
    )
    assert _notify(root, "--strict") == 0
    assert "Change your Larkfield password" not in chat.got[0][1].decode()
    assert "Change your Larkfield password" in staff.got[0][1].decode()


def test_a_token_for_ntfy(root: Path, listen: Callable[..., Listener], monkeypatch: pytest.MonkeyPatch) -> None:
    """The token lets the message in and signs nothing; without it nothing is sent."""
    phones = listen()
    _webhooks(root, phones=f"{{url: '{phones.url}status', kind: ntfy, secret_env: NTFY_TOKEN}}")
    assert _notify(root, "--strict") == 1
    assert phones.got == []
    monkeypatch.setenv("NTFY_TOKEN", "tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2")
    assert _notify(root, "--strict") == 0
    headers, body = phones.got[0]
    assert headers["authorization"] == "Bearer tk_AgQdq7mVBoFD37zQVN29RhuMzNIz2"
    assert "webhook-signature" not in headers
    assert json.loads(body)["topic"] == "status"


def test_an_address_that_is_no_topic(root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]) -> None:
    """An address without a topic is refused before anything is sent."""
    phones = listen()
    _webhooks(root, phones=f"{{url: '{phones.url}', kind: ntfy}}")
    assert _notify(root, "--strict") == 1
    assert "its address does not end in the name of a topic" in capsys.readouterr().err
    assert phones.got == []


def test_one_that_wants_a_long_wait(root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]) -> None:
    """A chat that wants to be left alone for a day holds up nobody: it is told in a later run."""
    busy, well = listen(_busy("86400")), listen()
    _webhooks(root, busy=f"{{url: '{busy.url}', kind: slack}}", well=f"{{url: '{well.url}', kind: discord}}")
    assert _notify(root, "--timeout", "2") == 0
    assert "busy was not told of" in capsys.readouterr().err
    assert (len(_told(root, "busy")), len(_told(root, "well"))) == (0, 1)
    busy.answers[:] = [200]
    assert _notify(root, now="2026-11-25T12:00Z") == 0
    assert len(_told(root, "busy")) == 1

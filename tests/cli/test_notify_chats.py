"""`aboveboard notify` and chat programs: what arrives at a webhook of each kind, what is tried again, and that no output shows an address."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

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
    """Each webhook is told in its own language; one that the site does not have is said, and nothing is sent."""
    chat, other = listen(), listen()
    _webhooks(
        root,
        chat=f"{{url: '{chat.url}', kind: mattermost, language: de}}",
        other=f"{{url: '{other.url}', kind: mattermost, language: fr}}",
    )
    assert _notify(root, "--strict") == 1
    assert "Wir wissen, woher das Passwort kam" in chat.bodies()[0]["text"]
    assert "https://status.larkfield.example/de/incidents/support-tickets/5/" in chat.bodies()[0]["text"]
    assert other.got == []


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

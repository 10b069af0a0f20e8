"""`aboveboard notify`, against targets that listen on this computer: what arrives, what is tried again, what is kept for the next run."""

import base64
import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from generator.adapters import clock
from generator.cli.main import run

#: Twenty minutes after the newest update of the repository's content, the only one of its day.
NOW = "2026-11-20T17:00Z"
NEWEST = "tag:status.larkfield.example,2026:support-tickets/5"
TITLE = "Larkfield Energy: Someone read customer support tickets (update 5). We know where the password came from"
SITE = "https://status.larkfield.example/"
KEY = b"a key of thirty-two bytes, mind."
SECRET = "whsec_" + base64.b64encode(KEY).decode()


class Listener:
    """A fake recipient. `answers`: its responses in turn, the last one repeated; a status, or another behaviour."""

    def __init__(self, *answers: int | Callable[[BaseHTTPRequestHandler], None]) -> None:
        self.answers = list(answers) or [200]
        self.got: list[tuple[dict[str, str], bytes]] = []
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                answer = listener.answers.pop(0) if len(listener.answers) > 1 else listener.answers[0]
                if callable(answer):
                    answer(self)
                    return
                self.send_response(answer)
                if 300 <= answer < 400:
                    self.send_header("Location", f"{listener.url}elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.block_on_close = False
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def bodies(self) -> list[dict[str, Any]]:
        """What arrived, as JSON."""
        return [json.loads(body) for _, body in self.got]


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    """Makes listeners, and ends them."""
    made: list[Listener] = []

    def make(*answers: int | Callable[[BaseHTTPRequestHandler], None]) -> Listener:
        made.append(Listener(*answers))
        return made[-1]

    yield make
    for listener in made:
        listener.server.shutdown()
        listener.server.server_close()


def _subscribe(root: Path, lines: str) -> None:
    file = root / "site_config.yml"
    text = file.read_text(encoding="utf-8")
    # Up to the next key at the margin: what comes after it stays.
    text = re.sub(r"^subscribe:\n(?:[ \t#].*\n|\n)*", "", text, flags=re.MULTILINE)
    file.write_text(f"{text.rstrip()}\n\nsubscribe:\n{lines}\n", encoding="utf-8")


def _webhooks(root: Path, **targets: str) -> None:
    _subscribe(root, "  webhooks:\n" + "\n".join(f"    {name}: {value}" for name, value in targets.items()))


def _notify(root: Path, *options: str, now: str = NOW) -> int:
    return run(["notify", "--root", str(root), "--now", now, *options])


def _told(root: Path, name: str) -> list[str]:
    told: list[str] = json.loads((root / ".aboveboard/notified.json").read_text(encoding="utf-8"))["targets"][name]["told"]
    return told


def test_only_what_is_new_is_told_and_only_once(root: Path, listen: Callable[..., Listener]) -> None:
    """The first run notifies of items published within a day and no older ones; the second sends nothing; a new update is sent alone."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root) == 0
    assert target.bodies() == [
        {
            "type": "update.published",
            "timestamp": "2026-11-20T16:40:00Z",
            "data": {
                "id": NEWEST,
                "title": TITLE,
                "summary": target.bodies()[0]["data"]["summary"],
                "url": f"{SITE}incidents/support-tickets/5/",
                "status": "contained",
                "language": "en",
                "incident": {"name": "support-tickets", "title": "Someone read customer support tickets"},
                "audiences": [
                    {"name": "customers", "title": "Our customers", "url": f"{SITE}incidents/support-tickets/for/customers/"},
                    {"name": "staff", "title": "Our staff", "url": f"{SITE}incidents/support-tickets/for/staff/"},
                ],
            },
        }
    ]
    assert str(target.bodies()[0]["data"]["summary"]).endswith(".")
    assert target.got[0][0]["webhook-id"] == NEWEST
    assert _notify(root) == 0
    assert len(target.got) == 1
    # A new item is sent, however old its time of publication.
    state = root / ".aboveboard/notified.json"
    state.write_text(
        state.read_text(encoding="utf-8").replace('"tag:status.larkfield.example,2026:meter-portal/review",\n', "", 1)
    )
    assert _notify(root) == 0
    assert [body["type"] for body in target.bodies()[1:]] == ["review.published"]


@pytest.mark.parametrize("settled", [True, False])
def test_a_new_address_is_no_news(root: Path, listen: Callable[..., Listener], *, settled: bool) -> None:
    """After a site moves, with or without a lasting `id`, no old items are sent again; new ones are."""
    target, hub = listen(), listen()
    _subscribe(root, f"  websub_hub: {hub.url}\n  webhooks:\n    partners: {{url: {target.url}, kind: json}}")
    before = "2026-11-19T12:00Z"
    assert _notify(root, "--all", now=before) == 0
    told, asked = len(target.got), len(hub.got)
    assert told > 8
    file = root / "site_config.yml"
    text = file.read_text(encoding="utf-8").replace(
        "url: https://status.larkfield.example/", "url: https://larkfield.example/now/"
    )
    file.write_text(text if settled else text.replace("  id: status.larkfield.example\n", ""), encoding="utf-8")
    assert _notify(root, now="2026-11-19T13:00Z") == 0
    assert (len(target.got), len(hub.got)) == (told, asked)
    assert _notify(root, now=NOW) == 0
    new = [body["data"]["id"] for body in target.bodies()[told:]]
    assert new == [NEWEST if settled else "tag:larkfield.example,2026:/now:support-tickets/5"]
    assert _notify(root, now=NOW) == 0
    assert len(target.got) == told + 1
    assert len(hub.got) > asked


def test_a_first_run_can_tell_more(root: Path, listen: Callable[..., Listener]) -> None:
    """`--all` tells everything, oldest first and corrections as such; `--since` what came after a time."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root, "--all") == 0
    times = [str(body["timestamp"]) for body in target.bodies()]
    assert len(times) == 13
    assert times == sorted(times)
    correction = next(body for body in target.bodies() if body["type"] == "correction.published")
    assert ". Correction: " in str(correction["data"]["title"])
    other = listen()
    _webhooks(root, others=f"{{url: '{other.url}'}}")
    assert _notify(root, "--since", "2026-11-20T00:00Z") == 0
    assert len(other.got) == 1


def test_drafts_and_embargoed_updates_are_never_told(root: Path, listen: Callable[..., Listener]) -> None:
    """Before its time, or as a draft, an update is not sent; when its time comes it is."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root, "--all", now="2026-11-20T16:39Z") == 0
    assert NEWEST not in {str(body["data"]["id"]) for body in target.bodies()}
    before = len(target.got)
    file = root / "content/incidents/support-tickets/05-password-source.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    assert _notify(root) == 0
    assert len(target.got) == before
    file.write_text(text, encoding="utf-8")
    assert _notify(root) == 0
    assert [body["data"]["id"] for body in target.bodies()[before:]] == [NEWEST]


def test_the_hub_is_told_of_each_feed_that_changed(root: Path, listen: Callable[..., Listener]) -> None:
    """A hub gets `hub.mode=publish` with the address of each feed that contains the new item, as a form, and no other incident's feed."""
    hub = listen()
    _subscribe(root, f"  websub_hub: {hub.url}")
    assert _notify(root) == 0
    forms = [parse_qs(body.decode(), strict_parsing=True) for _, body in hub.got]
    assert {headers["content-type"] for headers, _ in hub.got} == {"application/x-www-form-urlencoded"}
    assert {form["hub.mode"][0] for form in forms} == {"publish"}
    addresses = [form["hub.url"][0] for form in forms]
    assert {f"{SITE}feed.xml", f"{SITE}incidents/support-tickets/feed.xml"} <= set(addresses)
    assert not any("meter-portal" in address for address in addresses)
    assert _told(root, "the hub") == [NEWEST]
    assert _notify(root) == 0
    assert len(hub.got) == len(addresses)


def test_a_hub_that_took_one_of_two_feeds_is_told_again(root: Path, listen: Callable[..., Listener]) -> None:
    """An item counts as sent when every feed that contains it was."""
    hub = listen(404, 204)
    _subscribe(root, f"  websub_hub: {hub.url}")
    assert _notify(root) == 0
    assert _told(root, "the hub") == []
    sent = len(hub.got)
    assert _notify(root) == 0
    assert len(hub.got) == 2 * sent
    assert _told(root, "the hub") == [NEWEST]


def test_slack(root: Path, listen: Callable[..., Listener], monkeypatch: pytest.MonkeyPatch) -> None:
    """The chat's address comes from the environment; nothing in a title calls people."""
    chat = listen()
    monkeypatch.setenv("CHAT_WEBHOOK", chat.url)
    file = root / "content/incidents/support-tickets/05-password-source.md"
    text = file.read_text(encoding="utf-8").replace("We know where the password came from", "The password & <!channel> <@U012AB>")
    file.write_text(text, encoding="utf-8")
    _webhooks(root, chat="{url_env: CHAT_WEBHOOK, kind: slack}")
    assert _notify(root) == 0
    ((said, *blocks),) = ((body["text"], *body["blocks"]) for body in chat.bodies())
    assert "The password &amp; &lt;!channel&gt; &lt;@U012AB&gt;" in str(said)
    assert str(said).endswith(f"\n<{SITE}incidents/support-tickets/5/>")
    assert "<!channel>" not in json.dumps(blocks)
    assert chat.url not in json.dumps(blocks)


def test_signature(root: Path, listen: Callable[..., Listener], monkeypatch: pytest.MonkeyPatch) -> None:
    """A receiver can check a message by the Standard Webhooks specification with nothing but HMAC-SHA256."""
    target = listen()
    monkeypatch.setenv("PARTNERS_SECRET", SECRET)
    _webhooks(root, partners=f"{{url: '{target.url}', secret_env: PARTNERS_SECRET}}")
    assert _notify(root) == 0
    headers, body = target.got[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = "v1," + base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == expected
    assert abs(int(headers["webhook-timestamp"]) - clock.now().timestamp()) < 60


@pytest.mark.parametrize(("secret", "why"), [("", "PARTNERS_SECRET is not set"), ("whsec_=====x", "base64")])
def test_nothing_is_sent_unsigned_instead(
    root: Path,
    listen: Callable[..., Listener],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    secret: str,
    why: str,
) -> None:
    """Without its secret, a target is skipped with a warning, and notified the next time."""
    target = listen()
    monkeypatch.setenv("PARTNERS_SECRET", secret)
    _webhooks(root, partners=f"{{url: '{target.url}', secret_env: PARTNERS_SECRET}}")
    assert _notify(root) == 0
    assert target.got == []
    assert why in capsys.readouterr().err
    monkeypatch.setenv("PARTNERS_SECRET", SECRET)
    assert _notify(root, now="2026-11-22T17:00Z") == 0
    assert len(target.got) == 1


@pytest.mark.parametrize(
    "settings",
    [
        "  webhooks:\n    chat: {url_env: UNSET_URL, kind: slack}\n",
        "  lists:\n    news: {address: news@lists.larkfield.example}\n  mail_server: {from: status@larkfield.example, server: mail.larkfield.example, user_env: UNSET_USER, password_env: UNSET_PASSWORD}\n",
    ],
)
def test_who_cannot_be_told_when_there_is_nothing_to_tell(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], settings: str
) -> None:
    """A target whose secret is missing is no failure, not even a strict one, while nothing waits for it."""
    for name in ("UNSET_URL", "UNSET_USER", "UNSET_PASSWORD"):
        monkeypatch.delenv(name, raising=False)
    config = root / "site_config.yml"
    config.write_text(
        re.sub(r"(?m)^subscribe:\n(?:  .*\n)*", "", config.read_text(encoding="utf-8")) + f"subscribe:\n{settings}",
        encoding="utf-8",
    )
    assert _notify(root, "--strict", now="2026-11-22T00:00Z") == 0
    said = capsys.readouterr()
    assert "Everyone has been told everything." in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    "url", ["http://larkfield.example/x", "ftp://larkfield.example/", "gopher://x", "no address", "https://[", ""]
)
def test_an_address_from_the_environment_is_checked(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str
) -> None:
    """Only https, or this computer; and no message shows the address, which may be a secret."""
    monkeypatch.setenv("CHAT_WEBHOOK", url)
    _webhooks(root, chat="{url_env: CHAT_WEBHOOK, kind: slack}")
    assert _notify(root, "--strict", "--timeout", "2") == 1
    said = capsys.readouterr()
    assert "chat was not told" in said.err
    assert not url or url not in said.err + said.out


def test_it_tries_again(root: Path, listen: Callable[..., Listener]) -> None:
    """A target that fails temporarily is notified under the same id."""

    def hang_up(handler: BaseHTTPRequestHandler) -> None:
        handler.connection.close()

    target = listen(500, hang_up, 429, 200)
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root, "--strict") == 0
    assert [headers["webhook-id"] for headers, _ in target.got] == [NEWEST] * 4
    assert _told(root, "partners") == [NEWEST]


#: How long a dead target holds whoever waits for it, in seconds: longer than a notification takes on any machine.
HELD = 600


def _say_nothing(_: BaseHTTPRequestHandler) -> None:
    time.sleep(HELD)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    try:
        for _ in range(10 * HELD):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.1)
    except OSError:
        pass


@pytest.mark.parametrize("answer", [503, _say_nothing, _drip], ids=["always 503", "never answers", "a letter at a time"])
def test_it_gives_up_in_time_and_keeps_what_was_not_told(
    root: Path,
    listen: Callable[..., Listener],
    capsys: pytest.CaptureFixture[str],
    answer: int | Callable[[BaseHTTPRequestHandler], None],
) -> None:
    """A dead target costs only the given time and never fails a deployment; it is reported and notified later.

    Others are notified at once.
    """
    dead, well = listen(answer), listen()
    _webhooks(root, dead=f"{{url: '{dead.url}'}}", well=f"{{url: '{well.url}'}}")
    begun = time.monotonic()
    assert _notify(root, "--timeout", "5") == 0
    # The checks before are in it, and other programs may have the processors.
    assert time.monotonic() - begun < HELD / 2
    said = capsys.readouterr()
    assert f"Told well: {TITLE}" in said.out
    assert f"dead was not told of '{TITLE}'" in said.err
    assert "It will be sent in the next run." in said.err
    assert (_told(root, "dead"), _told(root, "well")) == ([], [NEWEST])
    dead.answers[:] = [200]
    before = len(dead.got)
    # Two days later, when it is no longer news.
    assert _notify(root, "--strict", now="2026-11-22T17:00Z") == 0
    assert [headers["webhook-id"] for headers, _ in dead.got[before:]] == [NEWEST]
    assert len(well.got) == 1


def test_nobody_listens(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A refused connection is reported as such; `--strict` makes it a failure."""
    _webhooks(root, gone="{url: 'http://127.0.0.1:9/'}")
    assert _notify(root, "--timeout", "1.5", "--strict") == 1
    assert "it cannot be reached" in capsys.readouterr().err


def test_a_redirect_is_not_followed(root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]) -> None:
    """A message goes where it was addressed to, and nowhere else."""
    target = listen(307)
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root) == 0
    assert len(target.got) == 1
    assert "it answered 307, a redirect" in capsys.readouterr().err


def test_one_refused_message_does_not_stop_the_next(root: Path, listen: Callable[..., Listener]) -> None:
    """A permanently refused item stays pending, and later items are sent."""
    target = listen(400, 200)
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root, "--all") == 0
    assert len(target.got) == 13
    assert len(_told(root, "partners")) == 12


def test_a_dry_run_and_a_run_without_memory(
    root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]
) -> None:
    """`--dry-run` reports and sends nothing; `--published-within` decides by age alone and stores no state."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    assert _notify(root, "--dry-run") == 0
    assert capsys.readouterr().out == f"Would tell partners: {TITLE}\n"
    assert target.got == []
    assert _notify(root, "--published-within", "10m") == 0
    assert target.got == []
    for _ in range(2):
        assert _notify(root, "--published-within", "2h") == 0
    assert [headers["webhook-id"] for headers, _ in target.got] == [NEWEST, NEWEST]
    assert not (root / ".aboveboard").exists()
    assert _notify(root, "--published-within", "soon") == 2
    assert _notify(root, "--published-within", "2h", "--all") == 2


def test_nobody_is_told_of_what_may_not_be_published(root: Path, listen: Callable[..., Listener]) -> None:
    """While a finding stops the build, nothing is sent."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    file = root / "content/incidents/support-tickets/05-password-source.md"
    file.write_text(file.read_text(encoding="utf-8").replace("status: contained", "status: containd"), encoding="utf-8")
    assert _notify(root) == 1
    assert target.got == []


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"schema": 2, "targets": {}}', '{"schema": 1, "targets": {"a": {"told": 1, "passed_over": []}}}']
)
def test_a_memory_that_cannot_be_read(root: Path, listen: Callable[..., Listener], text: str) -> None:
    """An unreadable state file is left as it is and nothing is sent: a guess would repeat everything, or skip everything."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    state = root / ".aboveboard/notified.json"
    state.parent.mkdir()
    state.write_text(text, encoding="utf-8")
    assert _notify(root) == 2
    assert state.read_text(encoding="utf-8") == text
    assert target.got == []


def test_killed_in_the_middle(root: Path, listen: Callable[..., Listener]) -> None:
    """After a kill, the state file is readable; accepted items are not repeated, and the next run sends the rest."""

    def wait_for_the_end(handler: BaseHTTPRequestHandler) -> None:
        killed.set()
        time.sleep(HELD)

    killed = threading.Event()
    target = listen(200, 200, 200, wait_for_the_end)
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    command = [sys.executable, "-m", "generator.cli", "notify", "--root", str(root), "--now", NOW, "--all"]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], env={**os.environ}, stdout=subprocess.DEVNULL)
    assert killed.wait(120)
    deadline = time.monotonic() + 120
    while len(_told(root, "partners")) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(_told(root, "partners")) == 3
    target.answers[:] = [200]
    # The next run is no first run: it tells the rest without --all.
    assert _notify(root, "--strict") == 0
    assert len(_told(root, "partners")) == 13
    assert len({headers["webhook-id"] for headers, _ in target.got}) == 13
    # Only what was under way when it was killed came twice.
    assert len(target.got) == 14


def test_nothing_is_told_before_its_time(root: Path, listen: Callable[..., Listener], capsys: pytest.CaptureFixture[str]) -> None:
    """A time to come sends nothing, since what is embargoed until then would go out today; what it would send can be seen."""
    target = listen()
    _webhooks(root, partners=f"{{url: '{target.url}'}}")
    later = f"{clock.now() + timedelta(minutes=10):%Y-%m-%dT%H:%MZ}"
    assert _notify(root, "--all", now=later) == 2
    assert f"{later} is still to come" in capsys.readouterr().err
    assert target.got == []
    assert not (root / ".aboveboard/notified.json").exists()
    assert _notify(root, "--all", "--dry-run", now=later) == 0
    assert target.got == []
    # The clock of the machine that built the site may be a little ahead.
    assert _notify(root, "--all", now=f"{clock.now() + timedelta(minutes=2):%Y-%m-%dT%H:%MZ}") == 0
    assert target.got

"""`aboveboard notify` and mailing lists, against mail servers that listen on this computer: nothing is lost, and nothing comes without end."""

import contextlib
import gc
import json
import os
import queue
import re
import shutil
import smtplib  # noqa: TID251  # what dies in it is the test's own affair
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from types import SimpleNamespace
from typing import Any

import pytest

from generator.adapters import network
from generator.adapters.generated_files import alone_with, write_generated
from generator.cli import notify
from generator.cli.judging import judge, time_of
from generator.cli.main import run
from generator.errors import EnvironmentFailedError
from generator.model.notifications import Message, Target, TargetKind
from tests.notifications.mail_servers import CERTIFICATE, MailServer, Scripted, encrypting

ROOT = Path(__file__).parents[2]
#: Twenty minutes after the newest update of the repository's content, the only one of its day.
NOW = "2026-11-20T17:00Z"
TITLE = "Larkfield Energy: Someone read customer support tickets (update 5). We know where the password came from"
ITEM = "tag:status.larkfield.example,2026:support-tickets/5"
ID = "<support-tickets.5.en.everyone@status.larkfield.example>"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's own content."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site_config.yml", tmp_path)
    return tmp_path


def configure(root: Path, lines: str) -> None:
    """Put keys under `subscribe:` in place of what is there."""
    file = root / "site_config.yml"
    text = re.sub(r"^subscribe:\n(?:[ \t#].*\n|\n)*", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    file.write_text(f"{text.rstrip()}\n\nsubscribe:\n{lines}\n", encoding="utf-8")


def by_server(root: Path, port: int, more: str = "", lists: str = "") -> None:
    """Let lists be told through a server on this computer."""
    given = lists or "    everyone: updates@lists.larkfield.example\n"
    server = f"{{from: status@larkfield.example, server: 'localhost:{port}'{more or ', encryption: none'}}}"
    configure(root, f"  mail_server: {server}\n  lists:\n{given}")


def told(root: Path, *options: str, now: str = NOW) -> int:
    """Run the command."""
    return run(["notify", "--root", str(root), "--now", now, "--timeout", "20", *options])


def state(root: Path, name: str = "everyone") -> dict[str, Any]:
    """What is remembered of a list."""
    found: dict[str, Any] = json.loads((root / ".aboveboard/notified.json").read_text(encoding="utf-8"))["targets"][name]
    return found


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server."""
    with MailServer().running() as one:
        yield one


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits between two tries are as short as can be."""
    monkeypatch.setattr(network, "_growing", lambda _state: 0.01)


def test_each_list_is_told_once(root: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    """Each list gets the new update in its audience and language; the next run sends nothing; a new list is told of the last day alone."""
    lists = (
        "    everyone: updates@lists.larkfield.example\n    staff: {address: staff@lists.larkfield.example, audience: staff}\n"
    )
    by_server(root, server.port, lists=lists)
    assert told(root, "--strict") == 0
    assert sorted(server.recipients) == ["staff@lists.larkfield.example", "updates@lists.larkfield.example"]
    assert {str(mail["Message-ID"]) for mail in server.mails} == {ID, ID.replace("everyone", "staff")}
    assert {str(mail["Subject"]) for mail in server.mails} == {TITLE}
    assert state(root)["told"] == state(root, "staff")["told"] == [ITEM]
    assert f"Told everyone: {TITLE}" in capsys.readouterr().out
    assert told(root, "--strict") == 0
    assert len(server.taken) == 2
    by_server(root, server.port, lists=f"{lists}    deutsch: {{address: de@lists.larkfield.example, language: de}}\n")
    assert told(root, "--strict") == 0
    assert [str(mail["Content-Language"]) for mail in server.mails[2:]] == ["de"]


def test_a_flood_is_parted(
    root: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A list gets so many messages in a run, oldest first, and the others in the next runs; together each once."""
    monkeypatch.setattr(notify, "_AT_ONCE", 5)
    by_server(root, server.port)
    assert told(root, "--all") == 0
    assert "everyone gets 8 more with the next runs, 5 at a time." in capsys.readouterr().out
    assert [len(server.taken), told(root), len(server.taken), told(root), len(server.taken), told(root), len(server.taken)] == [
        5, 0, 10, 0, 13, 0, 13,
    ]  # fmt: skip
    dates = [mail["Date"].datetime for mail in server.mails]
    assert dates == sorted(dates)
    assert len({str(mail["Message-ID"]) for mail in server.mails}) == 13


def test_a_notice_that_an_update_is_late(root: Path, server: MailServer) -> None:
    """When a promise has passed, the list is told once, in the thread of the incident; readers are not told again each hour."""
    by_server(root, server.port)
    late = "2026-11-27T18:00Z"
    assert told(root, now=late) == 0
    assert told(root, now="2026-11-27T19:00Z") == 0
    (mail,) = server.mails
    assert str(mail["Subject"]) == "Larkfield Energy: the promised update on “Someone read customer support tickets” is late"
    assert str(mail["References"]) == "<support-tickets.1.en.everyone@status.larkfield.example>"


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
def test_deferred(root: Path, server: MailServer, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a server puts off is tried three times and then with the next run: it arrives once, and nothing of it is in doubt."""
    server.answers[command] = ["451 4.7.1 Greylisted, come back"] * 3
    by_server(root, server.port)
    assert told(root, "--strict") == 1
    assert server.taken == []
    assert "451 4.7.1 Greylisted, come back. It will be sent in the next run." in capsys.readouterr().err
    assert state(root)["told"] == []
    assert "in_doubt" not in state(root)
    server.answers[command] = ["421 4.3.2 Closing"]
    assert told(root, "--strict") == 1
    server.answers[command] = ["450 4.2.0 Busy"]
    assert told(root, "--strict") == 0
    assert [str(mail["Message-ID"]) for mail in server.mails] == [ID]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("MAIL", "does not accept messages from the address under `from`"),
        ("RCPT", "does not accept messages to the list"),
        ("DATA", "does not accept the message"),
    ],
)
def test_refused(root: Path, server: MailServer, command: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What a server refuses is tried once a run, said with its words, and kept; the next message goes all the same."""
    server.answers[command] = ["550 5.7.1 Not for you"]
    by_server(root, server.port)
    assert told(root, "--since", "2026-11-16T00:00Z", "--strict") == 1
    err = capsys.readouterr().err
    assert "everyone was not told of 'Larkfield Energy: Someone read customer support tickets (update 4)" in err
    assert f"the mail server {said}: 550 5.7.1 Not for you. It will be sent in the next run." in err
    assert [str(mail["Message-ID"]) for mail in server.mails] == [ID]
    assert told(root, "--strict") == 0
    assert len({str(mail["Message-ID"]) for mail in server.mails}) == len(server.taken) == 2


GREETING = ("220 here", "250 hello", "250 ok", "250 ok", "354 go on")


@pytest.mark.parametrize(
    "script",
    [
        (None,),
        ("220 here", None),
        *((*GREETING[:number], None) for number in (2, 3, 4)),
        ("554 nobody here",),
        ("500 what?",),
        ("\x00\xff" * 40,),
    ],
    ids=["no greeting", "after EHLO", "after MAIL", "after RCPT", "before DATA", "no service", "no sense", "noise"],
)
def test_a_connection_that_ends_early(root: Path, server: MailServer, script: tuple[str | None, ...]) -> None:
    """Where the connection ends before the message does, it has certainly not arrived: it is sent with the next run, and is in no doubt."""
    with Scripted(*script).running() as broken:
        by_server(root, broken.port)
        assert told(root, "--strict") == 1
    assert "in_doubt" not in state(root)
    by_server(root, server.port)
    assert told(root, "--strict") == 0
    assert len(server.taken) == 1


def test_half_sent(root: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that breaks in the middle of a message leaves nothing in doubt: a server takes no message without its end."""
    send = smtplib.SMTP.send

    def break_off(smtp: smtplib.SMTP, data: bytes | str) -> None:
        if len(data) > 1000:
            send(smtp, data[: len(data) // 2])
            smtp.close()
            raise OSError(104, "Connection reset by peer")
        send(smtp, data)

    by_server(root, server.port)
    with monkeypatch.context() as patch:
        patch.setattr(smtplib.SMTP, "send", break_off)
        assert told(root, "--strict") == 1
    assert "in_doubt" not in state(root)
    assert server.taken == []
    assert told(root, "--strict") == 0
    assert len(server.taken) == 1


def test_no_answer_at_the_end(root: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    """A message whose end was sent, and never answered, is sent once more in the next run, and then not again until someone has looked."""
    with Scripted(*GREETING, None).running() as mute:
        by_server(root, mute.port)
        assert told(root, "--strict") == 1
        assert state(root)["in_doubt"] == {ITEM: 1}
        assert (
            "It may have arrived all the same; it will be sent once more in the next run, as the same message."
            in capsys.readouterr().err
        )
        assert told(root, "--strict") == 1
        assert state(root)["in_doubt"] == {ITEM: 2}
        for _ in range(2):
            capsys.readouterr()
            assert told(root, "--strict") == 1
            err = capsys.readouterr().err
            assert "everyone may have been told of" in err
            assert "aboveboard notify --in-doubt told" in err
        assert len(mute.read) == 2
        assert mute.read[0] == mute.read[1]
        assert ID.encode() in mute.read[0]
    by_server(root, server.port)
    assert told(root) == 0
    assert server.taken == []
    assert told(root, "--in-doubt", "again", "--strict") == 0
    assert len(server.taken) == 1
    assert "in_doubt" not in state(root)


def test_someone_has_looked(root: Path, server: MailServer) -> None:
    """`--in-doubt told` takes what is in doubt as told, and sends nothing of it."""
    with Scripted(*GREETING, None).running() as mute:
        by_server(root, mute.port)
        assert [told(root), told(root)] == [0, 0]
    by_server(root, server.port)
    assert told(root, "--in-doubt", "told", "--strict") == 0
    assert server.taken == []
    assert state(root)["told"] == [ITEM]
    assert "in_doubt" not in state(root)


class _Life:
    """A program that dies at one of its steps: from then on it neither sends nor writes anything."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.lock = threading.Lock()

    @property
    def is_over(self) -> bool:
        return self.left <= 0

    def step(self) -> None:
        with self.lock:
            self.left -= 1
            if self.left <= 0:
                # A thread that ends so is silent, as one that is killed.
                raise SystemExit

    def around(self, does: Callable[..., Any]) -> Callable[..., Any]:
        """Return something that may die before it is done, and after."""

        def done(*given: Any, **more: Any) -> Any:
            self.step()
            result = does(*given, **more)
            self.step()
            return result

        return done


class _Outcomes:
    """What threads report, for a program that does not wait for what died."""

    def __init__(self, life: _Life) -> None:
        self._life, self._queue = life, queue.SimpleQueue[Any]()
        self.put = self._queue.put

    def get(self, timeout: float) -> Any:
        end = monotonic() + timeout
        while True:
            try:
                return self._queue.get(timeout=0.01)
            except queue.Empty:
                if self._life.is_over or monotonic() > end:
                    raise


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnhandledThreadExceptionWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
def test_killed_at_every_step(root: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the program dies between reading what was told and writing it down: nothing is lost, and nothing comes more than once again.

    It dies before and after each command to the server, each part of the message, each answer, and each writing of its memory; what comes
    again is the same to the byte.
    """
    by_server(root, server.port)
    judged = judge(root, time_of(NOW, root))
    monkeypatch.setattr(notify, "judge", lambda _root, _now: judged)
    again = 0
    opened: list[socket.socket] = []
    connect = socket.create_connection

    def noted(*given: Any, **more: Any) -> socket.socket:
        opened.append(connect(*given, **more))
        return opened[-1]

    for steps in range(1, 200):
        (root / ".aboveboard/notified.json").unlink(missing_ok=True)
        server.taken.clear()
        life = _Life(steps)
        with monkeypatch.context() as patch:
            patch.setattr(notify, "write_generated", life.around(write_generated))
            patch.setattr(smtplib.SMTP, "putcmd", life.around(smtplib.SMTP.putcmd))
            patch.setattr(smtplib.SMTP, "send", life.around(smtplib.SMTP.send))
            patch.setattr(smtplib.SMTP, "getreply", life.around(smtplib.SMTP.getreply))
            patch.setattr(socket, "create_connection", noted)
            patch.setattr(network, "queue", SimpleNamespace(SimpleQueue=partial(_Outcomes, life), Empty=queue.Empty))
            try:
                told(root)
            except SystemExit:
                assert life.is_over
        # What died left its connections open, as what is killed does not.
        while opened:
            if (handle := opened.pop().detach()) >= 0:
                os.close(handle)
        if not life.is_over:
            break
        assert told(root, "--strict") == 0, steps
        assert told(root, "--strict") == 0, steps
        assert 1 <= len(server.taken) <= 2, steps
        assert len(set(server.taken)) == 1, steps
        again += len(server.taken) - 1
    assert steps > 20
    # It came twice where it died between the end of the message and the end of writing that down; nowhere else.
    assert 2 <= again <= 6


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
# aiosmtpd asks a server that begins encrypted whether it is there, and leaves the sockets of that to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_encrypted(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """After a greeting and from the beginning, with a login; and never to a server whose certificate nobody vouches for."""
    monkeypatch.setenv("SMTP_USER", "larkfield")
    monkeypatch.setenv("SMTP_PASSWORD", "right horse")
    login = ", user_env: SMTP_USER, password_env: SMTP_PASSWORD"
    after = MailServer(tls_context=encrypting(), require_starttls=True, auth_required=True)
    beginning = MailServer(ssl_context=encrypting(), auth_require_tls=False, auth_required=True)
    for server, kind in ((after, "starttls"), (beginning, "tls")):
        with server.running():
            by_server(root, server.port, f", encryption: {kind}{login}")
            (root / ".aboveboard/notified.json").unlink(missing_ok=True)
            monkeypatch.delenv("SSL_CERT_FILE", raising=False)
            assert told(root, "--strict") == 1
            assert "certificate cannot be trusted" in capsys.readouterr().err
            assert server.logins == []
            monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
            assert told(root, "--strict") == 0
            assert server.logins == [("larkfield", "right horse")]
            assert len(server.taken) == 1
    gc.collect()


def test_nothing_is_sent_in_the_clear(root: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that offers no encryption, where it was asked for, gets nothing; and the finding says what to write."""
    by_server(root, server.port, ", encryption: starttls")
    assert told(root, "--strict") == 1
    assert "offers no encryption on this port; write `encryption: tls`" in capsys.readouterr().err
    assert server.taken == []


def test_a_password_is_never_said(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong password is tried once a run, and said of by its variable's name alone; a missing one is not tried."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    monkeypatch.setenv("SMTP_USER", "larkfield")
    monkeypatch.setenv("SMTP_PASSWORD", "wrong-horse-7319")
    server = MailServer(tls_context=encrypting(), require_starttls=True, auth_required=True)
    with server.running():
        by_server(root, server.port, ", user_env: SMTP_USER, password_env: SMTP_PASSWORD")
        assert told(root, "--strict", "--all") == 1
        said = capsys.readouterr()
        assert "does not accept the user name and password in SMTP_USER and SMTP_PASSWORD (535)" in said.err
        assert "wrong-horse" not in said.err + said.out
        assert len(server.logins) == 1
        monkeypatch.setenv("SMTP_PASSWORD", "")
        assert told(root, "--strict") == 1
        assert "everyone was not told of" in (err := capsys.readouterr().err)
        assert "the environment variable SMTP_PASSWORD is not set" in err
        assert len(server.logins) == 1


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (
            ("220 here", "250-here\r\n250 AUTH XOAUTH2"),
            "takes no user name and password, only ways to log in that are not known here",
        ),
        (("220 here", "250 here"), "lets nobody log in on this port"),
        (("250 here",), "answers something that no mail server does"),
        (("554 No",), "does not take messages now: 554 No"),
        (("421 Busy",), "does not take messages now: 421 Busy"),
    ],
    ids=["another login", "no login", "no greeting", "a refusal", "a busy server"],
)
def test_what_a_server_begins_with(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], script: tuple[str, ...], why: str
) -> None:
    """Whatever a server says first, the warning says what it means, and nothing is sent or in doubt."""
    monkeypatch.setenv("SMTP_USER", "larkfield")
    monkeypatch.setenv("SMTP_PASSWORD", "right horse")
    with Scripted(*script).running() as other:
        by_server(root, other.port, ", encryption: none, user_env: SMTP_USER, password_env: SMTP_PASSWORD")
        assert told(root, "--strict") == 1
    assert why in capsys.readouterr().err
    assert (state(root)["told"], other.read) == ([], [])
    assert "in_doubt" not in state(root)


def test_a_server_that_falls_silent(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that takes one message and says nothing to the beginning of the next has certainly not got that: nothing is in doubt when time is over."""
    with Scripted(*GREETING, "250 taken", 9.0).running() as silent:
        by_server(root, silent.port)
        assert run(["notify", "--root", str(root), "--now", NOW, "--timeout", "6", "--since", "2026-11-17T00:00Z"]) == 0
    err = capsys.readouterr().err
    assert "the mail server did not answer in time. It will be sent in the next run." in err
    assert len(state(root)["told"]) == len(silent.read) == 1
    assert "in_doubt" not in state(root)


def test_two_runs_at_once(root: Path, server: MailServer) -> None:
    """A second run waits until the first has written down what it told, and sends none of that again."""
    by_server(root, server.port)
    assert told(root, "--strict") == 0
    memory = root / ".aboveboard/notified.json"
    written = memory.read_text(encoding="utf-8")
    memory.unlink()
    program = "import sys; from generator.cli.main import run; sys.exit(run(sys.argv[1:]))"
    with alone_with(root, ".aboveboard/notified.json"):
        second = subprocess.Popen([sys.executable, "-c", program, "notify", "--root", str(root), "--now", NOW], cwd=ROOT)
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(4)
        memory.write_text(written, encoding="utf-8")
    assert second.wait(60) == 0
    assert len(server.taken) == 1


def test_what_was_under_way_when_time_ran_out() -> None:
    """Of several messages to one list only the one that was under way may have arrived; it is said of that one alone."""
    ended = threading.Event()

    @contextlib.contextmanager
    def silent(_target: Target) -> Iterator[Callable[[Message, float], None]]:
        def deliver(_message: Message, _end: float) -> None:
            ended.wait(30)

        yield deliver

    one = Target(name="everyone", kind=TargetKind.EMAIL)
    two = [Message(target=one, id=id, about=id, covers=(id,)) for id in ("a", "b")]
    outcomes = list(network.send(two, 0.2, "", {TargetKind.EMAIL: silent}))
    ended.set()
    assert [(outcome.message.id, outcome.arrived, outcome.doubtful) for outcome in outcomes] == [
        ("a", False, True),
        ("b", False, False),
    ]


def test_nobody_listens(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A server that cannot be reached costs no deployment; the update is sent later."""
    by_server(root, 9)
    assert told(root) == 0
    assert "the mail server cannot be reached. It will be sent in the next run." in capsys.readouterr().err


def test_a_dry_run_prints_the_message(root: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    """What would be sent is printed exactly, and nothing is sent or remembered."""
    by_server(root, server.port)
    assert told(root, "--dry-run") == 0
    out = capsys.readouterr().out
    assert not (root / ".aboveboard").exists()
    assert told(root) == 0
    assert out.encode() == f"Would tell everyone: {TITLE}\n".encode() + server.taken[0].replace(b"\r\n", b"\n")


def test_nothing_goes_to_lists_without_memory(root: Path, server: MailServer, capsys: pytest.CaptureFixture[str]) -> None:
    """`--published-within` remembers nothing, so each run would send the same to every reader: lists are left out, and that is said."""
    by_server(root, server.port)
    assert told(root, "--published-within", "2h") == 0
    assert server.taken == []
    assert "The list everyone is not told: --published-within records nothing" in capsys.readouterr().err


def test_drafts_and_embargoed_updates_are_never_told(root: Path, server: MailServer) -> None:
    """Before its time, or as a draft, an update is in no message."""
    by_server(root, server.port)
    assert told(root, "--all", now="2026-11-20T16:39Z") == 0
    assert len(server.taken) == 12
    assert not any(b"support-tickets.5." in one for one in server.taken)
    file = root / "content/incidents/support-tickets/05-password-source.md"
    file.write_text(file.read_text(encoding="utf-8").replace("---\n", "---\ndraft: true\n", 1), encoding="utf-8")
    assert told(root, now="2026-11-20T16:41Z") == 0
    assert len(server.taken) == 12


def test_a_memory_that_cannot_be_written(root: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written down is not sent: it would be sent again without end."""
    by_server(root, server.port)
    written = write_generated
    calls: list[int] = []

    def full(*given: Any) -> None:
        calls.append(1)
        if len(calls) > 1:
            raise EnvironmentFailedError("the disk is full")
        written(*given)

    monkeypatch.setattr(notify, "write_generated", full)
    assert told(root, "--strict") != 0
    assert server.taken == []


class _Listmonk:
    """Listmonk's campaigns, as its documentation describes them."""

    def __init__(self) -> None:
        self.campaigns: list[dict[str, Any]] = []
        self.started: list[int] = []
        self.asked: list[tuple[str, str]] = []
        self.answers: list[int | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                outer.asked.append((self.command, self.path))
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                status = outer.answers.pop(0) if outer.answers else 200
                if self.headers["Authorization"] != "Basic YXBpOnRva2Vu":
                    status = 403
                data = outer.handle(self.command, self.path, body) if status in {200, None} else {"message": "no"}
                if status is None:
                    # It did what was asked, and the connection is lost before it says so.
                    self.close_connection = True
                    return
                text = json.dumps({"data": data}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PUT = _answer  # noqa: N815  # names of the library

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_port

    def handle(self, command: str, path: str, body: bytes) -> object:
        """Do what is asked."""
        if command == "GET":
            return {"results": self.campaigns, "total": len(self.campaigns)}
        if command == "POST":
            made = {**json.loads(body), "id": len(self.campaigns) + 1, "status": "draft"}
            self.campaigns.append(made)
            return made
        number = int(path.split("/")[-2])
        campaign = self.campaigns[number - 1]
        assert campaign["status"] == "draft"
        campaign["status"] = json.loads(body)["status"]
        self.started.append(number)
        return campaign


@pytest.fixture
def listmonk(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Listmonk]:
    """A Listmonk, and settings that name it."""
    one = _Listmonk()
    threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv("LISTMONK_USER", "api")
    monkeypatch.setenv("LISTMONK_TOKEN", "token")
    configure(
        root,
        f"  listmonk: {{url: 'http://127.0.0.1:{one.port}/', user_env: LISTMONK_USER, token_env: LISTMONK_TOKEN}}\n"
        "  lists:\n    everyone: {listmonk: 3}\n",
    )
    yield one
    one.server.shutdown()
    one.server.server_close()


def test_a_campaign_is_made_and_started_once(root: Path, listmonk: _Listmonk) -> None:
    """One campaign an update, to the list, in HTML with a text; a second run makes none."""
    assert [told(root, "--strict"), told(root, "--strict")] == [0, 0]
    (campaign,) = listmonk.campaigns
    assert (campaign["lists"], campaign["status"], campaign["subject"]) == ([3], "running", TITLE)
    assert {"Message-ID": ID} in campaign["headers"]
    assert listmonk.started == [1]


@pytest.mark.parametrize("lost", range(3))
@pytest.mark.parametrize("answer", [None, 500, 429])
def test_an_answer_of_listmonk_that_is_lost(root: Path, listmonk: _Listmonk, lost: int, answer: int | None) -> None:
    """Whichever request fails, or is done and never answered: there is one campaign in the end, started once."""
    listmonk.answers = [*[200] * lost, answer, answer, answer]
    told(root)
    listmonk.answers = []
    assert told(root, "--strict") == 0
    assert len(listmonk.campaigns) == 1
    assert listmonk.started == [1]


@pytest.mark.parametrize(
    ("status", "said"),
    [(403, "does not accept the API user and token"), (400, "Listmonk answered 400"), (404, "Listmonk answered 404")],
)
def test_listmonk_refuses(root: Path, listmonk: _Listmonk, capsys: pytest.CaptureFixture[str], status: int, said: str) -> None:
    """What it refuses is said, without the token, and kept."""
    listmonk.answers = [status]
    assert told(root, "--strict") == 1
    err = capsys.readouterr().err
    assert f"everyone was not told of {TITLE!r}" in err
    assert said in err
    assert "token}" not in err
    assert told(root, "--strict") == 0
    assert listmonk.started == [1]

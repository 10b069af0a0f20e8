"""A real Mailman 3 between `aboveboard notify` and the mailboxes of subscribers: each reads every update once, as one thread, in their language.

`make judges` unpacks Mailman without installing it. What a mail server does in front of it, and the mailboxes behind it, are on this computer.
"""

import os
import re
import shutil
import smtplib  # noqa: TID251  # hands messages over to Mailman, as a mail server does
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from generator.cli.main import run
from tests.notifications.mail_servers import MailServer
from tests.ports import reserved_port
from tests.programs import missing

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
MAILMAN = ROOT / ".venv/mailman"
#: How long anything may take that Mailman does, in seconds.
PATIENCE = 240
LISTS = {"everyone": ("", ""), "staff": ("staff", ""), "deutsch": ("", "de")}
READERS = {"everyone": "anna@home.example", "staff": "ben@work.example", "deutsch": "clara@zuhause.example"}

SETTINGS = """[mailman]
layout: here
site_owner: owner@lists.larkfield.example
[paths.here]
bin_dir: {bin}
var_dir: {var}
[mta]
incoming: mailman.mta.null.NullMTA
outgoing: mailman.mta.deliver.deliver
smtp_host: 127.0.0.1
smtp_port: {sink}
lmtp_host: 127.0.0.1
lmtp_port: {lmtp}
"""
#: The programs of Mailman that have nothing to do here.
IDLE = ("archive", "bounces", "command", "digest", "nntp", "rest", "retry", "task", "virgin")
#: Makes the lists as docs/mailing-lists.md says, and subscribes a reader to each.
MAKE = """
import sys
from datetime import datetime
from mailman.core.initialize import initialize
initialize(sys.argv[1])
from mailman.app.lifecycle import create_list
from mailman.database.transaction import transaction
from mailman.interfaces.domain import IDomainManager
from mailman.interfaces.usermanager import IUserManager
from zope.component import getUtility
with transaction():
    getUtility(IDomainManager).add("lists.larkfield.example")
    for given in sys.argv[2:]:
        name, _, reader = given.partition("=")
        made = create_list(f"{name}@lists.larkfield.example", style_name="legacy-announce")
        made.accept_these_nonmembers = ["status@larkfield.example"]
        made.send_welcome_message = False
        address = getUtility(IUserManager).create_address(reader)
        address.verified_on = datetime(2026, 1, 1)
        made.subscribe(address)
"""


#: Runs the command, and dies when the first message was taken, before that is written down.
DIE = """
import os, sys
import generator.cli.notify as notify
from generator.cli.main import run
notify._Memory.told = lambda *_: os._exit(9)
run(["notify", "--root", sys.argv[1], "--now", sys.argv[2], "--timeout", "120"])
"""


class _Mailboxes(MailServer):
    """Where Mailman delivers: a mailbox for each reader."""

    def __init__(self) -> None:
        super().__init__()
        self.of: dict[str, list[EmailMessage]] = defaultdict(list)

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Put a message into the mailbox of each recipient."""
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=default)
        assert isinstance(mail, EmailMessage)
        for reader in envelope.rcpt_tos:
            self.of[reader].append(mail)
        return await super().handle_DATA(server, session, envelope)


class _Front(MailServer):
    """What stands before Mailman, as Postfix does: it takes messages and hands each over by LMTP before it says that it has it."""

    def __init__(self, lmtp: int) -> None:
        super().__init__()
        self.lmtp = lmtp

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Hand a message over."""
        assert isinstance(envelope.content, bytes)
        with smtplib.LMTP("127.0.0.1", self.lmtp) as mailman:
            refused = mailman.sendmail(envelope.mail_from or "", envelope.rcpt_tos, envelope.content)
        assert refused == {}
        return await super().handle_DATA(server, session, envelope)


@pytest.fixture
def mailman(tmp_path: Path) -> Iterator[tuple[_Front, _Mailboxes]]:
    """Mailman with three lists, running."""
    if not (MAILMAN / "unpacked").exists():
        missing("Mailman 3")
    top = MAILMAN / "root/usr/lib"
    settings = tmp_path / "mailman.cfg"
    mailboxes = _Mailboxes()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        "PYTHONPATH": f"{top / 'python3/dist-packages'}:{top / 'mailman3'}",
    }
    with ExitStack() as stack:
        stack.enter_context(mailboxes.running())
        lmtp = stack.enter_context(reserved_port())
        text = SETTINGS.format(bin=top / "mailman3/bin", var=tmp_path / "var", sink=mailboxes.port, lmtp=lmtp)
        settings.write_text(text + "".join(f"[runner.{name}]\nstart: no\n" for name in IDLE), encoding="utf-8")
        given = [f"{name}={reader}" for name, reader in READERS.items()]
        subprocess.run(
            ["/usr/bin/python3", "-c", MAKE, str(settings), *given],
            env=environment,
            check=True,
            timeout=PATIENCE,
            capture_output=True,
        )
        master = subprocess.Popen(
            ["/usr/bin/python3", str(top / "mailman3/bin/master"), "-C", str(settings)],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        stack.callback(master.wait, PATIENCE)
        stack.callback(master.terminate)
        end = time.monotonic() + PATIENCE
        while True:
            try:
                smtplib.LMTP("127.0.0.1", lmtp).quit()
                break
            except OSError:
                assert time.monotonic() < end, "Mailman did not begin to listen"
                assert master.poll() is None, "Mailman ended"
                time.sleep(0.1)
        yield stack.enter_context(_Front(lmtp).running()), mailboxes  # type: ignore[misc]  # the context gives what it was made of


def _await(mailboxes: _Mailboxes, number: int) -> None:
    end = time.monotonic() + PATIENCE
    while len(mailboxes.taken) < number:
        assert time.monotonic() < end, f"only {len(mailboxes.taken)} of {number} messages were delivered"
        time.sleep(0.05)


def _site(top: Path, port: int) -> Path:
    shutil.copytree(ROOT / "content", top / "content")
    text = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    text = re.sub(r"^subscribe:\n(?:[ \t#].*\n|\n)*", "", text, flags=re.MULTILINE)
    lists = "".join(
        f"    {name}: {{address: {name}@lists.larkfield.example{f', audience: {audience}' if audience else ''}"
        f"{f', language: {language}' if language else ''}}}\n"
        for name, (audience, language) in LISTS.items()
    )
    server = f"{{from: status@larkfield.example, server: '127.0.0.1:{port}', encryption: none}}"
    (top / "site_config.yml").write_text(f"{text}\nsubscribe:\n  mail_server: {server}\n  lists:\n{lists}", encoding="utf-8")
    return top


def test_every_update_reaches_every_subscriber_once_as_one_thread(mailman: tuple[_Front, _Mailboxes], tmp_path: Path) -> None:
    """Three lists, five updates and two notices that the next one is late; and a program that dies once when the list has a message, and has not written that down."""
    front, mailboxes = mailman
    site = _site(tmp_path / "site", front.port)

    def told(now: str, *options: str) -> int:
        return run(["notify", "--root", str(site), "--now", now, "--timeout", "120", *options])

    assert told("2026-11-12T17:00Z", "--since", "2026-11-10T00:00Z", "--strict") == 0
    assert len(front.taken) == 9
    died = subprocess.run([sys.executable, "-c", DIE, str(site), "2026-11-16T18:00Z"], cwd=ROOT, check=False, timeout=PATIENCE)
    assert died.returncode == 9
    for now in ("16T19:00", "17T10:00", "20T17:00", "27T18:00", "27T19:00"):
        assert told(f"2026-11-{now}Z", "--strict") == 0
    # What the dead program had sent, of three lists at most, came again.
    assert 22 <= len(front.taken) <= 24
    _await(mailboxes, len(front.taken))
    assert len(mailboxes.taken) == len(front.taken)
    for name, reader in READERS.items():
        audience, language = LISTS[name]
        got = mailboxes.of[reader]
        ids = [str(mail["Message-ID"]).strip() for mail in got]
        ending = f".{language or 'en'}.{audience or 'everyone'}@status.larkfield.example>"
        numbers = ["1", "2", "3", "3-update-late", "4", "5", "5-update-late"]
        assert list(dict.fromkeys(ids)) == [f"<support-tickets.{number}{ending}" for number in numbers]
        # Only the one that was in doubt came again, and that once.
        assert [ids.count(one) for one in dict.fromkeys(ids)] in ([1] * 7, [1, 1, 1, 2, 1, 1, 1])
        root = f"<support-tickets.1{ending}"
        assert {str(mail["References"] or mail["Message-ID"]).strip() for mail in got} == {root}
        assert {str(mail["List-Id"]) for mail in got} == {f"<{name}.lists.larkfield.example>"}
        assert all(mail["List-Unsubscribe"] for mail in got)
        assert {str(mail["Content-Language"]) for mail in got} == {language or "en"}
        for mail in got:
            plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
            assert plain is not None
            assert html is not None
            assert "status.larkfield.example" in plain.get_content()
            assert "status.larkfield.example" in html.get_content()
            assert bool(re.search(r"^For: Our staff\.", plain.get_content(), re.MULTILINE)) == bool(audience)

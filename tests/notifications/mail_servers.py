"""Mail servers on this computer: a real one, which takes messages or says no, and one that follows a script to the letter."""

import asyncio
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from time import sleep
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

#: A certificate for localhost, and its key, which is good for nothing else.
CERTIFICATE = Path(__file__).parent / "localhost.pem"


class _Controller(Controller):
    """Listens at whatever port is free."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        # The library waits for a first connection.
        socket.create_connection(("127.0.0.1", self.port)).close()


class MailServer:
    """A mail server. Whatever it is told to answer to a command it answers once, and after that as a server does.

    Attributes:
        taken: the messages that it took, in their order.
        answers: what it answers next to `MAIL`, `RCPT` and `DATA`, each in turn.
        logins: the names and passwords that were tried.
    """

    def __init__(self, **options: Any) -> None:
        self.taken: list[bytes] = []
        self.answers: dict[str, list[str]] = {}
        self.logins: list[tuple[str, str]] = []
        self.recipients: list[str] = []
        self._options = options
        self.port = 0

    def _next(self, command: str) -> str:
        waiting = self.answers.get(command, [])
        return waiting.pop(0) if waiting else "250 OK"

    async def handle_MAIL(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer who a message is from."""
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return self._next("MAIL")

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer whom it is for."""
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return self._next("RCPT")

    async def handle_DATA(  # noqa: N802  # the library's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a message."""
        answer = self._next("DATA")
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(envelope.content)
            self.recipients += envelope.rcpt_tos
        return answer

    def _authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right horse", handled=False)

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        """Let it listen."""
        # smtplib tries each mechanism in turn.
        self._options.setdefault("auth_exclude_mechanism", ["LOGIN"])
        controller = _Controller(self, hostname="127.0.0.1", port=0, authenticator=self._authenticate, **self._options)
        controller.start()
        self.port = controller.port
        try:
            yield self
        finally:
            controller.stop()

    @property
    def mails(self) -> list[EmailMessage]:
        """The messages as read."""
        return [message_from_bytes(one, policy=default) for one in self.taken]


def encrypting() -> ssl.SSLContext:
    """What a server encrypts with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


class Scripted:
    """A server that speaks a script: what it says first, and what to each line in turn; `None` ends the connection without a word, and a number is a wait.

    After `354` it reads to the end of the message before it goes on, and keeps what it read.
    """

    def __init__(self, *script: str | float | None) -> None:
        self.script = script
        self.read: list[bytes] = []
        outer = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                for said in outer.script:
                    if isinstance(said, float):
                        sleep(said)
                        continue
                    if said is None:
                        self.connection.shutdown(socket.SHUT_RDWR)
                        return
                    self.wfile.write(said.encode() + b"\r\n")
                    if said.startswith("354"):
                        message = b""
                        while line := self.rfile.readline():
                            if line == b".\r\n":
                                outer.read.append(message)
                                break
                            message += line
                    else:
                        self.rfile.readline()

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]

    @contextmanager
    def running(self) -> Iterator["Scripted"]:
        """Let it listen."""
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()

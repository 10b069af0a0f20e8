"""Sending e-mail through a mail server (SMTP, RFC 5321). The only module that uses smtplib.

A server has taken a message when it answers the full stop at its end. Before that nothing has gone out; afterwards everything has. What
happens between the two nobody can know when the connection, or this program, ends there. So all of a message but its end is sent first; then
it is written down that it is in doubt; then comes the end.
"""

import contextlib
import re
import smtplib  # noqa: TID251  # this module is its home
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from time import monotonic

from generator.adapters.network import Deliver, LaterError, RefusedError, trying
from generator.model.config import Encryption
from generator.model.notifications import Message, Target

#: How long one step may take, in seconds. RFC 5321, section 4.5.3.2, allows servers minutes, for which nobody can wait; what comes later is not lost.
PATIENCE = 20.0
#: How often a message is tried in one run. What a server defers, it usually takes only after some minutes: the next run tries again.
TRIES = 3
_ANSWER_LETTERS = 200
_CLOSING = 421

#: Writes down that a message is about to be sent for good, and, when it certainly was not, that it is in doubt no more.
InDoubt = Callable[[Message], AbstractContextManager[None]]


@contextlib.contextmanager
def through(name: str, in_doubt: InDoubt, target: Target) -> Iterator[Deliver]:
    """Open what sends messages to a list, over one connection as long as it lasts.

    Args:
        name: the host by which this program introduces itself.
        in_doubt: see above.
        target: the list, its server, and who logs in.
    """
    session = _Session(name, in_doubt, target)
    try:
        yield session.deliver
    finally:
        session.close()


def _limit(smtp: smtplib.SMTP, end: float) -> None:
    """Let the next step of a conversation take no longer than the run has time: whoever waits is then told what happened."""
    if smtp.sock is not None:
        smtp.sock.settimeout(max(0.05, min(PATIENCE, end - monotonic())))


class _Session:
    def __init__(self, name: str, in_doubt: InDoubt, target: Target) -> None:
        self._name, self._in_doubt, self._target = name, in_doubt, target
        self._smtp: smtplib.SMTP | None = None

    def deliver(self, message: Message, end: float) -> None:
        """Send a message, trying again as long as that may help.

        Raises:
            RefusedError: it is refused.
            LaterError: it could not be sent now; or nobody can know whether it was.
        """
        for attempt in trying(end, TRIES):
            with attempt:
                self._try(message, end)

    def close(self) -> None:
        """End the connection, if there is one."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            smtp.close()

    def _try(self, message: Message, end: float) -> None:
        patience = min(PATIENCE, end - monotonic())
        if patience <= 0:
            raise LaterError("time ran out")
        try:
            with self._in_words():
                smtp = self._opened(patience)
                _limit(smtp, end)
                self._ask(smtp.mail(self._target.server.sender), "does not accept messages from the address under `from`")
                _limit(smtp, end)
                self._ask(smtp.rcpt(self._target.mailing_list.address), "does not accept messages to the list")
                _limit(smtp, end)
                self._ask(smtp.docmd("DATA"), "does not accept the message", 354)
                _limit(smtp, end)
                # RFC 5321, section 4.5.2: a line that begins with a full stop gets another.
                smtp.send(re.sub(rb"(?m)^\.", b"..", message.body))
            with self._in_doubt(message):
                _limit(smtp, end)
                self._end(smtp)
        except BaseException:
            # The next message begins anew: a conversation that broke off is in no state to be continued.
            self.close()
            raise

    def _end(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.send(b".\r\n")
            answer = smtp.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise LaterError("the connection was lost before the server answered", doubtful=True) from error
        self._ask(answer, "does not accept the message")

    def _opened(self, patience: float) -> smtplib.SMTP:
        if self._smtp is not None:
            return self._smtp
        server, context = self._target.server, ssl.create_default_context()
        host, port = server.host, server.port
        if server.encryption is Encryption.TLS:
            self._smtp = smtplib.SMTP_SSL(host, port, self._name, timeout=patience, context=context)
        else:
            self._smtp = smtplib.SMTP(host, port, self._name, timeout=patience)
        smtp = self._smtp
        self._ask(smtp.ehlo(), "does not take messages now")
        if server.encryption is Encryption.STARTTLS:
            if not smtp.has_extn("starttls"):
                raise LaterError(
                    "the mail server offers no encryption on this port; write `encryption: tls`, if it wants it from the beginning",
                    again=False,
                )
            self._ask(smtp.starttls(context=context), "does not begin to encrypt", 220)
            self._ask(smtp.ehlo(), "does not take messages now")
        if self._target.user:
            self._log_in(smtp)
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        server = self._target.server
        names = f"{server.user_env} and {server.password_env}"
        try:
            smtp.login(self._target.user, self._target.secret)
        except smtplib.SMTPAuthenticationError as error:
            # Its words are not repeated: a server may say what it was told. Not tried again, or it may lock the account.
            if 400 <= error.smtp_code < 500:
                raise LaterError(f"the mail server could not check the user name now ({error.smtp_code})", again=False) from error
            raise LaterError(
                f"the mail server does not accept the user name and password in {names} ({error.smtp_code}); set them again",
                again=False,
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise LaterError(
                "the mail server lets nobody log in on this port; take out `user_env` and `password_env`, or use another port",
                again=False,
            ) from error
        except smtplib.SMTPException as error:
            # Of its answers and its end the library has classes of their own.
            if isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPServerDisconnected):
                raise
            raise LaterError(
                "the mail server takes no user name and password, only ways to log in that are not known here (such as OAuth);"
                " ask your provider for an app password, or for a server that relays messages",
                again=False,
            ) from error
        except UnicodeEncodeError as error:
            raise LaterError(
                f"what is in {names} has letters that no mail server can be sent; set them again", again=False
            ) from error

    def _ask(self, answer: tuple[int, bytes], what: str, wanted: int = 250) -> None:
        """Raise what an answer means, unless it is the one that was wanted, or another of its kind."""
        code, words = answer
        if code // 100 == wanted // 100:
            return
        said = " ".join(words.decode("utf-8", "replace").split())
        if self._target.secret:
            said = said.replace(self._target.secret, "…")
        why = f"the mail server {what}: {code} {said[:_ANSWER_LETTERS]}".rstrip(" :")
        if 400 <= code < 500 or code < 0:
            raise LaterError(why, again=code != _CLOSING)
        raise RefusedError(why)

    @contextlib.contextmanager
    def _in_words(self) -> Iterator[None]:
        """Raise errors of the connection as one of the program's own."""
        try:
            yield
        except smtplib.SMTPResponseException as error:
            words = error.smtp_error
            self._ask((error.smtp_code, words if isinstance(words, bytes) else words.encode()), "does not take messages now")
            # An answer that means yes, where the library expected another.
            raise LaterError("the mail server answers something that no mail server does", again=False) from error
        except smtplib.SMTPException as error:
            # The library says of a wait that was too long that the connection ended.
            if isinstance(error.__context__, TimeoutError):
                raise LaterError("the mail server did not answer in time") from error
            raise LaterError("the mail server broke the connection off") from error
        except ssl.SSLError as error:
            raise LaterError(
                "the mail server's certificate cannot be trusted, or the connection cannot be kept private", again=False
            ) from error
        except TimeoutError as error:
            raise LaterError("the mail server did not answer in time") from error
        except OSError as error:
            raise LaterError("the mail server cannot be reached") from error

"""Sending messages over the network. With `web_site.py` and `listmonk.py` the only module that uses urllib3 and tenacity, and the only one with standardwebhooks.

A target that fails is tried again, each with its own patience and none at the cost of another, until the time is up.
"""

import contextlib
import ipaddress
import json
import queue
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import groupby
from time import monotonic
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import urlsplit

import tenacity  # noqa: TID251  # this module is its home
import urllib3  # noqa: TID251  # as above
from standardwebhooks import Webhook  # noqa: TID251  # as above

from generator.adapters import clock
from generator.errors import AboveboardError
from generator.model.address_patterns import LOOPBACK
from generator.model.notifications import Answer, Delivery, Message, NotPostedError, Request, Target, TargetKind

#: How long one request may take, in seconds.
PATIENCE = 10.0
#: The wait before the second try, in seconds; it doubles with each, up to the longest.
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0
#: How many seconds after the deadline an answer still counts: a message under way at the deadline may have arrived.
_LAST_CALL = 0.5
#: How much of an answer is read, in bytes; a page of forty posts is a tenth of it.
_LONGEST_ANSWER = 1 << 21
_SECONDS = re.compile(r"[0-9]+(\.[0-9]+)?")
# Status codes after which a retry makes sense (RFC 9110; 425 and 429 by RFC 8470 and 6585).
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})


class RefusedError(Exception):
    """The message was not delivered, and a retry would not help."""


class LaterError(Exception):
    """The message was not delivered, and a retry may help.

    Attributes:
        wait: how many seconds the target asked to wait.
        again: whether it may be tried again in this run.
        doubtful: whether it may have been delivered all the same.
    """

    def __init__(self, why: str, wait: float = 0.0, *, again: bool = True, doubtful: bool = False) -> None:
        super().__init__(why)
        self.wait = wait
        self.again = again and not doubtful
        self.doubtful = doubtful


#: Delivers a message, until a moment of the monotonic clock, and returns where it can be read, if that is known; raises what
#: happened when it does not.
Deliver: TypeAlias = Callable[[Message, float], str | None]
#: Opens what delivers messages to one target, and closes it in the end.
Deliverer: TypeAlias = Callable[[Target], AbstractContextManager[Deliver]]


def refuse_address(url: str) -> str:
    """Return why nothing is sent to an address; empty when something may be."""
    try:
        split = urlsplit(url)
        host = split.hostname or ""
        split.port  # noqa: B018  # reading it is what refuses an impossible port
    except ValueError:
        return "its address is not valid"
    if not host or split.scheme not in {"https", "http"}:
        return "its address does not begin with https://"
    if split.scheme == "http" and host not in LOOPBACK and not _is_loopback(host):
        return "its address begins with http://, which is not encrypted"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_secret(secret: str) -> str:
    """Return why nothing can be signed with a secret; empty when something can."""
    try:
        Webhook(secret)
    except Exception:  # noqa: BLE001  # the library lets through whatever its decoder raises, and the reason may not show the secret
        return "its secret is not in base64 (whsec_…)"
    return ""


def refuse_token(token: str) -> str:
    """Return why a token cannot stand in the head of a request; empty when it can."""
    return "" if token.isascii() and token.isprintable() else "its secret has a character that no token has"


def send(
    messages: Iterable[Message], seconds: float, agent: str, by: Mapping[TargetKind, Deliverer] = MappingProxyType({})
) -> Iterator[Delivery]:
    """Send messages, and yield the outcome of each as soon as it is known.

    Those to one target go in their order. When a target does not answer, what else it was to get is not tried; when it refuses one message,
    the next is.

    Args:
        messages: what to send.
        seconds: when to give up. What has not arrived by then has the outcome that it did not.
        agent: how to introduce oneself.
        by: what delivers messages to targets that are told by no webhook.
    """
    ordered = sorted(messages, key=lambda message: message.target.name)
    lines = [tuple(line) for _, line in groupby(ordered, key=lambda message: message.target.name)]
    outcomes: queue.SimpleQueue[Delivery] = queue.SimpleQueue()
    end = monotonic() + seconds
    for line in lines:
        # A daemon thread: a target that sends one byte a minute must not keep the program alive.
        threading.Thread(
            target=_send_line, args=(line, end, by.get(line[0].target.kind, partial(_by_webhook, agent)), outcomes), daemon=True
        ).start()
    waiting = {(message.target.name, message.id): message for message in ordered}
    while waiting:
        try:
            outcome = outcomes.get(timeout=max(0.0, end + _LAST_CALL - monotonic()))
        except queue.Empty:
            # What was under way then may arrive yet; what waited behind it was not begun.
            begun: set[str] = set()
            for message in waiting.values():
                name = message.target.name
                yield Delivery(message=message, why="it had not answered when time ran out", doubtful=name not in begun)
                begun.add(name)
            return
        del waiting[outcome.message.target.name, outcome.message.id]
        yield outcome


def _send_line(line: tuple[Message, ...], end: float, deliverer: Deliverer, outcomes: "queue.SimpleQueue[Delivery]") -> None:
    dead, doubtful = "", False
    with deliverer(line[0].target) as deliver:
        for message in line:
            why, address, doubtful = dead or message.unwritten, "", False
            if not why:
                try:
                    address = deliver(message, end) or ""
                except LaterError as error:
                    why = dead = str(error)
                    doubtful = error.doubtful
                except RefusedError as error:
                    why = str(error)
                except AboveboardError as error:
                    why = dead = error.message
                except Exception as error:  # noqa: BLE001  # a thread that dies says nothing; this one says what happened, without secrets
                    why = f"{type(error).__name__} on our side"
            outcomes.put(Delivery(message=message, why=why, doubtful=doubtful, address=address))


@contextlib.contextmanager
def _by_webhook(agent: str, _target: Target) -> Iterator[Deliver]:
    # No pool outlives the line, and nothing follows a redirect: a signed message goes where it was addressed to.
    with urllib3.PoolManager(retries=False) as pool:
        kept: dict[str, str] = {}
        yield partial(_send, pool, agent, kept)


def _send(pool: urllib3.PoolManager, agent: str, kept: dict[str, str], message: Message, end: float) -> str:
    address = ""
    for attempt in trying(end):
        with attempt:
            address = _try(pool, message, end, agent, kept)
    return address


def trying(end: float, tries: int = 1000) -> tenacity.Retrying:
    """Return what tries something again as long as a retry may help, with growing waits in between.

    Args:
        end: when to give up, by the monotonic clock.
        tries: how often to try at most.
    """
    return tenacity.Retrying(
        stop=tenacity.stop_before_delay(max(0.0, end - monotonic())) | tenacity.stop_after_attempt(tries),
        wait=wait,
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, LaterError) and error.again),
        reraise=True,
    )


_growing = tenacity.wait_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT) + tenacity.wait_random(0, _FIRST_WAIT)


def wait(state: tenacity.RetryCallState) -> float:
    """Return how long to wait before the next try, in seconds: at least what the target asked for. If that is too long for this run, it is not tried again."""
    error = state.outcome.exception() if state.outcome else None
    return max(_growing(state), error.wait if isinstance(error, LaterError) else 0.0)


def _try(pool: urllib3.PoolManager, message: Message, end: float, agent: str, kept: dict[str, str]) -> str:
    """Send a message once, or have one conversation about it from its beginning; return where it can be read, if that is known."""
    if message.conversation is None:
        headers = {"Content-Type": message.content_type, **message.headers, **_signed(message)}
        whole = Request(method="POST", url=message.url or message.target.url, headers=headers, body=message.body)
        # What it says beyond the status is not read: it may be endless.
        _ask(pool, whole, end, agent, reads=False)
        return ""
    speaking = message.conversation(kept)
    try:
        request = next(speaking)
        while True:
            request = speaking.send(_ask(pool, request, end, agent))
    except StopIteration as ended:
        return str(ended.value)
    except NotPostedError as error:
        raise RefusedError(str(error)) from error
    except LaterError:
        # What was kept may be what failed: a session that is over.
        kept.clear()
        raise


def _ask(pool: urllib3.PoolManager, request: Request, end: float, agent: str, *, reads: bool = True) -> Answer:
    patience = min(PATIENCE, end - monotonic())
    if patience <= 0:
        raise LaterError("time ran out")
    with in_words():
        answer = pool.request(
            request.method,
            request.url,
            body=request.body or None,
            headers={"User-Agent": agent, **request.headers},
            timeout=urllib3.Timeout(total=patience),
            redirect=False,
            preload_content=False,
        )
        status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        data = answer.read(_LONGEST_ANSWER) if reads else b""
        answer.close()
    if status in AGAIN:
        raise LaterError(f"it answered {status}", seconds_in(retry_after))
    if 300 <= status < 400:
        raise RefusedError(f"it answered {status}, a redirect; give the address that it moved to")
    if not 200 <= status < 300 and status not in request.handles:
        raise RefusedError(f"it answered {status}{_MEANING.get(status, '')}")
    return Answer(status, _json_in(data))


#: What a refusal says of its cause, for people.
_MEANING: Mapping[int, str] = {
    401: ": it does not accept the secret, which may be wrong or expired",
    403: ": the secret does not allow this",
    404: ": there is nothing at that address, which may have been deleted",
    413: ": the message is too long for it",
}


def _json_in(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def seconds_in(retry_after: str) -> float:
    """Return how many seconds a header `Retry-After` asks to wait, also where it is a date (RFC 9110, section 10.2.3); 0 where it is neither."""
    said = retry_after.strip()
    if _SECONDS.fullmatch(said):
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError):
        return 0.0
    return max(0.0, (until - clock.now()).total_seconds()) if until.tzinfo else 0.0


@contextlib.contextmanager
def in_words() -> Iterator[None]:
    """Raise errors of the connection as one of the program's own."""
    try:
        yield
    except urllib3.exceptions.NewConnectionError as error:
        # To the library a refused connection is a kind of one that took too long.
        raise LaterError("it cannot be reached") from error
    except urllib3.exceptions.TimeoutError as error:
        raise LaterError("it did not answer in time") from error
    except urllib3.exceptions.SSLError as error:
        raise LaterError("its certificate cannot be trusted, or the connection cannot be kept private") from error
    except urllib3.exceptions.LocationValueError as error:
        raise RefusedError("its address is not valid") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise LaterError("it cannot be reached") from error


def _signed(message: Message) -> dict[str, str]:
    """Return the headers of the Standard Webhooks specification; without a signature only the id, by which duplicates are recognised."""
    if not message.target.is_signed:
        return {"webhook-id": message.id}
    sent = clock.now()
    signature = Webhook(message.target.secret).sign(message.id, sent, message.body.decode("utf-8"))
    return {"webhook-id": message.id, "webhook-timestamp": str(int(sent.timestamp())), "webhook-signature": signature}

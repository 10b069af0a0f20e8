"""The network: messages out. The only home of urllib3, of tenacity's retries and of the signatures on webhooks.

A target that fails is tried again, each with its own patience and none at the cost of another, until the time is up.
"""

import ipaddress
import queue
import threading
from collections.abc import Iterable, Iterator
from itertools import groupby
from time import monotonic
from urllib.parse import urlsplit

import tenacity  # noqa: TID251  # this module is its home
import urllib3  # noqa: TID251  # as above
from standardwebhooks import Webhook  # noqa: TID251  # as above

from generator.adapters.clock import now
from generator.model.telling import LOOPBACK, Message, Outcome

#: How long one request may take, in seconds.
_PATIENCE = 10.0
#: The wait before the second try, in seconds; it doubles with each, up to the longest.
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0
#: How much later than the time that was given an answer still counts, in seconds: what is under way at the end may have arrived.
_LAST_CALL = 0.5
# Answers after which it is worth asking again (RFC 9110; 425 and 429 by RFC 8470 and 6585).
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})


class _RefusedError(Exception):
    """It did not arrive, and would not if it were sent again at once."""


class _LaterError(Exception):
    """It did not arrive, and may if it is sent again. `wait`: how many seconds the target asked for."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


def refuse_address(url: str) -> str:
    """Why nothing is sent to an address; empty when something may be."""
    try:
        split = urlsplit(url)
        host = split.hostname or ""
        split.port  # noqa: B018  # reading it is what refuses an impossible port
    except ValueError:
        return "its address is none"
    if not host or split.scheme not in {"https", "http"}:
        return "its address does not begin with https://"
    if split.scheme == "http" and host not in LOOPBACK and not _is_loopback(host):
        return "its address begins with http://, at which others can listen in"
    return ""


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_secret(secret: str) -> str:
    """Why nothing can be signed with a secret; empty when something can."""
    try:
        Webhook(secret)
    except Exception:  # noqa: BLE001  # the library lets through whatever its decoder raises, and the reason may not show the secret
        return "its secret is not in base64 (whsec_…)"
    return ""


def send(messages: Iterable[Message], seconds: float, agent: str) -> Iterator[Outcome]:
    """Send messages, and say of each what came of it, as soon as that is known.

    Those to one target go in their order. When a target does not answer, what else it was to get is not tried; when it refuses one message,
    the next is.

    Args:
        messages: what to send.
        seconds: when to give up. What has not arrived by then has the outcome that it did not.
        agent: how to introduce oneself.
    """
    ordered = sorted(messages, key=lambda message: message.target.name)
    lines = [tuple(line) for _, line in groupby(ordered, key=lambda message: message.target.name)]
    outcomes: queue.SimpleQueue[Outcome] = queue.SimpleQueue()
    end = monotonic() + seconds
    for line in lines:
        # A daemon: a target that says one letter a minute must not keep the program alive.
        threading.Thread(target=_send_line, args=(line, end, agent, outcomes), daemon=True).start()
    waiting = {(message.target.name, message.id): message for message in ordered}
    while waiting:
        try:
            outcome = outcomes.get(timeout=max(0.0, end + _LAST_CALL - monotonic()))
        except queue.Empty:
            yield from (Outcome(message=message, why="it had not answered when the time was up") for message in waiting.values())
            return
        del waiting[outcome.message.target.name, outcome.message.id]
        yield outcome


def _send_line(line: tuple[Message, ...], end: float, agent: str, outcomes: "queue.SimpleQueue[Outcome]") -> None:
    dead = ""
    # No pool outlives the line, and nothing follows a redirect: a signed message goes where it was addressed to.
    with urllib3.PoolManager(retries=False) as pool:
        for message in line:
            why = dead
            if not dead:
                try:
                    _send(pool, message, end, agent)
                except _LaterError as error:
                    why = dead = str(error)
                except _RefusedError as error:
                    why = str(error)
                except Exception as error:  # noqa: BLE001  # a thread that dies says nothing; this one says what happened, without secrets
                    why = f"{type(error).__name__} on our side"
            outcomes.put(Outcome(message=message, why=why))


def _send(pool: urllib3.PoolManager, message: Message, end: float, agent: str) -> None:
    trying = tenacity.Retrying(
        stop=tenacity.stop_before_delay(max(0.0, end - monotonic())),
        wait=_wait,
        retry=tenacity.retry_if_exception_type(_LaterError),
        reraise=True,
    )
    for attempt in trying:
        with attempt:
            _try(pool, message, end, agent)


_growing = tenacity.wait_exponential(multiplier=_FIRST_WAIT, max=_LONGEST_WAIT) + tenacity.wait_random(0, _FIRST_WAIT)


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return max(_growing(state), error.wait if isinstance(error, _LaterError) else 0.0)


def _try(pool: urllib3.PoolManager, message: Message, end: float, agent: str) -> None:
    patience = min(_PATIENCE, end - monotonic())
    if patience <= 0:
        raise _LaterError("the time was up")
    try:
        answer = pool.request(
            "POST",
            message.target.url,
            body=message.body,
            headers={"Content-Type": message.content_type, "User-Agent": agent, **_signed(message)},
            timeout=urllib3.Timeout(total=patience),
            redirect=False,
            preload_content=False,
        )
        # What it says beyond the status is not read: it may be endless.
        status, asked = answer.status, answer.headers.get("Retry-After", "")
        answer.close()
    except urllib3.exceptions.NewConnectionError as error:
        # To the library a refused connection is a kind of one that took too long.
        raise _LaterError("it cannot be reached") from error
    except urllib3.exceptions.TimeoutError as error:
        raise _LaterError("it did not answer in time") from error
    except urllib3.exceptions.SSLError as error:
        raise _LaterError("its certificate cannot be trusted, or the connection cannot be kept private") from error
    except urllib3.exceptions.LocationValueError as error:
        raise _RefusedError("its address is none") from error
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise _LaterError("it cannot be reached") from error
    if status in _AGAIN:
        raise _LaterError(f"it answered {status}", float(asked) if asked.isascii() and asked.isdigit() else 0.0)
    if 300 <= status < 400:
        raise _RefusedError(f"it answered {status} and sent us elsewhere; give the address that it moved to")
    if not 200 <= status < 300:
        raise _RefusedError(f"it answered {status}")


def _signed(message: Message) -> dict[str, str]:
    """The headers of the Standard Webhooks specification; without a signature the id alone, by which doubles are told."""
    if not message.target.secret:
        return {"webhook-id": message.id}
    sent = now()
    signature = Webhook(message.target.secret).sign(message.id, sent, message.body.decode("utf-8"))
    return {"webhook-id": message.id, "webhook-timestamp": str(int(sent.timestamp())), "webhook-signature": signature}

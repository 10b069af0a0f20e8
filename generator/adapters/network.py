"""The network: sending messages and reading a published site. The only module that uses urllib3, tenacity and standardwebhooks.

A target that fails is tried again, each with its own patience and none at the cost of another, until the time is up.
"""

import contextlib
import ipaddress
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import groupby
from time import monotonic
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import tenacity  # noqa: TID251  # this module is its home
import urllib3  # noqa: TID251  # as above
from standardwebhooks import Webhook  # noqa: TID251  # as above

from generator.adapters import clock
from generator.model.fetch_result import FetchResult
from generator.model.notifications import LOOPBACK, Message, Outcome

#: How long one request may take, in seconds.
_PATIENCE = 10.0
#: The wait before the second try, in seconds; it doubles with each, up to the longest.
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 15.0
#: How many seconds after the deadline an answer still counts: a message under way at the deadline may have arrived.
_LAST_CALL = 0.5
# Status codes after which a retry makes sense (RFC 9110; 425 and 429 by RFC 8470 and 6585).
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509, 520, 521, 522, 523, 524})


class _RefusedError(Exception):
    """The message was not delivered, and a retry would not help."""


class _LaterError(Exception):
    """The message was not delivered, and a retry may help. `wait`: how many seconds the target asked to wait."""

    def __init__(self, why: str, wait: float = 0.0) -> None:
        super().__init__(why)
        self.wait = wait


def refuse_address(url: str) -> str:
    """Return why nothing is sent to an address; empty when something may be."""
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
    """Return why nothing can be signed with a secret; empty when something can."""
    try:
        Webhook(secret)
    except Exception:  # noqa: BLE001  # the library lets through whatever its decoder raises, and the reason may not show the secret
        return "its secret is not in base64 (whsec_…)"
    return ""


def send(messages: Iterable[Message], seconds: float, agent: str) -> Iterator[Outcome]:
    """Send messages, and yield the outcome of each as soon as it is known.

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
        # A daemon thread: a target that sends one byte a minute must not keep the program alive.
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
    with _in_words():
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
        status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        answer.close()
    if status in _AGAIN:
        raise _LaterError(f"it answered {status}", float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0)
    if 300 <= status < 400:
        raise _RefusedError(f"it answered {status} and sent us elsewhere; give the address that it moved to")
    if not 200 <= status < 300:
        raise _RefusedError(f"it answered {status}")


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """Raise errors of the connection as one of the program's own."""
    try:
        yield
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


def _signed(message: Message) -> dict[str, str]:
    """Return the headers of the Standard Webhooks specification; without a signature only the id, by which duplicates are recognised."""
    if not message.target.secret:
        return {"webhook-id": message.id}
    sent = clock.now()
    signature = Webhook(message.target.secret).sign(message.id, sent, message.body.decode("utf-8"))
    return {"webhook-id": message.id, "webhook-timestamp": str(int(sent.timestamp())), "webhook-signature": signature}


#: How many files are asked for at a time, how often each is, and how often one may lead elsewhere on its host.
_AT_ONCE: Final = 8
_TRIES: Final = 4
_MOST_MOVES: Final = 5
#: How long one file may take to come, in seconds.
_LONGEST_BODY: Final = 120.0


class Host:
    """A served site that is being read.

    Args:
        address: the site's address.
        agent: how to introduce oneself.
    """

    def __init__(self, address: str, agent: str) -> None:
        self.address = address if address.endswith("/") else f"{address}/"
        self._agent = agent
        self._pool = urllib3.PoolManager(retries=False, maxsize=_AT_ONCE)

    def address_of(self, path: str) -> str:
        """Return where readers find a file of the site: a page at the address of its folder."""
        shown = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        return urljoin(self.address, quote(shown))

    def get(self, path: str, limit: int) -> FetchResult:
        """Return a file, decompressed; at most one byte more than `limit`."""
        trying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_TRIES),
            wait=_wait,
            retry=tenacity.retry_if_exception_type(_LaterError),
            reraise=True,
        )
        try:
            return trying(self._get, self.address_of(path), limit)
        except _LaterError as error:
            return FetchResult(None, str(error), away=True)
        except _RefusedError as error:
            return FetchResult(None, str(error))

    def many(self, wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[str, FetchResult]]:
        """Yield many files, fetched several at a time, in the order requested; only those being fetched are in memory."""
        under_way: deque[tuple[str, Future[FetchResult]]] = deque()
        with ThreadPoolExecutor(_AT_ONCE) as workers:
            try:
                for path, limit in wanted:
                    under_way.append((path, workers.submit(self.get, path, limit)))
                    if len(under_way) > 2 * _AT_ONCE:
                        done, served = under_way.popleft()
                        yield done, served.result()
                while under_way:
                    done, served = under_way.popleft()
                    yield done, served.result()
            finally:
                # Whoever has seen enough need not wait for what nobody began.
                workers.shutdown(wait=False, cancel_futures=True)

    def _get(self, url: str, limit: int) -> FetchResult:
        for _ in range(_MOST_MOVES):
            with _in_words():
                answer = self._pool.request(
                    "GET",
                    url,
                    headers={"User-Agent": self._agent, "Accept-Encoding": "gzip", "Cache-Control": "no-cache"},
                    timeout=urllib3.Timeout(total=_PATIENCE),
                    redirect=False,
                    preload_content=False,
                )
                try:
                    if answer.status == 200:
                        return FetchResult(_body(answer, limit))
                    status, moved, retry_after = (
                        answer.status,
                        answer.headers.get("Location", ""),
                        answer.headers.get("Retry-After", ""),
                    )
                finally:
                    answer.close()
            if status in _AGAIN:
                raise _LaterError(
                    f"the host answered {status}", float(retry_after) if retry_after.isascii() and retry_after.isdigit() else 0.0
                )
            if status not in {301, 302, 303, 307, 308} or not moved:
                raise _RefusedError("is missing" if status in {404, 410} else f"cannot be read: the host answered {status}")
            before, url = urlsplit(url), urljoin(url, moved)
            after = urlsplit(url)
            same = (before.hostname, before.port, before.scheme) == (after.hostname, after.port, after.scheme)
            safer = before.hostname == after.hostname and (before.scheme, after.scheme) == ("http", "https")
            if not (same or safer):
                raise _RefusedError(f"leads to another host, {quote(after.hostname or '', safe=':')}")
        raise _RefusedError("leads round in circles")


def _body(answer: urllib3.BaseHTTPResponse, limit: int) -> bytes:
    """Return the response's body, decompressed, at most `limit` + 1 bytes: it may be endless or slow."""
    data = bytearray()
    end = monotonic() + _LONGEST_BODY
    for part in answer.stream(1 << 16, decode_content=True):
        data += part
        if len(data) > limit:
            break
        if monotonic() > end:
            raise _LaterError("it did not answer in time")
    return bytes(data[: limit + 1])

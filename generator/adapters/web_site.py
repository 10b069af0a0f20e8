"""Reading a published site from its host, which may be someone's who means harm.

One span of time holds for everything. Files are read in small pieces by threads that nobody waits for once it is up; of what a host says about
an answer little is read; and no file is in memory whole that is only compared.
"""

import http.client
import io
import queue
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from hashlib import sha256
from time import monotonic
from typing import Any, Final, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import tenacity  # noqa: TID251  # this module and network.py are its home
import urllib3  # noqa: TID251  # as above
from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: TID251  # as above

from generator.adapters.network import AGAIN, PATIENCE, LaterError, RefusedError, in_words, seconds_in, wait
from generator.model.fetch_result import FetchResult, HashResult, TimeUpError

#: How many files are asked for at a time, how often each is, and how often one may lead elsewhere on its host.
_AT_ONCE: Final = 8
_TRIES: Final = 4
_MOST_MOVES: Final = 5
#: How many bytes of a body are read at a time; the most of an answer's headers, and of any line that is not of a body.
_PIECE: Final = 1 << 16
_HEADERS: Final = 1 << 15
_LINE: Final = 1 << 13
#: The longest host name that is shown.
_SHOWN_HOST: Final = 100
#: How a body may be packed: only what was asked for is unpacked.
_PACKED: Final = frozenset({"", "identity", "gzip", "x-gzip"})

_Result = TypeVar("_Result")
_Sink = Callable[[bytes], object]


class WebSite:
    """A served site that is being read.

    Args:
        address: the site's address.
        agent: how to introduce oneself.
        seconds: how long everything may take. Each reading after that raises `TimeUpError`.
    """

    def __init__(self, address: str, agent: str, seconds: float) -> None:
        self.address = address if address.endswith("/") else f"{address}/"
        self._agent = agent
        self._end = monotonic() + seconds
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._workers = 0
        # One context for all: each would hold every authority's certificate.
        context = urllib3.util.create_urllib3_context() if self.address.lower().startswith("https:") else None
        if context is not None:
            context.load_default_certs()
        self._pool = urllib3.PoolManager(retries=False, maxsize=_AT_ONCE, ssl_context=context)
        self._pool.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}

    def address_of(self, path: str) -> str:
        """Return where readers find a file of the site: a page at the address of its folder."""
        shown = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        return urljoin(self.address, quote(shown, errors="surrogatepass"))

    def get(self, path: str, limit: int) -> FetchResult:
        """Return a file, decompressed; at most one byte more than `limit`.

        Raises:
            TimeUpError: the time is up.
        """
        return self._result(self._begin(lambda: self._fetch(path, limit)))

    def hashes(self, wanted: Iterable[tuple[str, int]]) -> Iterator[tuple[str, HashResult]]:
        """Yield the digests of many files, read several at a time, in the order requested; of each at most one byte more than its limit.

        Raises:
            TimeUpError: the time is up.
        """
        under_way: deque[tuple[str, Future[HashResult]]] = deque()
        for path, limit in wanted:
            under_way.append((path, self._begin(lambda path=path, limit=limit: self._hash(path, limit))))  # type: ignore[misc]
            if len(under_way) > 2 * _AT_ONCE:
                done, read = under_way.popleft()
                yield done, self._result(read)
        while under_way:
            done, read = under_way.popleft()
            yield done, self._result(read)

    def close(self) -> None:
        """Let go of the host: what is under way ends as soon as it can, and nobody waits for it."""
        self._end = 0.0
        for _ in range(self._workers):
            self._jobs.put(None)
        self._pool.clear()

    def _begin(self, read: Callable[[], _Result]) -> Future[_Result]:
        future: Future[_Result] = Future()

        def job() -> None:
            try:
                future.set_result(read())
            except BaseException as error:  # noqa: BLE001  # a thread that dies says nothing; whoever waits is told
                future.set_exception(error)

        if self._workers < _AT_ONCE:
            self._workers += 1
            # A daemon thread: a host that sends one byte a minute must not keep the program alive.
            threading.Thread(target=self._work, daemon=True).start()
        self._jobs.put(job)
        return future

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    def _result(self, future: Future[_Result]) -> _Result:
        try:
            return future.result(timeout=max(0.0, self._end - monotonic()))
        except TimeoutError:
            raise TimeUpError from None

    def _left(self) -> float:
        left = self._end - monotonic()
        if left <= 0:
            raise TimeUpError
        return left

    def _fetch(self, path: str, limit: int) -> FetchResult:
        # Its buffer becomes the result without a copy.
        body = io.BytesIO()

        def sink(piece: bytes) -> None:
            body.write(piece)

        def again() -> _Sink:
            body.seek(0)
            body.truncate()
            return sink

        why, away = self._try(path, limit, again)
        return FetchResult(None, why, away) if why else FetchResult(body.getvalue())

    def _hash(self, path: str, limit: int) -> HashResult:
        digest, size = sha256(), 0

        def sink(piece: bytes) -> None:
            nonlocal size
            size += len(piece)
            digest.update(piece)

        def again() -> _Sink:
            nonlocal digest, size
            digest, size = sha256(), 0
            return sink

        why, away = self._try(path, limit, again)
        return HashResult(why=why, away=away) if why else HashResult(digest.hexdigest(), size)

    def _try(self, path: str, limit: int, again: Callable[[], _Sink]) -> tuple[str, bool]:
        """Read a file into a new sink with each try; return why that failed, and whether nothing is known about the file."""
        trying = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_TRIES) | tenacity.stop_before_delay(self._left()),
            wait=wait,
            retry=tenacity.retry_if_exception_type(LaterError),
            reraise=True,
        )
        try:
            trying(lambda: self._read(self.address_of(path), limit, again()))
        except LaterError as error:
            return str(error), True
        except RefusedError as error:
            return str(error), False
        except TimeUpError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever a host makes a library raise is an answer that could not be read
            return f"its answer cannot be read ({type(error).__name__})", True
        return "", False

    def _read(self, url: str, limit: int, sink: _Sink) -> None:
        for _ in range(_MOST_MOVES):
            with in_words():
                answer = self._ask(url)
                try:
                    if answer.status == 200:
                        self._body(answer, limit, sink)
                        return
                    status, moved, retry_after = (
                        answer.status,
                        answer.headers.get("Location", ""),
                        answer.headers.get("Retry-After", ""),
                    )
                finally:
                    answer.close()
            if status in AGAIN:
                raise LaterError(f"the host answered {status}", seconds_in(retry_after))
            if status not in {301, 302, 303, 307, 308} or not moved:
                raise RefusedError("is missing" if status in {404, 410} else f"cannot be read: the host answered {status}")
            url = _moved(url, moved)
        raise RefusedError("redirects in circles")

    def _ask(self, url: str) -> urllib3.BaseHTTPResponse:
        try:
            return self._pool.request(
                "GET",
                url,
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip", "Cache-Control": "no-cache"},
                timeout=urllib3.Timeout(total=min(PATIENCE, self._left())),
                redirect=False,
                preload_content=False,
            )
        except urllib3.exceptions.ProtocolError as error:
            raise LaterError("its answer is incomplete or not valid") from error

    def _body(self, answer: urllib3.BaseHTTPResponse, limit: int, sink: _Sink) -> None:
        """Read the body, decompressed, at most `limit` + 1 bytes of it: it may be endless or slow."""
        packed = answer.headers.get("Content-Encoding", "").strip().lower()
        if packed not in _PACKED:
            raise RefusedError("is compressed in a way that was not requested")
        read = 0
        try:
            for part in answer.stream(_PIECE, decode_content=True):
                self._left()
                sink(part[: limit + 1 - read])
                read += len(part)
                if read > limit:
                    return
        except urllib3.exceptions.DecodeError as error:
            raise RefusedError("cannot be decompressed") from error
        except urllib3.exceptions.ProtocolError as error:
            raise LaterError("its answer is incomplete or not valid") from error


def _moved(before: str, location: str) -> str:
    """Return where an answer leads, which has to be on the same host.

    Raises:
        RefusedError: it is not.
    """
    try:
        url = urljoin(before, location)
        old, new = urlsplit(before), urlsplit(url)
        same = (old.hostname, old.port, old.scheme) == (new.hostname, new.port, new.scheme)
        safer = old.hostname == new.hostname and (old.scheme, new.scheme) == ("http", "https")
    except ValueError:
        raise RefusedError("redirects to an address that is not valid") from None
    if not (same or safer):
        host = new.hostname or ""
        if not host or new.scheme not in {"http", "https"}:
            raise RefusedError("redirects to an address that is not on the web")
        raise RefusedError(f"redirects to another host, {quote(host[:_SHOWN_HOST], safe=':')}")
    return url


# Lines outside bodies (headers, sizes of pieces) are read by the libraries until they end. These end them.


class _Lines(io.BufferedReader):
    """An answer as it comes, with no long lines. `left`: how many bytes the headers may still have; None after them."""

    left: int | None = _HEADERS

    def readline(self, size: int | None = -1, /) -> bytes:
        most = _LINE if self.left is None else min(_LINE, self.left)
        line = super().readline(most if size is None or size < 0 else min(size, most))
        if self.left is not None:
            self.left -= len(line)
        if len(line) >= most and not line.endswith(b"\n"):
            raise http.client.LineTooLong("header")
        return line


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self._lines = _Lines(sock.makefile("rb", buffering=0))
        self.fp = self._lines

    def begin(self) -> None:
        super().begin()
        self._lines.left = None


class _HTTPConnection(HTTPConnection):
    response_class = _Response


class _HTTPSConnection(HTTPSConnection):
    response_class = _Response


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _HTTPConnection


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _HTTPSConnection

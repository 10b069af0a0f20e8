"""Whoever checks a site on a host that means harm gets an answer: in time, in little memory, and in words that do nothing to the terminal."""

import contextlib
import gzip
import hashlib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.fixture_types import Hosting

#: In seconds: little, where a host is to be waited for until it is used up, and more than any check takes that waits for nobody, however busy the machine is.
BUDGET, AMPLE = 2, 60
#: In kilobytes. The interpreter and the program itself are in it.
MEMORY = 64 << 10
#: How many hosts are tried at once: a check of most of them waits for its budget to be over.
AT_ONCE = 8
#: The program, loaded once and then forked for each line of arguments, since loading it takes longer than most of what is tried here. Each of its
#: processes writes what it prints into a file and waits for its threads, as Python does at its end; then it adds how long all took, without the time in
#: which it could have gone on but other programs had the processors, and the most memory it had. Several may run; the file of each that has ended is
#: named on a line, however it ended.
PROGRAM = """
import json, os, signal, sys, threading, time
import generator.adapters.network, generator.cli.verify
from generator.cli.main import run

def in_line():
    "The seconds that the main thread has waited for a processor: the second number of schedstat, in nanoseconds, where the kernel counts them."
    try:
        with open("/proc/self/schedstat") as counted:
            return int(counted.read().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    arguments, said = json.loads(line)
    if os.fork():
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    if process := os.fork():
        os.waitpid(process, 0)
        os.write(1, (said + chr(10)).encode())
        os._exit(0)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(os.open(said, os.O_WRONLY), 1)
    os.dup2(1, 2)
    begun = time.monotonic() - in_line()
    code = run(arguments)
    for thread in threading.enumerate():
        if not thread.daemon and thread is not threading.current_thread():
            thread.join()
    sys.stdout.flush()
    peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(f"\\nMEASURED {code} {time.monotonic() - in_line() - begun:.1f} {peak}", file=sys.stderr, flush=True)
    os._exit(0)
"""

Answer = Callable[[socket.socket, str], None]

EMPTY = hashlib.sha256(b"").hexdigest()


def _listing(files: str, incidents: str = "{}") -> bytes:
    return f'{{"schema": 1, "site": "https://x.example/", "newest": "", "incidents": {incidents}, "files": {{{files}}}}}'.encode()


def _entry(path: str, size: int = 0) -> str:
    return f'{json.dumps(path)}: {{"sha256": "{EMPTY}", "size": {size}}}'


def _send(connection: socket.socket, body: bytes, *headers: str, status: str = "200 OK") -> None:
    length = (
        ()
        if any(header.lower().startswith(("content-length", "transfer")) for header in headers)
        else (f"Content-Length: {len(body)}",)
    )
    head = "\r\n".join([f"HTTP/1.1 {status}", *headers, *length, "Connection: close", "", ""])
    connection.sendall(head.encode("latin-1") + body)


def _forever(connection: socket.socket, piece: bytes, pause: float = 0.0) -> None:
    while True:
        connection.sendall(piece)
        time.sleep(pause)


@contextlib.contextmanager
def _host(answer: Answer) -> Iterator[str]:
    server = socket.create_server(("127.0.0.1", 0), backlog=64)

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            # Several requests on a connection, as long as it is kept.
            while True:
                asked = b""
                while b"\r\n\r\n" not in asked:
                    piece = connection.recv(4096)
                    if not piece:
                        return
                    asked += piece
                answer(connection, asked.split(b" ", 2)[1].decode("latin-1"))
                if b"keep" not in asked:
                    return

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = server.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        server.close()


class _Loaded:
    """The program, ready to be forked, and what its processes have ended."""

    def __init__(self) -> None:
        surroundings = {**os.environ, "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=surroundings, encoding="utf-8"
        )
        self._ended: dict[str, threading.Event] = {}
        self._asking = threading.Lock()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self._ended[line.rstrip("\n")].set()

    def run(self, arguments: list[str], said: str) -> None:
        """Run the program with arguments, and return when it has ended; what it prints goes into a file."""
        assert self.process.stdin
        with self._asking:
            ended = self._ended[said] = threading.Event()
            self.process.stdin.write(json.dumps([arguments, said]) + "\n")
            self.process.stdin.flush()
        assert ended.wait(120), "it did not end"

    def end(self) -> None:
        """End what is ready to be forked; what it has forked ends by itself."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.wait(60)
        self._reading.join(60)
        self.process.stdout.close()


_loaded = cache(_Loaded)


@pytest.fixture(scope="module", autouse=True)
def _ended() -> Iterator[None]:
    """End it once nothing is left to be asked of it."""
    yield
    if _loaded.cache_info().currsize:
        _loaded().end()
        _loaded.cache_clear()


def _measured(*arguments: str | Path, budget: int = BUDGET) -> tuple[int, float, int, str]:
    """Run `verify`; return its exit code, seconds, peak of memory in kilobytes, and all that it printed."""
    with tempfile.NamedTemporaryFile() as said:
        _loaded().run(["verify", *map(str, arguments), "--budget", str(budget)], said.name)
        printed = said.read().decode("utf-8", "replace")
    found = re.search(r"\nMEASURED (\d+) ([\d.]+) (\d+)", printed)
    assert found, printed[-2000:]
    return int(found[1]), float(found[2]), int(found[3]), printed[: found.start()]


def _holds(answer: Answer, *arguments: str, budget: int = BUDGET) -> tuple[int, str]:
    """Hold the program to its promises against one host; return the exit code and what it said."""
    # A busy machine can only make it slower: the fastest of three counts.
    for _ in range(3):
        with _host(answer) as address:
            code, seconds, memory, printed = _measured(address, *arguments, budget=budget)
        if seconds < budget + 15:
            break
    assert code in {1, 4}, printed
    assert seconds < budget + 15, printed
    assert memory <= MEMORY, f"{memory >> 10} MB\n{printed[-500:]}"
    assert "Traceback" not in printed
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", printed)
    assert printed.strip()
    return code, printed


def _all_hold(hosts: Mapping[str, Answer], *arguments: str) -> None:
    """Hold the program to its promises against many hosts, several at once; each against which it does not hold them is named with what is wrong."""
    # It is loaded once, and not once for each of the threads that ask for it first.
    _loaded()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        held = {name: pool.submit(_holds, answer, *arguments) for name, answer in hosts.items()}
    failed = {name: error for name, one in held.items() if (error := one.exception())}
    assert not failed, "\n\n".join(f"{name}: {error}" for name, error in failed.items())


def _only_list(body: bytes, *headers: str) -> Answer:
    """A host that has this list, and whose other files are missing."""

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/integrity.json":
            _send(connection, body, *headers)
        else:
            _send(connection, b"", status="404 Not Found")

    return answer


def _files_as(body: Callable[[socket.socket], None], size: int = 10, count: int = 40) -> Answer:
    """A host whose list is well made, and whose files are sent by a function."""
    said = _listing(", ".join(_entry(f"page-{number}.html", size) for number in range(count)))

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/integrity.json":
            _send(connection, said)
        elif path.startswith("/page-"):
            body(connection)
        else:
            _send(connection, b"", status="404 Not Found")

    return answer


def _pack(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = gzip.compress(data, 9)
    return data


@cache
def _bomb() -> bytes:
    """200 MB of one letter, in 200 KB."""
    return gzip.compress(b"[" * (200 << 20), 6)


def _raw(head: str, then: bytes = b"", pause: float = 0.0) -> Callable[[socket.socket], None]:
    def body(connection: socket.socket) -> None:
        connection.sendall(head.encode("latin-1"))
        if then:
            _forever(connection, then, pause)

    return body


OK = "HTTP/1.1 200 OK\r\n"
#: How a host can send one file, each for ever or in a form that makes readers hold more than they were sent.
BODIES: dict[str, Callable[[socket.socket], None]] = {
    "nothing": lambda _: time.sleep(60),
    "slow drip": _raw(f"{OK}Content-Length: 10\r\n\r\n", b"x", 0.5),
    "slow drip of headers": _raw(OK, b"x", 0.5),
    "slow lines of headers": _raw(OK, b"a: b\r\n", 0.3),
    "endless body": _raw(f"{OK}\r\n", b"x" * 65536),
    "endless keep-alive": _raw(f"{OK}Connection: keep-alive\r\n\r\n", b" ", 0.5),
    "endless pieces": _raw(f"{OK}Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "endless length of a piece": _raw(f"{OK}Transfer-Encoding: chunked\r\n\r\n", b"0" * 65536),
    "endless note on a piece": _raw(f"{OK}Transfer-Encoding: chunked\r\n\r\n1;", b"a" * 65536),
    "endless trailer": _raw(f"{OK}Transfer-Encoding: chunked\r\n\r\n0\r\nA: ", b"a" * 65536),
    "endless trailers": _raw(f"{OK}Transfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 1000),
    "one endless header": _raw(f"{OK}A: ", b"a" * 65536),
    "endless headers": _raw(OK, b"".join(b"a%d: b\r\n" % number for number in range(1000))),
    "hundred big headers": lambda connection: connection.sendall(
        (OK + "".join(f"a{number}: {'b' * 60000}\r\n" for number in range(99)) + "\r\n").encode()
    ),
    "endless status": _raw("HTTP/1.1 200 ", b"O" * 65536),
    "endless continue": _raw("", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "no answer in HTTP": _raw("SSH-2.0-OpenSSH_9.9\r\n", b"x" * 1000),
    "gzip bomb": lambda connection: _send(connection, _bomb(), "Content-Encoding: gzip"),
    "gzip bomb in a bomb": lambda connection: _send(connection, _pack(_bomb()), "Content-Encoding: gzip, gzip"),
    "bad gzip": lambda connection: _send(connection, b"\x1f\x8b\x08\x00nonsense", "Content-Encoding: gzip"),
    "endless empty gzip": _raw(f"{OK}Content-Encoding: gzip\r\n\r\n", _pack(b"") * 1000),
    "deflate that nobody asked for": lambda connection: _send(connection, b"x", "Content-Encoding: deflate"),
    "too long for its length": lambda connection: _send(connection, b"x" * 100, "Content-Length: 5"),
    "too short for its length": lambda connection: _send(connection, b"x" * 5, "Content-Length: 100"),
    "negative length": lambda connection: _send(connection, b"x" * 5, "Content-Length: -7"),
    "length of letters": lambda connection: _send(connection, b"x" * 5, "Content-Length: many"),
    "two lengths": lambda connection: _send(connection, b"x" * 5, "Content-Length: 5, 10"),
    "huge length": lambda connection: _send(connection, b"x" * 5, f"Content-Length: {'9' * 30}"),
    "later, for ever": lambda connection: _send(connection, b"", "Retry-After: 99999999", status="503 Service Unavailable"),
    "later, in a year without end": lambda connection: _send(
        connection, b"", f"Retry-After: {'9' * 400}", status="429 Too Many Requests"
    ),
}


def _redirect(location: str) -> Callable[[socket.socket], None]:
    return lambda connection: _send(connection, b"", f"Location: {location}", status="302 Found")


BODIES |= {
    f"redirect to {location[:30]!r}": _redirect(location)
    for location in (
        "/integrity.json",
        "file:///etc/passwd",
        "//127.0.0.2/",
        "http://169.254.169.254/latest/",
        "https://elsewhere.example/\x1b[2J",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://a" + "a" * 5000 + ".example/",
        "data:text/html,x",
        "//xn--a.example\x7f/",
        "?" + "a" * 20000,
    )
}


def test_a_list_that_comes_badly() -> None:
    """Whatever the host does when it is asked for the list, the check ends in time."""

    def list_as(body: Callable[[socket.socket], None]) -> Answer:
        return lambda connection, _: body(connection)

    _all_hold({name: list_as(body) for name, body in BODIES.items()})


def test_files_that_come_badly() -> None:
    """Whatever the host does when it is asked for files, the check ends in time: also where it asks for eight at once, and names them all."""
    _all_hold({name: _files_as(body, size=150 << 20) for name, body in BODIES.items()}, "--all")


#: Made when they are tried: all together are hundreds of megabytes.
LISTS: dict[str, Callable[[], bytes]] = {
    "a million files": lambda: _listing(", ".join(f'"{number}":{{"sha256":"{EMPTY}","size":0}}' for number in range(1_000_000))),
    "as many files as are read": lambda: _listing(
        ", ".join(f'"{number}":{{"sha256":"{EMPTY}","size":0}}' for number in range(110_000))
    ),
    "huge sizes": lambda: _listing(", ".join(_entry(f"f{number}", 10**18) for number in range(100))),
    "deep lists": lambda: b"[" * (3 << 20),
    "deep objects": lambda: b'{"a":' * (2 << 20),
    "deep under a key": lambda: b'{"schema": 1, "site": ' + b"[" * (3 << 20),
    "deep under files": lambda: b'{"schema": 1, "files": {"a": ' + b"[" * (3 << 20),
    "many empty objects": lambda: b'{"schema": 1, "x": [' + b"{}," * (3 << 20) + b"{}]}",
    "many keys of many objects": lambda: (
        b'{"schema": 1' + b"".join(b', "k%d": [%s{}]' % (number, b"{}," * 100_000) for number in range(30)) + b"}"
    ),
    "many empty objects under files": lambda: b'{"schema": 1, "files": {' + b'"a":{},' * (1 << 20) + b'"a":{}}}',
    "one huge string": lambda: b'{"schema": 1, "site": "' + b"a" * (10 << 20) + b'"}',
    "wide characters": lambda: b'{"schema": 1, "site": "' + "\U0001f600".encode() * (2 << 20) + b'"}',
    "one huge number": lambda: b'{"schema": ' + b"9" * (5 << 20) + b"}",
    "blanks without end": lambda: b"{" + b" " * (10 << 20) + b"}",
    "a huge name": lambda: _listing(_entry("a" * (5 << 20))),
    "many incidents": lambda: _listing(
        "", json.dumps({f"i{number}": {"lock": "x", "chain": "0" * 64} for number in range(60_000)})
    ),
    "no UTF-8": lambda: b'{"schema": 1, "site": "\xff\xfe"}',
    "not JSON": lambda: b"<html>",
    "empty": lambda: b"",
    "null": lambda: b"null",
    "a newer form": lambda: b'{"schema": 99, "site": [[]]}',
    "one file twice": lambda: _listing(f"{_entry('a')}, {_entry('a', 1)}"),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_says_too_much(name: str) -> None:
    """A list of any size and shape is refused, or held to what is there, in 64 MB."""
    said = LISTS[name]()
    _holds(_only_list(said), budget=6)
    _holds(_only_list(gzip.compress(said, 1), "Content-Encoding: gzip"), budget=6)


def _with_lists(names: int, size: int, body: Callable[[socket.socket], None], digest: str = EMPTY) -> Answer:
    """A host whose first list names others of a size, and which sends each of them by a function."""
    lists = ", ".join(f'"integrity/l{number}.json": {{"sha256": "{digest}", "size": {size}}}' for number in range(names))
    root = f'{{"schema": 2, "site": "https://x.example/", "newest": "", "lists": {{{lists}}}, "files": {{}}}}'.encode()

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/integrity.json":
            _send(connection, root)
        elif path.startswith("/integrity/"):
            body(connection)
        else:
            _send(connection, b"", status="404 Not Found")

    return answer


@cache
def _full() -> bytes:
    """As many files as a list may have that the first one names."""
    return (
        f'{{"schema": 2, "incidents": {{}}, "files": {{{", ".join(_entry(f"f{number}") for number in range(30_000))}}}}}'.encode()
    )


IN_TURN: dict[str, Callable[[], Answer]] = {
    "a list as long as is read": lambda: _with_lists(
        1, len(_full()), lambda one: _send(one, _full()), hashlib.sha256(_full()).hexdigest()
    ),
    "very many lists that are missing": lambda: _with_lists(20_000, 10, lambda one: _send(one, b"", status="404 x")),
    "a list in drops": lambda: _with_lists(3, 1000, BODIES["slow drip"]),
    "a list that is a bomb": lambda: _with_lists(3, 4 << 20, BODIES["gzip bomb"]),
}


@pytest.mark.parametrize("name", IN_TURN)
def test_lists_that_come_badly(name: str) -> None:
    """However many lists the first one names, and however they come, they are read one after another, in time and in 64 MB."""
    _holds(IN_TURN[name](), "--all")


PATHS = (
    "../../etc/passwd",
    "/etc/passwd",
    "a/../../b",
    "a//b",
    "./a",
    "C:\\x",
    "a\x00b",
    "\x1b]0;owned\x07",
    "\x1b[2Ja",
    "a\nb: fine",
    "::error::a\rb",
    "a\u202eb",
    "\ud800",
    "\u200b",
    "",
    "a/\u2066/b",
)


@pytest.mark.parametrize("path", PATHS)
def test_names_that_do_something(path: str) -> None:
    """A listed name that leads out of the site, or does something to a terminal, is refused and shown as an escape; nothing is fetched for it."""
    asked: list[str] = []
    only = _only_list(_listing(f"{_entry('a.html')}, {_entry(path)}"))

    def answer(connection: socket.socket, path: str) -> None:
        asked.append(path)
        only(connection, path)

    code, said = _holds(answer, budget=AMPLE)
    assert code == 1
    assert "is not the path of a file in a site" in said
    assert set(asked) <= {"/integrity.json", "/integrity.json.sig", "/allowed_signers"}


def _with_record(index: bytes, ledger: bytes, more: int = 0) -> Answer:
    """A host whose files agree with their list, and whose index and ledgers are these; `more`: how many files are listed that are missing."""
    files = {
        "api/ledger/2/index.json": index,
        "api/record/1/record.json": b"{}",
        **{f"api/ledger/2/incidents/i{number}.json": ledger for number in range(20)},
    }
    listed = ", ".join(
        f'{json.dumps(path)}: {{"sha256": "{hashlib.sha256(data).hexdigest()}", "size": {len(data)}}}'
        for path, data in files.items()
    )

    listed += "".join(f", {_entry(f'p{number}')}" for number in range(more))

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/integrity.json":
            _send(connection, _listing(listed))
        elif path[1:] in files:
            _send(connection, files[path[1:]])
        else:
            _send(connection, b"", status="404 Not Found")

    return answer


INDEX = json.dumps({"incidents": [{"id": f"i{number}", "sha256": EMPTY} for number in range(20)]}).encode()


RECORDS: dict[str, Callable[[], tuple[bytes, bytes]]] = {
    "deep index": lambda: (b"[" * 3_000_000, b""),
    "many empty objects": lambda: (b"[" + b"{}," * 3_000_000 + b"{}]", b""),
    "many empty updates": lambda: (INDEX, b'{"updates": [' + b"[]," * 3_000_000 + b"[]]}"),
    "one huge string": lambda: (INDEX, b'{"updates": "' + b"a" * (20 << 20) + b'"}'),
    "deep ledgers": lambda: (INDEX, b"[" * 500_000),
    "one huge number": lambda: (INDEX, b'{"a": ' + b"9" * 1_000_000 + b"}"),
    "no incidents": lambda: (b'{"incidents": 7}', b""),
    "an id that leads out": lambda: (b'{"incidents": [{"id": "../../x\\u001b[2J", "sha256": ""}]}', b""),
    "an id that is a list": lambda: (b'{"incidents": [{"id": ["x"], "sha256": ""}]}', b""),
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_that_fills_the_memory(name: str) -> None:
    """What the record is counted from is read within the same bounds."""
    index, ledger = RECORDS[name]()
    _holds(_with_record(index, ledger), budget=8)


def test_a_record_beside_a_long_list() -> None:
    """The longest list and the record that would just be counted do not add up to more."""
    index = b'{"incidents": [' + b"{}," * 60_000 + b"{}]}"
    _holds(_with_record(index, b"", 100_000), budget=8)


def _locks(lock: Callable[[str], bytes]) -> Answer:
    incidents = json.dumps({f"i{number}": {"lock": "x", "chain": "0" * 64} for number in range(200)})

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/integrity.json":
            _send(connection, _listing("", incidents))
        elif path.endswith("ledger.lock"):
            _send(connection, lock(path))
        else:
            _send(connection, b"", status="404 Not Found")

    return answer


LOCKS: dict[str, Callable[[], bytes]] = {
    "empty lines": lambda: b"\n" * (1 << 20),
    "one line": lambda: b"0" * 64 + b" " + b"0" * 64 + b" 001-a.md\n",
    "wide characters": lambda: "é\n".encode() * 300_000,
    "no UTF-8": lambda: b"\xff" * (1 << 20),
    "many short lines": lambda: b"a b c 2 x=y\n" * 80_000,
}


@pytest.mark.parametrize("name", LOCKS)
def test_locks_that_fill_the_memory(name: str) -> None:
    """Hundreds of locks as long as they may be are read one at a time."""
    lock = LOCKS[name]()
    _holds(_locks(lambda _: lock), "--all")


def test_a_budget_is_for_everything_together() -> None:
    """Files that each come in half a second do not make a check of an hour: what was not read in time is said not to be known."""

    def slow(connection: socket.socket) -> None:
        time.sleep(0.5)
        _send(connection, b"")

    code, said = _holds(_files_as(slow, size=0, count=2000))
    assert code == 4
    assert f"could not be read completely in {BUDGET} seconds" in said
    assert "--budget" in said


def test_what_differed_before_the_time_was_up_counts() -> None:
    """A host that stalls after a false file does not turn a difference into a silence: exit code 1."""
    said = _listing(f"{_entry('a.html', 3)}, {_entry('b.html', 3)}")

    def answer(connection: socket.socket, path: str) -> None:
        if path == "/b.html":
            time.sleep(60)
        _send(
            connection,
            said if path == "/integrity.json" else b"",
            status="200 OK" if path in {"/integrity.json", "/a.html"} else "404 x",
        )

    # On a busy machine the time may be up before the first file is there.
    for budget in (BUDGET, 4 * BUDGET, 16 * BUDGET):
        code, _ = _holds(answer, "--all", budget=budget)
        if code == 1:
            break
    assert code == 1


# Folders.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A built site with one page, which agrees with its list."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "a.html").write_bytes(b"")
    (site / ".aboveboard").write_bytes(b"")
    (site / "integrity.json").write_bytes(_listing(_entry("a.html")))
    return site


def _pipe(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    os.mkfifo(path)


def _socket(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _link(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.symlink_to("/dev/zero")


def _file(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"<script>")


def test_a_folder_as_it_should_be(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder that agrees with its list is called so."""
    assert run(["verify", str(folder)]) == 0
    assert "all 1 files are as" in capsys.readouterr().out


@pytest.mark.parametrize("make", [_pipe, _socket, _link, _file])
@pytest.mark.parametrize(
    "path", [".aboveboard", ".aboveboard/login.html", "login.html", "x/login.html", ".well-known/x", "a.html", "a\x1b[2J\nb.html"]
)
def test_what_nobody_listed(folder: Path, make: Callable[[Path], None], path: str) -> None:
    """Pipes, sockets, links and files that nobody listed are named, wherever they are, and none is waited for."""
    target = folder / path
    if (marker := folder / ".aboveboard") in (target, *target.parents) or target.exists():
        (marker if marker in (target, *target.parents) else target).unlink()
    make(target)
    code, seconds, memory, said = _measured(folder, budget=AMPLE)
    assert code == 1
    assert seconds < BUDGET + 15
    assert memory <= MEMORY
    assert path.replace("\x1b", "\\x1b").replace("\n", "\\n") in said
    assert "Traceback" not in said
    assert "\x1b" not in said


def test_a_folder_of_very_many(folder: Path) -> None:
    """A folder with very many files that nobody listed is walked without holding their names."""
    for number in range(30_000):
        (folder / f"{number:0200d}").touch()
    code, _, memory, _ = _measured(folder, "--all", budget=AMPLE)
    assert code == 1
    assert memory <= MEMORY


def test_a_folder_that_is_too_deep(folder: Path) -> None:
    """A file far down is no hiding place: what cannot be looked into is named, and nothing is called fine."""
    deep = folder
    for _ in range(300):
        deep /= "d"
    deep.mkdir(parents=True)
    (deep / "login.html").touch()
    code, _, _, said = _measured(folder, budget=AMPLE)
    assert code == 4
    assert "d/d/d" in said
    assert "all 1 files" not in said


def test_a_huge_file_in_a_folder(folder: Path) -> None:
    """A file of a gigabyte is not read into memory to see that it is another one."""
    with (folder / "a.html").open("wb") as stream:
        stream.truncate(1 << 30)
    (folder / "integrity.json").write_bytes(_listing(_entry("a.html", 1 << 30)))
    code, _, memory, _ = _measured(folder, budget=20)
    assert code in {1, 4}
    assert memory <= MEMORY


def test_an_honest_host_is_not_refused(folder: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """The same bounds let an ordinary site pass."""
    (folder / "404.html").touch()
    with hosting(folder) as host:
        said = (folder / "integrity.json").read_text(encoding="utf-8")
        (folder / "integrity.json").write_text(said.replace("https://x.example/", host.address), encoding="utf-8")
        assert run(["verify", host.address, "--budget", "30"]) == 0
    assert "all 1 files are as" in capsys.readouterr().out

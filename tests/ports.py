"""Ports for servers that are given a number and no socket."""

import contextlib
import socket
from collections.abc import Iterator


@contextlib.contextmanager
def reserved_port() -> Iterator[int]:
    """Give a port of this computer which nobody else is given for as long as the `with` lasts.

    A socket has it all the while, and takes no connections. So the system gives the port to nobody who asks for any port, or connects from one, and
    still to a server that asks for this one: they all ask with SO_REUSEADDR. A port that was free a moment ago, and is held by nobody, may be taken by
    the time the server asks for it.
    """
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]

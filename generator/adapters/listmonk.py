"""Sending campaigns by the API of Listmonk (`/api/campaigns`, as documented in 2026-11).

A campaign is found again by its tag. So nothing is sent twice, whatever happened to the answer: what is there is started if it is still a
draft, and otherwise it has been told.
"""

import contextlib
import json
from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import partial
from time import monotonic
from typing import Any
from urllib.parse import quote

import urllib3  # noqa: TID251  # with network.py this module is its home

from generator.adapters.network import AGAIN, PATIENCE, Deliver, LaterError, RefusedError, in_words, seconds_in, trying
from generator.model.notifications import Message, Target

#: How often a campaign is tried in one run.
TRIES = 3
#: The most bytes that are read of an answer. One campaign has its text in it.
_MOST = 1 << 22
#: What a campaign can be that has not begun.
_NOT_STARTED = frozenset({"draft"})


@contextlib.contextmanager
def through(agent: str, target: Target) -> Iterator[Deliver]:
    """Open what sends campaigns to a list.

    Args:
        agent: how to introduce oneself.
        target: the list, its Listmonk, and who logs in.
    """
    login = b64encode(f"{target.user}:{target.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "User-Agent": agent}
    with urllib3.PoolManager(retries=False, headers=headers) as pool:
        yield partial(_deliver, pool)


def _deliver(pool: urllib3.PoolManager, message: Message, end: float) -> None:
    for attempt in trying(end, TRIES):
        with attempt:
            _try(pool, message, end)


def _try(pool: urllib3.PoolManager, message: Message, end: float) -> None:
    url = message.target.listmonk.url
    campaign = json.loads(message.body)
    (tag,) = campaign["tags"]
    # The documentation calls the parameter `tags`, the program itself `tag`; where neither is heeded, all campaigns are looked through.
    found = _asked(pool, "GET", f"{url}api/campaigns?tag={quote(tag)}&tags={quote(tag)}&per_page=all&no_body=true", end)
    there = next((one for one in _campaigns(found) if tag in (one.get("tags") or ())), None)
    if there is None:
        made = _asked(pool, "POST", f"{url}api/campaigns", end, campaign)
        there = made.get("data")
    if not isinstance(there, dict) or not isinstance(there.get("id"), int):
        raise LaterError("Listmonk answered something that is no campaign", again=False)
    if there.get("status") in _NOT_STARTED:
        _asked(pool, "PUT", f"{url}api/campaigns/{there['id']}/status", end, {"status": "running"})


def _campaigns(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    data = answer.get("data")
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, list):
        raise LaterError(
            "Listmonk answered something that is no list of campaigns; is the address under `listmonk:` right?", again=False
        )
    yield from (one for one in results if isinstance(one, dict))


def _asked(pool: urllib3.PoolManager, method: str, url: str, end: float, data: object = None) -> Mapping[str, Any]:
    """Ask something, and return the answer.

    Raises:
        RefusedError: Listmonk refuses it.
        LaterError: it could not be asked now.
    """
    patience = min(PATIENCE, end - monotonic())
    if patience <= 0:
        raise LaterError("time ran out")
    with in_words():
        answer = pool.request(
            method,
            url,
            body=None if data is None else json.dumps(data, ensure_ascii=False).encode(),
            headers={**pool.headers, **({} if data is None else {"Content-Type": "application/json"})},
            timeout=urllib3.Timeout(total=patience),
            redirect=False,
            preload_content=False,
        )
        status, retry_after = answer.status, answer.headers.get("Retry-After", "")
        body = answer.read(_MOST + 1) if 200 <= status < 300 else b""
        answer.close()
    if status in AGAIN:
        raise LaterError(f"Listmonk answered {status}", seconds_in(retry_after))
    if status in {401, 403}:
        raise LaterError(
            f"Listmonk does not accept the API user and token ({status}); the user needs the permissions to read and manage campaigns",
            again=False,
        )
    if not 200 <= status < 300:
        raise RefusedError(f"Listmonk answered {status}")
    try:
        read = json.loads(body) if len(body) <= _MOST else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise LaterError("Listmonk answered something that cannot be read; is the address under `listmonk:` right?", again=False)
    return read

"""The bodies of requests that chat programs and networks take: JSON, in UTF-8."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from generator.model.notifications import Request

JSON = "application/json"


def json_bytes(value: object) -> bytes:
    """Return a value as JSON, without needless white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def post(url: str, value: object, headers: Mapping[str, str] = MappingProxyType({})) -> Request:
    """Return the request that sends a value as JSON."""
    return Request(method="POST", url=url, headers=MappingProxyType({"Content-Type": JSON, **headers}), body=json_bytes(value))

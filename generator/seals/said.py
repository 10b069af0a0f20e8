"""What a text says, whatever its layout: the same for an editor that writes quotation marks, spaces or line ends in another way.

It is the parsed front matter and the body. Not counted are comments, quotation marks and layout of YAML, the order of keys (but for names in a
section, which readers see in their order), spaces at the ends of lines, empty lines before and after the body, and how accents are stored.
"""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from unicodedata import normalize

from generator.format import yaml_files
from generator.format.strict_yaml import Items, Node, Table, Text

_BOUNDARY = re.compile(r"^-{3,}\s*$", re.MULTILINE)
#: What is hashed begins with this, so that no digest of a file's bytes is taken for one.
_SAID = "aboveboard says 1\n"
#: Two spaces at the end of a line that is followed by another are a line break in Markdown.
_BREAK = re.compile(r" {2,}(?=\n\S)")


def said_digest(text: str) -> str:
    """Return the digest of what a text says; empty when its front matter cannot be read."""
    parts = _front_and_body(text)
    if parts is None:
        return ""
    front, body = parts
    return sha256(f"{_SAID}{json.dumps(_plain(front, 0), ensure_ascii=False)}\n{body}".encode()).hexdigest()


def differences(was: str, now: str) -> Iterator[tuple[str, str, str]]:
    """Yield each key whose value differs, with its value in two texts: empty where one lacks it. The body's key is empty.

    Args:
        was: the earlier text.
        now: the later one.
    """
    old, new = (_values(text) for text in (was, now))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key, "") != new.get(key, ""):
            yield key, old.get(key, ""), new.get(key, "")


def part_marks(text: str) -> Mapping[str, str]:
    """Return a mark of each part of a text, by its key and the name below that; `body` for what stands after the keys.

    By the marks it can be told which part of a text differs where only its lock is there, and no word of it.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    for key, value in _values(text).items():
        parts.setdefault(".".join(key.split(".")[:2]) or "body", []).append((key, value))
    return {part: sha256(json.dumps(found, ensure_ascii=False).encode()).hexdigest()[:8] for part, found in parts.items()}


def _values(text: str) -> dict[str, str]:
    parts = _front_and_body(text)
    if parts is None:
        return {"": text}
    front, body = parts
    return {**dict(_flat(front, ())), "": body}


def _front_and_body(text: str) -> tuple[Table, str] | None:
    try:
        _, front, body = _BOUNDARY.split(text, 2)
    except ValueError:
        return None
    node, problems = yaml_files.read(front, "")
    if problems or not isinstance(node, Table):
        return None
    return node, _plain_body(body)


def _plain_body(body: str) -> str:
    kept = _BREAK.sub("\x00", normalize("NFC", body))
    lines = [line.rstrip(" \t") for line in kept.split("\n")]
    return "\n".join(lines).replace("\x00", "  ").strip("\n")


def _plain(node: Node, depth: int) -> object:
    if isinstance(node, Table):
        entries = [[_one_line(entry.key), _plain(entry.value, depth + 1)] for entry in node.entries.values()]
        # Names in a section stand on the page in the order in which they are written.
        return entries if depth == 1 else sorted(entries, key=lambda entry: str(entry[0]))
    if isinstance(node, Items):
        return {"items": [_plain(item, depth + 1) for item in node.items]}
    return "" if node.is_empty else _one_line(node.value)


def _flat(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(node, Text):
        yield ".".join(path), "" if node.is_empty else _one_line(node.value)
    elif isinstance(node, Items):
        for number, item in enumerate(node.items, 1):
            yield from _flat(item, (*path, str(number)))
    else:
        for entry in node.entries.values():
            yield from _flat(entry.value, (*path, _one_line(entry.key)))


def _one_line(text: str) -> str:
    return " ".join(normalize("NFC", text).split())

"""XML inside documents: read without what it could refer to, and written anew without comments and what is left out."""

from collections.abc import Callable
from xml.parsers import expat

from generator.content.files.found import DamagedError

#: The most elements of one part.
ELEMENTS = 300_000
#: How deep they may be nested.
DEPTH = 2_000

#: Given an element's local name and its attributes by local name, returns the attributes that are kept (by full name), or None to leave it out.
Filter = Callable[[str, dict[str, str]], dict[str, str] | None]


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def _prefix(name: str) -> str:
    return name.rpartition(":")[0]


def _without(attributes: dict[str, str], foreign: set[str]) -> dict[str, str]:
    """Return attributes without those of foreign namespaces, and without any mention of these."""
    kept = {}
    for key, value in attributes.items():
        if (key.startswith("xmlns") and key[6:] in foreign) or (_prefix(key) in foreign and ":" in key):
            continue
        is_list = local(key) in {"Ignorable", "Requires", "MustUnderstand"}
        kept[key] = " ".join(word for word in value.split() if word not in foreign) if is_list else value
    return kept


def walk(data: bytes, element: Filter, text: Callable[[list[str], str], bool], known: tuple[str, ...] = ("",)) -> bytes:
    """Return a part written anew, calling the functions for what is in it.

    Args:
        data: the part.
        element: called for each element.
        text: called with the local names of the open elements, and words in the innermost; says whether the words are kept.
        known: how the namespaces begin whose elements and attributes are kept.

    Raises:
        DamagedError: it is not well-formed, or declares a document type, whose entities could expand without limit.
    """
    # It loads the standard library's network code; only documents of office programs need it.
    from xml.sax.saxutils import escape, quoteattr  # noqa: PLC0415

    written = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n']
    opened: list[str] = []
    foreign: set[str] = set()
    left_out = 0
    count = 0
    most = max(ELEMENTS, len(data) // 8)

    def refuse(*_given: object) -> None:
        raise DamagedError("a document type")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal left_out, count
        count += 1
        if count > most or len(opened) >= DEPTH:
            raise DamagedError("too many elements")
        opened.append(local(name))
        if left_out:
            left_out += 1
            return
        for key, value in attributes.items():
            if key.startswith("xmlns") and not value.startswith(known) and (len(opened) > 1 or key[6:] != _prefix(name)):
                foreign.add(key[6:])
        kept = element(opened[-1], attributes)
        if _prefix(name) in foreign:
            kept = None
        if kept is not None and foreign:
            kept = _without(kept, foreign)
        if kept is None:
            left_out = 1
            return
        said = "".join(f" {key}={quoteattr(value)}" for key, value in kept.items())
        written.append(f"<{name}{said}>")

    def end(name: str) -> None:
        nonlocal left_out
        opened.pop()
        if left_out:
            left_out -= 1
        else:
            written.append(f"</{name}>")

    def words(said: str) -> None:
        if not left_out:
            kept = text(opened, said)
            if kept or not said.strip():
                written.append(escape(said, {"\r": "&#13;"}))

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise DamagedError("not well-formed") from error
    return "".join(written).encode()

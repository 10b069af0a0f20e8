"""Markup that was left in author text because it is no correct Markdown, or stands in a key: what it is, and what to write.

It has many patterns, which take long to compile: `rules/safety/raw_markup.py` looks first whether a text may have any of them.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from difflib import get_close_matches
from html import unescape
from html.entities import html5

from generator.format.mail_addresses import mail_address
from generator.format.telephone import dial
from generator.inspection.context import Context
from generator.inspection.text_spans import Places
from generator.links.link_targets import LinkKind, LinkTargets, base_of
from generator.links.markdown import READ, Left, definitions, left
from generator.model.address_patterns import ADDRESS, ENDING
from generator.model.diagnostic import Finding
from generator.model.document import ConfigDocument, Written
from generator.prose.unclosed_marks import masked

#: Stands for each character of an address, in which signs mean nothing.
_MASK = "\x02"

#: What was left in a block: where it begins and ends, what it is, and what to write.
_Hit = tuple[int, int, str, str]

_WHOLE = re.compile(r"https?://[^\s<>()\[\]]+")

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
#: Addresses that a parser of Markdown takes no link to: something that runs, or a file on the writer's own disk.
_REFUSED = re.compile(r"\s*<?\s*(?:javascript|vbscript|file|data):", re.IGNORECASE)
_REFUSED_ALONE = re.compile(r"<((?:javascript|vbscript|file|data):[^\s<>]*)>", re.IGNORECASE)
_SPACED = re.compile(r"(!?)\[([^\[\]\n]+)\][ \t\n]+\(([^()\n]+)\)")
_UNCLOSED = re.compile(r"(!?)\[([^\[\]\n]+)\]\(([^()\s]+)(?=\s|$)")
_UNBALANCED = re.compile(r"(!?)\[([^\[\]\n]+)\]\(([^()\s]+\([^()\s]+)\)(?!\))")
_UNBRACKETED = re.compile(r"(!?)\[([^\[\]()\n]+)\((https?://[^()\s]+)\)(?!\])")
_REVERSED = re.compile(r"\(([^()\n]+)\)\[([^\[\]\s]+)\]")
_REFERENCE = re.compile(r"(?<![\w\])])!?\[(?!\^)([^\[\]\n]*[^\W\d][^\[\]\n]*)\] ?\[([^\[\]\n]*)\]")
_DEFINITION = re.compile(r"^\[([^\[\]\n^][^\[\]\n]*)\]:[ \t]*(\S.*)$", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^[^\]\n]{1,60}\]:?|(?<=\S)\^\[[^\]\n]+\]")
_WIKI = re.compile(r"!?\[\[([^\[\]\n|]+)(?:\|([^\[\]\n]+))?\]\]")
_PIPED = re.compile(r"\[([^\[\]|\n]+)\|\s*((?:https?://|/|files/)[^\[\]\s]+)\]")
_BOARD_MARKS = ("b", "i", "u", "s", "url", "img", "quote", "code")
_BOARD = re.compile(rf"\[({'|'.join(_BOARD_MARKS)})(?:=[^\]\n]{{0,300}})?\].*?\[/\1\]", re.IGNORECASE | re.DOTALL)
#: What begins and ends a pair of each mark.
_BOARD_PAIRS = tuple(
    (re.compile(rf"\[(?={mark}[=\]])", re.IGNORECASE), re.compile(rf"\[/{mark}\]", re.IGNORECASE)) for mark in _BOARD_MARKS
)
_ANGLED = re.compile(rf"<((?:\.{{0,2}}/|files/)[^<>\n]*|[^<>\s]+{ENDING})>", re.IGNORECASE)
_TASK = re.compile(r"\[[ xX]?\](?=\s)\s*")
_LOOSE_TASK = re.compile(r"(?:[-*+]\s?\[[ xX]?\]|\[[ ]\])(?=\s)\s*")
_STRONG = re.compile(r"(?<!\*)\*\*(?!\*)([^*\n]{1,300}?)(?<!\*)\*\*(?!\*)")
_OPEN_STRONG = re.compile(r"(?<![\w*])\*\*(?=[^\W\d])|(?<=[^\W\d])\*\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<!_)__(?!_)([^_\n]{1,300}?)(?<!_)__(?!_)")
_STARRED = re.compile(r"(?<![\w*])\*(?:(?=\S)([^*\n]{1,200}?)\s|\s([^*\n]{1,200}?)(?<=\S))\*(?![\w*])")
_STRUCK = re.compile(r"~~\s*([^~\n]+?)\s*~~")
_HEADING = re.compile(r"^(#{1,6})(?=[^\s#\d!])(?!.*\s#\w)(.*)$|^(#{2,6})(?=\d)(.*)$", re.MULTILINE)
_ROW = re.compile(r"\s*\|.*\|\s*")
_DIRECTIVE = re.compile(r"^(?:!!!|\?\?\?\+?|:::)[ \t]*\w.*$|^\[TOC\]$", re.MULTILINE)
_ATTRIBUTES = re.compile(r"\{(?::|[#.](?=[\w-]))[^{}\n]*\}")
_PLACEHOLDER = re.compile(r"\{\{[^{}\n]+\}\}|\{%[^{}\n]+%\}")
_ITEMS = re.compile(r"^([-*+]|\d{1,3}[.)])(?=[^\W\d])(.*)$", re.MULTILINE)
_ENTITY = re.compile(r"&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30})(\s?;)")
_BARE_ENTITY = re.compile(
    r"(?<![\w/?=&])&(nbsp|amp|lt|gt|quot|apos|copy|reg|euro|pound|ndash|mdash|hellip|[aouAOU]uml|szlig|eacute|egrave|agrave|ccedil|ntilde)\b(?![;=\w])"
)

# Signs with a meaning in Markdown but not in a key.
_CODE = re.compile(r"(?<![\w`])`([^`\n]{1,200})`(?![\w`])")
_EMPHASIS = re.compile(
    r"(?<![\w*])\*(?![\s*])([^*\n]{1,200}?)(?<![\s*])\*(?![\w*])|(?<![\w_])_(?![\s_])([^_\n]{1,200}?)(?<![\s_])_(?![\w_])"
)
_ELEMENT = re.compile(
    r"</?(?:a|b|i|u|p|br|em|strong|span|div|ul|ol|li|h[1-6]|code|small|mark|sup|sub)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


def in_keys(written: Written, context: Context, worth: re.Pattern[str]) -> Iterator[Finding]:
    """Yield markup in the keys of a file.

    Args:
        written: the file.
        context: the rule's context.
        worth: finds the texts that may have any.
    """
    base = base_of(written.document.source.path)
    pieces = context.analysis.spans(written)
    for span in pieces[:-1] if written.body else pieces:
        if worth.search(span.text):
            found = in_key(span.text, context.link_targets, base, settings=isinstance(written.document, ConfigDocument))
            for start, end, message, help in _not_overlapping(found):
                yield Finding(at=span.span(start, end), message=message, help=help)


def in_body(written: Written, context: Context) -> Iterator[Finding]:
    """Yield markup in the text below the keys."""
    places = Places(written)
    address = context.config.site.url if context.config else "https://status.larkfield.example/"
    notes = dict(_notes(written.body))
    for block in left(written.body):
        places.enter([*block.rows])
        for start, end, message, help in _not_overlapping(_in_block(block, address, notes)):
            said = block.text[start:end]
            first = max(re.split(rf"[\n{READ}]", said), key=len)
            yield Finding(at=places.find(said, first), message=message, help=help)
    yield from _definitions(written)


def _not_overlapping(hits: Iterator[_Hit]) -> Iterator[_Hit]:
    """Return the hits in the order of the text, without those that overlap an earlier one."""
    kept: list[_Hit] = []
    for hit in hits:
        # What is kept does not overlap, so only the hits on both sides can.
        at = bisect_left(kept, hit)
        if all(hit[1] <= one[0] or hit[0] >= one[1] for one in kept[max(0, at - 1) : at + 1]):
            kept.insert(at, hit)
    yield from kept


def _in_block(block: Left, address: str, notes: dict[str, str]) -> Iterator[_Hit]:
    text = block.text
    if block.inside == "html":
        # Markdown is not read in a block of HTML, correct or not.
        for pattern in (_LINK, _STRONG, _REFERENCE, _FOOTNOTE):
            for found in pattern.finditer(text):
                if pattern is not _LINK or ADDRESS.fullmatch(found.group(2).strip()):
                    help = "leave an empty line after the tag before it, and one before the next tag"
                    yield *found.span(), f"{_quoted(found.group())} is inside HTML, where Markdown is not read", help
        return
    yield from _links(block)
    yield from _references(text, address, notes)
    if task := _TASK.match(text) if block.item else _LOOSE_TASK.match(text) if block.inside == "paragraph" else None:
        end = text.find("\n") if "\n" in text else len(text)
        help = f"leave out the box: `- {_visible_words(block, task.end(), end)}`"
        yield 0, task.end(), "readers see the brackets of this checkbox", help
    plain = _WHOLE.sub(lambda found: _MASK * len(found.group()), text)
    yield from _emphasis(plain)
    yield from _blocks(block, plain)
    if block.inside != "html":
        yield from _entities(plain)


def _links(block: Left) -> Iterator[_Hit]:
    text = block.text
    for found in _LINK.finditer(text):
        to = found.group(2).strip()
        if _REFUSED.match(to):
            yield _refused(found, block.typed(*found.span(1)), to)
        elif (ADDRESS.fullmatch(to) or dial(to) or mail_address(to)) and READ not in to:
            yield _link(found, block.typed(*found.span(1)), to)
    for pattern in (_SPACED, _UNCLOSED, _UNBALANCED, _UNBRACKETED):
        for found in pattern.finditer(text):
            if ADDRESS.fullmatch(found.group(3)):
                yield _link(found, block.typed(*found.span(2)), found.group(3))
    for found in _REVERSED.finditer(text):
        if ADDRESS.fullmatch(found.group(2)):
            yield _link(found, block.typed(*found.span(1)), found.group(2))
    for found in _WIKI.finditer(text):
        to, words = found.group(1).strip(), (found.group(2) or "").strip()
        if words or ADDRESS.fullmatch(to):
            yield _link(found, words or to, to)
    for found in _PIPED.finditer(text):
        yield _link(found, found.group(1).strip(), found.group(2))
    for found in _REFUSED_ALONE.finditer(text):
        yield _refused(found, "", found.group(1))
    for found in _ANGLED.finditer(text):
        yield _link(found, found.group(1).rpartition("/")[2], found.group(1))


def _link(found: re.Match[str], words: str, to: str) -> _Hit:
    sign = "!" if found.group().startswith("!") else ""
    right = f"{sign}[{words}]({_encoded(to)})"
    said = found.group()
    message = f"{_quoted(said)} is not read as a {'picture' if sign else 'link'}, and readers see it as typed"
    return *found.span(), message, f"write `{right}`"


def _refused(found: re.Match[str], words: str, to: str) -> _Hit:
    help = "write the words without a link, or give an address that begins with https://"
    if to.lstrip("< ").lower().startswith("file:"):
        # Readers cannot reach the writer's disk.
        name = _encoded("files/" + to.rstrip("> ").replace("\\", "/").rpartition("/")[2])
        sign = "!" if found.group().startswith("!") else ""
        right = f"[{words}]: {name}" if found.re is _DEFINITION else f"{sign}[{words or name.rpartition('/')[2]}]({name})"
        help = f"put the file into files/ beside the update, and write `{right}`"
    return *found.span(), f"{_quoted(found.group())} leads nowhere, and readers see it as typed", help


def _encoded(to: str) -> str:
    """Return an address in a form that is valid in round brackets."""
    if (number := dial(to)) and not to.lower().startswith("tel:"):
        return number
    if mail_address(to):
        return f"mailto:{to}"
    # A title after the address, closed or not.
    to = re.sub(r"\s+[\"'].*$", "", to.strip("<>")).strip()
    for character, code in {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "/", "\t": "%20"}.items():
        to = to.replace(character, code)
    return re.sub(r"\s", "%20", to)


def _references(text: str, address: str, notes: dict[str, str]) -> Iterator[_Hit]:
    for found in _FOOTNOTE.finditer(text):
        said = found.group()
        label = said.strip("[]^:")
        note = notes.get(label, "")
        help = f"put the note into the sentence: `({note})`" if note else "put the note into the sentence, in brackets"
        if said.endswith(":"):
            help = "move these words into the sentence they belong to, in brackets, and delete this line"
        yield *found.span(), f"{_quoted(said)} is not read as a footnote, and readers see it as typed", help
    for found in _DEFINITION.finditer(text):
        to = found.group(2).strip()
        if _REFUSED.match(to):
            yield _refused(found, found.group(1), to)
        elif ADDRESS.fullmatch(to):
            right = f"[{found.group(1)}]: {_encoded(to)}"
            yield *found.span(), f"{_quoted(found.group())} is not read as the address of a link", f"write `{right}`"
    for found in _REFERENCE.finditer(text):
        words, label = found.group(1), found.group(2) or found.group(1)
        yield (
            *found.span(),
            f"{_quoted(found.group())} refers to an address that is not defined, so readers see it as typed",
            f"write the address after the words, as in `[{words}]({address})`, or add a line that defines it: `[{label}]: {address}`",
        )
    closed = text
    for opening, closing in _BOARD_PAIRS:
        closed = masked(closed, opening, closing)
    for found in _BOARD.finditer(closed):
        yield (
            *found.span(),
            f"{_quoted(found.group())} is markup that is not used here",
            "write **bold** words, and links as `[words](address)`",
        )


def _emphasis(text: str) -> Iterator[_Hit]:
    for pattern, sign in ((_STRONG, "**"), (_UNDERLINED, "**"), (_STARRED, "*"), (_STRUCK, "~~")):
        for found in pattern.finditer(text):
            inner = next(group for group in found.groups() if group is not None).strip()
            right = f"{sign}{inner}{sign}"
            if right == found.group():
                # The marks are correct, but the characters next to them are not.
                right = f"<{'del' if sign == '~~' else 'strong'}>{inner}</{'del' if sign == '~~' else 'strong'}>"
            if inner and not {READ, _MASK} & set(found.group()):
                yield *found.span(), f"the marks in {_quoted(found.group())} have no effect", f"write `{right}`"
    for found in _OPEN_STRONG.finditer(text):
        yield (
            *found.span(),
            "these two asterisks are not closed",
            "write two asterisks on both sides of the words, as in `**words**`",
        )


def _blocks(block: Left, text: str) -> Iterator[_Hit]:
    if block.inside == "paragraph":
        for found in _HEADING.finditer(text):
            group = 2 if found.group(1) else 4
            help = f"leave a space after the mark: `{found.group(group - 1)} {_visible_words(block, *found.span(group))}`"
            yield *found.span(), "this is not read as a heading", help
        lines = text.split("\n")
        if all(_ROW.fullmatch(line) for line in lines):
            columns = lines[0].strip().count("|") - 1
            yield (
                0,
                len(lines[0]),
                "this is not read as a table",
                f"write a second line below the headings: `{'|---' * columns}|`",
            )
        for found in _DIRECTIVE.finditer(text):
            yield (
                *found.span(),
                f"{_quoted(found.group())} is markup that is not used here",
                "write only the words, as a paragraph",
            )
        items = list(_ITEMS.finditer(text))
        if len(items) > 1:
            for found in items:
                help = f"leave a space after the mark: `{found.group(1)} {_visible_words(block, *found.span(2))}`"
                yield *found.span(), "this is not read as a list item", help
    for pattern in (_ATTRIBUTES, _PLACEHOLDER):
        for found in pattern.finditer(text):
            yield *found.span(), f"{_quoted(found.group())} means something only to other programs", "delete it"


def _entities(text: str) -> Iterator[_Hit]:
    for found in _ENTITY.finditer(text):
        name = found.group(1).rstrip(";")
        character = unescape(f"&{name};") if name.startswith("#") else html5.get(f"{name};", "")
        near: list[str] = []
        if not character:
            near = get_close_matches(name, [one.rstrip(";") for one in html5], n=1, cutoff=0.6)
            character = html5.get(f"{near[0]};", "") if near else ""
        named = f"write `&{near[0]};`" if near else "write the character itself"
        help = f"write the character itself: `{character}`" if character.strip() else named
        yield *found.span(), f"{_quoted(found.group())} is not the name of a character, and readers see it as typed", help
    for found in _BARE_ENTITY.finditer(text):
        help = f"write `&{found.group(1)};`, or the character itself"
        yield *found.span(), f"{_quoted(found.group())} is not the name of a character, and readers see it as typed", help


def _notes(body: str) -> Iterator[tuple[str, str]]:
    """Return the texts of footnotes by their marks."""
    for found in re.finditer(r"^\[\^([^\]\n]+)\]:[ \t]*(.+)$", body, re.MULTILINE):
        yield found.group(1), found.group(2).strip()


def _definitions(written: Written) -> Iterator[Finding]:
    """Yield lines that Markdown reads as a link definition that no link uses: readers do not see them."""
    if "]:" not in written.body:
        return
    places = Places(written)
    for label, used in definitions(written.body).items():
        at = re.search(rf"^ {{0,3}}\[{re.escape(label)}\]:.*$", written.body, re.MULTILINE | re.IGNORECASE)
        if at is None or (used and not label.startswith("^")):
            continue
        said = at.group().strip()
        if label.startswith("^"):
            help = "move these words into the sentence they belong to, in brackets, and delete this line"
            yield Finding(at=places.find(said), message=f"{_quoted(said)} is not read as a footnote", help=help)
        else:
            yield Finding(
                at=places.find(said),
                message=f"readers do not see {_quoted(said)}: it is read as the definition of a link that nothing uses",
                help=f"use it, as in `[words][{label.lower()}]`, delete it, or write it as a sentence: `{said.replace('[', chr(92) + '[', 1)}`",
            )


def in_key(text: str, link_targets: LinkTargets | None, base: str, *, settings: bool) -> Iterator[_Hit]:
    """Yield markup in a key, whose text is shown unchanged."""
    for pattern in (_LINK, _SPACED):
        for found in pattern.finditer(text):
            words, to = found.groups()[-2:]
            if ADDRESS.fullmatch(to.strip()):
                yield (
                    *found.span(),
                    f"{_quoted(found.group())} is in a key, where only complete addresses become links",
                    f"write the words and the complete address: `{words} ({_whole(to, link_targets, base)})`",
                )
    for found in _WIKI.finditer(text):
        to, words = found.group(1).strip(), (found.group(2) or "").strip()
        if ADDRESS.fullmatch(to):
            help = (
                f"write the words and the complete address: `{words or to.rpartition('/')[2]} ({_whole(to, link_targets, base)})`"
            )
            yield *found.span(), f"{_quoted(found.group())} is in a key, where only complete addresses become links", help
    for pattern in (_FOOTNOTE, _REFERENCE):
        for found in pattern.finditer(text):
            help = "say it in the sentence, or in the text below the keys"
            yield *found.span(), f"{_quoted(found.group())} is in a key, where readers see it as typed", help
    plain = _WHOLE.sub(lambda found: _MASK * len(found.group()), text)
    patterns = (_STRONG, _UNDERLINED) if settings else (_STRONG, _UNDERLINED, _EMPHASIS, _STRUCK, _CODE)
    for pattern in patterns:
        for found in pattern.finditer(plain):
            inner = next(group for group in found.groups() if group is not None).strip()
            if _MASK not in inner:
                help = f"write only the words: `{inner}`"
                yield (
                    *found.span(),
                    f"the marks in {_quoted(found.group())} are in a key, where readers see them as typed",
                    help,
                )
    if settings:
        return
    for pattern in (_ELEMENT, _ENTITY):
        for found in pattern.finditer(plain):
            sign = unescape(found.group())
            help = f"write the character itself: `{sign}`" if sign != found.group() and sign.strip() else "delete it"
            yield *found.span(), f"{_quoted(found.group())} is in a key, where readers see it as typed", help


def _whole(to: str, link_targets: LinkTargets | None, base: str) -> str:
    to = to.strip()
    lead = link_targets.lead(_encoded(to), base) if link_targets else None
    if lead is None or lead.kind is LinkKind.NOWHERE or link_targets is None:
        return to if "://" in to else "https://…"
    return (
        link_targets.whole(lead)
        if lead.inside
        else lead.address.partition(":")[2]
        if lead.kind is not LinkKind.AWAY
        else lead.address
    )


def _visible_words(block: Left, start: int, end: int) -> str:
    return " ".join(re.sub(r"<!--.*?-->", "", block.typed(start, end)).split())


def _quoted(said: str) -> str:
    said = " ".join(said.replace(READ, "…").split())
    return f"`{said if len(said) <= 60 else said[:59] + '…'}`"

"""HTML in author text that readers would not see."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.inspection.text_spans import Places, TextSpan
from generator.links.markdown import tokens
from generator.model.allowed import ATTRIBUTES, ELEMENTS, GONE
from generator.model.document import ConfigDocument, Written
from generator.model.source import Span
from generator.prose.unclosed_marks import COMMENT, masked, unmasked

#: Elements that ask readers or other hosts for something, or give programs information about the page.
_ACTIVE = GONE | frozenset(
    "applet audio base body button canvas dialog frame frameset head html input link meta option param portal slot source track video"
    " form plaintext xmp noembed noframes".split()
)


@dataclass(frozen=True, slots=True)
class LostHtml:
    """A piece of HTML that is left out.

    Attributes:
        harmful: whether its effect would harm readers, or text is lost with it.
    """

    at: Span
    message: str
    help: str
    harmful: bool


_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,50})((?:[^>\"']|\"[^\"]{0,2000}\"|'[^']{0,2000}'){0,500})")
_ATTRIBUTE = re.compile(r"([^\s=\"'/>]+)(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_OTHER = re.compile(r"<(?:[!?])[^>]{0,200}")


def lost_html(written: Written, spans: Callable[[], Iterable[TextSpan]]) -> Iterator[LostHtml]:
    """Yield the HTML of a file that is left out; for settings passed to the builder, the HTML that they must not contain.

    Args:
        written: the file.
        spans: returns the file's author text.
    """
    return _html_in_settings(spans()) if isinstance(written.document, ConfigDocument) else _body(written)


def _html_in_settings(spans: Iterable[TextSpan]) -> Iterator[LostHtml]:
    """HTML in settings that are passed to the builder appears unchanged on every page."""
    for span in spans:
        for tag in _TAG.finditer(span.text):
            name = tag.group(2).lower()
            handlers = [found.group(1) for found in _ATTRIBUTE.finditer(tag.group(3)) if found.group(1).lower().startswith("on")]
            if name in _ACTIVE or handlers:
                yield LostHtml(
                    span.span(*tag.span()),
                    f"`<{name}>` in the settings would appear on every page as it is",
                    "delete it; the settings need only words and links",
                    harmful=True,
                )


def _body(written: Written) -> Iterator[LostHtml]:
    if "<" not in written.body:
        return
    places = Places(written)
    for token in tokens(written.body):
        places.enter(token.map)
        if token.type == "html_block":
            yield from _pieces(token.content, places)
        elif token.type == "inline":
            # Processed together, because the content of a removed element is removed with it.
            yield from _pieces("".join(child.content for child in token.children or () if child.type == "html_inline"), places)


def _pieces(html: str, places: Places) -> Iterator[LostHtml]:
    html = unmasked(_COMMENT.sub("", masked(html, *COMMENT)))
    if "<!--" in html:
        yield LostHtml(
            places.find("<!--"),
            "this comment is never closed, so readers see nothing after it",
            "write --> at its end, or delete it",
            harmful=True,
        )
        return
    for other in _OTHER.finditer(html):
        yield LostHtml(
            places.find(other.group().rstrip(), other.group()[:2]),
            f"`{other.group()[:20].strip()}` means something only to programs, and is left out with its contents",
            "delete it",
            harmful=True,
        )
    gone = ""
    for tag in _TAG.finditer(html):
        closing, name = tag.group(1), tag.group(2).lower()
        if gone:
            # The content is removed with the element.
            gone = "" if closing and name == gone else gone
            continue
        if closing:
            continue
        if name in GONE and not tag.group(3).rstrip().endswith("/"):
            gone = name
        yield from _tag(name, tag, places)


def _tag(name: str, tag: re.Match[str], places: Places) -> Iterator[LostHtml]:
    written = tag.group()
    if name not in ELEMENTS:
        harmful = name in _ACTIVE
        with_text = " with its contents" if name in GONE else ", but its text stays"
        yield LostHtml(
            places.find(written, written.split("\n", 1)[0]),
            f"`<{name[:30]}>` is left out{with_text if not harmful or name in GONE else ''}",
            "delete it, and say in words what it should say" if harmful else "delete it; write Markdown instead",
            harmful=harmful,
        )
        return
    at = places.find(written, written.split("\n", 1)[0])
    for attribute in _ATTRIBUTE.finditer(tag.group(3)):
        key = attribute.group(1).lower()
        if key not in ATTRIBUTES.get(name, frozenset()) and re.match(r"[a-z]", key):
            yield LostHtml(
                at, f"`{key[:30]}` of `<{name}>` is left out", "delete it", harmful=key.startswith("on") or key == "srcdoc"
            )

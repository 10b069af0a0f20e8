"""Letters to people: the parts of a statement under the headings of a letter, or those that a law requires; and notices as they are printed.

A notice that lacks something its profile requires says so on every page, so that it cannot look finished.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape, unescape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any

from generator.deadlines.condition_words import place_name
from generator.ledger.records import StepState
from generator.model.addressee import Addressee
from generator.model.artifact import Theme
from generator.model.notice_profile import Element, LetterText, Profile
from generator.model.pdf_document import Block, BlockKind, PdfDocument, Run
from generator.model.places import DIVISIONS, is_place
from generator.model.update import DataState
from generator.render import mail_merge
from generator.render.language import SOURCE, Language, direction, message, same_language
from generator.render.markup import Html, clean, flat, html_of, separated
from generator.render.pages import message_of
from generator.render.pictures import undrawable
from generator.render.plain_text import plain_text
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView
from generator.render.words_of_laws import said_in

#: The default type size of a letter in points; a law may require larger type.
SIZE = 11
#: The least size in large print, and how its files are called.
LARGE, LARGE_PRINT = 18, "-large-print"
#: The least size of a letter in easy words, and how its files are called.
EASY, EASY_READ = 14, "-easy-read"

#: The headings of a letter, and the elements below each.
HEADINGS: Mapping[str, tuple[Element, ...]] = MappingProxyType(
    {
        message("What happened"): (Element.KNOWN, Element.OCCURRED, Element.WINDOW, Element.AWARE, Element.DELAYED),
        message("What you should do"): (Element.ACTIONS, Element.REMEDY),
        message("Who is affected, and what was seen"): (Element.AFFECTED, Element.DATA),
        message("What this could mean for you"): (Element.CONSEQUENCES,),
        message("What we do not know yet"): (Element.UNKNOWN,),
        message("What happens next"): (Element.NEXT_STEPS, Element.NEXT_UPDATE),
        message("Ask us"): (Element.CONTACT,),
    }
)
#: Headings for letters of laws that ask for certain contents and leave the words to us.
OUR_HEADINGS = (
    message("What information was involved"),
    message("What we have done, and what we will do"),
    message("Whom to ask"),
)
# Headings prescribed by laws word for word. In other languages, a translation is printed beside them.
_BY_LAW = (
    message("Notice of Data Breach"),
    message("What Happened"),
    message("What Information Was Involved"),
    message("What We Are Doing"),
    message("What You Can Do"),
    message("For More Information"),
)

#: Where to put elements that a profile's headings do not mention.
_WITH: Mapping[Element, Element] = MappingProxyType(
    {
        Element.OCCURRED: Element.KNOWN,
        Element.WINDOW: Element.KNOWN,
        Element.AWARE: Element.KNOWN,
        Element.DELAYED: Element.KNOWN,
        Element.UNKNOWN: Element.KNOWN,
        Element.AFFECTED: Element.DATA,
        Element.CONSEQUENCES: Element.DATA,
        Element.REMEDY: Element.ACTIONS,
        Element.NEXT_UPDATE: Element.CONTACT,
    }
)

_SCREEN = """body{margin:0 auto;padding:1.5rem;max-width:42rem;background:#fff;color:#14213d;font:%(size)gpt/1.5 Arial,Helvetica,sans-serif}
h1{font-size:1.6em;line-height:1.25}h2{font-size:1.25em;margin:1.4em 0 .3em}h3{font-size:1em;margin:1em 0 .2em}p{margin:0 0 .7em}
li{margin:0 0 .3em}a{color:#1f4e9c}del{color:#45506a}ins{text-decoration:none;font-weight:bold}h1,h2,h3{break-after:avoid}li,p{break-inside:avoid}
.draft{color:#7a2282;font-weight:bold;border:2pt solid;padding:.3em .6em;margin:0 0 1em}
@page{margin:2.5cm 2cm}@media print{body{padding:0;max-width:none}}"""
# In print, the mark is in the margin of every page.
_DRAFT = '@page{margin-top:3.5cm;@top-left{content:"%(mark)s";color:#7a2282;font:bold %(size)gpt Arial,Helvetica,sans-serif}}'


@dataclass(frozen=True, slots=True)
class SaidByLaw:
    """What a law wants in a letter beside what happened, and what whoever sends it has filled in; empty: nothing."""

    text: LetterText
    given: str = ""

    @property
    def lacks(self) -> bool:
        """Whether nobody has filled it in."""
        return not self.text.say and not self.given


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """A heading and the text below it."""

    heading: Html
    parts: tuple[Element, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice.

    Attributes:
        html: the notice as a page to print.
        text: the same as plain text.
        printed: the notice in the form that the PDF maker takes.
        undrawable: characters that no available font has; `printed` shows `REPLACEMENT` in their place.
    """

    html: str
    text: str
    printed: PdfDocument
    undrawable: tuple[str, ...]


_IS_MISSING = "is missing here"

#: Printed in place of a character that no available font has.
REPLACEMENT = "[?]"


def letter(view: IncidentView, texts: TranslatedTexts, theme: Theme) -> str:
    """Return a letter without legal requirements, as HTML without styles."""
    return _filled(view, texts, theme, None, MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a letter is wanted.

    Attributes:
        addressee: to whom it is written; what is said of their data is about somebody else's where they act for them.
        merge: whether it has fields that are filled in for each person, outside this program.
        large_print: whether it is in large print.
        easy_read: whether it says only what the update says in easy words.
    """

    addressee: Addressee = Addressee.ADULT
    merge: bool = False
    large_print: bool = False
    easy_read: bool = False


def notice(
    view: IncidentView,
    texts: TranslatedTexts,
    theme: Theme,
    profile: Profile,
    missing: Mapping[Element, str],
    wanted: Wanted = Wanted(),
    *,
    more: tuple[SaidByLaw, ...] = (),
    draft: str = "",
    on: date | None = None,
) -> Notice:
    """Return a letter that follows a profile.

    Args:
        view: the incident after one of its updates.
        texts: the authors' texts, in the notice's language.
        theme: the folder with templates and fonts.
        profile: its required content and layout.
        missing: required elements that are missing, each in words.
        wanted: how it is wanted.
        more: what else the law wants in it.
        draft: why it is a draft, whatever it says; empty: it need not be one.
        on: the day on which it is written; None: that of the update.
    """
    if wanted.easy_read:
        html = message_of(view, theme, texts, "easy_letter.html", written_on=on, **_to(view, wanted))
        lacks: list[str] = []
        never: list[str] = []
    else:
        marks = {element: f"DRAFT: {what} {_IS_MISSING}" for element, what in missing.items()}
        html = _filled(view, texts, theme, profile, MappingProxyType(marks), wanted, more, on)
        lacks = [*missing.values(), *(f"the blank “{one.text.fill}”" for one in more if one.lacks)]
        # What the letter leaves out of itself, nobody has to strike out.
        never = [] if profile.leaves_out else [one for several in profile.never.values() for one in several]
    title = profile.notice_title or _translated(texts, view.incident.folder.incident.title)
    least = max(EASY if wanted.easy_read else SIZE, LARGE if wanted.large_print else 0)
    return finished(view, texts, theme, profile, html, title=title, size=least, reasons=reasons(lacks, never, draft))


def reasons(missing: list[str], never: list[str], draft: str) -> list[str]:
    """Return why a notice is a draft."""
    # Any sentence may say what a letter must not say, so only a reader can remove it.
    found = [draft] if draft else []
    if never:
        found.append(f"strike out {_joined_list(never)}, which this letter must not say")
    if missing:
        found.append(f"{_joined_list(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    return found


def finished(
    view: IncidentView,
    texts: TranslatedTexts,
    theme: Theme,
    profile: Profile,
    html: str,
    *,
    title: str,
    size: float,
    reasons: list[str],
) -> Notice:
    """Return a notice in every form in which it can be sent.

    Args:
        view: the incident after one of its updates.
        texts: the authors' texts, in the notice's language.
        theme: the folder with fonts.
        profile: its layout.
        html: its content, without styles.
        title: the document's title.
        size: the least size of its letters, in points; that of the profile may be larger.
        reasons: why it is a draft; none: it is not.
    """
    size = max(size, profile.type_size or 0)
    html = _in_one_piece(html)
    blocks = blocks_of(html)
    lost = undrawable("".join(run.text for block in blocks for run in block.runs) + title, theme.fonts)
    mark = _mark(reasons, lost)
    printed = PdfDocument(
        title=_drawn(title, lost),
        author=_drawn(flat(view.site.config.organisation.name), lost),
        language=view.language.tag,
        direction=view.language.direction,
        published=view.update.published,
        size=size,
        paper=profile.paper,
        mark=mark,
        blocks=tuple(Block(kind=block.kind, runs=tuple(_as_drawn(run, lost) for run in block.runs)) for block in blocks),
    )
    said = plain_text(html)
    return Notice(
        html=printable(title, html, view.language, texts, size=size, mark=mark),
        text=f"{mark}\n\n{said}\n" if mark else f"{said}\n",
        printed=printed,
        undrawable=lost,
    )


_BESIDE = re.compile(r'(<bdi lang="([\w-]+)" dir="(ltr|rtl)">[^<]*)</bdi>(\s+)<bdi lang="\2" dir="\3">')


def _in_one_piece(html: str) -> str:
    """Join words of one language that stand beside each other in a text of the other direction.

    Each piece that is set apart takes its place in the direction of the whole, so two sentences of a left-to-right language would change places.
    """
    joined = _BESIDE.sub(r"\1\4", html)
    return joined if joined == html else _in_one_piece(joined)


def _mark(reasons: list[str], lost: tuple[str, ...]) -> str:
    """Return the mark on every page of a draft; empty when the notice is complete."""
    found = [*reasons, *([f"{REPLACEMENT} is in place of what cannot be printed"] if lost else [])]
    return f"DRAFT: {'; '.join(found)}" if found else ""


def printable(title: str, html: str, language: Language, texts: TranslatedTexts, *, size: float = SIZE, mark: str = "") -> str:
    """Turn HTML without styles into a page that prints well.

    Args:
        title: the page's title.
        html: its content.
        language: the language of the product's own words.
        texts: the authors' texts.
        size: the type size in points.
        mark: the mark on every page of a draft; empty for none.
    """
    spoken = texts.tag if same_language(language.tag, texts.tag) else language.tag
    draft = f'<p class="draft" lang="{SOURCE}" dir="ltr">{escape(mark)}</p>\n' if mark else ""
    # The mark consists of the product's own words, but in a style sheet it must still be escaped.
    in_css = "".join(letter if letter.isalnum() or letter == " " else f"\\{ord(letter):x} " for letter in mark)
    draft_style = _DRAFT % {"mark": in_css, "size": size} if mark else ""
    body = re.sub(r"\n\s*\n+", "\n", separated(html)).strip()
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(spoken)}" dir="{direction(spoken)}">\n<head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(clean(title))}</title>\n'
        f"<style>{_SCREEN % {'size': size}}{draft_style}</style></head>\n<body>\n{draft}{body}\n</body>\n</html>\n"
    )


def _filled(
    view: IncidentView,
    texts: TranslatedTexts,
    theme: Theme,
    profile: Profile | None,
    missing: Mapping[Element, str],
    wanted: Wanted = Wanted(),
    more: tuple[SaidByLaw, ...] = (),
    on: date | None = None,
) -> str:
    title = heading_of(profile.notice_title, view.language) if profile and profile.notice_title else Html()
    return message_of(
        view,
        theme,
        texts,
        "letter.html",
        title=title,
        sections=_sections(view, profile, missing),
        missing={element.value: text for element, text in missing.items()},
        by_law=profile is not None,
        lives_in=_place(profile, view.language),
        more=[_said_by_law(one, view.language) for one in more],
        written_on=on,
        bare=profile is not None and Element.KNOWN in profile.leaves_out,
        told_before=_has_been_told(view),
        **_to(view, wanted),
    )


def _said_by_law(one: SaidByLaw, language: Language) -> Html:
    """Return what a law wants said, in the reader's language where somebody has translated it; a blank that nobody has filled in is marked."""
    if one.lacks:
        return Html(f'<b lang="{SOURCE}" dir="ltr">{html_of(f"DRAFT: to be filled in: {one.text.fill}")}</b>')
    if one.given:
        return html_of(one.given)
    said = said_in(one.text, language)
    if not said:
        return Html(f'<bdi lang="{SOURCE}" dir="ltr">{html_of(one.text.say)}</bdi>')
    return _with_addresses_apart(said) if language.direction == "rtl" else html_of(said)


#: Names, addresses and telephone numbers in the letters of a text that is written from right to left.
_LATIN = re.compile(r"[A-Za-z0-9](?:[^\W_]|[ ,./&'’-])*(?<=[A-Za-z0-9])", re.ASCII)


def _with_addresses_apart(said: str) -> Html:
    """Set apart what is written from left to right: a telephone number after an Arabic word would be shown with its groups in reverse."""
    found: list[str] = []
    end = 0
    for run in _LATIN.finditer(said):
        found += [html_of(said[end : run.start()]), f'<bdi dir="ltr">{html_of(run[0])}</bdi>']
        end = run.end()
    return Html("".join([*found, html_of(said[end:])]))


def _place(profile: Profile | None, language: Language) -> Html:
    """Return the place of those whose letter a profile asks for; empty where it is everybody's."""
    code = profile.only_if.residents if profile and profile.only_if else ""
    return place_of(code, language) if is_place(code) else Html()


def place_of(code: str, language: Language) -> Html:
    """Return the name of a place: that of a state in English, as its own laws have it."""
    if code not in DIVISIONS and (name := language.country(code)):
        return html_of(name)
    name = html_of(place_name(code))
    return name if same_language(language.tag, SOURCE) else Html(f'<bdi lang="{SOURCE}" dir="ltr">{name}</bdi>')


def merge_columns(view: IncidentView, wanted: Wanted) -> tuple[str, ...]:
    """Return the names of the fields that a letter has for each person; none where it has no fields."""
    if not wanted.merge:
        return ()
    about = wanted.addressee in {Addressee.GUARDIAN, Addressee.NEXT_OF_KIN}
    return mail_merge.columns(about=about, code=bool(view.remedies) and not wanted.easy_read)


def _to(view: IncidentView, wanted: Wanted) -> dict[str, Any]:
    """Return to whom a letter is written, and its fields, for its template."""
    fields = {name: Html(f'<bdi dir="ltr">{html_of(mail_merge.placeholder(name))}</bdi>') for name in merge_columns(view, wanted)}
    return {"addressee": wanted.addressee.value, "fields": fields, "affected": says_affected(view, wanted)}


_REACHED = frozenset({DataState.ACCESSED, DataState.TAKEN})


def says_affected(view: IncidentView, wanted: Wanted) -> bool:
    """Whether a letter with fields says that the data of whoever it is about is affected.

    Only where that is true of everybody to whom it is written: each group of its readers is told directly, so that letters go to them, and some of
    the data of each was reached, not only of some of them and not only as we think.
    """
    if not wanted.merge or wanted.easy_read or view.is_false_alarm or view.nothing_reached:
        return False
    groups = {entry.population for entry in view.state.affected.values() if not entry.count.part_of}
    told = {entry.name for entry in view.notices}
    reached = {
        one.population
        for entry in view.state.data.values()
        for one in entry.told
        if one.state in _REACHED and one.count is None and not one.likely
    }
    return bool(groups) and ("everyone" in told or groups <= told) and ("" in reached or groups <= reached)


def _has_been_told(view: IncidentView) -> bool:
    """Whether a letter goes also to people who were told directly before this update, and so what it corrects: words alone may say that."""
    earlier = (entry.notice for entry in view.transition.before.standing_notices)
    return any(one.complete or (one.by is None if one.sent is None else one.sent.high != 0) for one in earlier)


def _sections(view: IncidentView, profile: Profile | None, missing: Mapping[Element, str]) -> list[NoticeSection]:
    """Return the sections of the letter; a standard heading with nothing below it is left out."""
    language = view.language
    if profile is None or not profile.headings:
        return [
            NoticeSection(language.html(heading), parts)
            for heading, parts in HEADINGS.items()
            if any(part in missing or _says(view, part) for part in parts)
        ]
    laid_out = {heading: list(parts) for heading, parts in profile.headings.items()}
    placed = {part for parts in laid_out.values() for part in parts} | frozenset(profile.leaves_out)
    for element in (one for parts in HEADINGS.values() for one in parts if one not in placed):
        beside = _WITH.get(element, element)
        home = next((parts for parts in laid_out.values() if beside in parts), None)
        if home is not None:
            home.append(element)
        elif element in missing or _says(view, element):
            heading = next(heading for heading, parts in HEADINGS.items() if element in parts)
            laid_out = _placed(laid_out, heading, element)
    # A heading of our own with nothing below it is left out; one that a law prescribes stays.
    return [
        NoticeSection(heading_of(heading, language), tuple(parts))
        for heading, parts in laid_out.items()
        if heading in _BY_LAW or any(part in missing or _says(view, part) for part in parts)
    ]


def _placed(laid_out: dict[str, list[Element]], heading: str, element: Element) -> dict[str, list[Element]]:
    """Return a layout with an element that it does not place below its own heading, before the first section of what comes after that in other letters."""
    if heading in laid_out:
        laid_out[heading].append(element)
        return laid_out
    order = list(HEADINGS)
    after = {part for later in order[order.index(heading) + 1 :] for part in HEADINGS[later]}
    before = next((one for one, parts in laid_out.items() if not after.isdisjoint(parts)), "")
    found: dict[str, list[Element]] = {}
    for one, parts in laid_out.items():
        if one == before:
            found[heading] = [element]
        found[one] = parts
    return found if before else {**found, heading: [element]}


def _says(view: IncidentView, element: Element) -> bool:
    """Whether an incident has content for an optional element."""
    state = view.state
    return {
        Element.AFFECTED: bool(state.affected),
        Element.DATA: bool(state.data),
        Element.CONSEQUENCES: bool(state.standing_consequences),
        Element.REMEDY: bool(view.remedies),
        Element.DELAYED: view.incident.folder.incident.delayed is not None,
        Element.DONE: any(entry.state is StepState.DONE for entry in view.finished_steps),
    }.get(element, True)


def heading_of(text: str, language: Language, written_in: str = SOURCE) -> Html:
    """Return a heading that a profile gives, or the name of a field, with its translation into the reader's language where there is one.

    Args:
        text: the heading.
        language: the reader's language.
        written_in: the language of the heading.
    """
    own = language.gettext(text)
    if same_language(language.tag, written_in):
        return html_of(own)
    given = Html(f'<bdi lang="{escape(written_in)}" dir="{direction(written_in)}">{html_of(text)}</bdi>')
    return (
        html_of(own) if text in HEADINGS or text in OUR_HEADINGS else given if own == text else Html(f"{given} / {html_of(own)}")
    )


def _translated(texts: TranslatedTexts, text: str) -> str:
    return flat(texts.of(text) or text)


def _joined_list(items: list[str]) -> str:
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def _drawn(text: str, lost: tuple[str, ...]) -> str:
    return text.translate({ord(letter): REPLACEMENT for letter in lost})


def _as_drawn(run: Run, lost: tuple[str, ...]) -> Run:
    return Run(
        text=_drawn(run.text, lost),
        language=run.language,
        direction=run.direction,
        strong=run.strong,
        struck=run.struck,
        link=run.link,
    )


_KINDS = {"h1": BlockKind.TITLE, "h2": BlockKind.HEADING, "h3": BlockKind.SUBHEADING, "p": BlockKind.PARAGRAPH}


def blocks_of(html: str) -> tuple[Block, ...]:
    """Turn a letter's HTML, made by this product, into blocks of text."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._kind = BlockKind.PARAGRAPH
        self._runs: list[Run] = []
        self._lists: list[BlockKind] = []
        self._open: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(BlockKind.NUMBERED if tag == "ol" else BlockKind.ITEM)
        elif tag == "li" or tag in _KINDS:
            self._end()
            self._kind = self._lists[-1] if tag == "li" and self._lists else _KINDS.get(tag, BlockKind.PARAGRAPH)
        else:
            self._open.append((tag, {name: value or "" for name, value in attrs}))
            # Without a separator, the wrong and the corrected text would run together, also when read aloud.
            if tag in {"del", "ins"}:
                self._say('"')

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ul", "ol"}:
            self._lists.pop()
        elif tag == "li" or tag in _KINDS:
            self._end()
        elif self._open and self._open[-1][0] == tag:
            if tag in {"del", "ins"}:
                self._say('"')
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._say(re.sub(r"\s*\n\s*", " ", data))

    def _say(self, text: str) -> None:
        if not text.strip() and not self._runs:
            return
        tags = [tag for tag, _ in self._open]
        marked = next((given for tag, given in reversed(self._open) if tag == "bdi"), {})
        link = next((given.get("href", "") for tag, given in self._open if tag == "a"), "")
        self._runs.append(
            Run(
                text=text if self._runs else text.lstrip(),
                language=marked.get("lang", ""),
                direction=marked.get("dir", ""),
                strong="b" in tags,
                struck="del" in tags,
                link=unescape(link),
            )
        )

    def _end(self) -> None:
        if any(run.text.strip() for run in self._runs):
            self.blocks.append(Block(kind=self._kind, runs=tuple(self._runs)))
        self._runs = []
        self._kind = BlockKind.PARAGRAPH

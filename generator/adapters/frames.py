"""Frames: the builder makes one page for each place that a page can have, and all pages there are stamped into it.

What stands round a page depends on its language, on how deep it lies and on its entry in the menu, and on nothing else that the program's own themes
know. To let the builder take every page apart and put it together again is most of the time of a build. So it is given an empty page for each place,
in which marks stand for what is the page's own: what stands in its head, its title, its content, and its address in other languages. With them it
makes a few real pages as it always did; unless stamping gives exactly those, nothing is stamped (`FrameError`).
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import FunctionType
from typing import Any, Final, NamedTuple, Self, cast
from urllib.parse import quote

from jinja2 import DictLoader, pass_context  # noqa: TID251  # the templates of the head and title are the builder's, filled here
from jinja2.runtime import Context  # noqa: TID251  # as above
from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: TID251  # as above

from generator.adapters import stamped_pages
from generator.model.artifact import Artifact, Finish, InlineParts
from generator.model.kept import Kept, Kind

#: The front matter of a page of a project: JSON in one line, between two lines of hyphens.
_FRONT: Final = re.compile(rb"---\n(\{.*\})\n---\n\n")
_PAGE: Final = re.compile(r"docs/((?:[^/]+/)*)index\.md")
_ENDING: Final = "/index.md"
# No text of a site holds them, and no filter of a theme changes them.
_HEAD, _TITLE, _CONTENT, _STEP = "abhead5f0c1d", "abtitle5f0c1d", "abcontent5f0c1d", "abstep5f0c1d"
#: The templates whose output is a page's own, and the mark that stands for each.
_SLOTS: Final = {"head.html": _HEAD, "title.html": _TITLE, "content.html": _CONTENT}
_ASKED: Final = "stamped"
#: Keys of mkdocs.yml that say nothing of single pages. With any other, pages are not stamped.
_KNOWN: Final = frozenset(
    "site_name site_url site_description site_author copyright repo_url repo_name docs_dir site_dir use_directory_urls exclude_docs nav theme plugins"
    " markdown_extensions extra extra_css validation".split()
)
#: Python-Markdown's width of a tab.
_TAB: Final = 4
_BLANK: Final = re.compile(r"(?<=\n) +\n")
#: Material's search takes its own attributes away.
_FOR_SEARCH: Final = re.compile(r"\s?data-search-\w+=\"[^\"]+\"")
_EXCLUDED: Final = ' data-search-exclude="1"'
#: The same without a value, which Material leaves where it is.
_NO_VALUE: Final = " data-search-exclude>"
#: The index of the theme's search.
INDEX: Final = "search/search_index.json"


class FrameError(Exception):
    """Pages cannot be stamped: the builder makes of them something else."""


class FewPagesError(FrameError):
    """There are so few pages that to make them whole is less work."""


class Page(NamedTuple):
    """A page of a project.

    Attributes:
        address: relative to the site's, ending in a slash; empty for the home page.
        meta: its front matter.
        content: what the builder hands to its templates as content.
    """

    address: str
    meta: Mapping[str, Any]
    content: str

    @property
    def place(self) -> str:
        """The folder of its language."""
        return str(self.meta.get("place") or "")

    @property
    def rest(self) -> str:
        """Its address below that folder."""
        return self.address.removeprefix(self.place)

    @property
    def is_searched(self) -> bool:
        """Whether the search finds it."""
        return not (self.meta.get("search") or {}).get("exclude")


def address_of(artifact: Artifact) -> str:
    """Return the address of a page of a project."""
    return artifact.path.removeprefix("docs/").removesuffix("index.md")


def page_of(artifact: Artifact) -> Page | None:
    """Return the page that a file of a project is; None when it is no page.

    Raises:
        FrameError: it is written otherwise than the program writes pages.
    """
    page, end = _head_of(artifact)
    return page and page._replace(content=_as_markdown_leaves_it(artifact.data[end:].decode("utf-8")))


def _head_of(artifact: Artifact) -> tuple[Page | None, int]:
    """Return the page that a file of a project is, without its content, and where that begins; None when it is no page.

    Raises:
        FrameError: it is written otherwise than the program writes pages.
    """
    place = _PAGE.fullmatch(artifact.path)
    if place is None:
        return None, 0
    front = _FRONT.match(artifact.data)
    if front is None or quote(place[1]) != place[1]:
        raise FrameError(artifact.path)
    return Page(place[1], json.loads(front[1]), ""), front.end()


def _placed(artifact: Artifact, placed: Callable[[Artifact], Mapping[str, Any] | None]) -> Page | None:
    """Return the page that a file of a project is, as far as it says where it is; None when it is no page.

    Raises:
        FrameError: as `_head_of`.
    """
    if not artifact.path.endswith(_ENDING):
        # As more than half of all files are.
        return None
    place = _PAGE.fullmatch(artifact.path)
    meta = placed(artifact) if place else None
    if place and meta is not None:
        return Page(place[1], meta, "")
    head = _head_of(artifact)[0]
    # What else is in the heads of all pages would fill the memory.
    return head and head._replace(meta=stamped_pages.placed(head.meta))


def _as_markdown_leaves_it(block: str) -> str:
    """Return a block of HTML as Python-Markdown gives it back: only white space changes."""
    if "\x02" in block or "\x03" in block:
        block = block.replace("\x02", "").replace("\x03", "")
    if "\r" in block:
        block = block.replace("\r\n", "\n").replace("\r", "\n")
    if "\t" in block:
        block = block.expandtabs(_TAB)
    if " \n" in block:
        block = _BLANK.sub("\n", block)
    return block.strip()


class _Spot(NamedTuple):
    """Where a page is, as far as what stands round it depends on it.

    Attributes:
        place: the folder of its language.
        language: the language of the product's own words, where it is another than the site's.
        languages: the other languages of the page, each with its name and the folder of its pages.
        entry: its address, if the menu leads to it.
        above: the folders above it, below its language's, that are above or at pages which the menu leads to: links to those are shorter.
        depth: how many folders deep it lies below them.
    """

    place: str
    language: str
    languages: tuple[tuple[str, str, str], ...]
    entry: str | None
    above: str
    depth: int

    @property
    def rest(self) -> str:
        """The address of the empty page below the folder of its language."""
        if self.entry is not None:
            return self.entry.removeprefix(self.place)
        return self.above + self.steps

    @property
    def steps(self) -> str:
        """What stands in the address of the empty page for that of a page."""
        return "".join(f"{_STEP}{step}/" for step in range(self.depth)) if self.entry is None else ""

    def sample(self) -> Artifact:
        """Return the empty page."""
        meta: dict[str, Any] = {"title": _TITLE, "hide": ["navigation", "toc"], "search": {"exclude": True}, _ASKED: True}
        if self.place:
            meta["place"] = self.place
        if self.language:
            meta["language"] = self.language
        if self.languages:
            meta["languages"] = [(tag, name, folder + self.rest) for tag, name, folder in self.languages]
        front = json.dumps(meta, ensure_ascii=False, sort_keys=True)
        return Artifact(f"docs/{self.place}{self.rest}index.md", f"---\n{front}\n---\n\n<!--{_CONTENT}-->\n".encode())


def _above(menu: Iterable[str]) -> frozenset[str]:
    """Return the folders that are above or at pages which the menu leads to."""
    return frozenset(address[: at + 1] for address in menu for at, sign in enumerate(address) if sign == "/")


def _spot(page: Page, menu: frozenset[str], folders: frozenset[str]) -> _Spot:
    if not page.address.startswith(page.place):
        raise FrameError(page.address)
    languages = []
    for tag, name, address in page.meta.get("languages") or ():
        if not address.endswith(page.rest):
            raise FrameError(page.address)
        languages.append((tag, name, address.removesuffix(page.rest)))
    language = str(page.meta.get("language") or "")
    if page.address in menu:
        return _Spot(page.place, language, tuple(languages), page.address, "", 0)
    above = ""
    for step in page.rest.split("/")[:-1]:
        if f"{page.place}{above}{step}/" not in folders:
            break
        above += f"{step}/"
    return _Spot(page.place, language, tuple(languages), None, above, page.rest.count("/") - above.count("/"))


@dataclass(slots=True)
class _Frame:
    """What stands round the pages in one place.

    Attributes:
        text: it, with marks.
        marks: the marks in it.
        above: the folders in which the pages lie.
        ready: what it is split to with a policy, by what is in every page, and whether this one plays a video.
    """

    text: str
    marks: re.Pattern[str]
    above: str
    parts: InlineParts
    ready: dict[tuple[InlineParts, bool], tuple[bytes | str, ...]] = field(default_factory=dict)

    def split(self, text: str) -> tuple[bytes | str, ...]:
        pieces = self.marks.split(text)
        return tuple(piece if at % 2 else piece.encode("utf-8") for at, piece in enumerate(pieces))


class _Environment(ImmutableSandboxedEnvironment):
    """The sandbox for the templates of what is a page's own."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # Jinja's name
        """Return what every template knows, as one table: Jinja chains two, which takes long to go through for each page."""
        return {**self.globals, **(d or {})}


class _Slots:
    """Fills the templates of what is a page's own, as the builder does.

    Args:
        files: the project's files by path.
        settings: what is in mkdocs.yml.
    """

    def __init__(self, files: Mapping[str, Artifact], settings: Mapping[str, Any]) -> None:
        below = "overrides/"
        templates = {
            path.removeprefix(below): artifact.data.decode("utf-8")
            for path, artifact in files.items()
            if path.startswith(below) and path.endswith((".html", ".css", ".js"))
        }
        # Without escaping, as the builder has it: all values are HTML already.
        environment = _Environment(loader=DictLoader(templates), auto_reload=False)
        environment.filters["url"] = _url
        self._templates = {mark: environment.get_template(name) for name, mark in _SLOTS.items()}
        self._settings = settings

    def fill(self, page: Page) -> dict[str, str]:
        """Return what is the page's own, by mark."""
        told = {"url": page.address, "meta": page.meta, "content": page.content, "title": page.meta.get("title", "")}
        return {mark: template.render(page=told, config=self._settings) for mark, template in self._templates.items()}


@pass_context
def _url(context: Context, value: str) -> str:
    """Return an address relative to a page, as the builder's filter of this name does."""
    return _normalised(str(value), _At(context["page"]["url"]))


@dataclass(frozen=True, slots=True)
class _At:
    url: str


def _normalised(value: str, page: _At) -> str:
    from mkdocs.utils import normalize_url  # noqa: PLC0415, TID251  # slow to import; the builder's own function gives what the builder gives

    return str(normalize_url(value, page=cast("Any", page)))


#: How much of a page is read at once, in characters, where the search needs no more than its beginning.
_AT_ONCE = 512
_TAG = re.compile(r"<[^>]+>")


class _Search:
    """The entries of Material's search, made by its own classes."""

    @cached_property
    def _made(self) -> Any:
        from material.plugins.search import plugin  # noqa: PLC0415  # slow to import

        return plugin

    @cached_property
    def _parser(self) -> Any:
        """Material's parser, with elements that are compared without calling anything: they are, thousands of times a page."""
        parser = self._made.Parser
        names = {**vars(self._made), "Element": _Element}
        own = {
            name: FunctionType(one.__code__, names, name, one.__defaults__, one.__closure__)
            for name, one in vars(parser).items()
            if isinstance(one, FunctionType)
        }
        # Nobody asks on which line something stands.
        return type(parser.__name__, (parser,), {**own, "updatepos": lambda _self, _start, end: end})

    def entries(self, page: Page, most: int | None = None) -> list[dict[str, Any]]:
        """Return the entries of a page.

        Args:
            page: the page.
            most: how many characters of its beginning are needed, tags and repeated white space left out; None: all entries.
        """
        if most == 0:
            return []
        index = self._made.SearchIndex()
        searched = _Searched(page.meta, page.content, page.address, page.meta.get("title", ""))
        for section in self._sections(page.content) if most is None else self._first(page.content, most):
            if not section.is_excluded():
                index.create_entry_for_section(section, searched.toc, searched.url, searched)
        return list(index.entries)

    def _sections(self, content: str) -> Any:
        """Return what a page says, by its headings with an address."""
        parser = self._parser()
        parser.feed(content)
        parser.close()
        return parser.data

    def _first(self, content: str, most: int) -> Any:
        """Return what a page says before its first heading with an address, at least as much as is needed of it."""
        parser = self._parser()
        for at in range(0, len(content), _AT_ONCE):
            parser.feed(content[at : at + _AT_ONCE])
            if parser.data and len(" ".join(_TAG.sub(" ", "".join(parser.data[0].text)).split())) > most:
                break
        else:
            parser.close()
        return parser.data[:1]


class _Element(str):
    """An element as Material's parser holds it, which compares elements by their names alone.

    Args:
        tag: its name.
        attrs: its attributes.
    """

    __slots__ = ("attrs", "tag")

    tag: str
    attrs: Mapping[str, str | None]

    def __new__(cls, tag: str, attrs: Mapping[str, str | None] | None = None) -> Self:
        """Make it."""
        made = super().__new__(cls, tag)
        made.tag, made.attrs = tag, attrs or {}
        return made

    def is_excluded(self) -> bool:
        """Whether the search leaves it out."""
        return "data-search-exclude" in self.attrs


@dataclass(frozen=True, slots=True)
class _Searched:
    meta: Mapping[str, Any]
    content: str
    url: str
    title: str
    toc: tuple[()] = ()


@dataclass(slots=True)
class Press:
    """The frames of a site, and the stamping of its pages.

    Attributes:
        frames: by the place of the pages.
        search: makes the entries of the search; None where the theme has none.
        slots: fills what is a page's own.
        menu: the addresses that the menu leads to.
        folders: those above or at them.
        digest: of everything that a page is made of beside its own file.
        firsts: the file of the first page in each place.
    """

    frames: dict[_Spot, _Frame]
    search: _Search | None
    slots: _Slots
    menu: frozenset[str]
    folders: frozenset[str]
    digest: bytes = b""
    firsts: tuple[Artifact, ...] = ()

    def entries(self, page: Page, most: int | None = None) -> list[dict[str, Any]]:
        """Return the entries of a page in the search, or its first with as many characters as are needed (None: all)."""
        return self.search.entries(page, most) if self.search and page.is_searched else []

    def first_pages(self) -> Iterator["Filled"]:
        """Yield the first page in each place."""
        for artifact in self.firsts:
            page = page_of(artifact)
            if page is not None:
                yield self.filled(page)

    def filled(self, page: Page) -> "Filled":
        """Return a page with what is its own."""
        frame = self.frames.get(_spot(page, self.menu, self.folders))
        if frame is None:
            raise FrameError(page.address)
        if self.search and "data-search-" in page.content:
            page = Page(page.address, page.meta, _without_marks(page.content))
        return Filled(page, frame, self.slots.fill(page))


@dataclass(frozen=True, slots=True)
class Filled:
    """A page, its frame, and what is its own in it."""

    page: Page
    frame: _Frame
    own: dict[str, str]

    def parts(self, look: Callable[[bytes], InlineParts]) -> InlineParts:
        """Return what the page's policy must name."""
        inside = self.own[_HEAD] + (self.own[_CONTENT] if _may_have_parts(self.own[_CONTENT]) else "")
        one, other = self.frame.parts, look(inside.encode("utf-8"))
        return InlineParts(
            scripts=one.scripts | other.scripts,
            styles=one.styles | other.styles,
            asks=one.asks or other.asks,
            plays=one.plays or other.plays,
        )

    def bare(self) -> bytes:
        """Return the page as the builder makes it."""
        return self._joined(self.frame.split(self.frame.text))

    def finished(self, finish: Finish, parts: InlineParts, shared: InlineParts) -> bytes:
        """Return the page as it is published.

        Args:
            finish: what is done to pages.
            parts: what its own policy must name.
            shared: what is in every page.
        """
        key = shared, parts.plays
        if key not in self.frame.ready:
            text = finish.page(self.frame.text.encode("utf-8"), shared, parts.plays).decode("utf-8")
            self.frame.ready[key] = self.frame.split(text)
        return self._joined(self.frame.ready[key])

    def _joined(self, pieces: Iterable[bytes | str]) -> bytes:
        steps = self.page.rest.removeprefix(self.frame.above)
        return b"".join(piece if isinstance(piece, bytes) else self.own.get(piece, steps).encode("utf-8") for piece in pieces)


def _without_marks(content: str) -> str:
    """Return what a page has without what it says to the search, as Material does."""
    if content.count("data-search-") == content.count(_EXCLUDED) + content.count(_NO_VALUE):
        # As the program's own templates say it, which is replaced in a hundredth of the time.
        return content.replace(_EXCLUDED, "")
    return _FOR_SEARCH.sub("", content)


#: Begins with what is sought first: to make small letters of a whole page takes several times as long.
_MAY_HAVE_PARTS: Final = re.compile("<(?:script|style|video|link)", re.IGNORECASE)


def _may_have_parts(content: str) -> bool:
    return _MAY_HAVE_PARTS.search(content) is not None


def press(
    artifacts: Iterable[Artifact],
    made: Path,
    build: Callable[[Iterable[Artifact]], None],
    kept: Kept,
    beside: tuple[str, ...],
    placed: Callable[[Artifact], Mapping[str, Any] | None] = lambda _page: None,
) -> Press:
    """Let the builder make the frames of a site, and check that stamping gives what it makes of whole pages; or take what it made of the same project.

    Args:
        artifacts: the files of the project.
        made: the folder of the site. Afterwards everything is in it but pages and what the project has beside them.
        build: makes a site of a project there.
        kept: where what the builder makes of empty pages is kept, once it was checked.
        beside: what that depends on beside the project.
        placed: returns of a page what its front matter says of where it is, if that is known without reading it.

    Raises:
        FewPagesError: it would be more work.
        FrameError: pages cannot be stamped.
    """
    files = {artifact.path: artifact for artifact in artifacts}
    settings, theme = _settings(files)
    listed = (*settings["extra"]["menus"].values(), *settings["extra"]["more"].values())
    menu = frozenset(address for entries in listed for _, address in entries)
    # Where a page is follows from its head: the contents of most are looked at by nobody.
    heads = [(head, artifact) for artifact in files.values() if (head := _placed(artifact, placed))]
    pages = [head for head, _ in heads]
    folders = _above(menu)
    spots = {page.address: _spot(page, menu, folders) for page in pages}
    first: dict[_Spot, Artifact] = {}
    for page, artifact in heads:
        first.setdefault(spots[page.address], artifact)
    places = tuple(first)
    compared = _compared(pages, spots)
    if len(pages) < len(places) + len(compared):
        raise FewPagesError
    project = tuple(_project(files, places, compared))
    key = _key(kept, project, beside)
    held = kept.get(Kind.FRAMES, key)
    is_known = held is not None and _put_back(held, made)
    if not is_known:
        build(project)
    frames = {spot: _read(made, spot) for spot in places}
    search = _Search() if theme == "material" else None
    made_press = Press(frames, search, _Slots(files, settings), menu, folders, _digest(files, frames), tuple(first.values()))
    if not is_known:
        _check(made_press, made, [whole for one in compared if (whole := page_of(files[f"docs/{one.address}index.md"]))])
        kept.put(Kind.FRAMES, key, _as_kept(made))
    for address in (*(page.address for page in compared), *(spot.place + spot.rest for spot in places)):
        _take_away(made, address)
    return made_press


def _check(made_press: Press, made: Path, compared: Collection[Page]) -> None:
    """Check that stamping gives what the builder made of whole pages.

    Raises:
        FrameError: it does not.
    """
    found = [entry for page in _in_order(compared) for entry in made_press.entries(page)]
    if made_press.search and json.loads((made / INDEX).read_bytes())["docs"] != found:
        raise FrameError(INDEX)
    for page in compared:
        file = made / page.address / "index.html"
        if made_press.filled(page).bare() != file.read_bytes():
            raise FrameError(page.address)


def _key(kept: Kept, project: Iterable[Artifact], beside: tuple[str, ...]) -> str:
    made = sha256(repr((kept.stamp, beside)).encode())
    for artifact in sorted(project, key=lambda one: one.path):
        made.update(f"{artifact.path!r} {len(artifact.data)}\n".encode())
        made.update(artifact.data)
    return made.hexdigest()


def _as_kept(made: Path) -> bytes:
    """Return all files of a folder as they are kept: a line of JSON, and behind it all of them."""
    files = {file.relative_to(made).as_posix(): file.read_bytes() for file in sorted(made.rglob("*")) if file.is_file()}
    return b"".join((json.dumps([(path, len(data)) for path, data in files.items()]).encode(), b"\n", *files.values()))


def _put_back(held: bytes, made: Path) -> bool:
    """Write files that were kept into a folder; return whether they were written as this program writes them."""
    head, _, rest = held.partition(b"\n")
    try:
        files, at = [], 0
        for path, length in json.loads(head):
            files.append((PurePosixPath(path), rest[at : at + int(length)]))
            at += int(length)
    except (ValueError, TypeError):
        return False
    if at != len(rest) or not files or any(path.is_absolute() or ".." in path.parts for path, _ in files):
        return False
    for path, data in files:
        target = made / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return True


def _digest(files: Mapping[str, Artifact], frames: Mapping[_Spot, _Frame]) -> bytes:
    made = sha256()
    beside = ((path, artifact.data) for path, artifact in sorted(files.items()) if not path.startswith("docs/"))
    for name, data in (*beside, *sorted((repr(spot), frame.text.encode("utf-8")) for spot, frame in frames.items())):
        made.update(f"{name!r} {len(data)}\n".encode())
        made.update(data)
    return made.digest()


def _settings(files: Mapping[str, Artifact]) -> tuple[Mapping[str, Any], str | None]:
    """Return what is in mkdocs.yml, and the builder's theme.

    Raises:
        FrameError: it is not as the program writes it, or may make pages differ.
    """
    try:
        settings = json.loads(files["mkdocs.yml"].data)
        theme = settings["theme"].get("name")
        known = (
            settings["plugins"] == (["search"] if theme == "material" else []) and {"menus", "more"} <= settings["extra"].keys()
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise FrameError("mkdocs.yml") from error
    if not known or settings.keys() - _KNOWN or not all(f"overrides/{name}" in files for name in _SLOTS):
        raise FrameError("mkdocs.yml")
    return settings, theme


def look_at_frames(made: Press, look: Callable[[bytes], InlineParts]) -> None:
    """Read from each frame what the policy of its pages must name."""
    for frame in made.frames.values():
        frame.parts = look(frame.text.encode("utf-8"))


def with_entries(index: bytes, entries: Iterable[dict[str, Any]]) -> bytes:
    """Return the index of the search with the entries of all pages."""
    held = json.loads(index)
    held["docs"] = list(entries)
    return json.dumps(held, separators=(",", ":"), default=str).encode()


def order(address: str) -> tuple[str, ...]:
    """Return by what pages are ordered in the index of the search: as the builder finds them, a folder's own page before those below it."""
    return tuple(address.split("/")[:-1])


def _in_order(pages: Iterable[Page]) -> list[Page]:
    return sorted(pages, key=lambda page: order(page.address))


def _compared(pages: Iterable[Page], spots: Mapping[str, _Spot]) -> tuple[Page, ...]:
    """Return the pages that are made whole: in each place to which the menu does not lead, the first that the search finds and the first other one."""
    found: dict[tuple[_Spot, bool], tuple[tuple[str, ...], Page]] = {}
    for page in pages:
        spot = spots[page.address]
        if spot.entry is None:
            kind, place = (spot, page.is_searched), order(page.address)
            if kind not in found or place < found[kind][0]:
                found[kind] = place, page
    return tuple(_in_order(page for _, page in found.values()))


def _project(files: Mapping[str, Artifact], places: Iterable[_Spot], compared: Iterable[Page]) -> Iterator[Artifact]:
    """Yield the project of empty pages, and of the few that are made whole."""
    for path, artifact in files.items():
        name = path.removeprefix("overrides/")
        if name in _SLOTS and name != path:
            # What is a page's own is filled in as ever on pages that are made whole.
            whole = f"whole-{name}"
            asks = f"{{%- if page and page.meta and page.meta.{_ASKED} -%}}{_SLOTS[name]}{{%- else -%}}{{% include '{whole}' %}}{{%- endif -%}}"
            yield Artifact(f"overrides/{whole}", artifact.data)
            yield Artifact(path, asks.encode())
        elif not path.startswith("docs/"):
            yield artifact
    for spot in places:
        yield spot.sample()
    for page in compared:
        yield files[f"docs/{page.address}index.md"]


def _read(made: Path, spot: _Spot) -> _Frame:
    file = made / spot.place / spot.rest / "index.html"
    if not file.is_file():
        raise FrameError(spot.place + spot.rest)
    text = file.read_bytes().decode("utf-8")
    if text.count(_CONTENT) != 1 or text.count(_HEAD) != 1:
        raise FrameError(spot.place + spot.rest)
    marks = [_HEAD, _TITLE, _CONTENT, *([spot.steps] if spot.steps else [])]
    return _Frame(text, re.compile(f"({'|'.join(marks)})"), spot.above, InlineParts())


def _take_away(made: Path, address: str) -> None:
    folder = made / address
    (folder / "index.html").unlink(missing_ok=True)
    while folder != made and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent

"""The builder: an MkDocs project in, a site out. The only importer of MkDocs, and the only one that knows the builders that may follow it."""

import contextlib
import ctypes
import gc
import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeAlias

from generator.adapters import frames
from generator.adapters.earlier_site import EarlierSite, earlier_site, keep_earlier
from generator.adapters.previous_site import PreviousSite, SiteSignatures, Told, previous_site
from generator.adapters.stamped_pages import File, GoneError, Row, StampedPages, placed, published_page
from generator.adapters.template_sandbox import TemplateError, sandboxed
from generator.adapters.zip_file import pack
from generator.errors import AboveboardError, EnvironmentFailedError, UsageError
from generator.model.artifact import Artifact, Finish, InlineParts
from generator.model.config import Builder
from generator.model.kept import Kept, NothingKept

#: What to do about a file where the build writes one of its own.
_BUILDS_OWN = "the build writes this file itself: publish the other at another path, whether it is a source file or of a plugin"
#: Marks a folder as a site that a build made and the next build may replace.
MARKER = ".aboveboard"

_SCRATCH = ".aboveboard-"


Share: TypeAlias = "Callable[[Sequence[Callable[[], Written]]], Iterable[Written]]"


def _one_by_one(tasks: "Sequence[Callable[[], Written]]") -> "Iterator[Written]":
    return (task() for task in tasks)


@dataclass(frozen=True, slots=True)
class Built:
    """What came of a build.

    Attributes:
        odd: the paths of the pages with a script or style in them that not every page has, which browsers therefore refuse.
        whole: whether the builder had to make every page whole, because what stands round a page depends on what is in it.
    """

    odd: tuple[str, ...]
    whole: bool


def build(
    artifacts: Iterable[Artifact],
    out: Path,
    last_changed: datetime,
    finish: Finish,
    sign: Callable[[Path], None] | None = None,
    *,
    zipped: Path | None = None,
    by: Builder = Builder.MKDOCS,
    whole: bool = False,
    share: Share = _one_by_one,
    kept: Kept | None = None,
) -> Built:
    """Build a project and put the site in the place of the old one in one step; or raise, and leave the old one alone.

    Args:
        artifacts: the project's files.
        out: the site's folder. It is replaced as a whole.
        last_changed: what the site map gives as the day of every page, so that the same content gives the same bytes.
        finish: what is done to the pages that the builder makes.
        sign: signs the file that is made of all others, before the site is in its place.
        zipped: where to put the site as one file too, in one step as well; None: nowhere.
        by: which builder.
        whole: whether the builder is to make every page whole, because what stands round a page depends on what is in it.
        share: does tasks, in whatever order, and returns their results in theirs.
        kept: where stamped pages are kept from one run to the next; None: nowhere.

    Raises:
        UsageError: `out` or `zipped` holds something that no build made.
        EnvironmentFailedError: the builder or the disk failed.
    """
    out = out.absolute()
    _check_replaceable(out)
    if zipped is not None:
        zipped = zipped.absolute()
        _check_zip(zipped)
    try:
        with _for_readers(), _scratch(out.parent) as scratch, _scratch(zipped.parent if zipped else scratch) as beside:
            project, made, packed = scratch / "project", scratch / "site", beside / "site.zip"

            def make(files: Iterable[Artifact]) -> None:
                write(files, project)
                if by is Builder.MKDOCS:
                    build_pages(project, made, last_changed)
                else:
                    _build_with(by, project, made, last_changed)
                _remove_unused(made)

            files = tuple(artifacts)
            asked = by.value, last_changed.isoformat()
            kept = kept or NothingKept()
            signed_off = SiteSignatures(kept, out)
            before = previous_site(out, MARKER, scratch, signed_off)
            stamped = StampedPages(kept, (str(out),))
            earlier = partial(earlier_site, signed_off.aside, scratch, signed_off.held)
            digests: Mapping[str, tuple[int, str]] = {}
            same: Mapping[str, tuple[str, Told]] = {}
            try:
                stood = _stamped(files, made, make, finish, share, kept, stamped, before, earlier, asked, whole=whole)
                made, odd, last, digests, same = stood.folder, stood.odd, stood.last, stood.digests, stood.same
            except frames.FrameError as error:
                whole = whole or not isinstance(error, frames.FewPagesError)
                shutil.rmtree(made, ignore_errors=True)
                make(files)
                odd, last = _finish(made, finish)
            if sign is not None:
                sign(last)
            if zipped is not None:
                pack(made, packed, last_changed)
            (made / MARKER).write_bytes(b"")
            made.chmod(0o755)
            signed_off.close(scratch, made / MARKER)
            old = _put_in_place(made, out, scratch)
            if zipped is not None:
                packed.replace(zipped)
            if old is not None and digests:
                keep_earlier(old, signed_off.aside)
        signed_off.keep(digests, same)
    except OSError as error:
        raise EnvironmentFailedError(
            f"the site could not be written: {error.strerror or error}{f' ({error.filename})' if error.filename else ''}",
            "check the disk; the previous site is unchanged",
        ) from error
    return Built(odd, whole)


#: Where Material has what its search knows of each language that it can search.
_LANGUAGES: Final = "assets/javascripts/lunr"
#: What it takes for the words of a language beside its own file, where they are not divided by spaces.
_DIVIDED_BY: Final = {"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"}


def _remove_unused(made: Path) -> None:
    """Remove what a theme has that no reader's browser asks for: source maps, and languages of the search that the site does not have."""
    for file in (made / "assets").rglob("*.map"):
        file.unlink()
    index, folder = made / frames.INDEX, made / _LANGUAGES
    if not index.is_file() or not folder.is_dir():
        return
    tags = json.loads(index.read_bytes())["config"]["lang"]
    used = {f"min/lunr.{tag}.min.js" for tag in tags} | {_DIVIDED_BY[tag] for tag in tags if tag in _DIVIDED_BY}
    if tags != ["en"]:
        used.add("min/lunr.stemmer.support.min.js")
    if len(tags) > 1:
        used.add("min/lunr.multi.min.js")
    for file in folder.rglob("*"):
        if file.is_file() and file.relative_to(folder).as_posix() not in used:
            file.unlink()
    for empty in (folder / "min", folder):
        if not any(empty.iterdir()):
            empty.rmdir()


@contextlib.contextmanager
def _for_readers() -> Iterator[None]:
    """Let everyone read what is written: it is for readers, however little whoever builds shows of their other files."""
    before = os.umask(0o077)
    os.umask(before & 0o022)
    try:
        yield
    finally:
        os.umask(before)


@contextlib.contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Provide a working folder beside what is to be replaced, so that the last step is a rename on one disk."""
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=folder))
    try:
        _sweep(folder, scratch)
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _finish(made: Path, finish: Finish) -> tuple[tuple[str, ...], Path]:
    files = _files_in(made)
    # What is known of each page is small; the pages themselves are read twice, so that they need not all be in memory at once.
    pages = {path: finish.look((made / path).read_bytes()) for path in files if path.endswith(".html")}
    shared = finish.join(pages.values())
    digests: dict[str, tuple[int, str]] = {}

    def put(path: str, data: bytes) -> None:
        (made / path).write_bytes(data)
        digests[path] = len(data), sha256(data).hexdigest()

    for path in pages:
        put(path, finish.page((made / path).read_bytes(), shared, None))
    for artifact in finish.files(files, shared):
        if artifact.path in files:
            raise UsageError(f"two things would be published at {artifact.path}", _BUILDS_OWN)
        (made / artifact.path).parent.mkdir(parents=True, exist_ok=True)
        put(artifact.path, artifact.data)
    for path in files:
        if path not in digests:
            data = (made / path).read_bytes()
            published = finish.other(path, data)
            if published is data:
                digests[path] = len(data), sha256(data).hexdigest()
            else:
                put(path, published)
    signed = made
    for artifact in finish.last(digests):
        signed = made / artifact.path
        signed.parent.mkdir(parents=True, exist_ok=True)
        signed.write_bytes(artifact.data)
    odd = tuple(path for path, one in pages.items() if one.scripts - shared.scripts or one.styles - shared.styles)
    return odd, signed


def _files_in(folder: Path) -> list[str]:
    """Return the paths of all files in a folder, relative to it, in their order."""
    top = len(os.path.join(folder, ""))  # noqa: PTH118  # of each file of the site: Path takes longer than the disk
    return sorted(f"{inside}/{name}"[top:].replace(os.sep, "/") for inside, _, names in os.walk(folder) for name in names)


@dataclass(frozen=True, slots=True)
class _Stood:
    """A site that was made with stamped pages.

    Attributes:
        folder: where it is.
        odd: as in `Built`.
        last: the file that is signed.
        digests: of its files, by path.
        same: the files that are those of the previous site under a name that they had already, and what was noted of them.
    """

    folder: Path
    odd: tuple[str, ...]
    last: Path
    digests: Mapping[str, tuple[int, str]]
    same: Mapping[str, tuple[str, Told]]


def _stamped(
    artifacts: tuple[Artifact, ...],
    made: Path,
    make: Callable[[Iterable[Artifact]], None],
    finish: Finish,
    share: Share,
    kept: Kept,
    stamped: StampedPages,
    before: PreviousSite | None,
    earlier: Callable[[Collection[str]], EarlierSite | None],
    beside: tuple[str, ...],
    *,
    whole: bool,
) -> _Stood:
    """Make the site with stamped pages, finished.

    Raises:
        FrameError: pages cannot be stamped.
    """
    if whole:
        raise frames.FrameError("the theme")
    press = frames.press(artifacts, made, make, kept, beside, stamped.meta)
    frames.look_at_frames(press, finish.look)
    digests: dict[str, tuple[int, str]] = {}
    of_builder = _files_in(made)
    others = {path: finish.look((made / path).read_bytes()) for path in of_builder if path.endswith(".html")}
    inside = tuple(artifact for artifact in artifacts if artifact.path.startswith("docs/"))
    published = [path for path in map(_published_at, inside) if path is not None]
    if len(set(published)) < len(published):
        # Of two that would be the same file, the second takes the place of the first.
        published = [path for path, number in Counter(published).items() if number == 1]
    grown = earlier(published)
    if grown is not None:
        grown.add(made, of_builder)
        made = grown.folder

    def put(path: str, data: bytes) -> None:
        _put(f"{made}/{path}", data)
        digests[path] = _digest(data)

    # Nearly always a page has the scripts and styles that every page in its place has. If not, all pages are stamped again.
    guessed = finish.join([*(one.parts(finish.look) for one in press.first_pages()), *others.values()])
    rows = _rows(press, made, inside, finish, guessed, share, kept, stamped, before, grown)
    shared = finish.join([*(row.parts for row in rows if row.parts), *others.values()])
    if shared != guessed:
        rows = _rows(press, made, inside, finish, shared, share, kept, stamped, before, grown)
    digests |= {row.path: row.digest for row in rows}
    for path in others:
        put(path, finish.page((made / path).read_bytes(), shared, None))
    known = {*of_builder, *digests}
    files = sorted(known)
    for artifact in finish.files(files, shared):
        if artifact.path in known:
            raise UsageError(f"two things would be published at {artifact.path}", _BUILDS_OWN)
        put(artifact.path, artifact.data)
    found = sorted((row for row in rows if row.entries), key=lambda row: frames.order(row.path))
    for path in files:
        if path not in digests:
            data = (made / path).read_bytes()
            if path == frames.INDEX:
                data = frames.with_entries(data, (entry for row in found for entry in row.entries))
            put(path, finish.other(path, data))
    signed = made
    for artifact in finish.last(digests):
        signed = made / artifact.path
        _put(str(signed), artifact.data)
    looked = ((row.path, row.parts) for row in rows if row.parts)
    odd = tuple(
        sorted(path for path, one in (*looked, *others.items()) if one.scripts - shared.scripts or one.styles - shared.styles)
    )
    return _Stood(made, odd, signed, digests, grown.files if grown else {})


@dataclass(frozen=True, slots=True)
class Written:
    """What a task has written.

    Attributes:
        rows: what is kept of each file.
        kept: what is told of stamped pages that are kept, by their names there.
    """

    rows: tuple[Row, ...]
    kept: dict[str, bytes]


_OF_INCIDENT = re.compile(r"docs/(?:[^/]+/)?incidents/[^/]+/")
_PAGE = "/index.md"
#: How many files are written in one task.
_AT_ONCE = 100


def _rows(
    press: frames.Press,
    made: Path,
    artifacts: tuple[Artifact, ...],
    finish: Finish,
    shared: InlineParts,
    share: Share,
    kept: Kept,
    stamped: StampedPages,
    before: PreviousSite | None,
    grown: EarlierSite | None,
) -> list[Row]:
    """Write the pages, and what a project has beside them in `docs/`."""
    parts = repr([sorted(shared.scripts), sorted(shared.styles), shared.asks, shared.plays])
    stamp = sha256(kept.stamp.encode() + press.digest + parts.encode()).digest()
    tasks = [
        partial(_written, press, made, artifacts[at : at + _AT_ONCE], finish, shared, stamped, stamp, before, grown)
        for at in range(0, len(artifacts), _AT_ONCE)
    ]
    done = tuple(share(tasks))
    stamped.write({key: line for one in done for key, line in one.kept.items()})
    rows = [row for one in done for row in one.rows]
    if grown is not None:
        grown.keep({row.path: row.digest for row in rows})
    return rows


def _written(
    press: frames.Press,
    made: Path,
    artifacts: Iterable[Artifact],
    finish: Finish,
    shared: InlineParts,
    stamped: StampedPages,
    stamp: bytes,
    before: PreviousSite | None,
    grown: EarlierSite | None,
) -> Written:
    rows: list[Row] = []
    told: dict[str, bytes] = {}
    folder = f"{made}/"
    for _, group in groupby(artifacts, key=_folder_of):
        together = tuple(group)
        # By their paths: to compare files is to read them.
        pages = tuple(artifact for artifact in together if artifact.path.endswith(_PAGE))
        files: list[File] = []
        if pages:
            files = (
                _kept_pages(press, pages, finish, shared, stamped, stamp, told)
                if stamped.keeps
                else [(row, _known(data)) for row, data in (_stamp(press, one, finish, shared) for one in pages)]
            )
        files += (
            one for artifact in together if not artifact.path.endswith(_PAGE) and (one := _copied(artifact, finish, shared))
        )
        for row, read in files:
            rows.append(row)
            if grown is not None and grown.has(row.path, row.digest):
                continue
            if before is None or not before.gives(row.path, row.digest, read, f"{folder}{row.path}"):
                _put(f"{folder}{row.path}", read())
    return Written(tuple(rows), told)


def _kept_pages(
    press: frames.Press,
    pages: tuple[Artifact, ...],
    finish: Finish,
    shared: InlineParts,
    stamped: StampedPages,
    stamp: bytes,
    told: dict[str, bytes],
) -> list[File]:
    """Return some pages that are kept together, stamped now if they are not kept; `told`: where it is put what is told of them."""
    found_by = [finish.found_by(frames.address_of(one)) for one in pages]
    made_from = [(one.path, one.digest) for one in pages]
    key = sha256(stamp + repr((found_by, made_from)).encode()).hexdigest()
    held = stamped.get(key, pages)
    if held is None:
        done = [_stamp(press, one, finish, shared) for one in pages]
        held = [(row, _known(data)) for row, data in done], stamped.put(key, pages, done)
    files, told[key] = held
    return [(row, partial(_again, read, press, page, finish, shared)) for page, (row, read) in zip(pages, files, strict=True)]


def _known(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def _again(read: Callable[[], bytes], press: frames.Press, page: Artifact, finish: Finish, shared: InlineParts) -> bytes:
    """Return a stamped page, which is stamped once more if it is not kept any more."""
    try:
        return read()
    except GoneError:
        return _stamp(press, page, finish, shared)[1]


def _folder_of(artifact: Artifact) -> str:
    """Return the folder of the incident that a file belongs to; of any other file, its path."""
    found = _OF_INCIDENT.match(artifact.path)
    return found[0] if found else artifact.path


def _stamp(press: frames.Press, artifact: Artifact, finish: Finish, shared: InlineParts) -> tuple[Row, bytes]:
    page = frames.page_of(artifact)
    if page is None:
        raise frames.FrameError(artifact.path)
    filled = press.filled(page)
    inside = filled.parts(finish.look)
    data = filled.finished(finish, inside, shared)
    entries = tuple(press.entries(page, finish.found_by(page.address)))
    return Row(f"{page.address}index.html", _digest(data), inside, entries, placed(page.meta)), data


def _published_at(artifact: Artifact) -> str | None:
    """Return where a file of the project is published; None where it is not."""
    if artifact.path.endswith(_PAGE):
        return published_page(artifact)
    path = artifact.path.removeprefix("docs/")
    return path if is_published(path) else None


def _copied(artifact: Artifact, finish: Finish, shared: InlineParts) -> File | None:
    """Return a file that is no page as it is published; None where it is not."""
    path = artifact.path.removeprefix("docs/")
    if not is_published(path):
        return None
    if path.endswith(".html"):
        data = finish.page(artifact.data, shared, None)
        return Row(path, _digest(data), finish.look(artifact.data)), _known(data)
    return Row(path, artifact.digest), lambda: artifact.data


#: How a file is made. Without a path object, which takes as long as writing the file.
_ANEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _put(target: str, data: bytes) -> None:
    try:
        handle = os.open(target, _ANEW, 0o666)
    except FileNotFoundError:
        Path(target).parent.mkdir(parents=True, exist_ok=True)
        _put(target, data)
        return
    except FileExistsError:
        # It may be a file of the previous site, which is not to be written into.
        Path(target).unlink()
        _put(target, data)
        return
    with open(handle, "wb") as stream:  # noqa: PTH123  # a handle, not a path
        stream.write(data)


def _digest(data: bytes) -> tuple[int, str]:
    return len(data), sha256(data).hexdigest()


def is_published(path: str) -> bool:
    """Whether the builder publishes a file of a project's `docs/`: hidden ones only below `.well-known/`."""
    if not path.startswith((".", "templates")) and "/." not in path:
        # As nearly all are.
        return True
    first, *rest = path.split("/")
    return not any(part.startswith(".") for part in ([first] if first != ".well-known" else []) + rest) and first != "templates"


def _sweep(folder: Path, scratch: Path) -> None:
    """Remove what killed builds left behind: scratch folders unchanged for an hour.

    The hour is the disk's own, which dates them: the machine's clock may be another, and another build may be at work in one of them.
    """
    now = scratch.stat().st_mtime
    for left in folder.glob(f"{_SCRATCH}*"):
        if left.is_dir() and now - left.stat().st_mtime > 3600:
            shutil.rmtree(left, ignore_errors=True)


def _check_replaceable(out: Path) -> None:
    if not out.exists() and not out.is_symlink():
        return
    if out.is_symlink() or not out.is_dir():
        raise UsageError(f"{out} is not a folder", "name another place with --out")
    marker = out / MARKER
    if any(out.iterdir()) and (marker.is_symlink() or not marker.is_file()):
        raise UsageError(
            f"{out} contains files that aboveboard did not write, so it is not replaced",
            "empty it yourself, or name another place with --out",
        )


def _check_zip(zipped: Path) -> None:
    if zipped.is_dir():
        raise UsageError(f"{zipped} is a folder", "name a file with --zip, such as site.zip")
    if (zipped.exists() or zipped.is_symlink()) and (zipped.is_symlink() or not zipfile.is_zipfile(zipped)):
        raise UsageError(f"{zipped} is not a zip file, so it is not replaced", "name another file with --zip")


def write(artifacts: Iterable[Artifact], project: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Write a project's files, and remove those of an earlier writing that are no longer among them.

    Returns:
        The paths of what is new or changed, and of what is gone, relative to the project.
    """
    wanted: set[Path] = set()
    changed: set[str] = set()
    gone: set[str] = set()
    for artifact in artifacts:
        relative = PurePosixPath(artifact.path)
        if relative.is_absolute() or ".." in relative.parts:
            raise UsageError(f"{artifact.path} would be written outside the site", "rename its source file")
        target = project.joinpath(*relative.parts)
        wanted.add(target)
        # An unchanged file keeps its time, so that the preview builds only what changed.
        if target.is_file() and target.read_bytes() == artifact.data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(artifact.data)
        changed.add(artifact.path)
    for old in sorted(project.rglob("*"), reverse=True):
        if old.is_file() and old not in wanted:
            old.unlink()
            gone.add(old.relative_to(project).as_posix())
        elif old.is_dir() and not any(old.iterdir()):
            old.rmdir()
    return frozenset(changed), frozenset(gone)


def build_pages(
    project: Path, made: Path, last_changed: datetime, *, only_changed: bool = False, kept: dict[str, Any] | None = None
) -> None:
    """Run MkDocs over a project.

    Args:
        project: the folder with mkdocs.yml.
        made: the folder for the site.
        last_changed: as in `build`.
        only_changed: build only pages that are newer than what was made of them before (for the preview).
        kept: where to keep the theme's templates between two builds of one project, so that they are not read again.

    Raises:
        EnvironmentFailedError: it failed.
    """
    said = io.StringIO()
    # MkDocs leaves cycles in memory with every page.
    gc.enable()
    with _environment(NO_MKDOCS_2_WARNING="1", SOURCE_DATE_EPOCH=str(int(last_changed.timestamp()))), _log_to(said):
        from mkdocs.commands.build import build as mkdocs_build  # noqa: PLC0415, TID251  # slow to import, and its home
        from mkdocs.config import load_config  # noqa: PLC0415, TID251  # as above
        from mkdocs.exceptions import MkDocsException  # noqa: PLC0415, TID251  # as above

        try:
            config = load_config(config_file=str(project / "mkdocs.yml"), site_dir=str(made))
            _in_a_sandbox(config)
            if kept is not None:
                _keep_templates(config, kept, whole=not only_changed)
            config.plugins.on_startup(command="build", dirty=only_changed)
            try:
                mkdocs_build(config, dirty=only_changed)
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, SystemExit) as error:
            reason = said.getvalue().strip() or str(error)
            raise EnvironmentFailedError(
                f"MkDocs could not build the site: {reason}", "the previous site is unchanged"
            ) from error
        except TemplateError as error:
            # A template that is not there is an error of the disk to Jinja.
            raise EnvironmentFailedError(
                f"a template of the theme cannot be rendered: {error.message or type(error).__name__}",
                "fix it; the previous site is unchanged",
            ) from error
        except (AboveboardError, OSError):
            raise
        except Exception as error:
            raise EnvironmentFailedError(
                f"MkDocs failed while building the site: {type(error).__name__}: {error}", "the previous site is unchanged"
            ) from error


#: How long a builder that is a program of its own may take, in seconds: one that hangs must not hang us.
_PATIENCE = 1800


def _build_with(by: Builder, project: Path, made: Path, last_changed: datetime) -> None:
    """Run one of the builders that may follow MkDocs: a program of its own, beside our Python or on the computer.

    Raises:
        UsageError: it is not installed, or cannot build this theme.
        EnvironmentFailedError: it failed.
    """
    program = shutil.which(by.value, path=str(Path(sys.executable).parent)) or shutil.which(by.value)
    if program is None:
        raise UsageError(
            f"site_config.yml asks for the builder {by.value}, which is not installed",
            f"install it with `python -m pip install {by.value}`, or write `builder: {Builder.MKDOCS.value}`",
        )
    # Zensical fills templates with another engine than Material for MkDocs was written for.
    if by is Builder.ZENSICAL and json.loads((project / "mkdocs.yml").read_text(encoding="utf-8"))["theme"].get("name"):
        raise UsageError(
            "Zensical cannot use a theme that extends another one, as `material` is",
            f"write `theme: lifeboat` under `site:`, or `builder: {Builder.MKDOCS.value}`",
        )
    where = ["--site-dir", str(made)] if by is Builder.PROPERDOCS else []
    epoch = str(int(last_changed.timestamp()))
    try:
        said = subprocess.run(  # noqa: S603  # a fixed program, with paths of our own making
            [program, "build", "--config-file", str(project / "mkdocs.yml"), *where],
            cwd=project,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": epoch},
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentFailedError(f"{by.value} did not finish", "the previous site is unchanged") from error
    if by is Builder.ZENSICAL and not said.returncode:
        (project / "site").rename(made)
    if said.returncode or not (made / "index.html").is_file():
        lines = (said.stderr or said.stdout).decode("utf-8", "replace").strip().splitlines() or ["it gave no reason"]
        raise EnvironmentFailedError(f"{by.value} could not build the site: {lines[-1]}", "the previous site is unchanged")


def _in_a_sandbox(config: Any) -> None:
    """Render the theme's templates in the sandbox."""
    theme, bare = config.theme, config.theme.get_env
    theme.get_env = lambda: sandboxed(bare(), config)


def _keep_templates(config: Any, kept: dict[str, Any], *, whole: bool) -> None:
    """Read the theme's templates once, and copy its files once: it has some fifteen thousand."""
    theme = config.theme
    if whole or "templates" not in kept:
        kept["templates"] = theme.get_env()
    else:
        kept["templates"].list_templates = lambda **_: []
        kept["templates"].hand(config)
    theme.get_env = lambda: kept["templates"]


def live_server(  # each is a setting of its own
    rebuild: Callable[[], None],
    made: Path,
    host: str,
    port: int,
    *,
    look: float,
    settle: float,
    listening: Callable[[int], None],
    on_request: Callable[[str], None],
) -> Any:
    """Return MkDocs' own server for previews, which tells the browser when a file has changed.

    Args:
        rebuild: called after every change.
        made: the folder to serve.
        host: the address to listen at.
        port: the port to listen at; 0 takes any.
        look: seconds between two looks at what is watched.
        settle: seconds to wait for a second change.
        listening: called with the port as soon as it listens.
        on_request: called with every address that is asked for, before it is answered.

    Returns:
        The server: `watch(path)`, `serve()`, `shutdown()`.
    """
    from mkdocs.livereload import LiveReloadServer  # noqa: PLC0415, TID251  # slow to import, and its home

    class Server(LiveReloadServer):
        def server_activate(self) -> None:
            super().server_activate()
            listening(self.server_address[1])

        def serve_request(self, environ: Any, start_response: Any) -> Any:
            on_request(environ["PATH_INFO"])
            return super().serve_request(environ, start_response)

    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    server = Server(builder=rebuild, host=host, port=port, root=str(made), polling_interval=look, shutdown_delay=settle)
    server.build_delay = settle
    return server


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


@contextlib.contextmanager
def _log_to(stream: io.StringIO) -> Iterator[None]:
    """Keep MkDocs' own log out of the terminal; its errors are kept for our message."""
    logger = logging.getLogger("mkdocs")
    handler = logging.StreamHandler(stream)
    handler.setLevel(logging.ERROR)
    before, propagated = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.ERROR)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)
        logger.propagate = propagated


def _put_in_place(made: Path, out: Path, scratch: Path) -> Path | None:
    """Put the new site in the place of the old one; return where that is then, or None where there was none."""
    if not out.exists():
        try:
            made.rename(out)
        except OSError:
            # Another build may have been first: then its site is the old one.
            if not (out / MARKER).is_file():
                raise
        else:
            return None
    if _exchange(made, out):
        return made
    # Where the system cannot exchange two folders at once: move the old one aside, and back if the new one cannot take its place.
    aside = scratch / "old"
    out.rename(aside)
    try:
        made.rename(out)
    except OSError:
        aside.rename(out)
        raise
    return aside


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, where the system can (Linux, macOS)."""
    try:
        # What this process has loaded itself: to ask where the library lies starts another program.
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0)  # RENAME_SWAP
        if sys.platform.startswith("linux"):
            here = -100  # AT_FDCWD
            return bool(libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), 2) == 0)  # RENAME_EXCHANGE
    except (AttributeError, OSError, TypeError):
        return False
    return False

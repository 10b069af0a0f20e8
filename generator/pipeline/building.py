"""All files of a site, before and after the builder makes its pages."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import PurePosixPath
from typing import Final, TypeAlias

from generator.content.host_files import hidden_by
from generator.errors import UsageError
from generator.model.artifact import Artifact, FileStore, Finish, InlineParts, StoredFile, Theme
from generator.model.plugins import EntryPoint
from generator.pipeline.plugin_writers import plugin_writers
from generator.render import former_addresses, headers, pages, search_index, verification, writers
from generator.render.kept_parts import OfIncident
from generator.render.made_parts import Place
from generator.render.site import PublicIncident, Site
from generator.seals.integrity_list import ALWAYS

Files: TypeAlias = pages.PagesMade | tuple[Artifact, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What a task has made.

    Attributes:
        files: files, or pages; without their bytes where they are stored.
        kept: what is told of the kept parts that it used.
        stored: what is known of the stored ones.
        parts: where the parts are in the store that it has made.
        incidents: of how many incidents it has made all parts.
    """

    files: Files
    kept: dict[str, bytes]
    stored: tuple[StoredFile, ...] = ()
    parts: dict[str, Place] = field(default_factory=dict)
    incidents: int = 0


Share: TypeAlias = Callable[[Sequence[Callable[[], Made]]], Iterable[Made]]


def _one_by_one(tasks: Sequence[Callable[[], Made]]) -> Iterator[Made]:
    return (task() for task in tasks)


def render(
    site: Site, theme: Theme, more: Iterable[EntryPoint] = (), *, share: Share = _one_by_one, store: FileStore | None = None
) -> tuple[Artifact, ...]:
    """Return every file of the builder's project, ordered by path.

    Args:
        site: what is published.
        theme: how it looks.
        more: the writers of plugins, which write nothing of a drill.
        share: does tasks, in whatever order, and returns their results in theirs.
        store: where tasks put the files that they have made, instead of handing them over; None: nowhere.

    Raises:
        UsageError: two files would have the same address.
        EnvironmentFailedError: a plugin failed.
    """
    more = tuple(more)
    if store is not None:
        _make_parts(site, theme, share, store)
    tasks = tuple(partial(_done, site, task, store) for task in writers.tasks(site, theme, plugin_writers(more)))
    done = tuple(share(tasks))
    for one in done:
        site.heads.add(one.kept)
    made = _at_their_paths(writers.together(site, theme, (_with_files(one, store) for one in done)), more)
    site.heads.write()
    artifacts = dict(made)
    for artifact in former_addresses.copies(site, made):
        artifacts.setdefault(artifact.path, artifact)
    return tuple(artifacts[path] for path in sorted(artifacts))


#: Of how many incidents all parts are made in one task.
_TOGETHER: Final = 10


def _make_parts(site: Site, theme: Theme, share: Share, store: FileStore) -> None:
    """Make all parts of each incident, a few incidents in a task, before anything is made of several."""
    site.made.keep_in(store)
    makers = writers.of_incidents(site, theme)
    several = (site.incidents[at : at + _TOGETHER] for at in range(0, len(site.incidents), _TOGETHER))
    for one in share([partial(_parts_made, site, makers, some) for some in several]):
        site.heads.add(one.kept)
        site.made.add(one.parts)


def _parts_made(site: Site, makers: tuple[OfIncident, ...], incidents: tuple[PublicIncident, ...]) -> Made:
    for incident in incidents:
        for make in makers:
            make(incident)
    site.forget(incidents)
    return Made((), site.heads.taken(), parts=site.made.taken(), incidents=len(incidents))


def _done(site: Site, task: Callable[[], Files], store: FileStore | None) -> Made:
    """Do a task."""
    made = task()
    told = site.heads.taken()
    if store is None:
        return Made(made, told)
    if isinstance(made, pages.PagesMade):
        return Made(replace(made, artifacts=()), told, store.put_files(made.artifacts))
    return Made((), told, store.put_files(made))


def _with_files(made: Made, store: FileStore | None) -> Files:
    """Return what a task has made, with the files that it stored."""
    if store is None:
        return made.files
    artifacts = tuple(map(store.file, made.stored))
    return replace(made.files, artifacts=artifacts) if isinstance(made.files, pages.PagesMade) else artifacts


def not_kept(site: Site, theme: Theme) -> int:
    """Return of how many incidents the pages are not kept, so that there is work for several processes."""
    return pages.not_kept(site, theme)


def render_some(site: Site, theme: Theme, wanted: Collection[str], more: Iterable[EntryPoint] = ()) -> tuple[Artifact, ...]:
    """Return the files of the builder's project that some addresses need, ordered by path.

    Args:
        site: what is shown.
        theme: how it looks.
        wanted: the addresses, relative to the site's.
        more: the writers of plugins.

    Raises:
        UsageError: two files would have the same address.
        EnvironmentFailedError: a plugin failed.
    """
    more = tuple(more)
    made = _at_their_paths(writers.some(site, theme, wanted, plugin_writers(more)), more)
    return tuple(made[path] for path in sorted(made))


def _at_their_paths(made: Iterable[Artifact], more: Sequence[EntryPoint]) -> dict[str, Artifact]:
    artifacts: dict[str, Artifact] = {}
    for artifact in made:
        if artifact.path in artifacts:
            raise _taken(artifact.path, more)
        artifacts[artifact.path] = artifact
    # Only a plugin chooses its paths itself: one may lie below what is a file, or be another's where upper and lower case are the same.
    spelled: dict[str, str] = {}
    for path in artifacts if more else ():
        parents = [str(parent) for parent in PurePosixPath(path).parents]
        for each in (path, *parents):
            other = spelled.setdefault(unicodedata.normalize("NFC", each).casefold(), each)
            if other != each:
                raise _taken(other, more, each)
        for parent in parents:
            if parent in artifacts:
                raise _taken(parent, more)
    return artifacts


def _taken(path: str, more: Sequence[EntryPoint], other: str = "") -> UsageError:
    packages = ", ".join(dict.fromkeys(one.package for one in more))
    path, other = path.removeprefix("docs/"), other.removeprefix("docs/")
    return UsageError(
        f"{path} and {other} would be the same on computers that do not tell upper from lower case"
        if other
        else f"two things would be published at {path}",
        "rename one of their source files"
        + (f"; or, if one is of a plugin ({packages}), its writer has to yield another path" if packages else ""),
    )


#: What in a template of a site's own can make what stands round a page depend on what is in the page.
_OF_A_PAGE = re.compile(r"\{(?:\{|%)(?:(?![}%]\}).)*\b(?:page|pages|nav|set|filter|macro|call|self|super)\b", re.DOTALL)
#: Templates whose output is a page's own.
_OWN_OUTPUT = frozenset({"head.html", "title.html", "content.html", "words.html"})


def reads_pages(theme: Theme) -> bool:
    """Whether what stands round a page may depend on what is in it: a template of the site's own may ask for anything."""
    # Style sheets and scripts are included as templates are, and filled in.
    inside = [path for path in theme.own if path.startswith(("shared/", f"{theme.name}/overrides/", f"{theme.name}/inline/"))]
    return any(
        path.rpartition("/")[2] in _OWN_OUTPUT or _OF_A_PAGE.search(theme.files[path].decode("utf-8", "replace"))
        for path in inside
    )


def finish(site: Site) -> Finish:
    """Return the work left after the builder has made the pages: their policy, `_headers`, and the list of all files."""
    return Finish(
        look=headers.inline_parts,
        join=headers.common_parts,
        page=headers.with_policy,
        other=lambda path, data: search_index.improved(site, data) if path == search_index.INDEX else data,
        files=lambda paths, shared: _for_the_host(site, tuple(paths), shared),
        last=lambda digests: verification.lists(site, digests),
        found_by=search_index.found_by(site),
    )


def _for_the_host(site: Site, paths: tuple[str, ...], shared: InlineParts) -> Iterator[Artifact]:
    """Yield `_headers` and the files that the site passes on to its host.

    Raises:
        UsageError: a redirect among them would hide something that the site publishes.
    """
    own = tuple(file.path for file in site.host_files)
    # The lists of files are made last, of all others.
    yield headers.headers((*paths, *own, *ALWAYS), shared)
    for file in site.host_files:
        if file.path == "_redirects":
            for line, hidden in hidden_by(file.data, (*paths, *ALWAYS)):
                raise UsageError(
                    f"line {line} of content/static/_redirects hides {hidden}, a page or file of this site",
                    "redirect only addresses that the site does not use",
                )
        yield file

"""The writers of plugins, loaded and held to what a writer may do."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from generator.model.artifact import Artifact, Theme
from generator.model.plugins import EntryPoint
from generator.pipeline.extensions import guarded, unchecked, unusable
from generator.render.search_index import INDEX
from generator.render.site import Site
from generator.render.writers import Writer
from generator.seals.integrity_list import FOLDER, KEYS, LIST

#: The only name at the beginning of a path that may begin with a dot (RFC 8615).
_WELL_KNOWN: Final = ".well-known"
#: What is a page, or of which the builder would make one, by file name.
_PAGES: Final = (".md", ".markdown", ".mdown", ".mkdn", ".mkd", ".html", ".htm", ".xhtml", ".xht")
#: What the build makes last, of all other files: nothing that a writer yields can be compared with it.
_OF_THE_BUILD: Final = (LIST, FOLDER, KEYS, f"{INDEX.partition('/')[0]}/", "assets/images/favicon.")
#: How long a name may be on the file systems that sites are built on, in bytes.
_LONGEST: Final = 255


def plugin_writers(entry_points: Iterable[EntryPoint]) -> tuple[Writer, ...]:
    """Load writers.

    Raises:
        EnvironmentFailedError: one cannot be loaded, or is no function. A writer itself raises it where the plugin fails.
    """
    return tuple(_writer(one) for one in entry_points)


def _writer(one: EntryPoint) -> Writer:
    loaded: Any = one.load()
    if not callable(loaded):
        raise unusable(one, f"the writer `{one.name}` cannot be called")

    def write(site: Site, theme: Theme) -> Iterator[Artifact]:
        # The program's writers go on using the theme: what a plugin takes out of it or puts into it, they would miss, or publish.
        given = replace(theme, files=MappingProxyType(theme.files))
        for artifact in guarded(one, f"writer {one.name}", lambda: loaded(site, given)):
            if (
                not isinstance(artifact, Artifact)
                or not isinstance(unchecked(artifact.path), str)
                or not isinstance(unchecked(artifact.data), bytes)
            ):
                raise unusable(
                    one, f"the writer `{one.name}` yielded {type(artifact).__name__}, not an artifact (a path and bytes)"
                )
            if not _is_address(artifact.path):
                raise unusable(
                    one,
                    f"the writer `{one.name}` yielded the path {artifact.path!r}: a path is relative to the site, has forward slashes, no name that begins with a dot or is longer than {_LONGEST} bytes, and is neither that of a page nor of what the build makes itself",
                )
            yield Artifact(f"docs/{artifact.path}", artifact.data)

    return write


def _is_address(path: str) -> bool:
    """Whether a plugin may publish a file there: below the site's root, hidden from nobody, and no page."""
    parts = path.split("/")
    if (
        not path
        or "\\" in path
        or not path.isprintable()
        or path.lower().endswith(_PAGES)
        or path.casefold().startswith(_OF_THE_BUILD)
    ):
        return False
    return all(
        part and len(part.encode()) <= _LONGEST and (not part.startswith(".") or (part == _WELL_KNOWN and place == 0))
        for place, part in enumerate(parts)
    )

"""Names of audiences and groups that nobody has."""

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from generator.model.diagnostic import Finding
from generator.model.source import Span


def unknown_names(name: str, named: Iterable[str], names: Collection[str], at: Span) -> Iterator[Finding]:
    """Report names under the `for` of something that are among none of those given."""
    for one in named:
        if one not in names:
            near = nearest_name(one, names)
            yield Finding(
                at=at,
                message=f"`{name}` is for `{one}`, and that is neither an audience nor a group under `affected`",
                help=f"did you mean `for: [{near}]`?"
                if near
                else "name it under `audiences:` in site_config.yml or under `affected:`, or delete the `for:`",
            )


def nearest_name(name: str, names: Iterable[str]) -> str:
    """The name that was most likely meant; empty when none is near."""
    return next(iter(get_close_matches(name, list(names), n=1)), "")

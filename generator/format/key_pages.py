"""A page for each key, as printed by `aboveboard explain next_update`. All content comes from the schemas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from generator.format.json_schemas import SCHEMAS, Schema
from generator.format.kinds import fixed_words
from generator.format.strict_yaml import quoted

#: Placeholder in a path for a name of the writer's own.
NAME = "NAME"
#: The most keys of one name that are explained at once; beyond that, the deepest are only listed.
_MOST = 6
#: The deepest nesting of schemas; a schema that contained itself would exceed it.
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class KeyPage:
    """A key of a kind of file.

    Attributes:
        schema: the kind of file.
        path: the keys that lead to it, and its own; `NAME` for a name of the writer's own.
        part: its schema.
        required: whether it must always be present next to the other keys on its level.
    """

    schema: Schema
    path: tuple[str, ...]
    part: Mapping[str, Any]
    required: bool

    @property
    def words(self) -> tuple[str, ...]:
        """The path without names of the writer's own."""
        return tuple(part for part in self.path if part != NAME)

    @property
    def called(self) -> str:
        """The path as a writer would say it: `affected.NAME.exact`."""
        return ".".join(self.path)


@cache
def every_key() -> tuple[KeyPage, ...]:
    """Return every key of every kind of file, in the order of the format."""
    return tuple(key for schema in SCHEMAS.values() for key in _below(schema, schema.part, (), _DEEPEST))


@cache
def _by_own_name() -> Mapping[str, tuple[KeyPage, ...]]:
    """Return the keys by the last part of their paths, in the order of the format."""
    found: dict[str, list[KeyPage]] = {}
    for key in every_key():
        found.setdefault(key.path[-1], []).append(key)
    return {name: tuple(keys) for name, keys in found.items()}


def _below(schema: Schema, part: Mapping[str, Any], path: tuple[str, ...], left: int) -> Iterator[KeyPage]:
    part = _resolved(schema, part)
    if left == 0:
        return
    required = part.get("required", ())
    for name, named_part in part.get("properties", {}).items():
        if not isinstance(named_part, Mapping):
            continue
        below = _resolved(schema, named_part)
        # A condition on a key repeats the key without a description.
        if "title" in below or "description" in below:
            yield KeyPage(schema, (*path, name), below, name in required)
        yield from _below(schema, below, (*path, name), left - 1)
    for other in (part.get("additionalProperties"), *part.get("patternProperties", {}).values()):
        if isinstance(other, Mapping):
            yield from _below(schema, other, (*path, NAME), left - 1)
    choices = [one for word in ("allOf", "anyOf", "oneOf") for one in part.get(word, ())]
    for other in (*(part.get(word) for word in ("items", "if", "then", "else")), *choices):
        if isinstance(other, Mapping):
            yield from _below(schema, other, path, left - 1)


def _resolved(schema: Schema, part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a schema with its reference replaced by what it refers to."""
    where = part.get("$ref")
    if not isinstance(where, str) or not where.startswith("#/"):
        return part
    found: Any = schema.part
    for step in where.removeprefix("#/").split("/"):
        found = found.get(step, {}) if isinstance(found, Mapping) else {}
    return {**found, **{key: value for key, value in part.items() if key != "$ref"}} if isinstance(found, Mapping) else part


def find(wanted: str) -> tuple[KeyPage, ...]:
    """Return the keys with this name (`next_update`, `affected.exact`, `affected.customers.exact`, `update.known`).

    A key on the first level of a file comes first, and hides keys of the same name nested deeper in the same kind of file.
    """
    words = tuple(part.strip().strip("`:") for part in wanted.strip().casefold().replace("-", "_").split("."))
    if not all(words):
        return ()
    if len(words) > 1 and words[0] in SCHEMAS:
        within = _matching(words[1:], words[0])
        if within:
            return within
    return _matching(words, "")


def _matching(words: tuple[str, ...], schema: str) -> tuple[KeyPage, ...]:
    # No path ends with a name of the writer's own, so words that match it end with the key's own name.
    known = [key for key in _by_own_name().get(words[-1], ()) if not schema or key.schema.name == schema]
    exact = [key for key in known if _is(key.path, words)]
    top = {key.schema.name for key in exact}
    deeper = [key for key in known if key.schema.name not in top and _ends(key, words)]
    return tuple(sorted((*exact, *deeper), key=lambda key: len(key.words)))


def _is(path: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether words match a path; names of the writer's own may be given or left out."""
    if not path:
        return not words
    if path[0] == NAME:
        return _is(path[1:], words) or bool(words and _is(path[1:], words[1:]))
    return bool(words) and path[0] == words[0] and _is(path[1:], words[1:])


def _ends(key: KeyPage, words: tuple[str, ...]) -> bool:
    return any(_is(key.path[start:], words) for start in range(1, len(key.path)) if key.path[start] != NAME)


def values(wanted: str) -> tuple[KeyPage, ...]:
    """Return the keys that have the wanted word among their fixed words, such as `contained` or `this_week`."""
    word = wanted.strip().strip("`").casefold().replace("-", "_")
    return tuple(key for key in every_key() if word in fixed_words(key.part).get("enum", ()))


def names() -> tuple[str, ...]:
    """Return every name that `find` knows, to suggest corrections of misspelt names."""
    return tuple(
        dict.fromkeys([key.path[-1] for key in every_key()] + [".".join(key.words) for key in every_key() if len(key.words) > 1])
    )


def page(found: tuple[KeyPage, ...]) -> str:
    """Return the page for some keys as Markdown; text shared by several kinds of files appears once."""
    groups: dict[str, list[KeyPage]] = {}
    for key in found:
        groups.setdefault(_key_text(key), []).append(key)
    least = min(len(key.words) for key in found)
    shown = {text: same for text, same in groups.items() if len(groups) <= _MOST or min(len(key.words) for key in same) == least}
    pages = ["\n".join([*_heading(same), text]) for text, same in shown.items()]
    others = dict.fromkeys(
        f"- {key.schema.name}.{key.called}" for text, same in groups.items() if text not in shown for key in same
    )
    if others:
        pages.append(
            "\n".join(
                ["# Elsewhere", "", "Other keys have the same name; `aboveboard explain` and one of these:", "", *others, ""]
            )
        )
    return "\n".join(pages)


def _heading(same: list[KeyPage]) -> Iterator[str]:
    yield f"# {same[0].called}"
    yield ""
    called = list(dict.fromkeys(key.called for key in same[1:] if key.called != same[0].called))
    if called:
        yield f"Also: {', '.join(f'`{one}`' for one in called)}."
        yield ""
    for schema in dict.fromkeys(key.schema.name for key in same):
        yield f"- {SCHEMAS[schema].title}: {', '.join(f'`{path}`' for path in SCHEMAS[schema].files)}"
    yield ""


def _key_text(key: KeyPage) -> str:
    part = key.part
    lines = [
        f"{part['title'].rstrip('.')}. {part.get('description', '')}".rstrip() if "title" in part else part["description"],
        "",
    ]
    if key.required:
        lines += ["It must be there.", ""]
    words = fixed_words(part).get("enum", ())
    meanings = fixed_words(part).get("enumDescriptions", ())
    if words:
        lines += [f"- `{word}`{f': {meanings[at]}' if at < len(meanings) else ''}" for at, word in enumerate(words)] + [""]
    if "patternErrorMessage" in part:
        lines += [part["patternErrorMessage"], ""]
    below = list(dict.fromkeys(one.path[len(key.path) :] for one in _below(key.schema, part, key.path, _DEEPEST)))
    nearest = [path for path in below if len([word for word in path if word != NAME]) == 1]
    if nearest:
        listed = ", ".join(f"`{word}`" for word in dict.fromkeys(path[-1] for path in nearest))
        named = [NAME in path for path in nearest]
        where = "a name of your own" if all(named) else "it, or below a name of your own" if any(named) else "it"
        one = ".".join((*key.words, nearest[0][-1]))
        lines += [f"Below {where}: {listed}. `aboveboard explain {one}` says what the first one means.", ""]
    for number, example in enumerate(part.get("examples", ())):
        lines += ["For example:" if number == 0 else "Or:", "", *_example(key.path, example), ""]
    return "\n".join(lines)


def _example(path: tuple[str, ...], value: object) -> Iterator[str]:
    depth = 0
    for name in path[:-1]:
        yield f"    {'  ' * depth}{name if name != NAME else 'a-name'}:"
        depth += 1
    yield from (f"    {'  ' * depth}{line}" for line in _example_lines(path[-1], value))


def _example_lines(name: str, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{name}:"
        for key, one in value.items():
            yield from (f"  {line}" for line in _example_lines(str(key), one))
    elif isinstance(value, list):
        yield f"{name}: [{', '.join(_flow_style(one) for one in value)}]"
    else:
        yield f"{name}: {_flow_style(value)}"


def _flow_style(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow_style(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(_flow_style(one) for one in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return quoted(value) if isinstance(value, str) else str(value)

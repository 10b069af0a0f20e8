"""What plugins add to a run: rules, checked before anything uses them, and the entry points of writers and notifiers."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass, field, fields, replace
from functools import wraps
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from generator.errors import AboveboardError, EnvironmentFailedError
from generator.model.diagnostic import Edit, Finding, Severity, TypedTime
from generator.model.plugins import EntryPoint, PluginGroup, raised
from generator.model.source import Span
from generator.report.rule_pages import FAMILIES
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule
from generator.rules.rule_set import OWN_RULES, PLUGIN_SCOPES, RuleSet, scope

_CODE: Final = re.compile(r"[A-Z]{3}[0-9]{3}")
#: What no plugin yields.
_END: Final = object()
_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Extensions:
    """What the plugins that a site names add to the program.

    Attributes:
        rules: the program's rules and those of the plugins.
        writers: the entry points of the plugins' writers; only a build loads them.
        notifiers: the entry points of the plugins' notifiers, by name; only what notifies loads them.
    """

    rules: RuleSet = OWN_RULES
    writers: tuple[EntryPoint, ...] = ()
    notifiers: Mapping[str, EntryPoint] = field(default_factory=lambda: MappingProxyType({}))


#: The program as it is.
NO_EXTENSIONS: Final = Extensions()

#: Returns the extensions for the plugins that site_config.yml names.
Extend: TypeAlias = Callable[[tuple[str, ...]], Extensions]


def no_extensions(_names: tuple[str, ...]) -> Extensions:
    """Return the program as it is, whatever a site names: what was published is judged by its own rules alone."""
    return NO_EXTENSIONS


def extensions(names: Iterable[str], installed: Iterable[EntryPoint]) -> Extensions:
    """Return what the named plugins add.

    Args:
        names: normalised names of packages.
        installed: the entry points of all installed plugins.

    Raises:
        EnvironmentFailedError: a plugin is not installed, cannot be loaded, or is not what its entry points say.
    """
    by_package: dict[str, list[EntryPoint]] = {}
    for one in installed:
        by_package.setdefault(one.package, []).append(one)
    chosen: list[EntryPoint] = []
    for name in dict.fromkeys(names):
        if name not in by_package:
            raise EnvironmentFailedError(
                f"site_config.yml names the plugin {name}, which is not installed here",
                f"install {name} in the same environment as this program, from your lock file, or remove it from `plugins:`"
                + (f"; these are installed: {', '.join(by_package)}" if by_package else ""),
            )
        chosen += by_package[name]
    rules: list[Rule] = []
    writers: list[EntryPoint] = []
    notifiers: dict[str, EntryPoint] = {}
    for one in chosen:
        match one.group:
            case PluginGroup.RULES:
                rules += rules_of(one, one.load(), rules)
            case PluginGroup.WRITERS:
                writers.append(one)
            case PluginGroup.NOTIFIERS:
                if one.name in notifiers:
                    raise unusable(one, f"there is already a notifier called `{one.name}`")
                notifiers[one.name] = one
    return Extensions(
        rules=RuleSet((*ALL_RULES, *rules)) if rules else OWN_RULES, writers=tuple(writers), notifiers=MappingProxyType(notifiers)
    )


def rules_of(one: EntryPoint, loaded: object, before: Iterable[Rule] = ()) -> tuple[Rule, ...]:
    """Return the rules of an entry point: what it names is a `Rule`, or a list or tuple of them.

    Args:
        one: the entry point.
        loaded: its object.
        before: the rules of other plugins.

    Raises:
        EnvironmentFailedError: it is something else, or a code or name is not free.
    """
    given = guarded(one, f"rules `{one.name}`", lambda: loaded if isinstance(loaded, tuple | list) else (loaded,))
    found: list[Rule] = []
    for rule in given:
        if not isinstance(rule, Rule) or not all(hasattr(rule, one_of_them.name) for one_of_them in fields(Rule)):
            raise unusable(one, f"`{one.name}` is of the type {type(rule).__name__}, not a rule")
        code, name, severity, doc = map(unchecked, (rule.code, rule.name, rule.severity, rule.doc))
        taken = (*ALL_RULES, *before, *found)
        if not isinstance(code, str) or not _CODE.fullmatch(code) or code[:3] in FAMILIES:
            raise unusable(
                one,
                f"`{rule.code}` cannot be the code of a plugin's rule: it must be three letters of its own and three digits, such as LRK001",
            )
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise unusable(
                one, f"`{rule.name}` cannot be the name of a rule: it must be lower-case letters and hyphens, such as no-jargon"
            )
        for other in taken:
            if rule.code == other.code or rule.name == other.name:
                raise unusable(
                    one,
                    f"its rule {rule.code} {rule.name} has the code or the name of another rule, {other.code} {other.name}",
                    f"rename one of the two, or remove one of their plugins from `plugins:` in site_config.yml; `aboveboard plugins` lists the rules of {one.package} and of the others",
                )
        if not isinstance(severity, Severity) or not isinstance(doc, str) or not doc.strip():
            raise unusable(one, f"{rule.code} needs a severity and a text that explains it")
        try:
            about: object = scope(rule)
        # Annotations are evaluated, so that anything can be raised.
        except Exception:  # noqa: BLE001
            about = None
        if about not in PLUGIN_SCOPES:
            known = ", ".join(kind.__name__ for kind in PLUGIN_SCOPES)
            raise unusable(one, f"the first parameter of the check of {rule.code} must be annotated with one of {known}")
        found.append(replace(rule, check=_safely(rule, one)))
    return tuple(found)


def unchecked(value: Any) -> Any:
    """Return a value as one of any type: nothing holds a plugin to the annotations."""
    return value


def _safely(rule: Rule, one: EntryPoint) -> Any:
    """Return a rule's check whose errors say which plugin they are of."""
    check: Any = rule.check

    @wraps(check)
    def checked(subject: Any, context: Any) -> Iterator[Finding]:
        for finding in guarded(one, f"{rule.code} {rule.name}", lambda: check(subject, context)):
            if not isinstance(finding, Finding):
                raise unusable(one, f"{rule.code} yielded {type(finding).__name__}, not a finding")
            at, edits, time = map(unchecked, (finding.at, finding.edits, finding.time))
            texts = finding.message, finding.help, finding.rule, finding.hides, finding.if_published
            if not _is_place(at) or not all(isinstance(text, str) for text in map(unchecked, texts)):
                raise unusable(
                    one,
                    f"{rule.code} yielded a finding whose `at` is no Span of a file's lines and columns, or whose `message` or `help` is no text",
                )
            if not isinstance(edits, tuple) or not all(map(_is_edit, edits)) or not isinstance(time, TypedTime | None):
                raise unusable(one, f"{rule.code} yielded a finding whose `edits` are no tuple of edits, or whose `time` is none")
            yield finding

    return checked


def _is_place(at: Any) -> bool:
    """Whether something is a stretch of a file, whose lines and columns count from 1."""
    if not isinstance(at, Span) or not isinstance(unchecked(at.path), str):
        return False
    numbers: tuple[Any, ...] = at[1:]
    return all(isinstance(one, int) and one >= 1 for one in numbers) and at[1:3] <= at[3:5]


def _is_edit(edit: Any) -> bool:
    return (
        isinstance(edit, Edit)
        and _is_place(edit.at)
        and all(isinstance(text, str) for text in map(unchecked, (edit.text, edit.asks)))
    )


def guarded(one: EntryPoint, what: str, call: Callable[[], Any]) -> Iterator[Any]:
    """Yield what a plugin's function yields; its errors stop the run, as errors of the plugin.

    What it prints goes to stderr: stdout is for results, which programs read. If someone stops it with Ctrl-C, a note says where it was.

    Args:
        one: where the function comes from.
        what: what it is, for the message.
        call: calls it.

    Raises:
        EnvironmentFailedError: it raised something.
    """
    made: Iterator[Any] = _called(one, what, lambda: iter(call() or ()))
    while True:
        # Not while somebody else has the turn: what the program itself prints stays where it belongs, and what stops it is not the plugin's.
        one_of_them = _called(one, what, lambda: next(made, _END))
        if one_of_them is _END:
            return
        yield one_of_them


def _called(one: EntryPoint, what: str, call: Callable[[], Any]) -> Any:
    """Return what a plugin returns.

    Raises:
        EnvironmentFailedError: it raised something.
    """
    try:
        with redirect_stdout(sys.stderr):
            return call()
    except AboveboardError:
        raise
    except KeyboardInterrupt as stopped:
        stopped.add_note(f"The plugin {one.package} was at work in its {what}.")
        raise
    # A plugin may raise anything, and must not end the program without a word: what `asyncio` stops its tasks with is no `Exception` either.
    except BaseException as error:
        raise EnvironmentFailedError(
            f"the plugin {one.package} failed in its {what} ({raised(error)})",
            f"report it to its authors, and remove {one.package} from `plugins:` in site_config.yml until it is fixed",
        ) from error


def unusable(one: EntryPoint, what: str, advice: str = "") -> EnvironmentFailedError:
    """Return the error that a plugin is not what it must be; without advice, its authors are to be told."""
    return EnvironmentFailedError(
        f"the plugin {one.package} {one.version} cannot be used: {what}",
        advice or f"report it to its authors, and remove {one.package} from `plugins:` in site_config.yml until it is fixed",
    )

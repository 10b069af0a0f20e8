"""MkDocs' templates in a sandbox: what a site's own theme writes in its wrapper is filled in, and nothing of it runs.

MkDocs fills templates with all of Python within reach: of any text a template can ask for its class, from there for every class that is loaded,
and so for a shell. Jinja's sandbox bars that way. What is left are the objects that MkDocs hands to templates, and their methods (a theme
gives a new environment without a sandbox, plugins run commands); so of those nothing can be called at all, but for what a mapping has.
"""

import os
from collections.abc import Callable, Mapping
from functools import partial
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType
from typing import Any

from jinja2 import Environment, FileSystemLoader, TemplateError  # noqa: TID251  # beside render/templating.py the only ones that fill templates are MkDocs and its themes
from jinja2.runtime import BlockReference, LoopContext, Macro  # noqa: TID251  # as above
from jinja2.sandbox import SandboxedEnvironment  # noqa: TID251  # as above
from markupsafe import Markup

__all__ = ["TemplateError", "sandboxed"]

#: Types whose methods may be called: exactly Python's own strings, numbers, lists and dicts.
_PLAIN = (str, Markup, int, float, bool, list, tuple, dict, set, frozenset)
#: Methods that may be called on any other mapping.
_OF_MAPPINGS = frozenset({"get", "items", "keys", "values"})
#: Mutating methods that may be called on lists and dicts; themes build lists with them.
_CHANGES = frozenset({"append", "extend", "update", "insert"})
_CHANGING = frozenset(
    "append extend insert remove pop clear sort reverse update setdefault popitem add discard symmetric_difference_update"
    " difference_update intersection_update".split()
)


def _change(settings: Any, key: str, values: Mapping[str, object]) -> None:
    if set(values) == {key} and isinstance(values[key], str):
        settings[key] = values[key]


def sandboxed(bare: Environment, settings: Any) -> Environment:
    """Return a copy of an environment whose templates can read values and call only what is known to be harmless.

    Args:
        bare: MkDocs' environment, with the filters and functions of its theme.
        settings: MkDocs' settings, as it hands them to templates.
    """
    made = _Sandbox(
        settings,
        {id(value) for name, value in bare.globals.items() if name != "range"},
        loader=bare.loader,
        auto_reload=bare.auto_reload,
        autoescape=bare.autoescape,
        undefined=bare.undefined,
        trim_blocks=bare.trim_blocks,
        lstrip_blocks=bare.lstrip_blocks,
        keep_trailing_newline=bare.keep_trailing_newline,
        extensions=[type(extension) for extension in bare.extensions.values()],
    )
    made.filters.update(bare.filters)
    made.tests.update(bare.tests)
    made.policies.update(bare.policies)
    made.globals.update({name: value for name, value in bare.globals.items() if name != "range"})
    return made


class _Sandbox(SandboxedEnvironment):
    def __init__(self, settings: Any, known: set[int], **given: Any) -> None:
        super().__init__(**given)
        self.hand(settings)
        self._known = known | {id(self.globals["range"])}

    def hand(self, settings: Any) -> None:
        """Use these settings of MkDocs in templates from now on: a preview keeps its templates and reads its settings again."""
        # What our own wrapper changes while pages are built: what the site is called, and where it begins, in the page's language.
        self._changed = (partial(_change, settings, "site_name"), partial(_change, settings.extra, "homepage"))

    def list_templates(self, extensions: Any = None, filter_func: Callable[[str], bool] | None = None) -> list[str]:
        """List a theme's files, but for hidden ones: MkDocs asks for all, fourteen thousand icons among them, and publishes none of those."""
        if extensions is not None or not isinstance(self.loader, FileSystemLoader):
            return super().list_templates(extensions, filter_func)
        found: set[str] = set()
        for top in self.loader.searchpath:
            for folder, inner, files in os.walk(top, followlinks=self.loader.followlinks):
                inner[:] = [name for name in inner if not name.startswith(".")]
                below = os.path.relpath(folder, top).replace(os.sep, "/").removeprefix(".").removeprefix("/")
                found.update(f"{below}/{name}" if below else name for name in files if not name.startswith("."))
        return sorted(name for name in found if filter_func is None or filter_func(name))

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute == "update":
            for change in self._changed:
                if obj is change.args[0]:
                    return change
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if not super().is_safe_attribute(obj, attr, value) or isinstance(value, ModuleType | type | FunctionType):
            return False
        if isinstance(value, MethodType | BuiltinMethodType):
            return self._is_harmless_method(value)
        return not callable(value) or isinstance(value, Macro | BlockReference | LoopContext) or id(value) in self._known

    def is_safe_callable(self, obj: Any) -> bool:
        if not super().is_safe_callable(obj):
            return False
        if isinstance(obj, Macro | BlockReference | LoopContext) or id(obj) in self._known or obj in self._changed:
            return True
        if isinstance(obj, MethodType | BuiltinMethodType):
            return self._is_harmless_method(obj)
        # What Jinja has put in the place of `str.format`, which reaches for no attribute that a template could not.
        formats = getattr(obj, "__wrapped__", None)
        return isinstance(obj, FunctionType) and isinstance(formats, BuiltinMethodType) and isinstance(formats.__self__, str)

    @staticmethod
    def _is_harmless_method(method: Callable[..., Any]) -> bool:
        owner: Any = getattr(method, "__self__", None)
        name = getattr(method, "__name__", "")
        if type(owner) in _PLAIN:
            return name not in _CHANGING or name in _CHANGES
        if isinstance(owner, Mapping):
            return name in _OF_MAPPINGS
        # `loop.cycle`, `joiner`, and what else Jinja itself gives.
        return type(owner).__module__ in {"jinja2.runtime", "jinja2.utils"} and not name.startswith("_")

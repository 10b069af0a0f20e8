"""Jinja, set up for the templates of the program, and for those of a site. Only this module uses it, but for what stands round a page.

The program's own are trusted, and the macros of their partials are made once. Where any template is a site's own, all are filled in a sandbox.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from io import StringIO
from keyword import iskeyword
from threading import local
from types import CodeType, ModuleType
from typing import Any, Final

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined, Template  # noqa: TID251  # this module is its home
from jinja2 import __version__ as jinja2_release  # noqa: TID251  # this module is its home
from jinja2.bccache import Bucket  # noqa: TID251  # as above
from jinja2.compiler import CodeGenerator, Frame  # noqa: TID251  # as above
from jinja2.environment import TemplateModule  # noqa: TID251  # as above
from jinja2.nodes import Call, Getattr, Test  # noqa: TID251  # as above
from jinja2.runtime import Macro, markup_join  # noqa: TID251  # as above
from jinja2.sandbox import SandboxedEnvironment, modifies_known_mutable  # noqa: TID251  # as above
from jinja2.utils import missing  # noqa: TID251  # as above
from markupsafe import Markup
from markupsafe import escape as escaped

from generator.ledger.records import Change, PromiseKind, PromiseState
from generator.model.artifact import Theme
from generator.render import timeline, views, words
from generator.render.kept_parts import own_templates
from generator.render.markup import Html


class _Given(dict[str, Any]):
    """The values of a page, where what is not given is what Jinja calls missing."""

    def __missing__(self, _name: str) -> Any:
        return missing


@dataclass(slots=True)
class _Filling:
    """A page that is being filled, and the partials for it and for those after it.

    Attributes:
        given: the values of the page. Partials look in it for every name when one of their macros is called.
        modules: the partials that were imported, by name.
        collected: the lists that partials collect something in while a page is filled.
        is_busy: whether a page is being filled.
    """

    given: _Given = field(default_factory=_Given)
    modules: dict[str, TemplateModule] = field(default_factory=dict)
    collected: list[list[Any]] = field(default_factory=list)
    is_busy: bool = False


class ReusedTemplate(Template):
    """A template whose macros are made once, and not again for each page that imports it.

    They ask the context for every name when they are called, and the context is that of the page which is being filled: so a partial knows what
    the page is given, and nothing that the importing template has set (`tests/render/test_partials.py`).
    """

    environment: "TrustedEnvironment"

    @classmethod
    def _from_namespace(
        cls, environment: Environment, namespace: MutableMapping[str, Any], globals: MutableMapping[str, Any]
    ) -> Template:  # Jinja's name
        namespace["escape"], namespace["Macro"], namespace["markup_join"] = _escaped, _macro, _joined
        return super()._from_namespace(environment, namespace, globals)

    def make_module(
        self,
        vars: dict[str, Any] | None = None,
        shared: bool = False,
        locals: Mapping[str, Any] | None = None,  # Jinja's names
    ) -> TemplateModule:
        """Return the macros of a partial: while a page is being filled, those that were made for the first."""
        filling = self.environment.filling
        if not filling.is_busy or self.name is None:
            return super().make_module(vars, shared, locals)
        module = filling.modules.get(self.name)
        if module is None:
            context = self.new_context(filling.given, shared=True)
            # A partial has its own names at hand, and looks up no others than those of the page: in the table itself, without a call.
            context.resolve_or_missing = filling.given.__getitem__  # type: ignore[assignment, method-assign]  # of this context alone
            module = filling.modules[self.name] = TemplateModule(self, context)
            filling.collected += [value for value in module.__dict__.values() if type(value) is list]
        return module

    def filled(self, given: dict[str, Any]) -> str:
        """Return the text of a page with its values, which must be such that they can be read twice."""
        if self.name not in self.environment.with_items:
            try:
                return self._filled(given)
            except AttributeError:
                if self.name is None or not self.environment.is_by_attributes:
                    raise
                self.environment.with_items.add(self.name)
        # A name behind a dot may have been an item, so all of it is filled as Jinja does it.
        again = self.environment.as_jinja.get_template(self.name or "")
        return again.filled(given) if isinstance(again, ReusedTemplate) else again.render(given)

    def _filled(self, given: dict[str, Any]) -> str:
        with self.environment.filling_with({**self.globals, **given}) as values:
            context = self.new_context(values, shared=True)
            try:
                return "".join(self.root_render_func(context))
            finally:
                # What the page has set would keep itself in memory.
                context.vars.clear()


class _Direct(CodeGenerator):
    """Jinja's compiler, by which functions and macros are called as they are.

    Jinja asks each function what it wants of the context, hundreds of times a page, and none that a page of the program's own is given wants
    anything.
    """

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802  # Jinja's name
        """Write a call."""
        self.visit(node.node, frame)
        whole, self.stream = self.stream, StringIO()
        self.signature(node, frame, {"caller": "caller"} if forward_caller else None)
        arguments, self.stream = self.stream.getvalue(), whole
        # Jinja has arguments follow another.
        self.write(f"({arguments.removeprefix(', ')})")


class _ByAttribute(_Direct):
    """The same, by which a name behind a dot is an attribute.

    To Jinja it is an attribute or an item. It asks for each in a function of its own, hundreds of times a page, and hardly ever for an item. Where an
    object has no such attribute, the page is filled as Jinja does it (`ReusedTemplate.filled`).
    """

    #: The attribute that is asked whether there is one.
    _tested: Getattr | None = None

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write an attribute."""
        # Python takes some letters of other scripts for others; our templates have no names with them.
        if node is self._tested or iskeyword(node.attr) or not node.attr.isascii():
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Test(self, node: Test, frame: Frame) -> None:  # noqa: N802  # Jinja's name
        """Write a test."""
        self._tested = node.node if node.name in {"defined", "undefined"} and isinstance(node.node, Getattr) else None
        super().visit_Test(node, frame)


def _macro(
    environment: Environment,
    macro: Callable[..., str],
    name: str | None,
    arguments: tuple[str, ...],
    catch_kwargs: bool,
    catch_varargs: bool,
    caller: bool,
    autoescape: bool | None = None,
) -> Callable[..., str]:
    """Return a macro as a plain function; one that takes whatever it is given as Jinja makes it."""
    if name is None and not (arguments or catch_kwargs or catch_varargs or caller):
        # What stands inside a call is made for each call, and called without anything.
        return lambda: _AS_HTML(Markup, macro())
    if catch_kwargs or catch_varargs or "caller" in arguments:
        return Macro(environment, macro, name or "", list(arguments), catch_kwargs, catch_varargs, caller, autoescape)
    slowly = Macro(environment, macro, name or "", list(arguments), catch_kwargs, catch_varargs, caller, autoescape)
    if caller:
        count = len(arguments)
        nothing = (missing,) * count

        def called_with(*given: Any, **named: Any) -> str:
            short = count - len(given)
            if short >= 0 and len(named) == 1 and "caller" in named:
                return _AS_HTML(Markup, macro(*given, *nothing[:short], named["caller"]))
            return slowly(*given, **named)

        return called_with

    def called(*given: Any, **named: Any) -> str:
        if named:
            # All that is named behind what is given in order, each once; else it is for Jinja to say what is wrong.
            rest = arguments[len(given) :]
            if not all(name in rest for name in named):
                return slowly(*given, **named)
            given += tuple([named.get(name, missing) for name in rest])
        return _AS_HTML(Markup, macro(*given))

    # What is not given is missing, as Jinja hands it to a macro.
    macro.__defaults__ = (missing,) * len(arguments)
    return called


#: What a macro returns is HTML, and need not be asked whether it is.
_AS_HTML = str.__new__


def _escaped(value: Any) -> str:
    """Return a value as HTML, as Jinja does; what is HTML already is not copied."""
    kind = type(value)
    return value if kind is Html or kind is Markup else escaped(value)


def _joined(parts: tuple[Any, ...]) -> str:
    """Join values as Jinja does: to HTML, if one of them is. Nearly all are plain names, which need not be asked."""
    for part in parts:
        if type(part) is not str:
            return markup_join(parts)
    return "".join(parts)


class TrustedEnvironment(Environment):
    """Jinja without its sandbox, for templates that all come with the program: they are as trusted as its code, and values are no templates.

    Looking at every attribute and every call takes a third of the time of filling them.
    """

    code_generator_class: type[CodeGenerator] = _ByAttribute
    template_class = ReusedTemplate
    #: The paths of the site's own templates: none.
    own: tuple[str, ...] = ()
    #: Whether a name behind a dot is taken for an attribute first.
    is_by_attributes = True

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._options = options
        #: The names of the templates that ask for an item by a name behind a dot.
        self.with_items: set[str] = set()
        # The preview fills pages in several threads.
        self._fillings = local()
        self._found: dict[str, Template] = {}

    @cached_property
    def as_jinja(self) -> "TrustedEnvironment":
        """The same templates, where a name behind a dot is an attribute or an item."""
        made = _WithItems(**{**self._options, "bytecode_cache": None})
        made.globals |= self.globals
        return made

    @property
    def filling(self) -> _Filling:
        """What is being filled in this thread."""
        found: _Filling | None = getattr(self._fillings, "now", None)
        if found is None:
            found = self._fillings.now = _Filling()
        return found

    @contextmanager
    def filling_with(self, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Give partials the values of a page as long as it is being filled. A page inside another has partials of its own."""
        outer = self.filling
        filling = _Filling() if outer.is_busy else outer
        self._fillings.now = filling
        filling.given.clear()
        filling.given.update(given)
        for one in filling.collected:
            one.clear()
        filling.is_busy = True
        try:
            yield filling.given
        finally:
            filling.is_busy = False
            filling.given.clear()
            self._fillings.now = outer

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:  # Jinja's name
        """Return what every template knows, as one table: Jinja chains two, which takes long to go through for each page."""
        return {**self.globals, **(d or {})}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # Jinja's name
    ) -> Template:
        """Return a template; each is read once."""
        if not isinstance(name, str) or globals is not None:
            return super().get_template(name, parent, globals)
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = super().get_template(name, parent)
        return found


class _WithItems(TrustedEnvironment):
    """Templates of the program that ask for an item by a name behind a dot."""

    code_generator_class = _Direct
    is_by_attributes = False


class RestrictedEnvironment(SandboxedEnvironment):
    """Jinja's sandbox, limited further, so that a site's own templates reach nothing beyond the values and functions given to them.

    Jinja's sandbox blocks names that begin with an underscore, and so the path from any string to every loaded class. This class also
    blocks modules, since one module leads to others: of the modules given to templates, only what they and other modules of this package
    define is reachable.
    """

    #: The paths of the site's own templates.
    own: tuple[str, ...] = ()

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may read an attribute."""
        if not super().is_safe_attribute(obj, attr, value) or isinstance(value, ModuleType):
            return False
        if isinstance(obj, ModuleType):
            return not callable(value) or _is_ours(value)
        return not (attr != "append" and modifies_known_mutable(obj, attr))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something."""
        return super().is_safe_callable(obj) and (_is_ours(obj) or self._is_plain(obj))

    def _is_plain(self, called: Any) -> bool:
        """Whether it is a method of a string, list or mapping, or part of Jinja."""
        owner = getattr(called, "__self__", None)
        if owner is None:
            # Jinja replaces `str.format` with a function of its own.
            owner = getattr(getattr(called, "__wrapped__", None), "__self__", None)
        if owner is not None and not isinstance(owner, ModuleType | type):
            kind = type(owner)
            return kind.__module__ in _PLAIN_MODULES or _is_ours(kind)
        return type(called).__module__.startswith("jinja2.") or called in self.globals.values()


_PLAIN_MODULES = frozenset({"builtins", "datetime", "markupsafe", "jinja2.runtime", "jinja2.utils", "collections.abc"})


_RemembersResults: Final = type(lru_cache(lambda: None))


def _is_ours(called: Any) -> bool:
    # What remembers its results, or is given a part of its arguments before, is what it calls.
    if isinstance(called, _RemembersResults):
        called = called.__wrapped__
    called = called.func if isinstance(called, partial) else called
    return str(getattr(called, "__module__", None) or "").partition(".")[0] == "generator"


#: How templates are compiled.
_OPTIONS: Final[dict[str, Any]] = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}


class _Compiled(BytecodeCache):
    """What the templates were compiled to, by name, for as long as a text is the same.

    All themes compile them in the same way, and most themes take most of them from us: to compile them all takes longer than to fill them for a
    small site.
    """

    def __init__(self) -> None:
        self._code: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        text, code = self._code.get(bucket.key, ("", None))
        bucket.code = code if text == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._code[bucket.key] = bucket.checksum, bucket.code

    @property
    def all(self) -> Mapping[str, tuple[str, CodeType]]:
        """Everything that was compiled, or taken over."""
        return self._code

    def take(self, compiled: Mapping[str, tuple[str, CodeType]]) -> None:
        """Take over what was compiled earlier, in the same way."""
        self._code |= compiled


#: By whether they are for the sandbox, which has them compiled otherwise.
_COMPILED = {False: _Compiled(), True: _Compiled()}
#: What compiled templates follow from, beside their texts.
COMPILED_BY: Final = f"Jinja {jinja2_release}, {_ByAttribute.__name__}, {_OPTIONS!r}"


@contextmanager
def compiled_before(
    read: Callable[[], Mapping[str, tuple[str, CodeType]]], keep: Callable[[Mapping[str, tuple[str, CodeType]]], None]
) -> Iterator[None]:
    """Use templates of the program as an earlier run compiled them, and keep them afterwards if others were compiled.

    Args:
        read: returns those that are kept, by the name that Jinja gives to each: the checksum of its text, and the code.
        keep: keeps all.
    """
    own = _COMPILED[False]
    own.take(read())
    before = dict(own.all)
    yield
    if own.all != before:
        keep(own.all)


@lru_cache(maxsize=4)
def environment_for(theme: Theme) -> TrustedEnvironment | RestrictedEnvironment:
    """Return a theme's templates, in a sandbox if any is the site's own.

    Cached, because they are used for every page and feed, and for every change in the preview.
    """
    templates = {
        path.partition("/")[2]: data.decode("utf-8")
        for path, data in theme.files.items()
        if path.startswith(("pages/", "partials/")) and path.endswith(".html")
    }
    own = own_templates(theme)
    environment = (RestrictedEnvironment if own else TrustedEnvironment)(
        loader=DictLoader(templates),
        undefined=StrictUndefined,
        **_OPTIONS,
        # A theme is read once, and another one has templates of its own.
        auto_reload=False,
        bytecode_cache=_COMPILED[bool(own)],
    )
    environment.own = own
    environment.globals |= {
        "words": words,
        "views": views,
        "timeline": timeline,
        "raised": words.raised,
        "lowered": words.lowered,
        "Change": Change,
        "PromiseKind": PromiseKind,
        "PromiseState": PromiseState,
    }
    return environment

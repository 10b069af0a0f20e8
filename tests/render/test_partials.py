"""Partials are made once for all pages: what they know is the page that is being filled, and nothing of one before it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from jinja2 import UndefinedError, nodes  # noqa: TID251  # reads which templates others import, and what they lack

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.content.attachments import look
from generator.model.artifact import Theme
from generator.pipeline import building, checking, publishing
from generator.render.language import language_for
from generator.render.pages import _Pages
from generator.render.templating import ReusedTemplate, TrustedEnvironment, environment_for
from generator.render.translations import original
from tests.conftest import MOMENT
from tests.each import hold_each
from tests.render.sites import incident, site_of, update

ROOT = Path(__file__).parents[2]
THEME = read_theme("lifeboat", ROOT)
BEGAN = datetime(2027, 3, 3, 4, tzinfo=UTC)


def _templates() -> TrustedEnvironment:
    # Of a kind of its own, so that no other test's pages are in it.
    environment_for.cache_clear()
    made = environment_for(THEME)
    assert isinstance(made, TrustedEnvironment)
    return made


def _imported() -> list[str]:
    templates = _templates()
    found: set[str] = set()
    for name in templates.list_templates():
        assert templates.loader is not None
        parsed = templates.parse(templates.loader.get_source(templates, name)[0])
        for one in parsed.find_all(nodes.Import):
            assert isinstance(one.template, nodes.Const)
            found.add(one.template.value)
    return sorted(found)


def test_a_partial_asks_for_what_it_needs_when_a_macro_is_called() -> None:
    """Outside its macros, where it would be asked once for all pages, a partial asks for nothing that a page is given, and says nothing."""
    hold_each(_asks_in_macros_alone, _imported())


def _asks_in_macros_alone(name: str) -> None:
    templates = _templates()
    assert templates.loader is not None
    code = templates.compile(templates.loader.get_source(templates, name)[0], name, raw=True)
    assert not re.findall(r"^    l_0_\w+ = resolve\(.*", code, re.MULTILINE)
    module = _module(templates, name)
    assert not str(module).strip()


def _module(templates: TrustedEnvironment, name: str) -> object:
    with templates.filling_with({}):
        return templates.get_template(name).make_module({}, shared=True)


def test_a_page_is_the_same_after_others() -> None:
    """A page does not depend on the pages that were filled before it: neither their values nor what was collected for them are in it."""
    first = incident(update(1, BEGAN, title="Before"), update(2, BEGAN.replace(hour=9), title="After"), slug="first")
    other = incident(update(1, BEGAN.replace(year=2026), title="Alone"), slug="other")
    site = site_of([first, other], BEGAN.replace(month=4))

    def pages(templates: TrustedEnvironment, slug: str) -> list[bytes]:
        made = _Pages(site, templates, language_for("en", THEME), original(site))
        return [page.data for one in site.incidents if one.slug == slug for page in made.incident(one)]

    alone = {slug: pages(_templates(), slug) for slug in ("first", "other")}
    templates = _templates()
    for slug in ("other", "first", "first", "other"):
        assert pages(templates, slug) == alone[slug]


def test_a_page_inside_another_leaves_it_as_it_is() -> None:
    """A page that is filled while another is being filled has partials of its own, and the other goes on with its own values."""
    templates = _templates()
    with templates.filling_with({"fixes": "outer"}) as outer:
        before = templates.get_template("statement.html").make_module({}, shared=True)
        with templates.filling_with({"fixes": "inner"}) as inner:
            assert inner["fixes"] == "inner"
            assert templates.get_template("statement.html").make_module({}, shared=True) is not before
        assert outer["fixes"] == "outer"
        assert templates.get_template("statement.html").make_module({}, shared=True) is before


def test_what_a_page_collects_is_gone_at_the_next() -> None:
    """The sections that a page lists as its contents are those of that page alone."""
    templates = _templates()
    with templates.filling_with({}):
        module = templates.get_template("statement.html").make_module({}, shared=True)
        module.contents.append(("h-known", "What we know"))  # type: ignore[attr-defined]  # what the template exports
    with templates.filling_with({}):
        assert templates.get_template("statement.html").make_module({}, shared=True) is module
        assert module.contents == []  # type: ignore[attr-defined]  # as above


def _filler(page: str, partial: str = "") -> Callable[..., str]:
    """Return what fills a template of the program."""
    files = {"pages/page.html": page.encode(), "partials/partial.html": partial.encode()}
    made = environment_for(Theme(name="none", files=files)).get_template("page.html")
    assert isinstance(made, ReusedTemplate)
    return lambda **given: made.filled(given)


def test_a_name_behind_a_dot_is_an_attribute_or_an_item() -> None:
    """As Jinja has it, in pages and partials: an attribute first, else an item, else nothing; what was collected for nothing is gone."""
    collects = (
        "{% set told = [] %}{% macro tell(one) %}{% set _ignored = told.append(one.name) %}{{ told | join(',') }}{% endmacro %}"
    )
    fill = _filler(
        "{% import 'partial.html' as p with context %}{{ p.tell(one) }} {{ p.tell(other) }} {{ one.from }} {{ other.lacking is defined }}"
        " {{ one.lacking is defined }} {{ one.name is defined }} {{ other.items is mapping }} {{ 'a'.upper() }}",
        collects,
    )
    one = SimpleNamespace(name="Sam", **{"from": "here"})
    for other in ({"name": "Ann"}, SimpleNamespace(name="Ann", items=""), {"name": "Ann"}):
        assert fill(one=one, other=other) == "Sam Sam,Ann here False False True False A"
    nothing: dict[str, str] = {}
    for wrong in (nothing, SimpleNamespace()):
        with pytest.raises(UndefinedError):
            fill(one=one, other=wrong)


@pytest.mark.parametrize("theme", ["lifeboat", "material"])
def test_no_page_asks_for_an_item_by_a_name_behind_a_dot(theme: str) -> None:
    """No page, feed or file of a site does: it would be filled twice."""
    environment_for.cache_clear()
    site = publishing.publish(checking.check(read_site(ROOT, 1 << 20, look), MOMENT), MOMENT)
    read = read_theme(theme, ROOT)
    building.render(site, read)
    templates = environment_for(read)
    assert isinstance(templates, TrustedEnvironment)
    assert templates.with_items == set()


def test_a_macro_is_called_as_jinja_calls_it() -> None:
    """What a macro is not given has its default, or is missing; names, blocks and too many values are taken as Jinja takes them."""
    partial = (
        "{% macro says(one, other='&', last=one) %}{{ one }}{{ other }}{{ last }}{{ page_value }};{% endmacro %}"
        "{% macro round(one='(') %}{{ one }}{{ caller() }}){% endmacro %}"
        "{% macro needs(one) %}{{ one }}{% endmacro %}"
    )
    head = "{% import 'partial.html' as p with context %}"
    fill = _filler(
        head
        + "{{ p.says('<') }}{{ p.says(1, 2) }}{{ p.says(1, last=3) }}{% call p.round() %}in{% endcall %}{% call p.round('[') %}in{% endcall %}",
        partial,
    )
    assert fill(page_value="!") == "&lt;&amp;&lt;!;121!;1&amp;3!;(in)[in)"
    assert fill(page_value="?") == "&lt;&amp;&lt;?;121?;1&amp;3?;(in)[in)"
    for wrong, error in (
        ("{{ p.needs() }}", UndefinedError),
        ("{{ p.needs(1, 2) }}", TypeError),
        ("{{ p.says(1, none_such=2) }}", TypeError),
        ("{{ p.says(1, one=2) }}", TypeError),
    ):
        with pytest.raises(error):
            _filler(head + wrong, partial)(page_value="")

"""A site whose files were written by somebody hostile: nothing of it runs, and nothing of the computer gets into it."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.adapters import builder
from generator.adapters.built_site import read_served
from generator.adapters.file_writing import write_new
from generator.adapters.generated_files import read_generated, write_generated
from generator.adapters.mailboxes import read_messages
from generator.adapters.site_files import read_site
from generator.adapters.theme_files import font_folders, read_theme
from generator.cli.main import run
from generator.errors import EnvironmentFailedError, UsageError
from generator.pipeline import building, checking, publishing

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = "marker-8c1f-of-the-environment"

SETTINGS = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, theme: THEME}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
"""
UPDATE = """---
title: Somebody read our invoices
published: 2026-11-23T09:00Z
status: investigating
known: {entry: Somebody used a stolen password.}
unknown: {whose: Whose invoices they read.}
next_steps: {log: We are reading the access log.}
actions: There is nothing you can do yet.
next_update: 2026-11-23T18:00Z
---
"""
THEME_YML = "mkdocs: {theme: {name: null}, plugins: []}\n"
MAIN = '<!doctype html><title>x</title>{% include "content.html" %}\n'


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret in the environment, as a workflow has them."""
    monkeypatch.setenv("DEPLOY_TOKEN", SECRET)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site with a theme of its own."""
    top = tmp_path / "site-folder"
    for path, text in {
        "site_config.yml": SETTINGS.replace("THEME", "own"),
        "content/incidents/invoices/incident.md": "---\ntitle: Invoices\naware: 2026-11-23T08:00Z\n---\n",
        "content/incidents/invoices/01-first-statement.md": UPDATE,
        "content/pages/more.md": "---\ntitle: More\n---\n\nMore words.\n",
        "themes/own/theme.yml": THEME_YML,
        "themes/own/overrides/main.html": MAIN,
    }.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")
    return top


def _write(top: Path, path: str, text: str) -> None:
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).write_text(text, encoding="utf-8")


def _build(top: Path) -> int:
    return run(["build", "--root", str(top), "--now", NOW])


def _bytes(top: Path) -> bytes:
    return b"".join(file.read_bytes() for file in (top / "site").rglob("*") if file.is_file())


def test_the_small_site_builds(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The site of these tests is a good one, so that what they refuse is what they put into it."""
    assert _build(site) == 0, capsys.readouterr()
    assert b"Somebody read our invoices" in _bytes(site)


# Content of a theme's wrapper, which MkDocs renders.

_SHELL = "touch {marker}; printenv"
_REACHES = (
    "''.__class__.__mro__[1].__subclasses__()",
    "''['__class__']['__mro__'][1]['__subclasses__']()",
    "''|attr('__class__')|attr('__mro__')",
    "[''|attr]|map('attr', '__class__')|list",
    "[config]|map(attribute='__class__.__init__.__globals__')|list",
    "config.__class__.__init__.__globals__['os'].popen('{shell}').read()",
    "lipsum.__globals__['os'].popen('{shell}').read()",
    "lipsum.__globals__.os.environ",
    "cycler.__init__.__globals__.os.popen('{shell}').read()",
    "joiner.__init__.__globals__.os.environ",
    "namespace.__init__.__globals__",
    "self._TemplateReference__context.environment",
    "self.__init__.__globals__",
    "config.theme.get_env().from_string('{{{{ 7 * 191 }}}}').render()",
    "config.theme.get_env().from_string('{{{{ lipsum.__globals__.os.environ }}}}').render()",
    "config.theme.get_env().overlay(extensions=['subprocess.getoutput'])",
    "config.load_file",
    "config.load_dict({{'docs_dir': '/'}})",
    "config.update({{'site_dir': '/tmp', 'docs_dir': '/etc'}})",
    "config.plugins.run_event('env', config)",
    "config.plugins['search'].on_post_build(config=config)",
    "config.hooks.update({{'a': 'b'}})",
    "page.read_source(config)",
    "page.file.copy_file()",
    "page.file.__class__.content_bytes.fset",
    "'{{0.__class__.__init__.__globals__}}'.format(config)",
    "'{{0.__class__.__init__.__globals__}}'|format(config)",
    "'{{a.__class__.__init__.__globals__}}'.format_map({{'a': config}})",
    "['{{0.__class__.__init__.__globals__}}'.format]|map('call', config)|list",
    "config.theme.name.__class__",
    "range.__init__",
    "(1).__class__.__base__.__subclasses__()",
    "build_date_utc.__class__.__init__.__globals__",
    "nav.__class__.__init__.__globals__['sys'].modules['os'].environ",
    "dict.__base__.__subclasses__()",
    "url_filter.__globals__",
    "gettext.__globals__",
)
_STATEMENTS = (
    "{{% include '/etc/passwd' %}}",
    "{{% include '../mkdocs.yml' %}}",
    "{{% import 'title.html' as t %}}{{{{ t.__class__.__init__.__globals__ }}}}",
    "{{% macro m() %}}{{% endmacro %}}{{{{ m.__call__.__func__.__globals__ }}}}",
    "{{% for a in [1] %}}{{{{ loop.__class__.__init__.__globals__ }}}}{{% endfor %}}",
    "{{% set f = ''.format %}}{{{{ f.__wrapped__.__self__.__class__ }}}}",
)


def _payloads(marker: Path) -> Iterator[str]:
    shell = _SHELL.format(marker=marker)
    yield from ("{{ " + reach.format(shell=shell) + " }}" for reach in _REACHES)
    yield from (statement.format() for statement in _STATEMENTS)


def _is_told(text: bytes) -> bool:
    """Whether a page contains something from this computer, or a path to it."""
    signs = (
        SECRET.encode(),
        b"&lt;module",
        b"<module",
        b"<class",
        b"&lt;class",
        b"root:x:",
        b"site_url",
        b"1337",
        b"__builtins__",
    )
    return any(sign in text for sign in signs)


def test_a_wrapper_runs_nothing(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No way that a template of MkDocs has to the rest of Python, the shell or the environment leads anywhere."""
    marker = tmp_path / "it-ran"
    checked = checking.check(read_site(site, 1 << 20), AT)
    shown = publishing.publish(checked, AT)
    project, made = tmp_path / "project", tmp_path / "made"
    builder.write(building.render(shown, read_theme("own", site)), project)
    for page in (project / "docs").rglob("*.md"):
        if page.name != "index.md" or page.parent.name != "docs":
            page.unlink()
    settings = json.loads((project / "mkdocs.yml").read_text(encoding="utf-8"))
    (project / "mkdocs.yml").write_text(json.dumps({**settings, "nav": ["index.md"]}), encoding="utf-8")
    for payload in _payloads(marker):
        (project / "overrides/main.html").write_text(f"<!doctype html><p>{payload}</p>\n", encoding="utf-8")
        try:
            builder.build_pages(project, made, AT)
        except EnvironmentFailedError as error:
            told = error.message.encode()
        else:
            told = (made / "index.html").read_bytes()
            assert not _is_told(told), payload
        assert SECRET.encode() not in told, payload
        assert not marker.exists(), payload


def test_without_a_sandbox_it_would(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same ways lead to the shell and the environment where MkDocs' own environment is left as it is: the test above can fail."""
    marker = tmp_path / "it-ran"
    shown = publishing.publish(checking.check(read_site(site, 1 << 20), AT), AT)
    told = f"{{{{ lipsum.__globals__.os.system('touch {marker}') }}}}{{{{ lipsum.__globals__.os.environ }}}}"
    _write(site, "themes/own/overrides/main.html", told)
    project, made = tmp_path / "project", tmp_path / "made"
    builder.write(building.render(shown, read_theme("own", site)), project)
    monkeypatch.setattr(builder, "_in_a_sandbox", lambda _config: None)
    builder.build_pages(project, made, AT)
    assert marker.exists()
    assert _is_told((made / "index.html").read_bytes())


def test_a_page_runs_nothing(site: Path, tmp_path: Path) -> None:
    """Nor does any that a template of our own pages has, when a site puts its own in the place."""
    marker = tmp_path / "it-ran"
    ours = [
        "words.re.enum.sys.modules['os'].environ",
        "views.re",
        "timeline.datetime",
        "words.message.__globals__",
        "site.__class__.__init__.__globals__",
        "words.message.__globals__['os']",
        "Change.__class__.__mro__",
        "views.replace.__globals__",
        "_.__self__.__class__",
        "_.__func__.__globals__",
        "gettext.__globals__",
        "ngettext.__self__",
        "html_of.__globals__",
    ]
    checked = checking.check(read_site(site, 1 << 20), AT)
    shown = publishing.publish(checked, AT)
    for payload in (*(f"{{{{ {one} }}}}" for one in ours), *_payloads(marker)):
        _write(site, "themes/pages/home.html", payload)
        try:
            made = building.render(shown, read_theme("own", site))
        except UsageError as error:
            told = error.message.encode()
        else:
            told = next(one.data for one in made if one.path == "docs/index.md").partition(b"\n---\n")[2]
            assert not _is_told(told), payload
        assert SECRET.encode() not in told, payload
        assert not marker.exists(), payload


EVIL = "import os, pathlib\npathlib.Path({marker!r}).write_text(os.environ.get('DEPLOY_TOKEN', ''))\n"


@pytest.mark.parametrize(
    "asked",
    [
        "hooks: [overrides/evil.py]",
        "plugins: [search, evil]",
        "plugins: [{evil: {a: b}}]",
        "plugins: [{search: {prebuild_index: node}}]",
        "plugins: {search: {prebuild_index: python}}",
        "plugins: macros",
        "markdown_extensions: [evil]",
        "markdown_extensions: ['overrides.evil']",
        "mdx_configs: {a: b}",
        "INHERIT: overrides/evil.yml",
        "docs_dir: /etc",
        "site_dir: /tmp/x",
        "extra_templates: [assets/aboveboard/evil.html]",
        "nav: [evil.md]",
        "config_file_path: /etc/passwd",
        "edit_uri_template: '{path.__class__}'",
        "exclude_docs: '*'",
        "extra: evil",
        "extra_css: ['https://evil.example/a.css']",
        "extra_css: [//evil.example/a.css]",
        "extra_javascript: [../../etc/passwd]",
        "extra_javascript: [{path: 'https://evil.example/a.js'}]",
        "site_url: https://evil.example/",
        "validation: {}",
        "hooks: !ENV [DEPLOY_TOKEN]",
        "copyright: !ENV DEPLOY_TOKEN",
        "copyright: !!python/object/apply:os.system [id]",
        "copyright: !!python/name:os.environ",
        "copyright: !relative $config_dir",
        "copyright: &a x\n  site_author: *a",
        "theme: {name: null, custom_dir: /etc}",
        "theme: {name: ../evil}",
        "theme: {name: null, static_templates: [../../etc/passwd]}",
        "theme: {name: null, static_templates: /etc/passwd}",
        "theme: {name: null, locale: ../../x}",
    ],
)
def test_what_theme_yml_may_not_ask(site: Path, tmp_path: Path, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What would run a program, read another file or ask something of another host is refused, by `validate` as by `build`, on its line."""
    marker = tmp_path / "it-ran"
    theme = "" if asked.startswith("theme:") else "  theme: {name: null}\n"
    _write(site, "themes/own/theme.yml", f"mkdocs:\n{theme}  {asked}\n")
    _write(site, "themes/own/overrides/evil.py", EVIL.format(marker=str(marker)))
    _write(
        site,
        "themes/own/overrides/evil.yml",
        f"hooks: [{site}/themes/own/overrides/evil.py]\nx: !!python/object/apply:os.system ['touch {marker}']\n",
    )
    assert run(["validate", "--root", str(site), "--now", NOW, "--format", "json"]) == 1
    found = [one for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["path"].startswith("themes/")]
    assert [(one["path"], one["severity"]) for one in found] == [("themes/own/theme.yml", "error")], found
    assert found[0]["line"] in {2, 3, 4}
    assert _build(site) == 1
    with pytest.raises(UsageError, match=r"theme\.yml, line"):
        building.render(
            publishing.publish(checking.check(read_site(site, 1 << 20), AT), AT),
            read_theme("own", site),
        )
    assert not (site / "site").exists()
    assert not marker.exists()
    assert SECRET not in "".join(capsys.readouterr())


# What lies in the folder and is no file.


def _linked(top: Path, path: str, target: Path) -> None:
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).unlink(missing_ok=True)
    (top / path).symlink_to(target)


def _piped(top: Path, path: str, _target: Path) -> None:
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).unlink(missing_ok=True)
    os.mkfifo(top / path)


def _listening(top: Path, path: str, _target: Path) -> None:
    (top / path).parent.mkdir(parents=True, exist_ok=True)
    (top / path).unlink(missing_ok=True)
    # The name of a socket may not be long.
    before = Path.cwd()
    os.chdir((top / path).parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind((top / path).name)
    finally:
        os.chdir(before)


MADE = pytest.mark.parametrize("make", [_linked, _piped, _listening], ids=["link", "pipe", "socket"])


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A file of somebody's, outside the site."""
    file = tmp_path / "id_of_somebody"
    file.write_text(f"---\ntitle: {SECRET}\n---\n{SECRET}\n", encoding="utf-8")
    return file


FILES = (
    "site_config.yml",
    "content/plan.yml",
    "content/templates/stolen-login.md",
    "content/drills/2026-10-22-stolen-login.md",
    "content/drills/scenarios/lost-laptop.yml",
    "content/profiles/our-members.yml",
    "content/pages/more.md",
    "content/pages/more.de.md",
    "content/incidents/invoices/incident.md",
    "content/incidents/invoices/incident.de.md",
    "content/incidents/invoices/01-first-statement.md",
    "content/incidents/invoices/01-first-statement.de.md",
    "content/incidents/invoices/review.md",
    "content/incidents/invoices/review.de.md",
    "content/incidents/invoices/ledger.lock",
    "content/incidents/invoices/files/letter.txt",
    "content/incidents/invoices/files/more/letter.txt",
    "themes/own/theme.yml",
    "themes/own/overrides/main.html",
    "themes/own/overrides/other.html",
    "themes/own/assets/own.css",
    "themes/own/inline/own.css",
    "themes/pages/home.html",
    "themes/partials/parts.html",
    "themes/shared/statement.css",
    "themes/locales/de/LC_MESSAGES/aboveboard.po",
    "themes/fonts/own.ttf",
)
#: Folders, each with a path below it that would be read.
FOLDERS = (
    "content",
    "content/incidents",
    "content/incidents/invoices",
    "content/incidents/invoices/files",
    "content/pages",
    "content/templates",
    "content/drills",
    "content/drills/scenarios",
    "content/profiles",
    "themes",
    "themes/own",
    "themes/own/overrides",
    "themes/own/assets",
    "themes/pages",
    "themes/fonts",
)


@pytest.mark.parametrize("path", FILES)
@MADE
def test_no_file_is_refused(
    site: Path, outside: Path, path: str, make: Callable[[Path, str, Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A link, a pipe or a socket in place of any file is reported, never waited for, and nothing is built."""
    make(site, path, outside)
    assert run(["validate", "--root", str(site), "--now", NOW, "--format", "json"]) in {1, 2}
    said = capsys.readouterr().out
    here = [one for one in json.loads(said)["diagnostics"] if one["path"] == path]
    here = [one for one in here if one["code"] != "FRM013"]  # a translation without its original is found as before
    assert [one["code"] for one in here] == ["FRM022"], said
    assert ("symbolic link" if make is _linked else "a pipe, a socket or a device") in here[0]["message"]
    assert _build(site) in {1, 2}
    assert not (site / "site").exists()
    told = "".join(capsys.readouterr())
    assert SECRET not in told + said


@pytest.mark.parametrize("path", FOLDERS)
def test_a_folder_on_the_way_is_refused(site: Path, tmp_path: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A link in place of any folder is reported, wherever it leads, and nothing is built."""
    elsewhere = tmp_path / "elsewhere"
    (site / path).mkdir(parents=True, exist_ok=True)
    (site / path).rename(elsewhere)
    (site / path).symlink_to(elsewhere)
    assert run(["validate", "--root", str(site), "--now", NOW, "--format", "json"]) in {1, 2}
    said = json.loads(capsys.readouterr().out)["diagnostics"]
    assert [one["code"] for one in said if one["path"] == path] == ["FRM022"], said
    assert _build(site) in {1, 2}
    assert not (site / "site").exists()


def test_a_link_that_comes_in_between(site: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that becomes a link while the site is read is not followed: what was seen before counts for nothing when it is opened."""
    page = site / "content/pages/more.md"
    before = os.open

    def late(file: Any, *flags: Any, **more: Any) -> int:
        if str(file) == str(page) and not page.is_symlink():
            page.unlink()
            page.symlink_to(outside)
        return before(file, *flags, **more)

    monkeypatch.setattr(os, "open", late)
    (read,) = (file for file in read_site(site, 1 << 20) if file.path == "content/pages/more.md")
    assert (read.link, read.data) == (True, b"")
    assert page.is_symlink()


def test_what_the_program_wrote_itself(site: Path, outside: Path) -> None:
    """The program's own state files are not read or written through a link either, nor through a linked folder."""
    memory = ".aboveboard/told.json"
    _linked(site, memory, outside)
    with pytest.raises(UsageError, match="symbolic link"):
        read_generated(site, memory, 1000)
    with pytest.raises(UsageError, match="symbolic link"):
        write_generated(site, memory, "x")
    (site / memory).unlink()
    (site / ".aboveboard").rmdir()
    (site / ".aboveboard").symlink_to(outside.parent)
    for call in (lambda: read_generated(site, ".aboveboard/id_of_somebody", 1000), lambda: write_generated(site, memory, "x")):
        with pytest.raises(UsageError, match="symbolic link"):
            call()
    (site / "content/pages").rename(outside.parent / "pages")
    (site / "content/pages").symlink_to(outside.parent / "pages")
    with pytest.raises(UsageError, match="symbolic link"):
        write_new(site, {"content/pages/new.md": "x"})
    assert not (outside.parent / "pages/new.md").exists()
    assert SECRET in outside.read_text(encoding="utf-8")


@MADE
def test_a_built_site_that_is_checked(tmp_path: Path, outside: Path, make: Callable[[Path, str, Path], None]) -> None:
    """`verify` reads nothing in a folder through a link, and waits for no pipe; the folder itself may be reached through one."""
    folder = tmp_path / "built"
    make(folder, "index.html", outside)
    got = read_served(folder, "index.html", 1000)
    assert got.data is None
    assert "not a file" in got.why
    _write(tmp_path, "real/a.html", "x")
    (folder / "inner").symlink_to(tmp_path / "real")
    assert read_served(folder, "inner/a.html", 1000).data is None
    assert read_served(folder, "../real/a.html", 1000).data is None
    (tmp_path / "current").symlink_to(tmp_path / "real")
    assert read_served(tmp_path / "current", "a.html", 1000).data == b"x"


@MADE
def test_an_export_of_customers_questions(tmp_path: Path, outside: Path, make: Callable[[Path, str, Path], None]) -> None:
    """An export is a file or a folder of files: none of them may be a link, and no pipe is waited for."""
    for path in ("export.csv", "box.mbox", "folder/a.eml", "box/mbox"):
        make(tmp_path, path, outside)
        named = tmp_path / path.partition("/")[0]
        with pytest.raises(UsageError, match="not a file"):
            read_messages(named, tmp_path / "site-folder")


def test_fonts_of_notices(site: Path, outside: Path) -> None:
    """The printer of notices is given no folder in which there is a link."""
    assert site / "themes/fonts" not in font_folders(site)
    _linked(site, "themes/fonts/own.ttf", outside)
    with pytest.raises(UsageError, match="symbolic link"):
        font_folders(site)


def _ended(arguments: list[str], site: Path) -> bytes:
    """All that a command says until it ends by itself."""
    done = subprocess.run(arguments, cwd=site, capture_output=True, check=False, timeout=120)
    assert done.returncode != 70
    return done.stdout + done.stderr


def _previewed(arguments: list[str], site: Path) -> bytes:
    """All that a preview says until somebody has opened its first page, which it presses before it answers, or until it ends by itself."""
    with subprocess.Popen(arguments, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as running:
        assert running.stdout
        told = b""
        for line in running.stdout:
            told += line
            if found := re.search(rb"http://127[^ \n]+/", line):
                with contextlib.suppress(OSError), urllib.request.urlopen(found[0].decode(), timeout=120) as answer:
                    told += answer.read()
                break
        if running.poll() is None:
            running.terminate()
        told += running.stdout.read()
        assert running.wait(60) != 70
        return told


@pytest.mark.parametrize("verb", ["validate", "build", "diff", "status", "serve"])
def test_every_way_at_once(site: Path, tmp_path: Path, verb: str) -> None:
    """Whatever is tried, and whichever command reads it: no program runs, nothing hangs, and nothing secret is printed."""
    marker = tmp_path / "it-ran"
    shell = _SHELL.format(marker=marker)
    _write(site, "themes/own/overrides/evil.py", EVIL.format(marker=str(marker)))
    _write(site, "themes/own/overrides/main.html", "<p>{{ lipsum.__globals__.os.popen('" + shell + "').read() }}</p>")
    _write(site, "themes/pages/home.html", "{{ words.re.enum.sys.modules.os.popen('" + shell + "').read() }}")
    for name in ("sitecustomize.py", "usercustomize.py", "hooks.py", "mkdocs.py", "yaml.py", "conftest.py"):
        _write(site, name, EVIL.format(marker=str(marker)))
    for hook in ("pre-commit", "post-checkout", "fsmonitor"):
        _write(site, f"hooks/{hook}", f"#!/bin/sh\ntouch {marker}\n")
    _write(site, ".gitattributes", "*.md diff=evil filter=evil\n")
    _write(site, ".envrc", f"touch {marker}\n")
    subprocess.run(["git", "-C", str(site), "init", "-q"], check=True)
    arguments = [sys.executable, "-P", "-m", "generator", verb, "--root", ".", "--now", NOW]
    arguments += ["--port", "0"] if verb == "serve" else []
    program = "import sys; from generator.cli.main import run; sys.exit(run(sys.argv[1:]))"
    arguments = [sys.executable, "-P", "-c", program, *arguments[4:]]
    told = _previewed(arguments, site) if verb == "serve" else _ended(arguments, site)
    assert b"Traceback" not in told, told
    assert SECRET.encode() not in told
    assert not marker.exists()
    if (site / "site").exists():
        assert SECRET.encode() not in _bytes(site)

"""What editors make of the schemas: the language server for YAML, and remark with its plugin for front matter, as they are.

`make judges` installs them; without one a test is skipped, and under CI=true it fails.
"""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli.main import run
from tests.programs import missing, program

pytestmark = pytest.mark.judge

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SERVER = HERE / "node_modules/yaml-language-server/bin/yaml-language-server"
REMARK = HERE / "node_modules/remark-cli/cli.js"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this site, with what `schema --editor` writes."""
    top = tmp_path_factory.mktemp("editors") / "a site"
    top.mkdir()
    shutil.copy(ROOT / "site_config.yml", top)
    shutil.copytree(ROOT / "content", top / "content")
    assert run(["schema", "--editor", "--root", str(top)]) == 0
    return top


class Editor:
    """The part of an editor that the language server needs: it receives the settings of .vscode/settings.json, and is queried."""

    def __init__(self, site: Path) -> None:
        self.site = site
        node = program("node")
        if not SERVER.is_file():
            missing("the YAML language server")
        self._server = subprocess.Popen([node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # A server that does not answer must not block all other tests.
        self._watch = threading.Timer(120, self._server.kill)
        self._watch.start()
        self._number = 0
        self._versions: dict[str, int] = {}
        settings = json.loads((site / ".vscode/settings.json").read_text(encoding="utf-8"))
        self._settings: dict[str, Any] = {"validate": True, "hover": True, "completion": True}
        for key, value in settings.items():
            *folders, name = key.split(".")
            if folders[:1] == ["yaml"]:
                part = self._settings
                for folder in folders[1:]:
                    part = part.setdefault(folder, {})
                part[name] = value
        documents = {"completion": {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}}}
        can = {"workspace": {"configuration": True, "workspaceFolders": True}, "textDocument": documents}
        folder = {"uri": site.as_uri(), "name": "site"}
        self.ask("initialize", processId=None, rootUri=site.as_uri(), workspaceFolders=[folder], capabilities=can)
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": {"yaml": self._settings}}})

    def close(self) -> None:
        """End the server."""
        self._watch.cancel()
        self._server.kill()
        self._server.communicate()

    def ask(self, method: str, **params: Any) -> Any:
        """The answer to a request."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        return next(one for one in self._heard() if one.get("id") == self._number)["result"]

    def write(self, path: str, text: str) -> set[tuple[int, str]]:
        """What is underlined once a file holds this text: the line, from 1, and the words."""
        uri = (self.site / path).as_uri()
        version = self._versions[uri] = self._versions.get(uri, 0) + 1
        if version == 1:
            document = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        else:
            document = {"uri": uri, "version": version}
            self._send(
                {
                    "method": "textDocument/didChange",
                    "params": {"textDocument": document, "contentChanges": [{"text": text}]},
                }
            )
        said = next(
            one["params"]
            for one in self._heard()
            if one.get("method") == "textDocument/publishDiagnostics" and one["params"]["uri"] == uri
        )
        return {(one["range"]["start"]["line"] + 1, one["message"]) for one in said["diagnostics"]}

    def complete(self, path: str, line: int, column: int) -> dict[str, str]:
        """What is offered at a place (line and column from 1), each with its explanation."""
        place = {"line": line - 1, "character": column - 1}
        answer = self.ask("textDocument/completion", textDocument={"uri": (self.site / path).as_uri()}, position=place)
        offered: dict[str, str] = {}
        for one in answer["items"]:
            said = one.get("documentation") or ""
            offered[one["label"]] = said if isinstance(said, str) else said["value"]
        return offered

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._server.stdin
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _heard(self) -> Iterator[dict[str, Any]]:
        assert self._server.stdout
        while True:
            length = 0
            while line := self._server.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            assert length, "the language server has gone"
            message = json.loads(self._server.stdout.read(length))
            if message.get("method") == "workspace/configuration":
                wanted = [self._settings if item.get("section") == "yaml" else None for item in message["params"]["items"]]
                self._send({"id": message["id"], "result": wanted})
            elif "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            else:
                yield message


@pytest.fixture(scope="module")
def editor(site: Path) -> Iterator[Editor]:
    """An editor that has the site's folder open."""
    one = Editor(site)
    yield one
    one.close()


def _line(text: str, of: str) -> int:
    return text[: text.index(of)].count("\n") + 1


def test_yaml_is_silent_on_what_is_right(editor: Editor, site: Path) -> None:
    """Nothing is underlined in this site's own configuration and plan."""
    for path in ("site_config.yml", "content/plan.yml"):
        assert editor.write(path, (site / path).read_text(encoding="utf-8")) == set()


def test_yaml_underlines_what_is_wrong(editor: Editor, site: Path) -> None:
    """A misspelt key, an invalid word, a missing key and an invalid day are underlined on their lines."""
    config = (site / "site_config.yml").read_text(encoding="utf-8")
    wrong = config.replace("  languages:", "  langauges:").replace("  grace: 15m", "  grace: 15 parsecs")
    wrong = wrong.replace("subscribe:\n", "subscribe:\n  webhooks: {chat: {url_env: CHAT, kind: slak}}\n")
    assert editor.write("site_config.yml", wrong) == {
        (_line(wrong, "langauges"), "Property langauges is not allowed."),
        (_line(wrong, "15 parsecs"), "Write a length of time: 15m, 24h, 7d or 2w."),
        (_line(wrong, "slak"), 'Value is not accepted. Valid values: "slack", "teams", "mattermost", "discord", "ntfy", "json".'),
    }
    without = config.replace("  url: https://status.larkfield.example/\n", "")
    assert editor.write("site_config.yml", without) == {(_line(without, "site:"), 'Missing property "url".')}
    plan = (site / "content/plan.yml").read_text(encoding="utf-8")
    wrong = plan.replace("    deputy: Ines", "    deputi: Ines").replace("tested: 2026-10-22", "tested: 22.10.2026", 1)
    assert editor.write("content/plan.yml", wrong) == {
        (_line(wrong, "deputi"), "Property deputi is not allowed."),
        (_line(wrong, "22.10.2026"), "Write only the day: 2027-03-03."),
    }


def test_yaml_offers_keys_with_what_they_mean(editor: Editor) -> None:
    """Where a key may be written, those that are not there yet are offered, each with its meaning; and so are fixed words."""
    text = "organisation:\n  name: Larkfield Energy\nsite:\n  url: https://status.larkfield.example/\n  \n\n"
    editor.write("site_config.yml", text)
    assert editor.complete("site_config.yml", 5, 3) == {
        "id": "The site's first address, without https://. Feeds and calendars identify everything by it; it stays when the address changes.",
        "title": "The name of the site.",
        "mirrors": "Other addresses where you serve the same files, in full. A signed copy at any other address is reported as not yours.",
        "language": "Of the originals.",
        "languages": "Languages into which the site is translated.",
        "timezone": "In which a day ends.",
        "public_since": "When readers could first see this site. Anything committed before was never published.",
        "theme": "material; lifeboat, for the worst day; or the name of a folder under the site's own themes/.",
    }
    top = editor.complete("site_config.yml", 6, 1)
    assert {"contact", "systems", "policy", "translations"} <= set(top)
    assert not {"organisation", "site"} & set(top)
    editor.write("content/plan.yml", "roles:\n  lead:\n    \n")
    offered = editor.complete("content/plan.yml", 3, 5)
    assert offered["phone"] == "In quotes. Never published."
    assert set(offered) == {"who", "deputy", "phone", "email", "deputy_phone", "duties", "account", "deputy_account"}
    text = text.replace("  \n", "subscribe:\n  webhooks:\n    chat:\n      kind: \n")
    editor.write("site_config.yml", text)
    assert {label.strip('"') for label in editor.complete("site_config.yml", 8, 13)} >= {"slack", "json"}


def test_remark_underlines_front_matter(site: Path, tmp_path: Path) -> None:
    """In Markdown files a wrong key, word, time or a missing key is underlined, in translations too; what is right is left alone."""
    node = program("node")
    if not REMARK.is_file():
        missing("remark")
    top = tmp_path / "a site"
    shutil.copytree(site, top)
    (top / "node_modules").symlink_to(HERE / "node_modules")
    folder = "content/incidents"
    wrong = {
        f"{folder}/support-tickets/02-confirmed.md": ("status: confirmed", "status: confrimed"),
        f"{folder}/support-tickets/02-confirmed.de.md": ("published: 2026-11-10T12:55Z", "published: 2026-11-10T12:55"),
        f"{folder}/support-tickets/incident.md": ("aware:", "awaer:"),
        f"{folder}/meter-portal/review.md": ("    done: 2026-06-18", "    finished: 2026-06-18"),
    }
    for name, (was, now) in wrong.items():
        text = (top / name).read_text(encoding="utf-8")
        assert was in text, name
        (top / name).write_text(text.replace(was, now, 1), encoding="utf-8")
    command = [node, str(REMARK), "--frail", "--quiet", "--no-stdout", "--no-color", "content"]
    said = subprocess.run(command, cwd=top, capture_output=True, text=True, check=False)
    assert said.returncode == 1, said.stderr
    found: set[tuple[str, str, str]] = set()
    path = ""
    for line in said.stderr.splitlines():
        path = line.strip() if line.startswith("content/") else path
        # A fault of the whole file has no place: it is shown at the file's beginning.
        if warning := re.match(r"\s*(?:(\d+):\d+-\d+:\d+)?\s+warning (.{34})", line):
            found.add((path, warning.group(1) or "", warning.group(2)))
    assert found == {
        (f"{folder}/support-tickets/02-confirmed.md", "4", "Must be equal to one of the allowed va"[:34]),
        (f"{folder}/support-tickets/02-confirmed.de.md", "3", 'Must match pattern "^[0-9]{4}-[0-9]{2}'[:34]),
        (f"{folder}/support-tickets/incident.md", "", "Must have required property 'aware'"[:34]),
        (f"{folder}/support-tickets/incident.md", "", "Must NOT have additional properties"[:34]),
        (f"{folder}/meter-portal/review.md", "20", "Must NOT have additional properties"[:34]),
    }

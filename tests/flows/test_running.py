"""The workflows of a new site, run to the end on this computer by act.

What the host gives is stood in for, and nothing else: the set-up of Python (one that has the packages of this one, and not the tool), the upload and
the deployment of pages, the attestation, and `gh`. Checkout is act's own; git pushes to a folder that stands for the host; every other step does
what it says. The tool is installed from the wheel that a new site holds.
"""

import hashlib
import json
import os
import re
import shutil
import stat
import subprocess
import sysconfig
import venv
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from generator.cli import main
from tests.programs import program

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parent.parent.parent
WORKFLOWS = ROOT / "generator/cli/starter/dot-github/workflows"
GITLAB = ROOT / "generator/cli/starter/dot-gitlab-ci.yml"
LAPTOP = "content/incidents/lost-laptop"

CONFIG = """\
organisation: {name: Larkfield Energy, url: https://larkfield.example/, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, theme: lifeboat}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
subscribe: {webhooks: {chat: {url_env: CHAT_WEBHOOK, kind: slack}}}
security_txt: {contact: [security@larkfield.example], expires: 2036-01-01}
"""
INCIDENT = "---\ntitle: A laptop was lost\naware: 2026-03-02T06:00Z\n---\n"
#: Its promise was not kept, and every run of this test is after it.
FIRST = """\
---
title: A laptop was lost on a train
published: 2026-03-02T09:00Z
status: investigating
known:
  laptop: A laptop was left on a train.
unknown:
  whose: Whose records are on it.
next_steps:
  search: We search the train.
actions:
  watch: Watch your account.
next_update: 2026-03-09T09:00Z
---
"""


def second() -> str:
    """An update that is written now, as a host and git would have it: late, since the first one's promise was not kept."""
    now = datetime.now(UTC)  # noqa: TID251  # the programs that this test runs go by the machine's clock
    return f"""\
---
title: The laptop was found
published: {now:%Y-%m-%dT%H:%MZ}
late: We had to wait for the guard.
status: contained
known:
  found: A guard found the laptop, still locked.
  whose: It holds the records of 40 customers.
  locked: We changed its key on 5 March and saw that the old one opens nothing.
unknown:
  tried: Whether somebody tried to open it.
contained_by: locked
done:
  search: The guard found it under a seat.
next_steps:
  check: We read the laptop's own log.
actions:
  watch: Watch your account.
next_update: {now + timedelta(days=2):%Y-%m-%dT%H:%MZ}
---
"""


#: Fake actions: their inputs, and what they do with them. `$KEPT` is a folder that outlives the run.
STANDINS = {
    "setup-python": (("python-version",), 'echo "$PYTHON_FOLDER" >> "$GITHUB_PATH"'),
    "upload-pages-artifact": (
        ("path", "include-hidden-files"),
        'rm -rf "$KEPT/pages"; cp -r "$path" "$KEPT/pages"; [ "$include_hidden_files" = true ] || rm -rf "$KEPT"/pages/.[!.]*',
    ),
    "upload-artifact": (
        ("name", "path", "include-hidden-files", "retention-days", "if-no-files-found"),
        'rm -rf "$KEPT/$name"; mkdir "$KEPT/$name"; if [ -d "$path" ]; then cp -r "$path/." "$KEPT/$name"; else cp "$path" "$KEPT/$name"; fi',
    ),
    "download-artifact": (("name", "path"), 'mkdir -p "$path"; cp -r "$KEPT/$name/." "$path"'),
    "deploy-pages": ((), 'rm -rf "$KEPT/published"; cp -r "$KEPT/pages" "$KEPT/published"; echo deployed >> "$KEPT/log"'),
    "attest-build-provenance": (
        ("subject-name", "subject-digest"),
        'echo "attested $subject_name $subject_digest" >> "$KEPT/log"',
    ),
}
#: As gh where the workflows use it: issues in a file, everything in a log.
GH = """\
#!/bin/sh
echo "gh $1 $2 $(echo "$*" | sed -n 's/.*--title \\(.*\\) --body-file.*/\\1/p')" >> "$KEPT/log"
for last; do :; done
case "$1 $2" in
  "issue list") [ ! -e "$KEPT/issue" ] || cat "$KEPT/issue" ;;
  "issue create") echo 7 > "$KEPT/issue"; cp "$last" "$KEPT/issue.md" ;;
  "issue edit") [ "$3" = "$(cat "$KEPT/issue")" ] || exit 1; cp "$last" "$KEPT/issue.md" ;;
  "issue close") [ "$3" = "$(cat "$KEPT/issue")" ] || exit 1; rm "$KEPT/issue" ;;
esac
"""


def _python(folder: Path) -> Path:
    """The programs of a Python with the same packages as this one, in the locked versions, plus whatever is installed into it."""
    venv.create(folder, symlinks=True)
    inside = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    # A link to what is made of the source is left out: the tool comes from its wheel or not at all.
    (inside / "packages").mkdir()
    for one in Path(sysconfig.get_path("purelib")).iterdir():
        if "aboveboard" not in one.name:
            (inside / "packages" / one.name).symlink_to(one)
    (inside / "packages.pth").write_text("packages\n", encoding="utf-8")
    return folder / "bin"


class Host:
    """A repository at a host: its site, a bare copy that plays the host, and the inputs of its actions."""

    def __init__(self, top: Path, wheel: Path | None) -> None:
        self.site, self.remote, self.kept, self.home = (top / name for name in ("site", "remote.git", "kept", "home"))
        self.act = program("act")
        for folder in (self.site, self.kept, self.home, top / "bin"):
            folder.mkdir()
        (top / "bin/gh").write_text(GH, encoding="utf-8")
        (top / "bin/gh").chmod(stat.S_IRWXU)
        self.secrets: dict[str, str] = {}
        self.replaced = [option for name in STANDINS for option in self._stand_in(top / "actions" / name)]
        shutil.copytree(WORKFLOWS, self.site / ".github/workflows")
        (self.home / ".gitconfig").write_text(
            f'[url "{self.remote.as_uri()}"]\n  insteadOf = https://github.com/larkfield/status\n'
            "  insteadOf = https://github.com/larkfield/status.git\n"
            "[user]\n  name = Sam Reed\n  email = sam@larkfield.example\n",
            encoding="utf-8",
        )
        # What the programs of a workflow take for now is what this test does (tests/at).
        self.clock = {name: value for name, value in os.environ.items() if "FAKE" in name or name in {"LD_PRELOAD", "PYTHONPATH"}}
        self.environment = self.clock | {
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "PATH": f"{top / 'bin'}{os.pathsep}{os.environ['PATH']}",
        }
        self.python = _python(top / "python")
        new = top / "new"
        assert main.run(["init", str(new), "--yes", *(("--wheel", str(wheel)) if wheel else ())]) == 0
        shutil.copy(new / "requirements.txt", self.site)
        shutil.copytree(new / "tool", self.site / "tool")
        self.write(".gitignore", "site/\nsite.zip\n")
        self.write("site_config.yml", CONFIG)
        self.write(f"{LAPTOP}/incident.md", INCIDENT)
        self.write(f"{LAPTOP}/01-first.md", FIRST)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.git("remote", "add", "origin", "https://github.com/larkfield/status")
        self.git("init", "--quiet", "--bare", str(self.remote))
        self.commit("Our site")

    def _stand_in(self, folder: Path) -> list[str]:
        inputs, command = STANDINS[folder.name]
        folder.mkdir(parents=True)
        action = {
            "name": folder.name,
            "description": "stands in for what the host gives",
            "inputs": {name: {"description": name, "required": False, "default": ""} for name in inputs},
            "outputs": {"page_url": {"description": "where the site is", "value": "https://status.larkfield.example/"}},
            "runs": {
                "using": "composite",
                "steps": [
                    {
                        "shell": "bash",
                        "run": command,
                        "env": {name.replace("-", "_"): f"${{{{ inputs.{name} }}}}" for name in inputs},
                    }
                ],
            },
        }
        (folder / "action.yml").write_text(json.dumps(action), encoding="utf-8")
        texts = "".join(file.read_text(encoding="utf-8") for file in WORKFLOWS.glob("*.yml"))
        used = set(re.findall(rf"actions/{folder.name}@[0-9a-f]{{40}}", texts))
        assert used, f"no workflow uses {folder.name}"
        return [option for one in used for option in ("--local-repository", f"{one}={folder}")]

    def write(self, path: str, text: str) -> None:
        """Write a file of the site."""
        (self.site / path).parent.mkdir(parents=True, exist_ok=True)
        (self.site / path).write_text(text, encoding="utf-8")

    def git(self, *arguments: str) -> str:
        """Return git's output, in the site's folder."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment = clean | self.environment | {"GIT_CONFIG_NOSYSTEM": "1"}
        said = subprocess.run(["git", *arguments], cwd=self.site, env=environment, capture_output=True, text=True, check=True)
        return said.stdout

    def commit(self, message: str, branch: str = "main") -> None:
        """Commit everything and bring it to the host."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        self.git("push", "--quiet", "origin", f"HEAD:{branch}")
        self.git("fetch", "--quiet", "origin")

    def at_host(self, what: str) -> str:
        """Return a file as on the host, such as `main:requirements.txt`."""
        return self.git("--git-dir", str(self.remote), "show", what)

    def run(self, event: str, workflow: str, **more: object) -> tuple[int, str]:
        """Run a workflow as the host does on an event; return its exit code and its log."""
        given = {"repository": {"default_branch": "main", "private": False}} | more
        (self.home / "event.json").write_text(json.dumps(given), encoding="utf-8")
        environment = self.clock | {
            "KEPT": str(self.kept),
            "PYTHON_FOLDER": str(self.python),
            "PIP_NO_INDEX": "1",
        }
        command = [
            *(self.act, event, "--platform", "ubuntu-latest=-self-hosted", "--pull=false", "--defaultbranch", "main"),
            # Given one, act asks gh for none.
            *("--secret", "GITHUB_TOKEN=stands-in"),
            # Named alone they are taken from act's own surroundings.
            *(option for name, value in self.secrets.items() if value for option in ("--secret", name)),
            *("--workflows", f".github/workflows/{workflow}", "--eventpath", str(self.home / "event.json"), *self.replaced),
            *(option for name, value in environment.items() for option in ("--env", f"{name}={value}")),
        ]
        clean = self.environment | {"KEPT": str(self.kept)} | self.secrets
        said = subprocess.run(command, cwd=self.site, env=clean, capture_output=True, text=True, check=False, timeout=600)
        return said.returncode, said.stdout + said.stderr

    def log(self) -> list[str]:
        """Return what the actions did since the last call."""
        file = self.kept / "log"
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return sorted(line.strip() for line in lines)


@pytest.fixture
def host(tmp_path: Path, wheel: Path) -> Host:
    """Make a new site at a host, with a statement whose promise was not kept."""
    return Host(tmp_path, wheel)


def _pull_request(host: Host, second: str, *, private: bool) -> tuple[int, str]:
    host.git("switch", "--quiet", "--create", "found")
    host.write(f"{LAPTOP}/02-found.md", second)
    host.commit("The laptop was found", "found")
    repository = {"default_branch": "main", "private": private}
    return host.run(
        "pull_request", "check.yml", repository=repository, pull_request={"head": {"ref": "found"}, "base": {"ref": "main"}}
    )


@pytest.mark.slow
def test_a_dishonest_update(host: Host) -> None:
    """A pull request that drops an unknown fails, with the finding on its line; the changes for readers are reported all the same."""
    dishonest = second().replace("  whose: It holds the records of 40 customers.\n", "")
    code, said = _pull_request(host, dishonest, private=False)
    assert code == 1
    assert f"::error file={LAPTOP}/02-found.md,line=" in said
    assert "title=CON001 dropped-unknown::`whose` was still unknown" in said
    assert "Failure - Main Check every update for honesty" in said
    assert "Success - Main Say in words what would change for readers" in said
    assert "Success - Main Build the site" not in said


@pytest.mark.slow
def test_a_good_update(host: Host) -> None:
    """A pull request with an honest update passes, and a private repository keeps the built site to look at."""
    code, said = _pull_request(host, second(), private=True)
    assert code == 0, said
    assert "::error" not in said
    assert "Summary - " in said.partition("Main Say in words what would change for readers")[2]
    preview = (host.kept / "preview/incidents/lost-laptop/2/index.html").read_text(encoding="utf-8")
    assert "A guard found the laptop, still locked." in preview
    assert (host.kept / "preview/.well-known/security.txt").exists()


@pytest.mark.slow
def test_without_the_tool(tmp_path: Path, wheel: Path) -> None:
    """Where the wheel is missing, not committed or another than the list says, no workflow installs anything, and each says what to do."""
    host = Host(tmp_path, None)
    code, said = host.run("push", "publish.yml")
    assert code == 1
    assert "::error file=requirements.txt,title=The tool is not in this repository::" in said
    assert "aboveboard init --wheel FILE" in said
    assert "Main Check every update" not in said
    code, said, _ = _gitlab(host, "build", "")
    assert code == 1
    assert "aboveboard init --wheel FILE" in said

    assert main.run(["init", str(host.site), "--wheel", str(wheel)]) == 0
    held = host.site / "tool" / wheel.name
    data = held.read_bytes()
    for damage, expected in ((None, f"git add --force tool/{wheel.name}"), (data + b"x", "DO NOT MATCH THE HASHES")):
        held.unlink() if damage is None else held.write_bytes(damage)
        host.commit("Not the whole tool")
        code, said, _ = _gitlab(host, "build", "")
        assert code == 1
        assert expected in said
    assert not list(host.python.glob("aboveboard"))
    held.write_bytes(data)
    host.commit("The tool")
    code, said, _ = _gitlab(host, "build", "")
    assert code == 0, said


def _kept_ends(host: Host) -> list[str]:
    """Return the lines about incidents in the newest tag in which the ends of the seals are kept."""
    told = subprocess.run(
        [
            "git",
            "-C",
            str(host.remote),
            "for-each-ref",
            "--sort=-creatordate",
            "--count=1",
            "--format=%(contents)",
            "refs/tags/seals/",
        ],
        check=True,
        capture_output=True,
        text=True,
    )
    return [line for line in told.stdout.splitlines() if line and not line.startswith("pages.lock")]


def _last_link(host: Host) -> str:
    return host.at_host(f"main:{LAPTOP}/ledger.lock").splitlines()[-1].split()[0]


def stood_now(host: Host) -> list[Path]:
    """The files of the site that stands."""
    return [path for path in (host.kept / "published").rglob("*") if path.is_file()]


@pytest.mark.slow
def test_publish(host: Host) -> None:
    """A push seals, publishes and remembers; where the host takes no seals, the next statement is published all the same, and said not to be sealed.

    Once a key is named, nothing is published without it or with another, nobody is told of it, and what is published with it is signed.
    """
    code, said = host.run("push", "publish.yml")
    assert code == 0, said
    assert "A laptop was left on a train." in (host.kept / "published/index.html").read_text(encoding="utf-8")
    assert (host.kept / "published/.well-known/security.txt").exists()
    assert host.at_host(f"main:{LAPTOP}/ledger.lock").count("\n") == 2
    assert _kept_ends(host) == [f"lost-laptop {_last_link(host)}"]
    digest = host.at_host("aboveboard-published:site.sha256").strip()
    assert hashlib.sha256((host.kept / "site-as-one-file/site.zip").read_bytes()).hexdigest() == digest
    assert host.log() == sorted([f"attested site.zip sha256:{digest}", "deployed", "gh workflow enable", "gh workflow enable"])
    kept = json.loads(host.at_host("aboveboard-published:notified.json"))
    assert list(kept["targets"]) == ["chat"]

    hook = host.remote / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nwhile read old new ref; do [ $ref != refs/heads/main ] || exit 1; done\n", encoding="utf-8")
    host.git("pull", "--quiet", "origin", "main")
    host.write(f"{LAPTOP}/02-found.md", second())
    key, other = host.home / "key", host.home / "other"
    for one in (key, other):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "Larkfield", "-f", str(one)], check=True)
    host.write("site_config.yml", f"{CONFIG}signing: {{key: {(host.home / 'key.pub').read_text(encoding='utf-8').strip()}}}\n")
    host.commit("The laptop was found, and from now on we sign")
    hook.chmod(stat.S_IRWXU)
    stood = {path: path.read_bytes() for path in stood_now(host)}
    for given, expected in (
        ("", "site_config.yml names a key, and the secret SIGNING_KEY is empty here"),
        (other.read_text(encoding="utf-8"), "The list is not signed with a key that site_config.yml names"),
        (other.read_text(encoding="utf-8")[:200], "The secret SIGNING_KEY is no key that can be used"),
    ):
        host.secrets["SIGNING_KEY"] = given.rstrip("\n")
        host.log()
        code, said = host.run("push", "publish.yml")
        assert code == 1, said
        assert f"::error title=Nothing was published::{expected}" in said
        assert {path: path.read_bytes() for path in stood_now(host)} == stood
        assert not [line for line in host.log() if not line.startswith("gh ")]
        assert host.at_host("aboveboard-published:site.sha256").strip() == digest
    host.secrets["SIGNING_KEY"] = key.read_text(encoding="utf-8").rstrip("\n")
    code, said = host.run("push", "publish.yml")
    assert code == 0, said
    assert (
        f"::warning title=Published, not sealed::Not sealed: this could not be committed to {LAPTOP}/ledger.lock: 02-found.md"
        in said
    )
    assert "A guard found the laptop" in (host.kept / "published/incidents/lost-laptop/2/index.html").read_text(encoding="utf-8")
    assert host.at_host(f"main:{LAPTOP}/ledger.lock").count("\n") == 2
    assert host.at_host("aboveboard-published:site.sha256").strip() != digest
    assert "deployed" in host.log()
    assert main.run(["verify", str(host.kept / "published"), "--key", str(host.home / "key.pub")]) == 0
    assert host.secrets["SIGNING_KEY"] not in said
    with zipfile.ZipFile(host.kept / "site-as-one-file/site.zip") as packed:
        assert packed.read("integrity.json.sig") == (host.kept / "published/integrity.json.sig").read_bytes()
        files = {path.relative_to(host.kept / "published").as_posix() for path in stood_now(host)}
        assert sorted(packed.namelist()) == sorted(files)


@pytest.mark.slow
def test_hourly(host: Host) -> None:
    """While a promise is overdue one issue says so and the check fails; the site is published when readers see something new, and only then."""
    code, said = host.run("schedule", "hourly.yml")
    assert code == 1, said
    assert "Failure - Main Fail while something is late" in said
    log = host.log()
    assert [line for line in log if line.startswith("gh issue")] == [
        "gh issue create We owe our readers something",
        "gh issue list",
    ]
    assert "deployed" in log
    assert "lost" in (host.kept / "issue.md").read_text(encoding="utf-8")

    host.git("pull", "--quiet", "origin", "main")
    code, said = host.run("schedule", "hourly.yml")
    assert code == 1
    assert host.log() == ["gh issue edit", "gh issue list"]


def _gitlab(
    host: Host, job: str, token: str, more: dict[str, str] | None = None, given: Path | None = None
) -> tuple[int, str, Path]:
    """Run a job's script as GitLab does: in a fresh clone if it wants one, in one shell that the first failing command ends.

    Args:
        host: the repository.
        job: the job.
        token: the value of ABOVEBOARD_TOKEN.
        more: further variables.
        given: the folder with what the jobs before handed on.
    """
    folder = host.home / f"{job}-{len(list(host.home.iterdir()))}"
    flow = YAML(typ="safe").load(GITLAB.read_text(encoding="utf-8"))
    if flow[job].get("variables", {}).get("GIT_STRATEGY") == "none":
        folder.mkdir()
    else:
        host.git("clone", "--quiet", "--branch", "main", str(host.remote), str(folder))
    if given is not None:
        shutil.copytree(given / "public", folder / "public")
        shutil.copy(given / "site.zip", folder)
    before = flow[job].get("before_script", flow["default"]["before_script"])
    script = "\n".join(["set -eo pipefail", *before, *flow[job]["script"]])
    environment = host.environment | {
        "PATH": f"{host.python}{os.pathsep}{os.environ['PATH']}",
        "PIP_NO_INDEX": "1",
        "CI_SERVER_URL": "https://github.com",
        "CI_PROJECT_PATH": "larkfield/status",
        "CI_COMMIT_BRANCH": "main",
        "ABOVEBOARD_TOKEN": token,
        **(more or {}),
    }
    said = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=600
    )
    return said.returncode, said.stdout + said.stderr, folder


@pytest.mark.slow
def test_gitlab(host: Host) -> None:
    """On GitLab too: without a token the site is published and reported as not sealed.

    With one it is sealed, and the state of notify saved.
    """
    host.git("--git-dir", str(host.remote), "config", "receive.advertisePushOptions", "true")
    code, said, folder = _gitlab(host, "build", "")
    assert code == 0, said
    assert "Published, NOT SEALED" in said
    assert "A laptop was left on a train." in (folder / "public/index.html").read_text(encoding="utf-8")
    for job in ("sign", "pages"):
        code, said, folder = _gitlab(host, job, "", given=folder)
        assert code == 0, said
    assert not (folder / "public/integrity.json.sig").exists()
    code, said, _ = _gitlab(host, "build", "a token")
    assert code == 0, said
    assert "NOT SEALED" not in said
    assert host.at_host(f"main:{LAPTOP}/ledger.lock").count("\n") == 2
    for _ in range(2):
        code, said, _ = _gitlab(host, "tell", "a token")
        assert code == 0, said
    assert list(json.loads(host.at_host("aboveboard-published:notified.json"))["targets"]) == ["chat"]
    assert host.git("--git-dir", str(host.remote), "log", "--format=%s", "aboveboard-published") == "What has been told\n"
    code, said, _ = _gitlab(host, "owed", "")
    assert code == 1, said
    assert "late" in said


@pytest.mark.slow
def test_gitlab_signs(host: Host) -> None:
    """On GitLab too a site that names a key is published with its signature or not at all, and only one job sees the key."""
    key, other, torn = (host.home / name for name in ("key", "other", "torn"))
    for one in (key, other):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "Larkfield", "-f", str(one)], check=True)
    torn.write_text(key.read_text(encoding="utf-8")[:200], encoding="utf-8")
    host.write("site_config.yml", f"{CONFIG}signing: {{key: {key.with_suffix('.pub').read_text(encoding='utf-8').strip()}}}\n")
    host.commit("From now on we sign")
    code, said, built = _gitlab(host, "build", "")
    assert code == 0, said
    assert not (built / "public/integrity.json.sig").exists()
    for value, expected in (("", "the variable SIGNING_KEY is empty here"), (str(torn), "is no key that can be used")):
        code, said, _ = _gitlab(host, "sign", "", {"SIGNING_KEY": value}, built)
        assert code == 1, said
        assert "Nothing was published: " in said
        assert expected in said
    for given, expected_code in ((other, 1), (key, 0)):
        code, said, signed = _gitlab(host, "sign", "", {"SIGNING_KEY": str(given)}, built)
        assert code == 0, said
        code, said, folder = _gitlab(host, "pages", "", given=signed)
        assert code == expected_code, said
        assert ("the list is not signed with a key that site_config.yml names" in said) == bool(code)
    assert main.run(["verify", str(folder / "public"), "--key", str(key.with_suffix(".pub"))]) == 0
    with zipfile.ZipFile(folder / "site.zip") as packed:
        assert packed.read("integrity.json.sig") == (folder / "public/integrity.json.sig").read_bytes()
    code, said, _ = _gitlab(host, "pages", "", given=built)
    assert code == 1, said

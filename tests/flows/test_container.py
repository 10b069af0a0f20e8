"""The container of the Containerfile, on a base that is made here of Debian's packages: who it runs as, what it does, and what is not in it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator import __version__
from tests.programs import program

pytestmark = pytest.mark.judge

ROOT = Path(__file__).parents[2]
BASE = "localhost/debian-with-python"
IMAGE = "localhost/aboveboard-under-test"
#: What the published base has as well.
PACKAGES = "python3,python3-venv,python-is-python3,ca-certificates"


def _do(*command: str, **environment: str) -> str:
    done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    return done.stdout.strip()


def _where_packages_come_from(top: Path) -> Iterator[str]:
    """Yield the mounts that let pip in the container ask what pip asks here. Nothing of them is in the image."""
    said = dict(
        re.findall(
            r"^\S*?\.?(cert|find-links|index-url|extra-index-url)='(.*)'$",
            _do(sys.executable, "-m", "pip", "config", "list"),
            re.MULTILINE,
        )
    )
    (top / "pip.conf").write_text("[global]\n" + "".join(f"{key} = {value}\n" for key, value in said.items()), encoding="utf-8")
    yield f"{top / 'pip.conf'}:/etc/pip.conf:ro"
    # An index in a folder has its pages in `simple`, and the packages beside it.
    places = {re.sub(r"^file://|/simple/?$", "", one) for value in said.values() for one in value.split()}
    for each in sorted({*places, "/etc/ssl/certs", "/usr/local/share/ca-certificates"}):
        if Path(each).exists():
            yield f"{each}:{each}:ro"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Build the image as `make image` does, and give what runs a command in a new container of it, with a site's folder at /site."""
    top = tmp_path_factory.mktemp("container")
    buildah = [program("buildah"), "--storage-driver", "overlay", "--root", str(top / "root"), "--runroot", str(top / "run")]
    _do(program("mmdebstrap"), "--quiet", "--variant=minbase", f"--include={PACKAGES}", "bookworm", str(top / "base.tar"))
    empty = _do(*buildah, "from", "scratch")
    _do(*buildah, "add", "--quiet", empty, str(top / "base.tar"), "/")
    _do(*buildah, "config", "--env", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", empty)
    _do(*buildah, "commit", "--quiet", "--rm", empty, BASE)
    mounts = [f"--volume={each}" for each in _where_packages_come_from(top)]
    _do(
        *buildah,
        "build",
        "--quiet",
        "--isolation=chroot",
        *mounts,
        f"--build-arg=BASE={BASE}",
        f"--tag={IMAGE}",
        "--file=Containerfile",
        ".",
    )
    made = _do(*buildah, "from", "--pull-never", IMAGE)

    def run(*command: str, site: Path | None = None) -> str:
        mount = [f"--volume={site}:/site"] if site else []
        return _do(*buildah, "run", "--isolation=chroot", *mount, made, "--", *command)

    vars(run)["said"] = _do(
        *buildah, "inspect", "--format", "{{.OCIv1.Config.User}} {{.OCIv1.Config.Entrypoint}} {{.OCIv1.Config.WorkingDir}}", IMAGE
    )
    yield run
    _do(*buildah, "rm", "--all")
    _do(*buildah, "rmi", "--all", "--force")


def test_hadolint(tmp_path: Path) -> None:
    """Neither hadolint nor shellcheck in it finds anything in the Containerfile, besides what a comment there gives a reason for; it does see what is wrong."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")

    def found(changed: str) -> list[str]:
        (tmp_path / "Containerfile").write_text(changed, encoding="utf-8")
        command = [program("hadolint"), "--no-color", "--format", "json", "Containerfile"]
        said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        return [one["code"] for one in json.loads(said.stdout)]

    assert found(text) == []
    assert text.count("hadolint ignore=") == 1
    assert found(text.replace("# hadolint ignore=DL3008\n", "")) == ["DL3008"]
    assert set(found(f"{text}USER root\nRUN cd /tmp && sudo echo $HOME\n")) >= {"DL3002", "DL3004", "SC2086"}


@pytest.mark.slow
def test_the_container(image: Callable[..., str], tmp_path: Path) -> None:
    """It starts the program, as a user without rights, who makes a site in the folder that is mounted; git and ssh-keygen are there, what built it is not."""
    assert vars(image)["said"] == "10001 [aboveboard] /site"
    assert image("aboveboard", "--version") == f"aboveboard, version {__version__}"
    assert image("id", "-u") == "10001"
    site = tmp_path / "site"
    site.mkdir()
    # Its owner is another than the one who runs the program, as with podman.
    site.chmod(0o777)
    image("aboveboard", "init", ".", "--yes", "--name", "Larkfield", "--address", "https://status.larkfield.example/", site=site)
    assert "Built" in image("aboveboard", "build", site=site)
    assert (site / "site/index.html").is_file()
    assert image("sh", "-c", "git init -q && git rev-parse --git-dir", site=site) == ".git"
    assert image("sh", "-c", "command -v ssh-keygen")
    image("sh", "-c", "! test -e /opt/build && ! test -e /source && ! find /opt/aboveboard -name 'hatchling*' | grep .")

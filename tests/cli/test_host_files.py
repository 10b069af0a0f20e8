"""content/static/: what the site's host asks for goes to its root as it is, and nothing else does."""

import os
import re
import zipfile
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image  # noqa: TID251  # a picture to try it with

from generator.cli.main import run
from generator.content import host_files
from generator.content.attachments import is_icon
from generator.content.host_files import KINDS, hidden_by, parse_host_file
from generator.model.source import RawFile
from tests.site_lists import listed

NOW = ["--now", "2026-11-23T12:00Z"]


def _icon() -> bytes:
    made = BytesIO()
    Image.new("RGB", (32, 32), "navy").save(made, format="ICO", sizes=[(16, 16), (32, 32)])
    return made.getvalue()


GOOD: dict[str, bytes] = {
    "CNAME": b"status.larkfield.example\n",
    ".domains": b"status.larkfield.example\nwww.larkfield.example\n",
    ".nojekyll": b"",
    "_redirects": b"# where the old site was\n/news/* /incidents/ 301\n/contact /about/#contact  302 # asked for by hand\n/:year/news /incidents/:year\n",
    "favicon.ico": _icon(),
    "google0a1b2c3d4e5f6789.html": b"google-site-verification: google0a1b2c3d4e5f6789.html",
    "BingSiteAuth.xml": b'<?xml version="1.0"?>\r\n<users>\r\n\t<user>0A1B2C3D4E5F67890A1B2C3D4E5F6789</user>\r\n</users>',
    "yandex_0a1b2c3d4e5f6789.html": b'<html>\n    <head>\n        <meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n    </head>\n'
    b"    <body>Verification: 0a1b2c3d4e5f6789</body>\n</html>",
    "naver0a1b2c3d4e5f67890a1b2c3d4e5f6789.html": b"naver-site-verification: naver0a1b2c3d4e5f67890a1b2c3d4e5f6789.html",
    "0a1b2c3d4e5f67890a1b2c3d4e5f6789.txt": b"0a1b2c3d4e5f67890a1b2c3d4e5f6789\n",
    ".well-known/acme-challenge/evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA": b"evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA."
    + b"A" * 43,
    ".well-known/pki-validation/fileauth.txt": b"_a1b2c3d4e5\nexample.com\n202611231200abcd\n",
    ".well-known/apple-app-site-association": b'{"applinks": {"details": []}}\n',
    ".well-known/assetlinks.json": b"[]\n",
    ".well-known/microsoft-identity-association.json": b'{"associatedApplications": []}',
    ".well-known/atproto-did": b"did:plc:ewvi7nxzyoun6zhxrhs64oiz",
}


def _put(root: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        file = root / "content/static" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _wrong(path: str, data: bytes) -> tuple[str, ...]:
    return tuple(
        f"{one.message}; {one.help}" for one in parse_host_file(RawFile(f"content/static/{path}", data, len(data))).problems
    )


def test_every_kind_is_tried() -> None:
    """The list below has one of each kind."""
    assert [kind.called for kind in KINDS if not any(kind.path.fullmatch(path) for path in GOOD)] == []


def test_they_are_published(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each file is at the site's root, byte for byte, in the list of files and in the zip; the pages' policy does not change."""
    assert run(["build", "--root", str(english), *NOW, "--out", str(english / "before")]) == 0
    _put(english, GOOD)
    assert run(["build", "--root", str(english), *NOW, "--zip"]) == 0
    out = english / "site"
    found = listed(out)
    with zipfile.ZipFile(english / "site.zip") as packed:
        for path, data in GOOD.items():
            assert (out / path).read_bytes() == data, path
            assert packed.read(path) == data
            assert found[path] == (sha256(data).hexdigest(), len(data))
    before, after = ((folder / "index.html").read_bytes() for folder in (english / "before", out))
    assert before == after
    assert run(["verify", str(out)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("CNAME", b"https://status.larkfield.example"),
        ("CNAME", b"status.larkfield.example\nevil.example\n"),
        ("CNAME", b"status.larkfield.example/path"),
        ("CNAME", b"*.larkfield.example"),
        ("CNAME", b"larkfield"),
        ("CNAME", b"10.0.0.1"),
        ("CNAME", b""),
        ("CNAME", "störung.example".encode()),
        (".domains", b"status.larkfield.example evil.example"),
        (".nojekyll", b"<script>"),
        ("google0a1b2c3d4e5f6789.html", b"<html>google-site-verification: google0a1b2c3d4e5f6789.html</html>"),
        ("google0a1b2c3d4e5f6789.html", b"google-site-verification: google0a1b2c3d4e5f6780.html"),
        ("google0a1b2c3d4e5f6789.html", b"google-site-verification: google0a1b2c3d4e5f6789.html\n<script>1</script>"),
        (
            "BingSiteAuth.xml",
            b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl"?><users><user>0A1B2C3D4E5F67890A1B2C3D4E5F6789</user></users>',
        ),
        ("yandex_0a1b2c3d4e5f6789.html", b"Verification: 0a1b2c3d4e5f6789"),
        ("0a1b2c3d4e5f67890a1b2c3d4e5f6789.txt", b"another key"),
        (".well-known/acme-challenge/evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA", b"<html>"),
        (".well-known/pki-validation/fileauth.txt", b"<script>alert(1)</script>"),
        (".well-known/apple-app-site-association", b"{"),
        (".well-known/apple-app-site-association", b'{"a": "<script>"}'),
        (".well-known/assetlinks.json", b"{}"),
        ("favicon.ico", b"\0\0\1\0<svg onload=alert(1)>"),
        ("favicon.ico", _icon() + b"<script>alert(1)</script>"),
        ("favicon.ico", b"GIF89a"),
        ("_redirects", b"/old https://evil.example/ 301"),
        ("_redirects", b"/old //evil.example/ 301"),
        ("_redirects", b"/old/* /:splat 301"),
        ("_redirects", b"/old/* /\\evil.example 301"),
        ("_redirects", b"/old /new 200"),
        ("_redirects", b"/old /new 301!"),
        ("_redirects", b"/old /new 301 Country=de"),
        ("_redirects", b"https://larkfield.example/old /new"),
        ("_redirects", b"/old /../new"),
        ("_redirects", b"/old"),
        ("_redirects", b"\n".join(b"/old%d /incidents/" % number for number in range(101))),
        # Files of other kinds: ours, of servers, of nobody.
        ("_headers", b"/*\n  X-Frame-Options: ALLOWALL\n"),
        ("index.html", b"x"),
        ("robots.txt", b"User-agent: *\nDisallow: /\n"),
        ("integrity.json", b"{}"),
        (".well-known/security.txt", b"Contact: mailto:evil@evil.example"),
        (".well-known/openid-configuration", b"{}"),
        (".htaccess", b"Redirect / https://evil.example/"),
        ("sw.js", b"self.addEventListener('fetch', () => {})"),
        ("logo.svg", b"<svg/>"),
        ("cname", b"status.larkfield.example"),
        ("sub/CNAME", b"status.larkfield.example"),
        ("google0a1b2c3d4e5f6789.htm", b"google-site-verification: google0a1b2c3d4e5f6789.htm"),
        (".well-known/acme-challenge/../x", b"x"),
    ],
)
def test_they_are_refused(path: str, data: bytes) -> None:
    """What no host asks for, or says something else than it should, is refused with what is allowed."""
    (said,) = _wrong(path, data)
    assert path.rpartition("/")[2] in said


def test_what_is_allowed_is_listed() -> None:
    """The finding on an unknown file lists every kind that is passed on, and one that is nearly right says how it is written."""
    (said,) = _wrong("banner.html", b"x")
    assert [kind.called for kind in KINDS if kind.called not in said] == []
    (said,) = _wrong("cname", b"status.larkfield.example")
    assert "rename it to CNAME" in said


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.called)
def test_too_large(kind: object) -> None:
    """None may be larger than such a file ever is."""
    path = next(path for path in GOOD if kind.path.fullmatch(path))  # type: ignore[attr-defined]  # pytest passes it as it is
    (said,) = _wrong(path, b"\n" * 250_000)
    assert "the limit for such a file" in said


@pytest.mark.no_cover
def test_links_and_litter(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link is refused wherever it leads; what systems leave behind is passed over, and not published."""
    _put(english, {".DS_Store": b"x", ".gitkeep": b"", "CNAME~": b"x", "._CNAME": b"x", "Thumbs.db": b"x"})
    assert run(["build", "--root", str(english), *NOW]) == 0
    assert not [path for path in (english / "site").rglob("*") if path.name in {".DS_Store", ".gitkeep", "CNAME~", "Thumbs.db"}]
    (english / "outside").write_text("status.larkfield.example", encoding="utf-8")
    (english / "content/static/CNAME").symlink_to(english / "outside")
    (english / "content/static/.well-known").symlink_to(english)
    assert run(["build", "--root", str(english), *NOW]) == 1
    assert capsys.readouterr().out.count("symbolic-link") == 2


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "start",
    [
        "/",
        "/*",
        "/incidents/*",
        "/incidents/support-tickets",
        "/:any/",
        "/feed.xml",
        "/about",
        "/INCIDENTS/support-tickets/1",
        "/integrity/*",
        "/integrity.json.sig",
    ],
)
def test_redirects_that_hide(start: str, english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A redirect that some host would follow although there is a page is an error, on its line."""
    _put(english, {"_redirects": f"# ours\n{start} /subscribe/ 302\n".encode()})
    assert run(["validate", "--root", str(english), *NOW, "content/static"]) == 1
    said = capsys.readouterr().out
    assert "this redirects readers away from" in said
    assert "content/static/_redirects:2:1" in said


@pytest.mark.no_cover
def test_redirects_that_hide_what_only_the_press_makes(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the rule cannot know of, the build refuses, and the old site stays."""
    assert run(["build", "--root", str(english), *NOW]) == 0
    before = sorted(path for path in (english / "site").rglob("*"))
    script = next(path for path in before if path.suffix == ".js").relative_to(english / "site").as_posix()
    _put(english, {"_redirects": f"/{script} /subscribe/ 302\n".encode()})
    assert run(["build", "--root", str(english), *NOW]) == 2
    assert "hides" in capsys.readouterr().err
    assert sorted(path for path in (english / "site").rglob("*")) == before


@pytest.mark.no_cover
def test_nothing_is_written_over(english: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Were a kind known whose name the build needs itself, the build would refuse, and the old site would stay."""
    assert run(["build", "--root", str(english), *NOW]) == 0
    before = (english / "site/robots.txt").read_bytes()
    robots = replace(KINDS[0], path=re.compile(r"robots\.txt"), wrong=lambda _path, _data: None)
    monkeypatch.setattr(host_files, "KINDS", (*KINDS, robots))
    _put(english, {"robots.txt": b"User-agent: *\nDisallow: /\n"})
    assert run(["build", "--root", str(english), *NOW]) == 2
    assert "two things would be published at robots.txt" in capsys.readouterr().err
    assert (english / "site/robots.txt").read_bytes() == before


def test_hidden_by_notes() -> None:
    """A note hides nothing, and an address that only begins alike is another one."""
    assert list(hidden_by(b"# / /x\n/incident /x\n/incidents-old/* /x\n", ["index.html", "incidents/index.html"])) == []


def test_diff(english: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A reviewer sees such a file with a line of its own: new, changed and gone."""
    import subprocess

    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-C", str(english), "-c", "user.name=x", "-c", "user.email=x@x.example", *arguments],
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    _put(english, {".nojekyll": b"", "_redirects": b"/old /incidents/ 301\n"})
    git("add", "-A")
    git("commit", "-qm", "x")
    _put(english, {"CNAME": b"status.larkfield.example\n", "_redirects": b"/older /incidents/ 301\n"})
    (english / "content/static/.nojekyll").unlink()
    capsys.readouterr()
    assert run(["diff", "--root", str(english), *NOW]) == 0
    said = capsys.readouterr().out
    assert "The file for the host CNAME: new" in said
    assert "The file for the host _redirects: changed" in said
    assert "was: /old /incidents/ 301" in said
    assert "is: /older /incidents/ 301" in said
    assert "The file for the host .nojekyll: gone" in said


def test_an_icon() -> None:
    """A file is an icon only if every picture in it can be decoded."""
    assert is_icon(_icon())
    assert not is_icon(_icon()[:-40])
    assert not is_icon(b"")


def test_merge_marks_are_what_is_wrong() -> None:
    """Not that the file says too much."""
    text = b"<<<<<<< HEAD\na.example\n=======\nb.example\n>>>>>>> other\n"
    for path in ("CNAME", ".domains", "_redirects", ".well-known/atproto-did"):
        (said,) = _wrong(path, text)
        assert "two versions of this text were never merged" in said
        assert "lines 1, 3 and 5" in said


def test_the_sites_own_host_is_offered(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What to write into CNAME is known."""
    _put(root, {"CNAME": b"https://status.harbour.example/\n"})
    assert run(["validate", "--root", str(root), *NOW]) == 1
    host = urlsplit(re.search(r"site:\n(?:  .*\n)*?  url: (\S+)", (root / "site_config.yml").read_text()).group(1)).hostname  # type: ignore[union-attr]
    assert f"without /: `{host}`" in " ".join(capsys.readouterr().out.split())


def test_a_pipe_says_that_it_is_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A link is never opened, and the message is not about the content of its target."""
    (root / "content/static").mkdir(exist_ok=True)
    os.mkfifo(root / "content/static/CNAME")
    assert run(["validate", "--root", str(root), *NOW]) == 1
    out = capsys.readouterr().out
    assert "FRM022" in out
    assert "SAF060" not in out


@pytest.mark.parametrize("name", ["requirements.txt", "tool/aboveboard.whl", "tool"])
def test_links_of_the_workflows(root: Path, tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What installs the program lies in the site itself, as everything else does."""
    other = tmp_path / "other"
    other.mkdir()
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(other)
    assert run(["validate", "--root", str(root), *NOW]) == 1
    out = capsys.readouterr().out
    assert "FRM022" in out
    assert name in out

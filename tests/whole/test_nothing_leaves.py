"""Nothing leaves before its time: a site in which everything private carries a mark, and no byte that goes out holds any.

The mark is one word. What comes out is looked through as it is, in any capitals, unpacked, and for the word in base64 and in hexadecimal.
"""

import base64
import gzip
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin  # noqa: TID251  # what the pictures are like is the test's own affair
from pypdf import PdfReader  # noqa: TID251  # as above

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.content.attachments import look
from generator.pipeline import building, checking, publishing
from generator.seals.ledger_lock import digest_of, lock_text, with_seals
from tests.content.films import film

MARK = "quokka"
NOW = "2027-03-05T12:00Z"
LATER = "2027-03-09T09:00Z"
DESK = "content/incidents/desk"
SECRET = f"content/incidents/{MARK}-payroll"

CONFIG = f"""# {MARK} config-comment
organisation: {{name: Larkfield Energy, domains: [larkfield.example]}}
site:
  url: https://status.larkfield.example/
  id: status.larkfield.example   # {MARK}
  languages: [en, de]
  theme: THEME
contact: {{email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}}
systems: [Support desk]
translations: {{de: {{systems: {{Support desk: Kundendienst}}}}}}
policy: {{cadence: {{investigating: 5w, confirmed: 5w}}}}
subscribe:
  websub_hub: https://hub.larkfield.example/
  webhooks:
    chat: {{url_env: CHAT_WEBHOOK, kind: slack}}
    partners: {{url: "https://partners.larkfield.example/told", kind: json, secret_env: PARTNERS_SECRET}}
  mail_server: {{from: status@larkfield.example, server: mail.larkfield.example}}
  lists: {{everyone: updates@lists.larkfield.example, deutsch: {{address: de@lists.larkfield.example, language: de}}}}   # {MARK}
"""

INCIDENT = f"""---
# {MARK} incident-comment
title: Someone read support tickets
aware: 2027-03-03T02:40Z
systems: [Support desk]
related: [{MARK}-payroll, other]
profiles: [gdpr-33]
not_needed: {{gdpr-33: The {MARK} not-needed reason.}}
---

What the desk is for. [The desk](files/desk.png) <!-- {MARK} html-comment [x](files/{MARK}-commented.txt) -->
"""
INCIDENT_DE = f"""---
names: {{{MARK}-data: die {MARK} Daten, {MARK}-members: die {MARK} Mitglieder}}
# {MARK}
title: Jemand las Tickets
---

Wozu das System da ist. [Das System](files/desk.png)
"""

FIRST = """---
title: Someone read support tickets
published: 2027-03-03T03:10Z
status: investigating
known:
  entry: Someone used a stolen staff password on 2 March.   # COMMENT
unknown:
  whose: Whose tickets they read.
next_steps:
  log: We are reading the access log.
actions: There is nothing you can do yet.
next_update: 2027-03-20T09:00Z
---

[What we sent to customers](files/letter.txt)
""".replace("COMMENT", MARK)
RECORDED = "recordings: {read: {what: Read aloud, video: read.mp4, captions: read.vtt}}\n"
SAID = f"WEBVTT\n\nNOTE by {MARK}\n\n00:00.000 --> 00:00.900\nSomeone read tickets.\n"
ASKED = f"---\nincident: desk\nupdate: 1\nasked: 2027-03-04\nreaders: {{reader-1: {{me: {{mark: right, said: The {MARK}.}}}}}}\n---\n\n{MARK} asked-body\n"

SECOND = f"""---
title: They copied {MARK} embargo-title
published: {LATER}
status: confirmed
known:
  copied: They copied {MARK} embargo-known.
unknown:
  whose: Whose tickets they read, {MARK} embargo-unknown.
next_steps:
  log: We are reading the access log.
actions:
  call: {{do: Ring {MARK} embargo-action., urgency: now}}
data: {{{MARK}-data: taken}}
affected: {{{MARK}-members: {{unit: customers, exact: 1212}}}}
consequences: {{{MARK}-fraud: Somebody could {MARK} embargo-consequence.}}
next_update: 2027-03-20T09:00Z
summary: They copied {MARK} embargo-summary.
---

{MARK} embargo-body: [The list](files/{MARK}-embargoed.txt), ![the map](files/{MARK}-map.png)
"""
SECOND_DE = SECOND.replace("They copied", "Sie kopierten").replace(f"{MARK}-embargoed.txt", f"{MARK}-german.txt")
THIRD = (
    SECOND.replace("embargo-", "draft-").replace(LATER, "2027-03-04T09:00Z").replace("status:", "draft: true\nstatus:")
).replace(f"{MARK}-embargoed.txt", f"{MARK}-drafted.txt")

REVIEW = f"""---
title: What we learnt, {MARK} review-title
published: 2027-03-04T10:00Z
draft: true
cause: A {MARK} review-cause.
lessons: {{{MARK}-lesson: Keep {MARK} review-lesson.}}
corrective_actions: {{{MARK}-action: {{do: A {MARK} review-action., owner: {MARK} owner, by: 2027-06-01}}}}
---

[The report](files/{MARK}-report.pdf)
"""

PLAN = f"""since: 2026-01-01   # {MARK}
roles:
  lead: {{who: Sam {MARK} Reed, deputy: Ines {MARK}, phone: "+44 20 7946 0018 {MARK}", email: {MARK}@larkfield.example, duties: Decides {MARK}.}}
approvals: {{first_statement: [], update: [], review: [lead]}}
channels:
  {MARK}-texts: {{how: From {MARK} supplier., tested: 2027-02-01, without_our_systems: true}}
templates: {{stolen: {{for: A {MARK} theft., approved_by: {{lead: Sam {MARK} Reed}}, approved_on: 2027-02-01}}}}
"""
TEMPLATE = f"""---
title: Someone got into [[which {MARK} system]]
status: investigating
known:
  entry: Someone got into [[which {MARK} system]], {MARK} template.
unknown:
  read: What they read.
next_steps:
  log: We are reading the log.
actions: There is nothing you can do yet.
---
"""
DRILL = f"""---
held: 2027-02-02
template: stolen
took_part: [Sam {MARK}]
lessons: {{{MARK}: The {MARK} drill lesson.}}
---

{MARK} drill-body
"""
SCENARIO = f"""title: A lost {MARK} laptop
template: stolen
injects:
  call: {{at: 10m, from: A {MARK} reporter, says: "Is it {MARK}?"}}
"""
PROFILE = f"""title: Notice to our {MARK} partners
tells: {MARK} partners
source: {MARK} contract, section 12
text_checked: 2027-01
require: [known]
clocks:
  first: {{tell: the {MARK} contact, within: 24 hours, from: aware}}
"""


@pytest.fixture(params=["material", "lifeboat"])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one published incident, and marks in everything that readers must not see."""
    monkeypatch.setenv("CHAT_WEBHOOK", f"https://chat.larkfield.example/{MARK}")
    monkeypatch.setenv("PARTNERS_SECRET", f"whsec_{base64.b64encode(f'{MARK * 6}'.encode()).decode()}")
    monkeypatch.setenv("GITHUB_TOKEN", f"ghp_{MARK}")
    monkeypatch.setenv("SITE_NAME", MARK)
    top = tmp_path / "status"
    first = SECOND.replace("status: confirmed", "status: investigating").replace("embargo-", "payroll-")
    first = first.replace("[The list]", "[The other list]")
    told = FIRST.replace("next_update:", f"{RECORDED}next_update:")
    texts = {
        "site_config.yml": CONFIG.replace("THEME", str(request.param)),
        "README.md": f"{MARK} readme",
        ".env": f"TOKEN={MARK}",
        "inbox.csv": f"when,who,question\n2027-03-04,{MARK}@mail.example,Is my {MARK} in it?\n",
        ".aboveboard/notified.json": '{"schema": 1, "targets": {}}',
        "content/.DS_Store": MARK,
        "content/plan.yml": PLAN,
        "content/templates/stolen.md": TEMPLATE,
        f"content/drills/2027-02-02-{MARK}.md": DRILL,
        f"content/asked/2027-03-04-{MARK}.md": ASKED,
        f"{DESK.replace('incidents', 'assessments')}.yml": f"assessed: 2027-03-04\nby: the {MARK} officer\nbecause: {{severity: The {MARK} said so.}}\n",
        f"content/drills/scenarios/{MARK}.yml": SCENARIO,
        f"content/profiles/{MARK}.yml": PROFILE,
        f"{DESK.replace('incidents', 'elsewhere')}/{MARK}.txt": f"The {MARK} of the press.",
        f"{DESK.replace('incidents', 'elsewhere')}/{MARK}.yml": f"channel: press\ntold: 2027-03-03\nto: the {MARK} news\n",
        "content/pages/help.md": f"---\n# {MARK}\ntitle: Help\n---\n\nAsk us. <!-- {MARK} -->\n",
        f"{DESK}/incident.md": INCIDENT,
        f"{DESK}/incident.de.md": INCIDENT_DE,
        f"{DESK}/01-first.md": told,
        f"{DESK}/files/read.vtt": SAID,
        f"{DESK}/01-first.md~": MARK,
        f"{DESK}/02-{MARK}-copied.md": SECOND,
        f"{DESK}/02-{MARK}-copied.de.md": SECOND_DE,
        f"{DESK}/03-{MARK}-more.md": THIRD,
        f"{DESK}/review.md": REVIEW,
        f"{DESK}/review.de.md": REVIEW.replace("The report", "Der Bericht").replace("report.pdf", "bericht.txt"),
        f"{DESK}/files/letter.txt": "Dear customer\n",
        f"{SECRET}/incident.md": f"---\ntitle: The {MARK} payroll theft\naware: 2027-03-03T02:40Z\n---\n\n[A](files/{MARK}-background.txt)\n",
        f"{SECRET}/01-first.md": first,
        "content/incidents/other/incident.md": f"---\ntitle: Another incident\naware: 2027-03-01T02:40Z\nrelated: {MARK}-payroll\n---\n",
        "content/incidents/other/01-first.md": FIRST.replace("\n[What we sent to customers](files/letter.txt)\n", "").replace(
            "03-03", "03-01"
        ),
        "content/order.lock": f"2027-03-09T10:00:00Z {MARK}-payroll/1\n2027-03-09T10:00:00Z desk/2\n",
    }
    for name in ("unlinked", "commented", "embargoed", "german", "drafted", "bericht"):
        texts[f"{DESK}/files/{MARK}-{name}.txt"] = f"{MARK} in the file\n"
    texts[f"{SECRET}/files/{MARK}-background.txt"] = f"{MARK} in the file\n"
    texts[f"{SECRET}/files/{MARK}-embargoed.txt"] = f"{MARK} in the file\n"
    # As it is where a site that was published later is built as of today.
    for folder, name, text in ((DESK, f"02-{MARK}-copied.md", SECOND), (SECRET, "01-first.md", first)):
        items = [("01-first.md", digest_of(told))] if folder == DESK else []
        texts[f"{folder}/ledger.lock"] = lock_text(with_seals(folder.rpartition("/")[2], None, [*items, (name, digest_of(text))]))
    for path, text in texts.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, encoding="utf-8")
    for folder, name in ((DESK, "desk"), (DESK, f"{MARK}-map"), (SECRET, f"{MARK}-map")):
        said = PngImagePlugin.PngInfo()
        said.add_text("Comment", f"{MARK} in the picture")
        said.add_text("Author", f"{MARK} in the picture", zip=True)
        (top / folder / "files").mkdir(exist_ok=True)
        Image.new("RGB", (8, 8)).save(top / folder / f"files/{name}.png", pnginfo=said)
    (top / DESK / "files/read.mp4").write_bytes(film(marks=f"{MARK} in the film".encode()))
    monkeypatch.chdir(top)
    return top


def _forms() -> Iterator[bytes]:
    for word in (MARK, MARK.title(), MARK.upper()):
        yield word.encode().hex().encode()
        for before in range(3):
            # What is before it moves the letters; those at both ends depend on what is beside it.
            coded = base64.b64encode(b"\0" * before + word.encode())
            yield coded[[0, 2, 3][before] : -4 if (before + len(word)) % 3 else None]


FORMS = tuple(dict.fromkeys(_forms()))


def _marks(data: bytes, where: str, depth: int = 0) -> Iterator[str]:
    """Return where in a file the mark is, in any encoding."""
    if MARK.encode() in data.lower() or any(form in data for form in FORMS):
        yield where
    if depth < 3 and data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for one in packed.infolist():
                yield from _marks(one.filename.encode() + one.comment + one.extra, f"{where}!{one.filename}", depth + 1)
                yield from _marks(packed.read(one), f"{where}!{one.filename}", depth + 1)
    if depth < 3 and data[:2] == b"\x1f\x8b":
        yield from _marks(gzip.decompress(data), f"{where} unpacked", depth + 1)
    if data[:4] == b"%PDF":
        reader = PdfReader(io.BytesIO(data))
        words = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata) + str(reader.xmp_metadata)
        yield from _marks(words.encode(), f"{where} as text", depth + 1)
    if data[:4] == b"\x89PNG":
        with Image.open(io.BytesIO(data)) as picture:
            picture.load()
            yield from _marks(str(picture.info).encode(), f"{where} as said", depth + 1)


def _found(folder: Path) -> list[str]:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    assert files
    return [
        found
        for path in files
        for name in [path.relative_to(folder).as_posix()]
        for found in (*_marks(name.encode(), name), *_marks(path.read_bytes(), name))
    ]


def test_the_eyes_are_open(tmp_path: Path) -> None:
    """Whatever way the mark is packed, it is seen."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.txt", f"the {MARK}" * 50)
    assert MARK.encode() not in packed.getvalue()
    ways = {
        "plain": f"a {MARK.title()}s pouch".encode(),
        "zip": packed.getvalue(),
        "gzip": gzip.compress(f"x{MARK}".encode()),
        "hex": f"a{MARK}".encode().hex().encode(),
        **{f"base64-{before}": base64.b64encode(b"a" * before + f"{MARK}s pouch".encode()) for before in range(3)},
    }
    for name, data in ways.items():
        (tmp_path / name).write_bytes(data)
    assert {one.split("!")[0].split(" ")[0] for one in _found(tmp_path)} == set(ways)


@pytest.mark.slow
def test_nothing_leaves_before_its_time(site: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """No output contains drafts, held-back texts, the plan, files without published links, comments or secrets."""
    out = tmp_path / "out"
    logs = {}
    for name, command in {
        "build": ["build", "--now", NOW, "--out", str(out / "site"), "--zip", str(out / "site.zip")],
        "notify": ["notify", "--dry-run", "--all", "--now", NOW],
        "export": ["export", "desk", "--now", NOW, "--out", str(out / "export")],
        "export in German": ["export", "desk", "--language", "de", "--now", NOW, "--out", str(out / "export-de")],
        "notice": ["notice", "desk", "--profile", "gdpr-34", "--now", NOW, "--out", str(out / "notice")],
        "seal": ["seal", "--now", NOW],
    }.items():
        assert run(command) in ({0, 1} if name == "notice" else {0}), "".join(capfd.readouterr())
        said = capfd.readouterr()
        logs[name] = f"{said.out}\n{said.err}"
    # What is published is there, so that something was looked through.
    built = {path.relative_to(out / "site").as_posix() for path in (out / "site").rglob("*") if path.is_file()}
    assert {"incidents/desk/1/index.html", "incidents/desk/files/letter.txt", "incidents/desk/files/desk.png"} <= built
    assert {
        "feed.xml",
        "calendar.ics",
        "api/ledger.json",
        "api/ledger/2/index.json",
        "integrity.json",
        "_headers",
        "sitemap.xml",
        "404.html",
    } <= built
    assert {path for path in built if "/files/" in path} == {
        f"{where}incidents/desk/files/{name}" for where in ("",) for name in ("letter.txt", "desk.png", "read.mp4", "read.vtt")
    }
    assert (out / "export/email.eml").is_file()
    assert list((out / "notice").glob("*.pdf"))
    assert _found(out) == []
    # File names are for the writer, who learns which are held back and why, and which are not linked; their content is not shown.
    marked = [line for line in logs.pop("build").splitlines() if MARK in line.lower()]
    held = {found.group(1): found.group(2) for line in marked if (found := _HELD.fullmatch(line))}
    assert [line for line in marked if not _HELD.fullmatch(line) and not _UNLINKED.fullmatch(line)] == []
    files = {path.relative_to(site).as_posix() for path in (site / "content/incidents").rglob("*") if path.is_file()}
    assert set(held) <= files
    assert held[f"{DESK}/files/{MARK}-unlinked.txt"] == "no text links to it"
    assert held[f"{DESK}/files/{MARK}-drafted.txt"] == f"until 03-{MARK}-more.md is published, which links to it"
    assert held[f"{DESK}/files/{MARK}-bericht.txt"] == "until review.de.md is published, which links to it"
    assert held[f"{SECRET}/01-first.md"] == "until 9 March 2027, 09:00 UTC"
    assert not [name for name, log in logs.items() if MARK in log.lower()]
    locks = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.lock")}
    assert "01-first.md" in locks[f"{DESK}/ledger.lock"]
    # Sealing adds nothing that is held back.
    assert locks["content/order.lock"].count(MARK) == 1
    assert locks[f"{DESK}/ledger.lock"].count(MARK) == 1
    assert "desk/1\n" in locks["content/order.lock"]


_HELD = re.compile(r"  (content/\S+): (a draft|until .*|no text links to it)")
_UNLINKED = re.compile(
    rf"warning\[SAF046\] unlinked-file: no text links to `files/{MARK}-(?:unlinked|commented)\.txt`, so it is not published"
    rf"|  --> {DESK}/files/{MARK}-(?:unlinked|commented)\.txt:1:1"
    rf"| +(?:= help: link to it where readers need it, such as) \[words\]\(files/{MARK}-(?:unlinked|commented)\.txt\), or move it out of content/"
)


@pytest.mark.slow
def test_it_comes_in_its_time(site: Path, tmp_path: Path) -> None:
    """What was held back is published when its time has come, with its files; and the preview shows all of it before."""
    when = datetime.fromisoformat(NOW)
    checked = checking.check(read_site(site, 1 << 20, look), when)
    preview = publishing.preview(checked, when)
    shown = {path.rpartition(f"{MARK}-")[2] for path in publishing.attachments(preview) if MARK in path}
    assert {"embargoed.txt", "german.txt", "drafted.txt", "map.png", "bericht.txt", "background.txt"} <= shown
    assert not shown & {"unlinked.txt", "commented.txt"}
    assert b"payroll theft" in b"".join(one.data for one in building.render(preview, read_theme("material", Path())))
    assert run(["build", "--now", "2027-03-10T12:00Z", "--out", str(tmp_path / "site")]) == 0
    files = {path.name for path in (tmp_path / "site/incidents/desk/files").iterdir()}
    assert files == {
        "letter.txt",
        "desk.png",
        "read.mp4",
        "read.vtt",
        f"{MARK}-embargoed.txt",
        f"{MARK}-german.txt",
        f"{MARK}-map.png",
    }
    page = (tmp_path / "site/incidents/desk/index.html").read_text(encoding="utf-8")
    assert f'<a href="../../incidents/{MARK}-payroll/">The {MARK} payroll theft</a>' in page


@pytest.mark.slow
@pytest.mark.parametrize("place", [f"{DESK}/files/plan.txt", f"{DESK}/04-more.md", "content/pages/more.md", "content/order.lock"])
def test_a_link_to_elsewhere(site: Path, place: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A symbolic link stops the build, and nothing of its target is shown."""
    target = tmp_path / "elsewhere"
    target.write_text(f"---\ntitle: The {MARK} elsewhere\n---\n", encoding="utf-8")
    (site / place).unlink(missing_ok=True)
    (site / place).symlink_to(target)
    assert run(["build", "--now", NOW, "--out", str(tmp_path / "site")]) == 1
    assert not (tmp_path / "site").exists()
    said = capfd.readouterr()
    assert f"The {MARK} elsewhere" not in said.out + said.err

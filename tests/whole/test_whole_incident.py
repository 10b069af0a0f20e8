"""One incident from its first statement to what came of its review, by the commands alone and a communicator's edits of the files."""

import re
from pathlib import Path

import pytest

from generator.cli.main import run

FOLDER = "content/incidents/invoices/"
CONFIG = """organisation: {name: Larkfield Energy, url: https://larkfield.example/, domains: [larkfield.example]}
site: {url: https://status.larkfield.example/, title: Larkfield Energy status, theme: lifeboat}
contact: {email: incident@larkfield.example, hours: every day from 8 to 20, who: Sam Reed}
policy: {cadence: {investigating: 24h, confirmed: 72h, contained: 7d, monitoring: 30d, reopened: 72h}}
"""
PLAN = """since: 2026-01-01
roles:
  lead: {who: Sam Reed, deputy: Ines Okafor, phone: "+44 20 7946 0041", deputy_phone: "+44 20 7946 0042"}
approvals: {first_statement: [], update: [], no_change: [], correction: [], resolved: [], review: [lead]}
"""

#: The lines that invite a communicator to write, as `new update` leaves them.
KNOWN = "known:   # what is new or changed, and every unknown below that you can answer now\n"
STEPS = "next_steps:   # everything not yet done; what is done moves to `done`, with the result\n"


class Communicator:
    """Runs commands at a time and edits what they write."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        self.now = ""

    def run(self, *arguments: str) -> tuple[int, str]:
        """The exit code of a command, and everything that it says."""
        self.capsys.readouterr()
        code = run([*arguments, "--root", str(self.root), "--now", self.now])
        said = self.capsys.readouterr()
        return code, said.out + said.err

    def update(self, title: str, *arguments: str) -> str:
        """Write the next update; its path."""
        code, said = self.run("new", "update", "invoices", "--title", title, *arguments)
        assert code == 0, said
        return re.search(r"Wrote (\S+)", said)[1]  # type: ignore[index]  # the command says what it wrote

    def edit(self, path: str, *changes: tuple[str, str]) -> None:
        """Change a file as in an editor."""
        text = (self.root / path).read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (old, text)
            text = text.replace(old, new)
        (self.root / path).write_text(text, encoding="utf-8")

    def codes(self, blocked: bool = False) -> set[str]:
        """What `validate` finds in the incident, but for how sentences sound and how prepared the site is."""
        code, said = self.run("validate", "content/incidents/invoices")
        assert code == int(blocked), said
        return {found for found in re.findall(r"\[([A-Z]{3}\d{3})\]", said) if found[:3] not in {"WRD", "NOT"}}

    def built(self) -> "Pages":
        """The site as it is built now."""
        code, said = self.run("build")
        assert code == 0, said
        return Pages(self.root / "site")


class Pages:
    """The text of built pages."""

    def __init__(self, site: Path) -> None:
        self.site = site

    def text(self, path: str) -> str:
        """A page's words without its marks and its script."""
        html = (
            (self.site / path / "index.html").read_text(encoding="utf-8") if "." not in path else (self.site / path).read_text()
        )
        html = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
        return " ".join(re.sub(r"<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture
def writer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Communicator:
    """A communicator with a new site."""
    (tmp_path / "site_config.yml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/plan.yml").write_text(PLAN, encoding="utf-8")
    return Communicator(tmp_path, capsys)


def test_a_whole_incident(writer: Communicator) -> None:
    """Eight updates, one of them embargoed, one late, one that reopens; a review; and an action that is done."""
    # 1: ten lines at three in the morning.
    writer.now = "2026-12-07T03:10Z"
    first = ("new", "incident", "invoices", "--title", "Someone read customers' invoices", "--aware", "2026-12-07T02:40Z")
    asked = ("--known", "Someone used a stolen staff password.", "--unknown", "Whose invoices they read.")
    doing = ("--step", "We are reading the access log.", "--action", "Do not pay to a new account number.")
    code, said = writer.run(*first, *asked, *doing)
    assert code == 0, said
    assert writer.codes() == set()

    # 2: confirmed. A line that gets lost is found.
    writer.now = "2026-12-07T14:00Z"
    path = writer.update("They read invoices", "--status", "confirmed")
    whole = (writer.root / path).read_text(encoding="utf-8")
    writer.edit(path, (KNOWN, "known:\n  when: They were in our billing system on 6 December.\n"))
    assert writer.codes() == set()
    writer.edit(path, ("  whose-invoices-they-read: Whose invoices they read.\n", ""))
    assert {"CON001", "HON002"} <= writer.codes(blocked=True)
    (writer.root / path).write_text(whole, encoding="utf-8")
    writer.edit(path, (KNOWN, "known:\n  when: They were in our billing system on 6 December.\n"))
    assert writer.codes() == set()

    # 3: contained, and held back until the letters are out.
    writer.now = "2026-12-08T18:00Z"
    path = writer.update(
        "The password no longer works", "--status", "contained", "--done", "we-are-reading-the-access=We read it to the end."
    )
    assert {"PLN016", "HON011"} <= writer.codes(blocked=True)
    writer.edit(
        path,
        ("published: 2026-12-08T18:00Z", "published: 2026-12-09T09:00Z"),
        ('contained_by: "[[the name of the fact]]"', "contained_by: closed"),
        (
            KNOWN,
            (
                "known:\n  closed: Every staff account now needs a second step. We tried the old password, and it failed.\n"
                "affected: {invoices: {unit: invoices, exact: 212}}\n"
            ),
        ),
        (STEPS, "next_steps:\n  letters: {do: We write to everybody concerned., by: 2026-12-15}\n"),
    )
    assert writer.codes() == set()
    before = writer.built()
    assert "The password no longer works" not in before.text("incidents/invoices") + before.text("feed.xml")
    assert not (before.site / "incidents/invoices/3").exists()
    assert "No review has been published here yet." in before.text("lessons")

    # 4: monitoring begins, two days late. It is not over because nobody looks any more.
    writer.now = "2026-12-18T10:00Z"
    assert writer.codes() == {"PRO022", "PRO023"}
    code, said = writer.run("new", "update", "invoices", "--title", "It is over", "--status", "resolved")
    assert (code, "an incident that is contained cannot become resolved" in said) == (2, True)
    watch = ("--status", "monitoring", "--watch", "Every login to the billing system.", "--looked", "2026-12-18T09:00Z")
    path = writer.update("We watch until January", *watch, "--done", "letters=The last letter went out on 17 December.")
    writer.edit(
        path,
        (KNOWN, "known:\n  quiet: Nobody has tried the password since 9 December.\n"),
        (STEPS, "next_steps:\n  look: We look at every login, every day.\n"),
    )
    assert "PRO008" in writer.codes(blocked=True)
    writer.edit(path, ("status: monitoring\n", "status: monitoring\nlate: Nobody had it in the calendar. We are sorry.\n"))
    # Only the writer knows whether the letters were done in time, and is asked.
    assert writer.codes() == {"PRO032"}
    (asked,) = re.findall(r"    # on: .*\n", (writer.root / path).read_text(encoding="utf-8"))
    writer.edit(path, (asked, "    on: 2026-12-17\n"))
    assert writer.codes() == set()

    # 5: it was not over. Worse news in the calm is refused; reopened it is a correction.
    writer.now = "2026-12-28T08:00Z"
    path = writer.update("They came back")
    worse = (
        (
            KNOWN,
            (
                "affected: {invoices: {unit: invoices, exact: 340}}\n"
                "corrections: {affected.invoices: We had not looked at the archive.}\n"
                "known:\n  archive-read: They opened the archive on 27 December.\n"
            ),
        ),
        ("Whose invoices they read.", "Whose invoices they read, in the archive too."),
    )
    writer.edit(path, *worse)
    assert "CON009" in writer.codes(blocked=True)
    (writer.root / path).unlink()
    path = writer.update(
        "They came back", "--status", "reopened", "--because", "On 27 December the archive was opened with a second password."
    )
    writer.edit(path, *worse)
    assert writer.codes() == set()
    during = writer.built()
    page = during.text("incidents/invoices")
    for words in (
        "Open again since",
        "On 27 December the archive was opened",
        "We said: 212 invoices In fact: 340 invoices",
        "Whose invoices they read, in the archive too.",
        # What was said to contain it is in doubt until somebody has looked.
        "No longer certain",
        "Whether this is still true:",
    ):
        assert words in page
    assert "Correction: They came back" in during.text("feed.xml")
    assert "Keeping watch" not in page
    assert "Keeping watch What we watch: Every login to the billing system." in during.text("incidents/invoices/4")
    assert "This update came late. Nobody had it in the calendar." in during.text("incidents/invoices/4")

    # 6 and 7: contained and watched anew; what held before does not hold any more.
    writer.now = "2026-12-29T10:00Z"
    answer = "closed=We had closed the billing system. The archive was open."
    path = writer.update("The archive is closed", "--status", "contained", "--contained-by", "archive", "--answer", answer)
    assert "HON011" in writer.codes(blocked=True)
    writer.edit(
        path, (KNOWN, "known:\n  archive: The archive needs a second step too. We tried both passwords, and they failed.\n")
    )
    assert writer.codes() == set()
    writer.now = "2026-12-30T10:00Z"
    path = writer.update(
        "We watch until the end of January",
        "--status",
        "monitoring",
        "--watch",
        "Every login to the billing system and the archive.",
        "--looked",
        "2026-12-30T09:00Z",
    )
    writer.edit(path, (KNOWN, "known:\n  nightly: Every login to the archive is read by two people.\n"))
    assert writer.codes() == set()

    # 8: the end has to be earned.
    writer.now = "2027-01-20T10:00Z"
    over = ("new", "update", "invoices", "--title", "We watched and saw nothing more", "--status", "resolved")
    assert "keep watch until 28 January 2027" in writer.run(*over)[1]
    writer.now = "2027-01-29T09:00Z"
    code, said = writer.run(*over)
    assert (code, "still unknown: whose-invoices-they-read; neither done nor dropped: look" in said) == (2, True), said
    path = writer.update(
        *over[4:5],
        *over[5:],
        "--answer",
        "whose-invoices-they-read=They read the invoices of 340 customers.",
        "--done",
        "look=Nobody came back.",
        "--review-by",
        "2027-02-10",
    )
    assert writer.codes() == set()

    # The review: overdue, half written, whole.
    writer.now = "2027-02-12T09:00Z"
    assert writer.codes() == {"PRO025"}
    code, said = writer.run(
        "new",
        "review",
        "--cause",
        "A password was used in two places.",
        "--lesson",
        "One door was watched, and the house has two.",
        "--action",
        "Every archive needs a second step.",
        "--owner",
        "Sam Reed",
        "--by",
        "2027-03-31",
    )
    review = f"{FOLDER}review.md"
    assert (code, f"Wrote {review}" in said) == (0, True), said
    text = (writer.root / review).read_text(encoding="utf-8")
    for words in (
        "Update 4 was promised for 15 December 2026, 18:00 UTC, and it came 64 hours late. Nobody had it",
        "Invoices: we said on 9 December 2026 “212 invoices”. More than 18 days later, we had to correct that. Then we said: “340 invoices”.",
        "It took more than 53 days until we answered this: “Whose invoices they read, in the archive too.”",
    ):
        assert words in text
    assert {"PRO025", "PLN016"} == writer.codes()
    draft = "draft: true   # not published while this line is here; delete it when nothing is left to fill in\n"
    writer.edit(review, (draft, ""))
    assert {"PLN016", "PLN005"} <= writer.codes(blocked=True)
    writer.edit(
        review,
        ('"[[what went well; or delete this line]]"', "We closed the first door within two days."),
        ('"[[what went badly; or delete this line]]"', "We looked at one door only."),
        ("# approved_by: {lead: Sam Reed}   # delete the first # once they have approved it", "approved_by: {lead: Sam Reed}"),
    )
    assert writer.codes() == set()
    after = writer.built()
    page = after.text("incidents/invoices/review")
    for words in (
        "What went badly Update 4 was promised",
        "The cause A password was used in two places.",
        "Every archive needs a second step. Due by 31 March",
    ):
        assert words in page
    lessons = after.text("lessons")
    assert "0 of 1 corrective action done" in lessons
    assert "One door was watched, and the house has two." in lessons
    assert "We have published our review" in after.text("incidents/invoices")

    # What came of it: sealed, overdue, moved, done.
    assert writer.run("seal")[0] == 0
    writer.now = "2027-04-02T09:00Z"
    # Without a repository the seal is the only proof, and this one is the first.
    unproven = {"PRO029", "PRO030"}
    assert writer.codes() == {"PRO028", *unproven}
    writer.edit(review, ("by: 2027-03-31", "by: 2027-05-31"))
    assert "CON013" in writer.codes(blocked=True)
    writer.edit(
        review, ("    by: 2027-05-31\n", "    by: 2027-05-31\n    moved: {from: 2027-03-31, because: The supplier was late.}\n")
    )
    assert writer.codes() == unproven
    writer.now = "2027-05-20T09:00Z"
    assert writer.run("seal")[0] == 0
    writer.edit(review, ("    by: 2027-05-31\n", "    by: 2027-05-31\n    done: 2027-05-19\n"))
    assert writer.codes() == unproven

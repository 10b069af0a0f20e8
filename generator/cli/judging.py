"""The site of a command: reading and judging it, and reporting the findings."""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from generator import __version__
from generator.adapters import clock, git
from generator.adapters.generated_files import read_generated
from generator.adapters.site_files import read_prepared, read_site
from generator.adapters.theme_files import read_themes
from generator.cli.output import say, write
from generator.cli.progress import Progress
from generator.content.assembly import ReadFolders, assemble
from generator.content.settings import zone_in
from generator.drills.state import LIMIT, PATH, parse_drill_state
from generator.errors import AboveboardError, EnvironmentFailedError, NoContentError, UsageError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.format.times import format_in_full
from generator.history.approved_texts import asked_about
from generator.ledger.records import Ledger
from generator.model.artifact import FileStore
from generator.model.diagnostic import Diagnostic
from generator.model.document import Content
from generator.model.drill import Drill
from generator.model.history import History
from generator.model.kept import Kept
from generator.model.key_change import KeyAnnouncement
from generator.model.outside_text import OutsideFile
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.pipeline.extensions import Extend, Extensions, extensions
from generator.pipeline.spooled_folders import ReadTogether, SpooledFolders
from generator.report.github import failure, github
from generator.report.json import json as json_text
from generator.report.plain import plain
from generator.report.sarif import sarif
from generator.report.terminal import Block
from generator.rules.runner import Found, Task
from generator.seals.key_changes import NAMESPACE

#: How many tasks a worker that judges does before another one takes its place: what is found out of an incident stays in it.
_EACH = 20


def time_of(now: str | None, root: Path | None = None, option: str = "--now") -> datetime:
    """Return the time given by `--now` or another option; otherwise the drill's time in a drill's scratch copy; otherwise the clock's.

    Raises:
        UsageError: it is not a time with its zone.
    """
    if now is None:
        drill = drill_of(root) if root else None
        return drill.clock(clock.now()) if drill else clock.now()
    written = re.sub(r"[zZ]$", "+00:00", now.strip())
    try:
        when = datetime.fromisoformat(written)
    except ValueError:
        when = None
    if when is None or when.tzinfo is None:
        return _said_time(now, root, option)
    return when.astimezone(UTC)


def _said_time(now: str, root: Path | None, option: str) -> datetime:
    """Return the meaning of `--now` (or another option) when it is not written in full: a time in the site's time zone.

    Raises:
        UsageError: it cannot be determined.
    """
    from generator.format.typed_times import in_words, readings  # noqa: PLC0415  # most runs are given no such time

    try:
        zone = zone_in(prepared(root or Path()).config.source)
    except AboveboardError:
        zone = ZoneInfo("UTC")  # The command itself reports that the folder is not a site.
    found = readings(now, clock.now(), zone)
    times = [one.when for one in found if isinstance(one.when, datetime)]
    if len(times) == 1:
        say(f"  {option}: that is {times[0]:%A, %Y-%m-%d %H:%M} ({zone.key}).", err=True)
        return times[0].astimezone(UTC)
    said = in_words(found, lambda one: f"{option} {format_in_full(one)}", zone, days=False, moments=True).replace("`", "")
    raise UsageError(f"{option} {now} is not a time with its zone", said or "write it like 2027-03-03T09:00Z")


def drill_of(root: Path) -> Drill | None:
    """Return the drill whose scratch copy a folder is; None when it is not one.

    Raises:
        UsageError: the drill's state file cannot be understood.
    """
    text = read_generated(root, PATH, LIMIT)
    return parse_drill_state(text, PATH) if text else None


@dataclass(frozen=True, slots=True)
class JudgedSite:
    """A site that was read and judged, and the text of its files.

    Attributes:
        checked: the judged site.
        texts: the files' texts, by path.
        unseen: the history, if a part that should be visible was not; otherwise None.
        root: the site's folder.
    """

    checked: checking.Checked
    texts: Mapping[str, str]
    unseen: History | None = None
    root: Path = Path()

    @property
    def blind(self) -> bool:
        """Whether the result is unreliable: a publishing program could not see what was published before."""
        return self.unseen is not None and _in_ci() and (not self.unseen.outside or self._fetched)

    @property
    def _fetched(self) -> bool:
        """Whether the CI host itself checked out the site, and should have fetched its history."""
        top = os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR")
        return bool(top) and self.root.resolve().is_relative_to(Path(top or "").resolve())


def remembered(root: Path) -> History:
    """Return git's history of the site in a folder."""
    return git.history(root, *_branches())


def with_earlier(past: History, root: Path, files: Iterable[RawFile], now: datetime) -> History:
    """Return git's history with the earlier versions of what is to be published, by which approvals are judged."""
    return past if past.outside else replace(past, earlier=git.earlier(root, asked_about(files, now)))


def judge(
    root: Path,
    now: datetime,
    past: History | None = None,
    kept: Kept | None = None,
    folders: ReadFolders | None = None,
    *,
    whole: bool = False,
    workers: int | None = 1,
    store: Callable[[], FileStore] | None = None,
) -> JudgedSite:
    """Read and judge the site in a folder.

    Args:
        root: the site's folder.
        now: the time of judgement.
        past: git's history if already read; by default it is read now.
        kept: where findings are kept from one run to the next; None: nowhere.
        folders: the incidents' folders as they were last read; None: none was.
        whole: whether what is read of incidents is kept too, for a command that asks for all of it each time.
        workers: how many processes judge many incidents; None: as many as are of use here.
        store: returns where many incidents are put when they were read, if nothing is kept of them; None: they stay in memory.
    """
    started = monotonic()
    files = (*read_site(root, MARKDOWN_LIMIT, look), *read_themes(root, MARKDOWN_LIMIT))
    if not any(file.path == "content" or file.path.startswith("content/") for file in files):
        raise NoContentError("content/ is empty", "write a first incident with `aboveboard new incident`")
    history = with_earlier(remembered(root) if past is None else past, root, files, now)
    with Progress(started) as progress:
        checked = checking.check(
            files,
            now,
            history,
            signer=signer_of,
            extend=extend_in(root),
            progress=partial(progress.say, "incidents checked"),
            kept=kept,
            folders=folders,
            spooled=None if store is None else SpooledFolders(store, partial(_read_by, workers=workers)),
            whole=whole,
            share=partial(_shared_out, workers=workers),
        )
    # Authors who keep a site without git know that it has no history. A program that runs for many does not.
    unseen = not history.known and (_in_ci() or not history.outside)
    return JudgedSite(checked, texts_of(files), history if unseen else None, root)


def _read_by(tasks: Sequence[Callable[[], ReadTogether]], workers: int | None) -> list[ReadTogether]:
    from generator.adapters import workers as sharing  # noqa: PLC0415  # most runs read few incidents

    return sharing.share(tasks, workers or sharing.processors(), here=1)


def _shared_out(tasks: Sequence[Task], done: Callable[[Found], None], workers: int | None) -> list[Found]:
    from generator.adapters import workers as sharing  # noqa: PLC0415  # most runs judge few incidents

    return sharing.share(tasks, workers or sharing.processors(), done, each=_EACH, here=1)


def look(file: RawFile) -> RawFile:
    """Return what was found in an attachment."""
    from generator.content import attachments  # noqa: PLC0415  # the kinds of files take long to load, and many sites have none

    return attachments.look(file)


def extend_in(root: Path) -> Extend:
    """Return what finds the plugins that a site names among those that are installed.

    Args:
        root: the site's folder, from which no code is taken.
    """

    def extend(names: tuple[str, ...]) -> Extensions:
        from generator.adapters import plugins  # noqa: PLC0415  # few sites name any

        return extensions(map(plugins.normalised, names), plugins.installed_plugins(root))

    return extend


def signer_of(announcement: KeyAnnouncement) -> str | None:
    """Return the fingerprint of the key that signed an announcement; empty where it is no signature of it, None without ssh-keygen."""
    from generator.adapters import signing  # noqa: PLC0415  # few sites change their key

    try:
        return signing.signer(announcement.text, announcement.signature, NAMESPACE)
    except EnvironmentFailedError:
        return None


def _in_ci() -> bool:
    return os.environ.get("CI", "").strip().lower() not in {"", "0", "false", "no", "off"}


def _branches() -> tuple[str, str]:
    """Return the published branch and the present one according to the CI host; empty where there is none."""
    if named := os.environ.get("CI_DEFAULT_BRANCH", ""):
        return named, os.environ.get("CI_COMMIT_BRANCH", "")
    if os.environ.get("GITHUB_ACTIONS") != "true":
        return "", ""
    try:
        told = json.loads(Path(os.environ.get("GITHUB_EVENT_PATH", "")).read_text(encoding="utf-8"))
        return str(told["repository"]["default_branch"]), os.environ.get("GITHUB_REF_NAME", "")
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""


def say_unseen(judged: JudgedSite, form: str = "plain") -> None:
    """Report on stderr what could not be seen of the site's history: a note, and an error where `judged.blind`."""
    if judged.unseen is None:
        return
    what = f"{judged.unseen.why}: published texts that are in no ledger.lock cannot be compared with their earlier versions, and only ledger.lock shows when texts came out"
    if judged.blind and form == "github":
        write(failure("The history is not available", what, judged.unseen.help), err=True)
        return
    say(what, err=True, lead="error" if judged.blind else "note")
    if judged.unseen.help:
        say(f"  help: {judged.unseen.help}", err=True)


def code_of(judged: JudgedSite, diagnostics: tuple[Diagnostic, ...]) -> int:
    """Return the exit code of the findings; 4 when nothing blocks but the site's history could not be seen where it must be."""
    return exit_code(diagnostics) or (4 if judged.blind else 0)


def in_site(path: Path, root: Path) -> str:
    """Return a path relative to the site's root, as in findings; empty when nothing is there, or it is outside the site."""
    top = root.resolve()
    for base in (Path.cwd(), top):
        full = (base / path).resolve()
        if full.exists() and full.is_relative_to(top):
            return full.relative_to(top).as_posix()
    return ""


def content_of(root: Path) -> Content:
    """Read the site's files without judging them.

    Raises:
        NoContentError: the folder is not a site.
    """
    return assemble(read_site(root, MARKDOWN_LIMIT))


class Texts(Mapping[str, str]):
    """The texts of files by path, as shown in findings; each is decoded when it is asked for.

    Args:
        files: the files.
    """

    def __init__(self, files: Iterable[RawFile]) -> None:
        self._files: dict[str, RawFile] = {}
        self._shown: dict[str, str] = {}
        for file in files:
            if isinstance(file, OutsideFile):
                self._shown |= {text.path: text.shown for text in file.texts}
            else:
                self._files[file.path] = file

    def __getitem__(self, path: str) -> str:
        """Return a text."""
        return self._files[path].text if path in self._files else self._shown[path]

    def __iter__(self) -> Iterator[str]:
        """Yield the paths."""
        yield from {**self._files, **self._shown}

    def __len__(self) -> int:
        """Return how many there are."""
        return len({**self._files, **self._shown})


def texts_of(files: Iterable[RawFile]) -> Mapping[str, str]:
    """Return the texts of files by path, as shown in findings."""
    return Texts(files)


def prepared(root: Path) -> Content:
    """Read only what a site has prepared in advance: configuration, plan and templates.

    Raises:
        NoContentError: the folder is not a site.
        EnvironmentFailedError: a file cannot be read.
    """
    return assemble(read_prepared(root, MARKDOWN_LIMIT))


def incident_named(checked: checking.Checked, name: str) -> str:
    """Return the slug of the named incident; a path to its folder is accepted too.

    Raises:
        UsageError: there is none of that name, or its files were not all understood.
    """
    folders = [folder.slug for folder in checked.content.incidents]
    slug = name.rstrip("/").rpartition("/")[2]
    if slug not in folders:
        near = get_close_matches(slug, folders, n=1)
        raise UsageError(
            f"there is no incident called {slug}",
            f"did you mean {near[0]}?" if near else "write it with `aboveboard new incident`",
        )
    if slug not in checked.ledgers:
        raise UsageError(
            f"some files of {slug} cannot be understood",
            f"fix what `aboveboard validate content/incidents/{slug}` finds, then try again",
        )
    return slug


def report(judged: JudgedSite, form: str, *, colours: bool, paths: tuple[str, ...] = ()) -> Block:
    """Return the findings as text.

    Args:
        judged: the site.
        form: plain, json, github or sarif.
        colours: whether the terminal supports colours.
        paths: only findings in these files or folders (relative to the root); all when empty.
    """
    diagnostics = selected(judged, paths)
    if form == "json":
        return json_text(diagnostics)
    if form == "github":
        return github(diagnostics)
    if form == "sarif":
        return sarif(diagnostics, __version__)

    return plain(diagnostics, judged.texts, colours=colours)


def incident_of(
    judged: JudgedSite, incident: str | None, likely: Iterable[str], verb: str, known: Iterable[str] | None = None
) -> tuple[str, Ledger]:
    """Return the incident that a command is about: its name and its ledger.

    Args:
        judged: the site.
        incident: the argument; None when it was omitted.
        likely: the incidents that can be meant when it was omitted; a single one is taken.
        verb: the command, for messages.
        known: the incidents to list when the choice is ambiguous; by default the likely ones, or all.

    Raises:
        UsageError: the choice is ambiguous, there is none of that name, or its files were not understood.
    """
    checked = judged.checked
    if incident is None:
        candidates = list(likely)
        if len(candidates) != 1:
            named = list(known) if known is not None else candidates or [folder.slug for folder in checked.content.incidents]
            if not named:
                raise UsageError("there is no incident yet", "write its first statement with `aboveboard new incident`")
            raise UsageError("say which incident you mean", f"aboveboard {verb} INCIDENT; there is: {', '.join(named)}")
        incident = candidates[0]
    slug = incident_named(checked, incident)
    return slug, checked.ledgers[slug]


def selected(judged: JudgedSite, paths: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """Return the findings in the given files or folders; all when none are given."""
    return tuple(
        one
        for one in judged.checked.diagnostics
        if not paths or any(path in {"", "."} or one.span.path == path or one.span.path.startswith(f"{path}/") for path in paths)
    )


def refuse_drill(judged: JudgedSite, done: str) -> None:
    """Stop where a drill would get into public.

    Args:
        judged: the site.
        done: what is not done with a drill.

    Raises:
        UsageError: the site is the scratch copy of a drill.
    """
    config = judged.checked.content.config.config
    if config is not None and config.drill:
        raise UsageError(
            f"this is a drill, and a drill is never {done}",
            "`aboveboard serve` shows its pages; if this is the real site, delete `drill: true` in site_config.yml",
        )


def exit_code(diagnostics: tuple[Diagnostic, ...]) -> int:
    """Return 0 when nothing blocks, 2 when the configuration does, 1 when something else does."""
    blocking = [one for one in diagnostics if one.blocks]
    if not blocking:
        return 0
    return 2 if any(one.span.path == "site_config.yml" for one in blocking) else 1

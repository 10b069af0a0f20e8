"""What commands report about a site: changes, obligations, deadlines, questions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from generator.changes import comparison
from generator.changes.approval_proofs import TextAt, approval_proofs
from generator.changes.model import SiteChangeKind, SiteChanges
from generator.content.assembly import ReadFolders
from generator.deadlines.model import Deadlines
from generator.deadlines.overview import deadlines as clocks
from generator.links.linked_files import all_documents
from generator.model.customer_message import QuestionGroup
from generator.model.history import Base, ChangedFile
from generator.model.host_review import HostReview
from generator.model.kept import Kept
from generator.model.source import RawFile
from generator.obligations.model import Obligations, Signed
from generator.obligations.overview import collect_obligations
from generator.pipeline.checking import Checked, check, settings_of
from generator.questions.model import Questions
from generator.questions.overview import question_views


def compare(
    files: Iterable[RawFile],
    checked: Checked,
    now: datetime,
    base: Base,
    attachments: Mapping[str, bool | None],
    beside: Mapping[str, ChangedFile] = MappingProxyType({}),
    reviews: tuple[HostReview, ...] | None = None,
    text_at: TextAt = lambda _commit, _path: None,
    kept: Kept | None = None,
    folders: ReadFolders | None = None,
) -> SiteChanges:
    """Return what changes for readers.

    Args:
        files: every file of the site's earlier state.
        checked: the site's present state.
        now: the time that decides, for both states, what is held back.
        base: a description of the earlier state.
        attachments: files that updates link to, by path: True for new, False for removed, None for replaced.
        beside: changed files outside the content, by path.
        reviews: the accounts that approve the change at the git host; None where nobody asked.
        text_at: gives a file as it was in a commit.
        kept: where findings are kept from one run to the next, those of the earlier state too; None: nowhere.
        folders: the incidents' folders as they were read for the present state: most are the same in the earlier one.
    """
    became = {True: SiteChangeKind.ADDED, False: SiteChangeKind.REMOVED, None: SiteChangeKind.CHANGED}
    before = check(files, now, kept=kept, folders=folders)
    proofs = approval_proofs(before.content, checked.content, checked.analysis.earlier, reviews, text_at)
    became_of = {path: became[how] for path, how in attachments.items()}
    compared = comparison.compare(before.content, checked.content, now, base, became_of, beside, proofs)
    secrets = {*_secrets(before), *_secrets(checked)}
    return replace(compared, secrets=tuple(sorted(secrets, key=lambda text: (-len(text), text))))


def _secrets(checked: Checked) -> set[str]:
    """Return the secret texts that no report may show."""
    hidden = [one for one in checked.diagnostics if one.hidden]
    if not hidden:
        return set()
    texts = {document.source.path: document.source.text.split("\n") for document in all_documents(checked.content)}
    found = set()
    for one in hidden:
        lines = texts.get(one.span.path, [])
        if one.span.line <= len(lines):
            for number in range(one.span.line, min(one.span.end_line, len(lines)) + 1):
                line = lines[number - 1]
                first = one.span.column - 1 if number == one.span.line else 0
                end = one.span.end_column - 1 if number == one.span.end_line else len(line)
                found.add(line[first:end].strip())
    return found - {""}


def obligations(checked: Checked, now: datetime, signed: Signed | None = None) -> Obligations:
    """Return everything that is due or overdue at `now`.

    Args:
        checked: the site.
        now: the time of judgement.
        signed: the signature of what is published, as far as it is known.

    Raises:
        UsageError: the configuration was not understood.
    """
    settings_of(checked)
    return collect_obligations(checked.analysis.at(now), signed)


def deadlines(checked: Checked, now: datetime, slugs: Iterable[str]) -> Deadlines:
    """Return every clock of the notice profiles in force for some incidents, each of which must have a ledger.

    Raises:
        UsageError: the configuration was not understood.
    """
    settings_of(checked)
    return clocks(checked.analysis.at(now), slugs)


def answering(checked: Checked, now: datetime, groups: Sequence[QuestionGroup]) -> tuple[QuestionGroup, ...]:
    """Return groups of questions with what the site says of each at `now`."""
    from generator.questions.answers import answerers, with_answers  # noqa: PLC0415  # its libraries come with an extra

    return with_answers(groups, answerers(checked.analysis.at(now), now))


def questions(checked: Checked, now: datetime) -> Questions:
    """Return the state of customers' questions at `now`.

    Raises:
        UsageError: the configuration was not understood.
    """
    settings_of(checked)
    return question_views(checked.analysis.at(now))

"""What changes for readers between two states of a site, in the words of the ledger.

A text diff says little; what happened to each name says it all: answered, corrected, more exact, moved. So a new update is described by its
events, and everything else by comparing texts. Published texts must not change: any change in one is reported first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from difflib import SequenceMatcher
from types import MappingProxyType
from zoneinfo import ZoneInfo

from generator.changes.control import control_changes
from generator.changes.model import Approvals, Row, SeenBy, SiteChange, SiteChangeKind, SiteChanges
from generator.changes.site_settings import site_settings
from generator.changes.texts import (
    PART,
    Texts,
    action_lines,
    corrective_lines,
    fact_lines,
    incident_texts,
    incident_translation_texts,
    page_texts,
    question_lines,
    review_texts,
    step_lines,
    update_texts,
)
from generator.content.plan import difference_from_template
from generator.format.update import UPDATE
from generator.inspection.density import density
from generator.ledger.fold import fold
from generator.ledger.records import Change, Event, Transition
from generator.ledger.words import value_words, when_words
from generator.links.linked_files import linking_texts
from generator.model.allowed import is_safe_file
from generator.model.config import ALWAYS, Policy
from generator.model.document import Content, Document, IncidentFolder, PageDocument, ReviewDocument, UpdateDocument
from generator.model.history import Base, ChangedFile
from generator.model.host_review import ApprovalProof
from generator.model.incident import CorrectiveAction, Incident, Question, Review
from generator.model.person import not_a_name
from generator.model.plan import Approval, Occasion, Role, Template, approval_for, needed
from generator.model.update import Update
from generator.model.visibility import Visibility, has_come
from generator.render.language import english_name, same_language
from generator.render.words import CORRECTION_TAG, STATUS, SUBJECT, SUBJECT_OF, SUMMED, TAG, as_heading, in_sentence
from generator.seals.ledger_lock import as_published, digest_of

#: Labels for names stated for the first time.
_FIRST = {
    "step": PART["next_steps"],
    "action": PART["actions"],
    "consequence": PART["consequences"],
    "claims": PART["claims"],
    "remedies": PART["remedies"],
    "direct_notice": PART["direct_notice"],
    "fakes": PART["fakes"],
    "affected": PART["affected"],
    "data": PART["data"],
    "window": PART["window"],
    "nature": PART["nature"],
    "services": PART["services"],
    "actions": PART["actions"],
}


def compare(
    before: Content,
    after: Content,
    now: datetime,
    base: Base,
    files: Mapping[str, SiteChangeKind],
    beside: Mapping[str, ChangedFile] = MappingProxyType({}),
    proofs: Mapping[str, Mapping[str, ApprovalProof]] = MappingProxyType({}),
) -> SiteChanges:
    """Return all changes that readers see now or will see later.

    Args:
        before: the earlier state of the site.
        after: the present state of its files.
        now: the time that decides, for both states, what is held back.
        base: a description of `before`.
        files: what happened to the files that updates link to, by path.
        beside: changed files outside the content, by path.
        proofs: what is known of each approval, by path and role.
    """
    comparison = _Comparison(before, after, now, files, proofs)
    found = (*comparison.all(), *control_changes(before, after, beside))
    ordered = sorted(found, key=lambda one: (not one.rewrites, not one.steers))
    return SiteChanges(base=base, differences=tuple(ordered), zone=comparison.zone)


_MOST_FIRST = (SeenBy.PUBLIC, SeenBy.HELD_BACK, SeenBy.DRAFT)


class _Comparison:
    """Two states of one site."""

    def __init__(
        self,
        before: Content,
        after: Content,
        now: datetime,
        files: Mapping[str, SiteChangeKind],
        proofs: Mapping[str, Mapping[str, ApprovalProof]],
    ) -> None:
        self.before, self.after, self.now, self.files, self.proofs = before, after, now, files, proofs
        self.config = after.config.config
        self.zone = self.config.site.timezone if self.config else ZoneInfo("UTC")
        self.plan = after.plan.plan if after.plan else None
        self.templates = {document.name: document.template for document in after.templates}
        # A text that cannot be understood is assumed to be visible to everyone.
        self.earlier, self.later = Visibility(before, unread=ALWAYS), Visibility(after, unread=ALWAYS)
        self.files_before, self.files_after = self._files_seen(before, self.earlier), self._files_seen(after, self.later)

    def all(self) -> Iterator[SiteChange]:
        now = {name: folder.slug for folder in self.after.incidents for name in folder.former}
        old = {now.get(folder.slug, folder.slug): folder for folder in self.before.incidents}
        new = {folder.slug: folder for folder in self.after.incidents}
        found = [one for slug in sorted({*old, *new}) for one in self._incident(slug, old.get(slug), new.get(slug))]
        found += self._pages()
        found += self._settings()
        found += self._host_files()
        yield from found

    # Incidents.

    def _incident(self, slug: str, old: IncidentFolder | None, new: IncidentFolder | None) -> Iterator[SiteChange]:
        folder = new or old
        if folder is None:
            return
        incident = folder.document.incident
        base = SiteChange(
            what=SiteChangeKind.CHANGED,
            seen=SeenBy.PUBLIC,
            thing="",
            path=folder.document.source.path,
            incident=slug,
            of=incident.title if incident else slug,
        )
        if old is not None and new is not None and old.slug != new.slug:
            seen = self._incident_seen(old, new)
            row = Row(label="Renamed, with redirects", was=f"incidents/{old.slug}/", now=f"incidents/{new.slug}/")
            yield replace(base, thing="The address", seen=seen, rows=(row,))
        were = _by_number(old)
        are = _by_number(new)
        transitions = self._transitions(new)
        known = any(self._saw(document) is SeenBy.PUBLIC for document in were.values())
        first = not known
        for number in sorted({*were, *are}):
            for one in self._update(base, were.get(number), are.get(number), transitions.get(number), new):
                is_first = first and one.what is SiteChangeKind.ADDED
                first = first and not is_first
                yield replace(one, new_incident=is_first)
        yield from self._translations(base, old, new)
        seen = self._incident_seen(old, new)
        yield from self._facts(base, old, new, seen)
        yield from self._review(base, old, new)
        yield from self._attachments(base)

    def _attachments(self, base: SiteChange) -> Iterator[SiteChange]:
        """Yield changes of attachments: readers see one with the first published text that links to it, whenever the file was added."""
        were, are = self.files_before.get(base.incident, {}), self.files_after.get(base.incident, {})
        for path in sorted({*were, *are, *self.files}):
            if not path.startswith(f"content/incidents/{base.incident}/"):
                continue
            one = replace(base, thing=f"The file {path.rpartition('/files/')[2]}", path=path)
            was, now, what = were.get(path), are.get(path), self.files.get(path)
            if now is SeenBy.PUBLIC and was is not SeenBy.PUBLIC:
                yield replace(one, what=SiteChangeKind.ADDED)
            elif was is SeenBy.PUBLIC and now is not SeenBy.PUBLIC:
                yield replace(one, what=SiteChangeKind.REMOVED)
            elif what is not None:
                # Readers do not find a file that nothing links to.
                yield replace(one, what=what, seen=now or was or SeenBy.DRAFT)
            elif now is not None and now is not was:
                yield replace(one, what=SiteChangeKind.ADDED, seen=now)

    def _files_seen(self, content: Content, visibility: Visibility) -> Mapping[str, Mapping[str, SeenBy]]:
        """Return who sees each file that any text links to, by incident and path."""
        config = content.config.config
        if config is None:
            return {}
        paths = {path: folder.slug for folder in content.incidents for path in folder.files if is_safe_file(path)}
        found: dict[str, dict[str, SeenBy]] = defaultdict(dict)
        for path, texts in linking_texts(content, config, paths).items():
            found[paths[path]][path] = self._seen_from(visibility.file_opens(paths[path], texts))
        return found

    def _incident_seen(self, old: IncidentFolder | None, new: IncidentFolder | None) -> SeenBy:
        seen = ((self._saw(old.document),) if old else (), (self._sees(new.document),) if new else ())
        return min((one for several in seen for one in several), key=_MOST_FIRST.index, default=SeenBy.DRAFT)

    def _saw(self, document: Document) -> SeenBy:
        """Return who saw a text in the earlier state."""
        return self._seen_from(self.earlier.opens(document))

    def _sees(self, document: Document) -> SeenBy:
        """Return who sees a text in the present state."""
        return self._seen_from(self.later.opens(document))

    def _seen_from(self, opening: datetime | None) -> SeenBy:
        return SeenBy.DRAFT if opening is None else SeenBy.PUBLIC if has_come(opening, self.now) else SeenBy.HELD_BACK

    def _comes(self, document: Document) -> datetime | None:
        """Return when a text that is held back will be published."""
        return self.later.opens(document) if self._sees(document) is SeenBy.HELD_BACK else None

    def _transitions(self, folder: IncidentFolder | None) -> Mapping[int, Transition]:
        if folder is None or folder.document.incident is None:
            return {}
        language, systems = (self.config.site.language, self.config.systems) if self.config else ("en", ())
        ledger = fold(folder, self.zone, language=language, systems=systems)
        return {transition.document.number: transition for transition in (*ledger.transitions, *ledger.drafts)}

    def _update(
        self,
        base: SiteChange,
        old: UpdateDocument | None,
        new: UpdateDocument | None,
        transition: Transition | None,
        folder: IncidentFolder | None,
    ) -> Iterator[SiteChange]:
        document = new or old
        if document is None:
            return
        one = replace(base, thing=f"Update {document.number}", path=document.source.path)
        outcome = self._outcome(one, old, new)
        if outcome is None:
            return
        if outcome.what is SiteChangeKind.ADDED and new is not None and new.parsed is not None:
            rows = (
                tuple(_update_rows(transition, self.zone))
                if transition
                else tuple(_both({}, update_texts(new.parsed, self.zone)))
            )
            before = _before(folder, new) if transition else None
            rows = (*rows, *_unsaid(rows, update_texts(before, self.zone) if before else {}, update_texts(new.parsed, self.zone)))
            outcome = replace(outcome, rows=(*rows, *self._density(new, transition, folder)))
        if new is not None and new.parsed is not None and outcome.what in {SiteChangeKind.ADDED, SiteChangeKind.CHANGED}:
            impact = folder.document.incident.impact if folder and folder.document.incident else None
            policy = self.config.policy if self.config else Policy()
            wanted = needed(policy, self.plan, new.parsed, impact)
            outcome = replace(outcome, approvals=self._approvals(wanted, new.parsed, outcome.path))
        yield outcome
        if outcome.what is SiteChangeKind.ADDED and new is not None and folder is not None:
            yield from self._untranslated(outcome, new, folder)

    def _density(self, document: UpdateDocument, transition: Transition | None, folder: IncidentFolder | None) -> Iterator[Row]:
        """Yield how much a new update says."""
        said = density(document, transition, folder, self.config) if transition and folder else None
        if said is not None and said.words:
            yield Row(label="How much it says", now=said.words)

    def _outcome(
        self,
        one: SiteChange,
        old: UpdateDocument | ReviewDocument | None,
        new: UpdateDocument | ReviewDocument | None,
    ) -> SiteChange | None:
        """Return what happened to an update, a review or a translation of one; None when readers see no difference."""
        were, are = _content_of(old), _content_of(new)
        was_public = old is not None and were is not None and self._saw(old) is SeenBy.PUBLIC
        title = getattr(are or were, "title", "")
        if new is None or old is None:
            if new is None:
                # It was hidden, and nobody notices that it was removed.
                seen = self._saw(old) if old else SeenBy.DRAFT
                what = SiteChangeKind.TAKEN_BACK if was_public else SiteChangeKind.REMOVED
                return replace(one, what=what, seen=seen, title=title, rows=_all_gone(were, self.zone))
            if are is None:
                return replace(one, what=SiteChangeKind.UNREADABLE)
            return self._added(one, new, title)
        if are is None:
            return None if new.source.text == old.source.text else replace(one, what=SiteChangeKind.UNREADABLE, title=title)
        seen = self._sees(new)
        if not was_public:
            if seen is SeenBy.PUBLIC and were is not None:
                return self._added(one, new, title)
            rows = tuple(_both(_flat(were, self.zone), _flat(are, self.zone)))
            moved = were is not None and self._saw(old) is not seen
            if not rows and not moved:
                return None
            if moved and seen is SeenBy.HELD_BACK:
                return self._added(one, new, title)
            return replace(one, what=SiteChangeKind.CHANGED, seen=seen, title=title, comes=self._comes(new), rows=rows)
        if seen is not SeenBy.PUBLIC:
            rows = _all_gone(were, self.zone)
            return replace(one, what=SiteChangeKind.TAKEN_BACK, title=title, rows=rows)
        rows = tuple(_both(_flat(were, self.zone), _flat(are, self.zone)))
        if not rows:
            return None
        taken = [redaction for redaction in new.redactions if redaction not in old.redactions]
        if taken and all(any(redaction.mark in row.now for redaction in taken) for row in rows):
            # What was taken out is not repeated to reviewers either.
            left = tuple(replace(row, was="", because=taken[-1].because) for row in rows)
            return replace(one, what=SiteChangeKind.REDACTED, title=title, rows=left)
        amended = getattr(are, "amended", None)
        spelled = amended is not None and as_published(new, amended, {digest_of(old.source.text)}) is not None
        return replace(one, what=SiteChangeKind.AMENDED if spelled else SiteChangeKind.EDITED, title=title, rows=rows)

    def _added(self, one: SiteChange, new: UpdateDocument | ReviewDocument, title: str) -> SiteChange:
        seen = self._sees(new)
        return replace(one, what=SiteChangeKind.ADDED, seen=seen, title=title, comes=self._comes(new))

    def _approvals(self, wanted: Iterable[Approval], update: Update | Review, path: str) -> Approvals | None:
        proofs = self.proofs.get(path, {})
        void = tuple((role, update.approved_by[role], proof) for role, proof in proofs.items() if not proof.counts)
        approvals = self._needed(wanted, update, frozenset(role for role, _, _ in void))
        if approvals is None:
            return Approvals(void=void) if void else None
        return replace(approvals, void=void, proofs=tuple((role, proofs[role]) for role, _ in approvals.given if role in proofs))

    def _needed(self, wanted: Iterable[Approval], update: Update | Review, void: frozenset[str]) -> Approvals | None:
        # A dash in place of a name is not an approval.
        plan, given = (
            self.plan,
            {role: name for role, name in update.approved_by.items() if role not in void and not not_a_name(name, role)},
        )
        policy = self.config.policy if self.config else Policy()
        people = tuple(given.items())
        if plan and not plan.holds(update.published):
            return Approvals(
                given=people, because=f"it is older than the plan, in force since {when_words(plan.since, self.zone)}"
            )
        wanted = tuple(wanted)
        if not wanted:
            return Approvals(given=people, because="the plan requires no approval") if plan or people else None
        lacking = tuple(approval for approval in wanted if approval.missing(given))
        if lacking and isinstance(update, Update) and update.template and update.number == 1:
            template: Template | None = self.templates.get(update.template)
            if template and difference_from_template(plan, policy, template, update, self.now.date()) is None:
                return Approvals(given=people, because=f"it says what the approved template {update.template} says")
        roles = dict.fromkeys(role for approval in lacking for role in approval.missing(given))
        return Approvals(
            given=people,
            required=tuple(_plainly(approval.words({})) for approval in wanted),
            missing=tuple(_plainly(approval.words(given)) for approval in lacking),
            people=tuple(_person(role, plan.roles.get(role) if plan else None) for role in roles),
        )

    # Translations.

    def _languages(self) -> tuple[str, ...]:
        site = self.config.site if self.config else None
        return tuple(tag for tag in site.languages if not same_language(tag, site.language)) if site else ()

    def _untranslated(self, update: SiteChange, document: UpdateDocument, folder: IncidentFolder) -> Iterator[SiteChange]:
        for tag in self._languages():
            if folder.translated(document.number, tag) is None:
                yield replace(
                    update,
                    what=SiteChangeKind.MISSING,
                    title="",
                    thing=f"{update.thing} in {english_name(tag)}",
                    rows=(),
                    approvals=None,
                    new_incident=False,
                )

    def _translations(self, base: SiteChange, old: IncidentFolder | None, new: IncidentFolder | None) -> Iterator[SiteChange]:
        were = {(one.number, one.language): one for one in (old.translations if old else ())}
        are = {(one.number, one.language): one for one in (new.translations if new else ())}
        originals = {document.number: document for document in (new.updates if new else ())}
        for number, tag in sorted({*were, *are}):
            was, now = were.get((number, tag)), are.get((number, tag))
            path = (now or was or originals[number]).source.path
            one = replace(base, thing=f"Update {number} in {english_name(tag)}", path=path)
            outcome = self._outcome(one, was, now)
            if outcome is not None:
                yield outcome
        incident = {one.language: one for one in (old.incident_translations if old else ())}
        for document in new.incident_translations if new else ():
            before = incident.pop(document.language, None)
            was_said = before.parsed if before else None
            one = replace(
                base,
                seen=self._incident_seen(old, new),
                thing=f"About the incident, in {english_name(document.language)}",
                path=document.source.path,
            )
            if document.parsed is None:
                if before is None or before.source.text != document.source.text:
                    yield replace(one, what=SiteChangeKind.UNREADABLE)
                continue
            if was_said == document.parsed:
                continue
            yield replace(
                one,
                what=SiteChangeKind.ADDED if was_said is None else SiteChangeKind.CHANGED,
                title=document.parsed.title,
                rows=()
                if was_said is None
                else tuple(
                    _both(incident_translation_texts(was_said, self.zone), incident_translation_texts(document.parsed, self.zone))
                ),
            )
        for gone in incident.values() if new else ():
            thing = f"About the incident, in {english_name(gone.language)}"
            yield replace(
                base,
                what=SiteChangeKind.REMOVED,
                seen=self._incident_seen(old, new),
                thing=thing,
                title=gone.parsed.title if gone.parsed else "",
                path=gone.source.path,
            )

    # Other files of the incident.

    def _facts(
        self, base: SiteChange, old: IncidentFolder | None, new: IncidentFolder | None, seen: SeenBy
    ) -> Iterator[SiteChange]:
        were = self._read(self.before, self.earlier, old)
        if new is None or new.document.incident is None:
            if new is not None and (old is None or old.document.source.text != new.document.source.text):
                yield replace(base, what=SiteChangeKind.UNREADABLE, seen=seen, thing="About the incident")
            return
        are = self._read(self.after, self.later, new) or new.document.incident
        about = replace(base, seen=seen, title=are.title)
        asked_rows = tuple(_questions(were.questions if were else {}, are.questions, self.zone))
        if were is None:
            rows = tuple(_both({}, {key: text for key, text in incident_texts(are, self.zone).items() if key != ("title", "")}))
            reached = tuple(row for row in rows if row.label == PART["contact"])
            rows = tuple(row for row in rows if row not in reached)
            yield replace(about, what=SiteChangeKind.ADDED, thing="About the incident", rows=(*rows, *asked_rows))
            if reached:
                yield replace(about, thing=PART["contact"], rows=reached, steers=True)
            return
        corrected = {
            subject
            for number, update in _by_number(new).items()
            if update.parsed and not self._had(old, number)
            for subject in update.parsed.corrections
        }
        rows = tuple(_both(incident_texts(were, self.zone), incident_texts(are, self.zone)))
        reached = tuple(row for row in rows if row.label == PART["contact"])
        if reached:
            yield replace(about, thing=PART["contact"], rows=reached, steers=True)
            rows = tuple(row for row in rows if row not in reached)
        fixed = {PART["title"]: "incident.title", PART["aware"]: "incident.aware"}
        silent = tuple(row for row in rows if row.label in fixed and fixed[row.label] not in corrected)
        if silent and seen is SeenBy.PUBLIC and old is not None and self._saw(old.document) is SeenBy.PUBLIC:
            yield replace(about, what=SiteChangeKind.EDITED, thing="The incident's title or first day", rows=silent)
            rows = tuple(row for row in rows if row not in silent)
        if rows:
            yield replace(about, thing="About the incident", rows=rows)
        if asked_rows:
            yield replace(about, thing="Customers' questions", rows=asked_rows)

    def _read(self, content: Content, visibility: Visibility, folder: IncidentFolder | None) -> Incident | None:
        """Return incident.md as readers see it: related incidents are included once something of them is published."""
        incident = folder.document.incident if folder else None
        if folder is None or incident is None:
            return None
        shown = {one.slug for one in content.incidents if visibility.is_public(one.document, self.now)} - {folder.slug}
        return replace(incident, related=tuple(slug for slug in dict.fromkeys(incident.related) if slug in shown))

    def _had(self, folder: IncidentFolder | None, number: int) -> bool:
        document = _by_number(folder).get(number)
        return document is not None and document.parsed is not None and self._saw(document) is SeenBy.PUBLIC

    def _review(self, base: SiteChange, old: IncidentFolder | None, new: IncidentFolder | None) -> Iterator[SiteChange]:
        was, now = old.review if old else None, new.review if new else None
        document = now or was
        if document is not None:
            one = replace(base, thing="The review", path=document.source.path)
            outcome = self._outcome(one, was, now)
            were, are = _content_of(was), _content_of(now)
            if isinstance(are, Review):
                steps = tuple(
                    _corrective(were.corrective_actions if isinstance(were, Review) else {}, are.corrective_actions, self.zone)
                )
                if outcome is not None and outcome.what is SiteChangeKind.ADDED:
                    rows = tuple(
                        _both({}, {key: text for key, text in review_texts(are, self.zone).items() if key != ("title", "")})
                    )
                    wanted = approval_for(self.config.policy if self.config else Policy(), self.plan, Occasion.REVIEW)
                    approvals = self._approvals((wanted,), are, outcome.path) if wanted and self.plan else None
                    outcome = replace(outcome, rows=(*rows, *steps), approvals=approvals)
                elif steps:
                    # Marking actions as done is the purpose of a review, whatever else changed.
                    seen = self._sees(now) if now else SeenBy.PUBLIC
                    yield replace(one, seen=seen, thing="Corrective actions", title=are.title, rows=steps)
            if outcome is not None:
                yield outcome
        originals = {one.language: one for one in (old.review_translations if old else ())}
        copies = {one.language: one for one in (new.review_translations if new else ())}
        for tag in sorted({*originals, *copies}):
            before, after = originals.get(tag), copies.get(tag)
            path = (after or before or originals[tag]).source.path
            one = replace(base, thing=f"The review in {english_name(tag)}", path=path)
            outcome = self._outcome(one, before, after)
            if outcome is not None:
                yield outcome
            was_said, now_said = _content_of(before), _content_of(after)
            if isinstance(was_said, Review) and isinstance(now_said, Review):
                # As in the original: marking actions as done is the purpose of a review.
                steps = tuple(_corrective(was_said.corrective_actions, now_said.corrective_actions, self.zone))
                if steps and after is not None:
                    thing = f"Corrective actions in {english_name(tag)}"
                    yield replace(one, seen=self._sees(after), thing=thing, title=now_said.title, rows=steps)

    # Pages and settings.

    def _pages(self) -> Iterator[SiteChange]:
        for were, are in (
            (self.before.pages, self.after.pages),
            (self.before.page_translations, self.after.page_translations),
        ):
            old, new = ({(page.slug, page.language): page for page in pages} for pages in (were, are))
            for key in sorted({*old, *new}):
                yield from self._page(old.get(key), new.get(key))

    def _page(self, old: PageDocument | None, new: PageDocument | None) -> Iterator[SiteChange]:
        page = new or old
        if page is None:
            return
        thing = f"The page /{page.slug}/" + (f" in {english_name(page.language)}" if page.language else "")
        one = SiteChange(what=SiteChangeKind.CHANGED, seen=SeenBy.PUBLIC, thing=thing, title=page.title, path=page.source.path)
        if new is not None and new.problems and (old is None or old.source.text != new.source.text):
            yield replace(one, what=SiteChangeKind.UNREADABLE)
            return
        rows = tuple(_both(page_texts(old, self.zone), page_texts(new, self.zone)))
        if rows:
            yield replace(
                one,
                what=SiteChangeKind.ADDED if old is None else SiteChangeKind.REMOVED if new is None else SiteChangeKind.CHANGED,
                rows=rows,
            )

    def _host_files(self) -> Iterator[SiteChange]:
        """Yield changes of files copied to the site's root: no page shows them, but hosts act on them."""
        old = {file.path: file for file in self.before.host_files}
        new = {file.path: file for file in self.after.host_files}
        for path in sorted({*old, *new}):
            was, now = old.get(path), new.get(path)
            if was == now:
                continue
            what = SiteChangeKind.ADDED if was is None else SiteChangeKind.REMOVED if now is None else SiteChangeKind.CHANGED
            source = (now or was or new[path]).source
            one = SiteChange(what=what, seen=SeenBy.PUBLIC, thing=f"The file for the host {path}", path=source)
            words = [_shown(file.data) if file else "" for file in (was, now)]
            rows = (Row(label=PART["body"], was=words[0], now=words[1]),) if any(words) else ()
            yield replace(one, rows=rows)

    def _settings(self) -> Iterator[SiteChange]:
        path = self.after.config.source.path
        one = SiteChange(what=SiteChangeKind.CHANGED, seen=SeenBy.PUBLIC, thing="The site", path=path)
        if self.config is None:
            if self.before.config.source.text != self.after.config.source.text:
                yield replace(one, what=SiteChangeKind.UNREADABLE, steers=True)
            return
        old = self.before.config.config
        rows = tuple(_both(site_settings(old, quiet=True) if old else {}, site_settings(self.config, quiet=True)))
        if rows:
            yield replace(
                one, what=SiteChangeKind.CHANGED if old else SiteChangeKind.ADDED, title=self.config.site.title, rows=rows
            )


def _shown(data: bytes) -> str:
    """Return the text of a file for the host; empty if it is not text."""
    try:
        return data.decode("ascii")[:2000].strip()
    except UnicodeDecodeError:
        return ""


def _by_number(folder: IncidentFolder | None) -> dict[int, UpdateDocument]:
    return {document.number: document for document in (folder.updates if folder else ())}


def _content_of(document: UpdateDocument | ReviewDocument | None) -> Update | Review | None:
    if document is None:
        return None
    return document.parsed if isinstance(document, UpdateDocument) else document.review


def _plainly(words: str) -> str:
    return words.replace("`", "")


def _person(role: str, known: Role | None) -> tuple[str, str, str]:
    return (role, known.who, known.deputy) if known else (role, "", "")


def _before(folder: IncidentFolder | None, document: UpdateDocument) -> Update | None:
    """Return the update before an update, if it was understood."""
    earlier = [one.parsed for one in (folder.updates if folder else ()) if one.number < document.number and one.parsed]
    return earlier[-1] if earlier else None


# A new update, described by its events.


def _update_rows(transition: Transition, zone: ZoneInfo) -> Iterator[Row]:
    """Yield the content of an update in the order that matters to its approvers."""
    update, before = transition.document.update, transition.before
    yield Row(label=PART["published"], now=when_words(update.published, zone))
    if before.status is not update.status:
        was = STATUS[before.status] if before.status else ""
        yield Row(label=PART["status"], was=was, now=STATUS[update.status], because=update.because)
    if update.no_change:
        yield Row(label=PART["no_change"], now="Everything that is open is repeated automatically")
    for change in SUMMED:
        for event in transition.events:
            if event.change is change:
                yield _happened(event, update, zone)
    yield from _never_rows(transition)
    if update.late:
        yield Row(label=PART["late"], now=update.late)
    if (
        update.no_action
        and update.no_action != before.no_action
        and not any(event.subject == "actions" for event in transition.events)
    ):
        yield Row(label=PART["actions"], was=before.no_action, now=update.no_action)
    if update.none_left:
        yield Row(label=PART["unknown"], now="Nothing is left to find out")
    if update.next_update or update.none_planned:
        yield Row(
            label=PART["next_update"], now=when_words(update.next_update, zone) if update.next_update else "none is planned"
        )
    for key, value, old in (
        ("monitor_until", update.monitor_until, before.monitor_until),
        ("review_by", update.review_by, before.review_by),
    ):
        if value is not None and value != old:
            yield Row(label=PART[key], was=when_words(old, zone) if old else "", now=when_words(value, zone))
    for name, why in update.waivers.items():
        yield Row(label=PART["waivers"], about=name, now=why)
    if update.summary:
        yield Row(label=PART["summary"], now=update.summary)
    if update.body:
        yield Row(label=PART["body"], now=update.body)


def _never_rows(transition: Transition) -> Iterator[Row]:
    """Yield what is given as `none` where that changes nothing: nothing stood there, or nothing says why."""
    told = {event.subject for event in transition.events}
    for subject in sorted(transition.document.update.never):
        kind, _, name = subject.partition(".")
        key = {"step": "next_steps", "action": "actions"}.get(kind, kind)
        if subject not in told:
            yield Row(label=PART[key], about=as_heading(name), now="none: it should never have been named")


#: Parts of a new update that have a row of their own. In all others, readers may see more than events on names, or changes that are no
#: events.
_ROWS = frozenset(
    "title published status next_update nature affected data window monitor_until review_by late no_change approved_by waivers summary".split()
)
_MORE = frozenset(UPDATE.names) - _ROWS


def _unsaid(rows: Iterable[Row], before: Texts, now: Texts) -> Iterator[Row]:
    """Yield visible changes in a new update that are not events in the ledger: further keys of a named entry, and keys without names."""
    said = {line for row in rows for text in (row.label, row.was, row.now, row.because) for line in text.split("\n") if line}

    def is_told(line: str) -> bool:
        # An event says `6 March 2027` where the text of a step says `By 6 March 2027`.
        return any(line == one or line.endswith(f" {one}") for one in said)

    for key, text in now.items():
        part, name = key
        was = before.get(key, "")
        if part not in _MORE or text == was or (not name and part in {"unknown", "actions"}):
            continue
        new = [line for line in text.split("\n") if not is_told(line) and line not in was.split("\n")]
        gone = [line for line in was.split("\n") if line and not is_told(line) and line not in text.split("\n")]
        if new or (gone and key in before):
            yield Row(label=PART.get(part, part), about=name, was="\n".join(gone), now="\n".join(new))


def _happened(event: Event, update: Update, zone: ZoneInfo) -> Row:
    kind, dot, name = event.subject.partition(".")
    if event.change is Change.STATED:
        label = _FIRST.get(kind) or (PART["unknown"] if event.subject in update.unknown else PART["known"])
        about = name if kind == "services" else as_heading(name) if dot else "" if kind in _FIRST else as_heading(event.subject)
        return Row(label=label, about=about, now=_stated(event, update, zone))
    if event.subject in SUBJECT:
        about = SUBJECT[event.subject]
    elif dot and kind in SUBJECT_OF:
        # The name of a system is written as it is.
        said = name if kind == "services" else in_sentence(as_heading(name), "en")
        words = SUBJECT_OF[kind]
        # Readers are not shown every name; its writer needs it to tell one thing from another.
        about = words % {"name": said} if "%(name)s" in words else f"{words}: {said}"
    else:
        about = as_heading(name or event.subject)
    now = value_words(event.becomes, zone)
    # For some names, the ledger keeps a reason as their outcome.
    because = "" if event.because == now and event.change is not Change.CORRECTED else event.because
    label = CORRECTION_TAG[event.kind] if event.kind else TAG[event.change]
    return Row(label=label, about=about, was=value_words(event.was, zone), now=now, because=because)


def _stated(event: Event, update: Update, zone: ZoneInfo) -> str:
    kind, _, name = event.subject.partition(".")
    if kind == "step" and name in update.next_steps:
        return step_lines(update.next_steps[name], zone)
    if kind == "action" and name in update.actions:
        return action_lines(update.actions[name], zone)
    fact = update.known.get(event.subject) or update.unknown.get(event.subject)
    return fact_lines(fact, zone) if fact else value_words(event.becomes, zone)


# Comparison of two texts, by part and name.


def _both(were: Texts, are: Texts) -> Iterator[Row]:
    """Yield all differences in the order of the new text; removals come at the place of their part."""
    order = {key: place for place, key in enumerate(dict.fromkeys(part for part, _ in (*are, *were)))}
    for key in sorted({**are, **were}, key=lambda one: order[one[0]]):
        was, now = were.get(key, ""), are.get(key, "")
        if was == now:
            continue
        part, name = key
        label = PART.get(part, part)
        if part == "body":
            yield from (Row(label=label, was=old, now=new) for old, new in _paragraphs(was, now))
        else:
            yield Row(label=label, about=name, was=was, now=now)


def _all_gone(said: Update | Review | None, zone: ZoneInfo) -> tuple[Row, ...]:
    words = {key: text for key, text in _flat(said, zone).items() if key != ("title", "")}
    return tuple(_both(words, {}))


def _paragraphs(was: str, now: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of differing paragraphs of a Markdown text, old and new."""
    old, new = ([part for part in text.split("\n\n") if part.strip()] for text in (was, now))
    for tag, start, end, there, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "\n\n".join(old[start:end]), "\n\n".join(new[there:to])


def _flat(said: Update | Review | None, zone: ZoneInfo) -> Texts:
    if said is None:
        return {}
    return update_texts(said, zone) if isinstance(said, Update) else review_texts(said, zone)


def _questions(were: Mapping[str, Question], are: Mapping[str, Question], zone: ZoneInfo) -> Iterator[Row]:
    for name in {**are, **were}:
        was, now = were.get(name), are.get(name)
        if was == now:
            continue
        if was is None and now is not None:
            yield Row(
                label="Question answered" if now.answer else "New question", about=as_heading(name), now=question_lines(now, zone)
            )
        elif now is None and was is not None:
            yield Row(label="Question removed", about=as_heading(name), was=question_lines(was, zone))
        elif was is not None and now is not None:
            answered = bool(now.answer) and not was.answer
            label = "Question answered" if answered else "Question changed"
            if question_lines(was, zone) != question_lines(now, zone):
                yield Row(label=label, about=as_heading(name), was=question_lines(was, zone), now=question_lines(now, zone))


def _corrective(were: Mapping[str, CorrectiveAction], are: Mapping[str, CorrectiveAction], zone: ZoneInfo) -> Iterator[Row]:
    for name in {**are, **were}:
        was, now = were.get(name), are.get(name)
        if was == now:
            continue
        if now is None:
            label = "Corrective action removed"
        elif was is None:
            label = "Corrective action, done" if now.done else "Corrective action"
        elif now.done and not was.done:
            label = "Corrective action done"
        elif was.by and now.by and now.by > was.by and was.do == now.do:
            label = "Corrective action moved to a later day"
        else:
            label = "Corrective action changed"
        yield Row(
            label=label,
            about=as_heading(name),
            was=corrective_lines(was, zone) if was else "",
            now=corrective_lines(now, zone) if now else "",
        )

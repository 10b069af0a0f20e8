"""Short posts: the most important sentences of a statement within each network's limit.

A post says as what it ended if it did, what happened, what to do now, when the next update comes and where to read everything, after any correction. Sentences that do
not fit are left out as a whole; nothing is cut.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from generator.ledger.records import Event
from generator.ledger.words import Value
from generator.model.update import Claim, CorrectionKind, CountForm, DataState
from generator.render import in_short, words
from generator.render.in_short import Affected, Kind, counted_words
from generator.render.language import message, same_language
from generator.render.markup import Html, html_of
from generator.render.plain_text import plain_text
from generator.render.post_limits import NETWORKS, Network
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView

#: A correction, by whether its subject has a name for readers, whether something was said before, and whether something is said now.
_CORRECTION = {
    (True, True, True): message('Correction (%(name)s). We said: "%(was)s" In fact: "%(becomes)s"'),
    (True, True, False): message('Correction (%(name)s). We said: "%(was)s" That was wrong.'),
    (True, False, True): message('Correction (%(name)s). In fact: "%(becomes)s"'),
    (False, True, True): message('Correction. We said: "%(was)s" In fact: "%(becomes)s"'),
    (False, True, False): message('Correction. We said: "%(was)s" That was wrong.'),
    (False, False, True): message('Correction. In fact: "%(becomes)s"'),
}


@dataclass(frozen=True, slots=True)
class Post:
    """A post for one network.

    Attributes:
        network: the network.
        text: the post; empty when even the shortest version does not fit.
        length: the length of the text, or of the shortest version, as the network counts.
        room: the maximum length.
    """

    network: Network
    text: str
    length: int
    room: int


@dataclass(frozen=True, slots=True)
class Line:
    """Whole sentences on one line. `original`: some are in an author's language without a translation."""

    text: str
    original: bool = False


@dataclass(frozen=True, slots=True)
class _Core:
    """The required content of a post.

    `lost`: how much of it is missing, smallest first; `pointing`: whether the link stands for what to do.
    """

    lost: tuple[int, ...]
    correction: Line
    what: Line
    act: tuple[Line, ...]
    following: Line
    pointing: bool


_NOTHING = Line("")

_WHY = message("Why we got it wrong: %(why)s")
_UNKNOWN = message("Still unknown: %(what)s")


def posts(view: IncidentView, texts: TranslatedTexts, address: str) -> tuple[Post, ...]:
    """Return a post for each network.

    Args:
        view: the incident after one of its updates.
        texts: the authors' texts in the language of the posts.
        address: the address of the full statement.
    """
    writer = PostWriter(view, texts, address)
    return tuple(writer.post(network) for network in NETWORKS)


class PostWriter:
    """The sentences of which posts are made, and chat messages too: each in one language, as a line of plain text."""

    def __init__(self, view: IncidentView, texts: TranslatedTexts, address: str) -> None:
        self.view = view
        self.texts = texts
        self.address = address
        self.language = view.language
        written = view.site.config.site.language
        self.is_original = same_language(written, texts.tag) or texts.tag == written
        self.note = self.language.gettext(
            "Not translated yet; original in %(language)s.", language=self.language.name_of(written)
        )
        self.older = (
            ""
            if view.is_newest
            else self.language.gettext(
                "This is update %(number)s of %(total)s; things may have changed since.", number=view.number, total=view.total
            )
        )
        # That it was a false alarm, or that no data was reached, is what readers need most; it is short enough for every network.
        self.outcome = Line(view.outcome)
        self.corrections = self._corrections()
        self.what = self._what()
        self.actions = [self._action(number) for number in range(len(view.actions))] or self._no_action()
        self.next = self._next()
        self.counts = [self._counted(one) for one in view.in_short.affected]
        self.known = [*self.counts, *(self.said(entry.fact) for entry in view.known)]
        self.unknowns = [self.said(entry.fact.text) for entry in view.state.open_unknowns]
        self.unknown = [self._filled(_UNKNOWN, entry.fact.text) for entry in view.state.open_unknowns]

    def post(self, network: Network) -> Post:
        """Return the post that keeps most of the required content."""
        texts = []
        for core in sorted(self._cores(), key=lambda one: one.lost):
            text = self._text(network, core)
            if network.fits(text):
                return self._with_more(network, core)
            texts.append(text)
        shortest = min(texts, key=network.measure)
        return Post(network, "", network.measure(shortest), network.room(shortest))

    def _cores(self) -> Iterator[_Core]:
        """Yield every version of the required content.

        What to do now weighs most, then the time of the next update, then detail about the rest.
        """
        now = tuple(self.actions[:1])
        # The action; otherwise that the link explains it; otherwise the link alone.
        acts = ((now, False), ((), True), ((), False)) if now else (((), False),)
        for (c, correction), (w, what), (a, (act, pointing)), following in product(
            enumerate(self.corrections or [_NOTHING]),
            enumerate(self.what),
            enumerate(acts),
            (self.next, _NOTHING) if self.next.text else (_NOTHING,),
        ):
            yield _Core((a, following is not self.next, c, w), correction, what, act, following, pointing)

    def _with_more(self, network: Network, core: _Core) -> Post:
        """Add what fits: unknowns first, so that no post reports only what is known."""
        unknown: list[Line] = []
        known: list[Line] = []
        acts: list[Line] = []
        text = self._text(network, core)
        for chosen, lines in ((unknown, self.unknown), (acts, self.actions[1:] if core.act else []), (known, self.known)):
            for line in lines:
                if line.text in core.what.text:
                    continue
                chosen.append(line)
                longer = self._text(network, core, known=known, unknown=unknown, acts=acts)
                if network.fits(longer):
                    text = longer
                else:
                    chosen.pop()
        return Post(network, text, network.measure(text), network.room(text))

    def _text(
        self,
        network: Network,
        core: _Core,
        *,
        known: Iterable[Line] = (),
        unknown: Iterable[Line] = (),
        acts: Iterable[Line] = (),
    ) -> str:
        told = core.what.text.casefold()
        outcome = _NOTHING if self.outcome.text.casefold().rstrip(".") in told else self.outcome
        lines = (core.correction, outcome, core.what, *known, *unknown, *core.act, *acts, core.following)
        last = self.address
        if core.pointing:
            last = self.language.gettext("What you should do: %(address)s", address=self.address)
        note = self.note if any(line.original for line in lines) else ""
        organisation = self.said(self.view.site.config.organisation.name).text
        name = self.language.gettext("%(name)s:", name=organisation) if network.signed else ""
        said = [name, self.older, note, *(line.text for line in lines), last]
        return network.spelt(network.joint.join(line for line in said if line))

    def _corrections(self) -> list[Line]:
        """Return the corrections at full length, without reasons, and as a number."""
        found = self.view.corrections
        if not found:
            return []
        kind = self.view.corrected[0].kind
        if kind is not CorrectionKind.OUR_ERROR:
            return self._other_corrections(kind)
        found = tuple(event for event in found if event.kind is kind)
        full = [self._correction(event) for event in found]
        count = self.language.ngettext(
            "Correction: we got %(number)s thing wrong. The link says what is right.",
            "Correction: we got %(number)s things wrong. The link says what is right.",
            len(found),
        )
        return [_together(self.corrected), _together(full), Line(count)]

    @property
    def shortest_correction(self) -> str:
        """That something was corrected, and where; empty where nothing was."""
        return self.corrections[-1].text if self.corrections else ""

    @property
    def corrected(self) -> list[Line]:
        """What we said wrong, what is right and why, a line for each; where nothing was wrong, what is said differently."""
        found = self.view.corrections
        if not found:
            return []
        kind = self.view.corrected[0].kind
        if kind is not CorrectionKind.OUR_ERROR:
            return self._other_corrections(kind)
        return [
            _together([self._correction(event), self._filled(_WHY, event.because) if event.because else _NOTHING])
            for event in found
            if event.kind is kind
        ]

    def _other_corrections(self, kind: CorrectionKind) -> list[Line]:
        """That something is said differently which was no mistake, in a word: what it is stands among what is known."""
        heading = self.language.gettext(words.CORRECTION[kind])
        return [Line(_stopped(heading))]

    def _correction(self, event: Event) -> Line:
        was, becomes = self._stopped_value(event.was), self._stopped_value(event.becomes)
        original = was.original or becomes.original
        name = ""
        if words.has_words(event.subject):
            called = words.subject(self.language, event.subject, lambda name, inside: html_of(self._name(name, inside=inside)))
            name = _one_line(plain_text(called))
        form = _CORRECTION[bool(name), bool(was.text or not becomes.text), bool(becomes.text)]
        return Line(self.language.gettext(form, name=name, was=was.text, becomes=becomes.text), original)

    def _stopped_value(self, given: Value) -> Line:
        """A value that is quoted beside another: a figure has no stop of its own."""
        said = self.said(given)
        return Line(_stopped(said.text), said.original) if said.text else said

    def _what(self) -> list[Line]:
        """Return what happened, from the longest version to the shortest."""
        update = self.view.update
        facts = [self.view.state.facts[name] for name in update.known if name in self.view.state.facts]
        stated = sorted(facts, key=lambda entry: bool(entry.fact.for_whom))
        brief = self.said(update.summary) if update.summary else self.said(stated[0].fact) if stated else _NOTHING
        title, incident = (self._titled(text) for text in (update.title, self.view.incident.folder.incident.title))
        # Readers new to the incident need to know what it is about; others need to know what is new.
        ways = [_together([incident, brief]), _together([incident, title]), brief, title, incident]
        if title.text == incident.text:
            del ways[1]
        return list(dict.fromkeys(line for line in ways if line.text))

    def _titled(self, text: str) -> Line:
        said = self.said(text)
        return Line(_stopped(said.text), said.original)

    def _action(self, number: int) -> Line:
        entry = self.view.actions[number].action
        if entry.urgency is None:
            return self.said(entry)
        name, original = self.language.gettext(words.URGENCY[entry.urgency]), False
        said = self.said(entry.do if entry.for_whom else entry)
        if entry.for_whom:
            readers = [self._readers(one, inside=place > 0) for place, one in enumerate(entry.for_whom)]
            whom = self.language.listed([one.text for one in readers])
            name = self.language.gettext("%(name)s (%(whose)s)", name=name, whose=whom)
            original = any(one.original for one in readers)
        return Line(self.language.gettext("%(name)s: %(value)s", name=name, value=said.text), said.original or original)

    def _readers(self, name: str, *, inside: bool) -> Line:
        """The name of readers: an audience's title, or that of a population."""
        audience = self.view.site.config.audiences.get(name)
        return self.said(audience.title) if audience else Line(self._name(name, inside=inside))

    def _no_action(self) -> list[Line]:
        return [self.said(self.view.state.no_action)] if self.view.state.no_action else []

    def _next(self) -> Line:
        promise = self.view.promise
        if not self.view.is_newest:
            return _NOTHING
        if promise is not None:
            said = words.CARD_LATE if self.view.is_overdue else words.CARD_NEXT
            return Line(_stopped(_one_line(self.language.gettext(said, when=self.language.due_in_zone(promise)))))
        if not self.view.update.none_planned:
            return _NOTHING
        if self.view.goes_on_elsewhere:
            return Line(self.language.gettext("No further update is planned here."))
        return Line(self.language.gettext("No further update is planned."))

    def _counted(self, one: Affected) -> Line:
        """Say how many are affected, as pages do in short: of which group, where there are several."""
        unit = one.entry.count.unit
        is_original = self.is_original or not unit or bool(self.texts.of(unit))
        name = html_of(self._name(one.entry.population, inside=False))
        said = counted_words(self.language, one, self.view.in_short, lambda unit: html_of(self.texts.of(unit) or unit), name)
        return Line(_one_line(plain_text(said)), not is_original)

    @property
    def seen(self) -> Iterator[str]:
        """Say what happened to each kind of data, as pages do in short: a line for each way, and last what was not affected."""
        return self._seen(lambda state: state is not DataState.UNKNOWN)

    @property
    def not_known(self) -> Iterator[str]:
        """Say of how many, and of which kinds of data, nobody knows what happened to them."""
        for one, line in zip(self.view.in_short.affected, self.counts, strict=True):
            if one.entry.count.form is CountForm.UNKNOWN:
                yield line.text
        yield from self._seen(lambda state: state is DataState.UNKNOWN)

    def _seen(self, is_meant: Callable[[DataState], bool]) -> Iterator[str]:
        short, language = self.view.in_short, self.language

        def mark(text: str) -> Html:
            return html_of(self.texts.of(text) or text)

        labelled = [
            (
                in_short.seen_words(
                    language, one, mark, lambda name: html_of(self._name(name, inside=True)), is_over=short.is_over
                ),
                one.kinds,
            )
            for one in short.seen
            if is_meant(one.said.state)
        ]
        if short.not_affected and is_meant(DataState.NOT_AFFECTED):
            labelled.append((html_of(language.gettext("Not affected")), short.not_affected))
        for label, kinds in labelled:
            named = [self._kind(one) for one in kinds]
            together = named[0]
            for one in named[1:]:
                together = language.gettext("%(one)s, %(other)s", one=together, other=one)
            yield _stopped(language.gettext("%(name)s: %(value)s", name=_one_line(plain_text(label)), value=together))

    def _kind(self, one: Kind) -> str:
        """Return what a kind of data is called, with a word for what was said of it before and is corrected."""
        name = self._name(one.name, inside=True)
        return f"{name} ({words.lowered(self.language.gettext(words.CORRECTION_TAG[one.corrected]))})" if one.corrected else name

    def _name(self, name: str, *, inside: bool) -> str:
        said, tag = self.texts.called(name)
        return words.in_sentence(said, tag) if inside else words.raised(said)

    def _filled(self, sentence: str, text: str) -> Line:
        """Fill one of the product's sentences with an author's."""
        said = self.said(text)
        return Line(self.language.gettext(sentence, why=said.text, what=said.text), said.original)

    def called(self, name: str) -> str:
        """Return what readers call an audience or a population, as it stands within a sentence."""
        audience = self.view.site.config.audiences.get(name)
        return self.said(audience.title).text if audience else self._name(name, inside=True)

    def said(self, given: Value) -> Line:
        """Return a value in words, as one line of plain text."""
        untranslated: list[str] = []

        def mark(text: str) -> Html:
            other = self.texts.of(text)
            if not other and not self.is_original:
                untranslated.append(text)
            return html_of(other or text)

        def named(name: str, inside: bool) -> Html:  # one of two places
            return html_of(self._name(name, inside=inside))

        def readers(name: str, inside: bool) -> Html:  # as above
            audience = self.view.site.config.audiences.get(name)
            return mark(audience.title) if audience else named(name, inside)

        if given == "":
            return _NOTHING
        if isinstance(given, Claim):
            # What others say is no business of a post; what we say of it is.
            return Line(_one_line(plain_text(words.our_view(self.language, given, mark))), bool(untranslated))
        return Line(_one_line(plain_text(words.value(self.language, given, mark, named, readers=readers))), bool(untranslated))


def _together(lines: list[Line]) -> Line:
    return Line(" ".join(line.text for line in lines if line.text), any(line.original for line in lines))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _stopped(text: str) -> str:
    """Return words as a sentence of their own."""
    return text if words.is_stopped(text) else f"{text}."

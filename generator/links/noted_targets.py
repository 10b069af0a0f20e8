"""Link targets that note what they are asked, so that a result can be kept for as long as the answers are the same."""

from collections.abc import Callable, MutableMapping
from datetime import datetime
from typing import Any, Final, TypeAlias

from generator.links.link_targets import LinkTarget, LinkTargets
from generator.model.noted_time import Moment

#: What stands for the time of judgement among the words of a question.
NOW: Final = "now"

#: A question, in words, with what was answered.
Answers: TypeAlias = MutableMapping[tuple[str, ...], str]


class NotedTargets(LinkTargets):
    """The targets of a site, and a note of what they are asked.

    Args:
        known: the targets.
        answers: where each question is noted with its answer.
    """

    def __init__(self, known: LinkTargets, answers: Answers) -> None:
        self.url = known.url
        self._known = known
        self._answers = answers

    def lead(self, href: str, base: str = "") -> LinkTarget:
        """Return the target of a link."""
        found = self._known.lead(href, base)
        self._answers["lead", href, base] = repr(found)
        return found

    def nearest(self, href: str, base: str, at: datetime) -> str:
        """Return a replacement for a broken link."""
        found = self._known.nearest(href, base, at)
        self._answers["nearest", href, base, NOW if isinstance(at, Moment) else at.isoformat()] = repr(found)
        return found


def answer(known: LinkTargets, question: tuple[str, ...], now: datetime) -> str | None:
    """Return what the targets of a site answer today; None for what is no question to them."""
    asked: dict[str, Callable[..., Any]] = {"lead": known.lead, "nearest": known.nearest}
    kind, *words = question
    if kind not in asked:
        return None
    given: list[str | datetime] = [*words]
    if kind == "nearest":
        given[-1] = now if words[-1] == NOW else datetime.fromisoformat(words[-1])
    return repr(asked[kind](*given))

"""Values for a template's blanks, from options or from the person at the terminal."""

from functools import partial

from generator.cli.prompts import Asker
from generator.errors import UsageError
from generator.model.plan import BLANK, Template, blank_key, fill
from generator.scaffolding.blank_answers import fitted


def filled(template: Template, fills: tuple[str, ...]) -> dict[str, str]:
    """Return the values of `--fill`, by `blank_key`."""
    blanks = {blank_key(question.blank): question.blank for question in template.asks}
    answers: dict[str, str] = {}
    for written in fills:
        blank, equals, words = written.partition("=")
        blank = blank.strip().removeprefix("[[").removesuffix("]]")
        if not equals:
            raise UsageError(
                f"--fill {written} does not say what to put into the blank", 'write it like --fill "on which day=2 March"'
            )
        if blank_key(blank) not in blanks:
            listed = ", ".join(blanks.values()) or "none"
            raise UsageError(f"the template {template.name} has no blank called {blank}", f"its blanks are: {listed}")
        if said := _wrong(template, blank, words):
            raise UsageError(f"--fill {written} cannot be used", said)
        answers[blank_key(blank)] = fitted(blank, words)
    return answers


def ask_for_blanks(ask: Asker, template: Template, answers: dict[str, str]) -> None:
    """Ask for every blank without a value; an empty answer leaves the blank."""
    for question in template.asks:
        key = blank_key(question.blank)
        if answers.get(key):
            continue
        shown = BLANK.sub("…", fill(question.sentence, answers | {key: "____"}))
        written = ask.sentence(
            f"{question.blank[:1].upper()}{question.blank[1:]}:",
            why=f"It completes this sentence: {shown}",
            option="--fill",
            needed=False,
            wrong=partial(_wrong, template, question.blank),
            literal=True,
        )
        answers[key] = fitted(question.blank, written)


def _wrong(template: Template, blank: str, written: str) -> str:
    """Return what is wrong with words for a blank; empty when nothing is."""
    words = fitted(blank, written)
    if "[[" in words or "]]" in words:
        return "leave the brackets out"
    if words and not template.takes(blank, words):
        return "a blank takes a few words: at most 80 characters and one sentence; you can say more in the next update"
    return ""

"""Chat messages and schemas that tests of several modules share."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.model.notifications import ChatMessage, NewsItem, Part, Section
from generator.notifications.announcing import Announcer
from generator.notifications.new_items import new_items
from tests.render.sites import own, theme

SCHEMAS = Path(__file__).parent / "schemas"

#: What people write, in every language that the product speaks and some that it does not, and what programs take for signs.
LINES = (
    "They opened the tickets of 1,212 customers. We have e-mailed each of them. Nobody else was affected, as far as we know.",
    "Jemand hat das Passwort eines Benutzerkontos der Geschäftsführungsassistenz verwendet, z. B. am 3. März. Wir prüfen das.",
    "Nous avons écrit à chaque personne concernée : 63 salariés. Cela s’est produit le 9 novembre.",
    "¿Qué debe hacer? Cambie su contraseña. ¡Hágalo hoy!",
    "فتح شخص ما تذاكر الدعم. لا نعرف بعد إن كان قد نسخها. سنخبركم يوم الجمعة.",
    "誰かがサポートのチケットを読みました。コピーされたかどうかはまだわかりません。",
    "👩‍👩‍👧‍👦" * 40,
    "مرحبا 👋🏽 *bold* _it_ ~no~ `code` <b>&amp;</b> [text](https://evil.example/) ![x](y)",
    "<!channel> <!here> <@U012AB> <#C01> @everyone @here @all @channel ~town-square #general :tada: <t:1:R> </cmd:1> <https://evil.example|us>",
    "# 1. - > + | ``` $x$ \\ || spoiler ||",
    "a" * 5000,
    "w " * 3000,
)
_lines = st.lists(
    st.one_of(st.sampled_from(LINES), st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=300)),
    max_size=40,
)
#: A text on one line, as those of items are: without white space at its ends.
_names = st.sampled_from(LINES).map(lambda line: line[:400].strip())


#: What stands for a correction that does not fit.
INSTEAD = "Correction: we got several things wrong. The link says what is right."


@st.composite
def _messages(draw: st.DrawFn) -> ChatMessage:
    sections = (
        Section(
            part,
            heading,
            tuple(line for line in (" ".join(one.split()) for one in draw(_lines)) if line),
            INSTEAD if part is Part.CORRECTED else "",
        )
        for part, heading in (
            (Part.CORRECTED, "We got this wrong"),
            (Part.BRIEF, ""),
            (Part.ACTIONS, "What you should do"),
            (Part.KNOWN, "What we know"),
            (Part.UNKNOWN, "What we do not know yet"),
            (Part.NEXT, ""),
        )
    )
    return ChatMessage(
        incident=draw(_names),
        title=f"Larkfield Energy: {draw(_names)}",
        dateline="Contained. Update 3, published Friday 20 November 2026, 4:40 pm UK time.",
        sections=tuple(section for section in sections if section.lines),
        link="https://status.larkfield.example/incidents/support-tickets/3/",
        link_text="Read everything we know",
        shortened="This message is shortened. The link has everything.",
        language=draw(st.sampled_from(("en", "de", "fr", "es", "ar"))),
        direction=draw(st.sampled_from(("ltr", "rtl"))),
    )


#: Messages that nobody would write, and some that somebody could.
MESSAGES = _messages()


@cache
def schema(name: str) -> Draft202012Validator:
    """What a program takes."""
    return Draft202012Validator(json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8")))


def faults(name: str, value: Any) -> list[str]:
    """What a program would refuse."""
    return [f"{error.json_path}: {error.message}" for error in schema(name).iter_errors(value)]


@cache
def announcer() -> Announcer:
    """Writes what is said of the items of the repository's own site."""
    return Announcer(own(), theme())


@cache
def items() -> tuple[NewsItem, ...]:
    """The items of the repository's own site."""
    return new_items(own(), theme())


def item(name: str) -> NewsItem:
    """One of them, by its incident and number."""
    return next(one for one in items() if one.id.endswith(f":{name}"))

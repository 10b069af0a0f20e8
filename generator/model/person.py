"""Names of people, and what is mistaken for one.

Who approved a statement is published with it. What is written there has to be a person's name, and nothing that only the plan may hold.
"""

import re
import unicodedata
from dataclasses import dataclass

#: An e-mail address or an account, wherever it stands.
EMAIL = re.compile(r"[^\s,;:<>()\[\]\"'“”]+@[^\s,;:<>()\[\]\"'“”]+(?:\.[^\s,;:<>()\[\]\"'“”.]+)+")
#: A telephone number: at least six digits with nothing between them but what separates groups of them.
PHONE = re.compile(
    r"(?:\+|00)?[(\d](?:[\s().\-/·\u2010-\u2015]*\d){5,}(?:\s*(?:ext|x|#|p|w|durchwahl)\.?\s*\d{1,6})?", re.IGNORECASE
)

#: Placeholders for a name, and descriptions of a person without a name.
_NOBODY = frozenset(
    """
    tbd tba tbc tbn todo n/a na nn n.n n.n. none nobody noone no-one anyone someone somebody everybody everyone unknown anonymous pending
    open name names person people role me myself i you yourself us we they he she him her them self same ditto idem yes no ok okay
    done approved approves approval signed x xx xxx xxxx test example placeholder sample foo bar asdf qwerty lorem
    null off skip skipped waived emergency nil unbekannt inconnu desconocido unavailable n.a n.a. all
    ich wir offen keiner niemand name moi nous personne yo nosotros nadie pendiente ninguno io nessuno ik niemand
    """.split()
)  # fmt: skip
_PHRASES = frozenset(
    {
        "no one",
        "your name",
        "your name here",
        "john doe",
        "jane doe",
        "max mustermann",
        "erika mustermann",
        "person a",
        "person b",
        "see above",
        "see below",
        "see plan",
        "see the plan",
        "as planned",
        "as above",
        "same as above",
        "not yet",
        "nobody yet",
        "not needed",
        "not required",
        "not applicable",
        "siehe oben",
        "siehe plan",
        "wie oben",
        "nicht nötig",
        "wird noch ergänzt",
        "wird nachgereicht",
        "voir plus haut",
        "ver arriba",
        "the name",
        "a name",
        "my name",
        "full name",
        "first last",
        "first name",
        "last name",
        "firstname lastname",
        "first name last name",
        "vorname nachname",
        "prénom nom",
        "nombre apellido",
        "to be decided",
        "to be defined",
        "to be determined",
        "to be confirmed",
        "to be announced",
        "to do",
        "to follow",
        "fill in",
        "fill me in",
        "lorem ipsum",
        "noch offen",
        "folgt noch",
        "à définir",
        "à compléter",
        "por definir",
        "whoever is on call",
        "on call",
    }
)
#: Words that show that a text is not a person's name: a group, or a sentence about an approval.
_GROUPS = frozenset(
    """
    team teams department dept office desk board committee group management staff everyone legal communications comms lead leader press marketing
    security support operations
    approved approval approves agreed pending verbally phone telephone email mail abteilung équipe equipo geschäftsführung vorstand
    ceo ciso cto cfo coo cio dpo cmo cso gc dsb dpd director manager officer chief head president chair chairman incident duty responsible approver
    executive communication public relations affairs protection data information technology it hr pr
    verantwortlich verantwortliche verantwortlicher geschäftsführer geschäftsführerin leitung leiter leiterin rechtsabteilung presseabteilung
    pressestelle kommunikation direktion juridique direction directeur directrice responsable jurídico legales dirección director directora
    comité comunicación prensa presse فريق الفريق القانوني المدير مدير
    """.split()
)  # fmt: skip
_JOINING = frozenset(
    "the our a an from of in for by on at and der die das den unser unsere le la les l notre el los las nuestro de del du".split()
)
#: Words that say of an approval that there is none yet, whoever stands beside them.
_NOT_YET = frozenset("approved approval agreed pending tbc tbd tba awaiting waiting waits signed ausstehend pendiente".split())
_TITLES = frozenset("dr prof mr mrs ms mx sir dame herr frau mme m sr sra don doña lord lady the rev hon".split())
_STREET = re.compile(
    r"\b(?:street|st\.?\s*\d|road|rd|avenue|ave|lane|square|drive|court|p\.?\s?o\.?\s?box|postfach|floor|suite|flat|apartment|[\w-]*(?:straße|strasse|gasse|weg|platz)"
    r"|rue|calle|via|zip|postcode)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b", re.IGNORECASE)
#: The characters that names contain besides letters and combining marks.
_MARKS = frozenset(" \"“”„«»'’\u02bc‘`\u00b4-\u2010\u2011–.,()·\u30fb&/")


#: Where else somebody can be written to.
_MESSENGER = "(?:telegram|whatsapp|signal|slack|threema|skype|matrix|wechat|viber)"
#: Addresses without a sign that gives them away: `larkfield.example`, `t.me/sam`, `sam at larkfield dot example`.
_PLACE = re.compile(rf"[a-z0-9-]\.[a-z]{{2,}}|(?i:\(at\)|\[at\]|\bat\b.*\bdot\b|(?:^|\s){_MESSENGER}(?:\s|:|$))")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's name, and how to reach them."""

    name: str = ""
    phone: str = ""
    email: str = ""


def person_of(written: str) -> Person:
    """Split a person into name and what was written beside it: `Ann Lee, +44 20 7946 0018` or `Ann Lee <ann@larkfield.example>`."""
    email = EMAIL.search(written)
    rest = EMAIL.sub(" ", written)
    phone = PHONE.search(rest)
    # Of several numbers the first is kept; none of them is part of a name.
    rest = PHONE.sub(" ", rest)
    number = " ".join(phone.group().split()) if phone else ""
    if number.count("(") > number.count(")"):
        number, rest = number.replace("(", "", 1), rest.replace(")", " ", 1)
    rest = re.sub(r"(?:^|(?<=[\s,;/]))@\w[\w.-]*|\b(?:ext|extension|durchwahl)\b\.?\s*\d{1,6}", " ", rest, flags=re.IGNORECASE)
    # What joined them goes with them.
    rest = re.sub(
        rf"\b(?:tel|phone|mobile|cell|mob|e-?mail|handy|ph|home|work|office|privat)\b\.?:?|mailto:|tel:|\b{_MESSENGER}\b:?|24/7",
        " ",
        rest,
        flags=re.IGNORECASE,
    )
    name = re.sub(r"\(\s*\)|<\s*>|\[\s*\]", " ", rest)
    name = re.sub(r"\s+([,;])", r"\1", " ".join(name.split()))
    name = re.sub(
        r"(?:[\s,;:–—|/]|\s-|\s(?:or|and|oder|und|ou|et|o|y)(?=\s*$))+$|^[\s,;:–—|/-]+", "", re.sub(r"[,;]\s*(?=[,;])", "", name)
    )
    return Person(name=name, phone=number, email=email.group() if email else "")


def not_a_name(written: str, role: str = "") -> str:
    """Return why a text is not a person's name, in words that follow `is`; empty when it may be one.

    Args:
        written: the text.
        role: the role that it is given for; the name of the role is not a person's name.
    """
    text = unicodedata.normalize("NFKC", " ".join(written.split()))
    if EMAIL.search(text) or re.search(r"(?:^|\s)@\w|\w@\w|://|\bwww\.", text) or _PLACE.search(text):
        return "an address"
    if re.search(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,}", text):
        return "the number of an account"
    if PHONE.search(re.sub(r"\b\d{4}-\d\d-\d\d\b", "", text)):
        return "a telephone number"
    digits = re.sub(r"\D", "", _ORDINAL.sub("", text))
    if digits and _STREET.search(text):
        return "a postal address"
    if digits:
        return "not a name, because it contains digits"
    words = [word.strip(" .,()'’-&/\"“”„«»").casefold() for word in re.split(r"[\s,/&]+|(?<=\b[ldLD])['’]", text)]
    words = [word for word in words if word]
    folded = " ".join(re.sub(r"[^\w\s/&.'’-]", " ", text).casefold().split()).strip(" .-'’")
    bare = [word for word in words if word not in _TITLES]
    odd = next(
        (
            sign
            for sign in _ORDINAL.sub("", text)
            if not (sign.isalpha() or unicodedata.category(sign)[0] == "M" or sign in _MARKS)
        ),
        "",
    )
    if not any(sign.isalpha() for sign in text) or odd or folded in _PHRASES or not bare or all(word in _NOBODY for word in bare):
        return "a placeholder for a name"
    own = {word for word in re.split(r"[-_\s]+", role.casefold()) if word}
    if own and set(bare) <= own | _JOINING | {"my"}:
        return "the name of the role"
    if set(bare) & _GROUPS and (set(bare) <= _GROUPS | _NOBODY | _JOINING or set(bare) & _NOT_YET):
        return "not a person"
    if set(bare) & _NOT_YET:
        return "not a person"
    if re.fullmatch(r"[a-z]{2,}", text):
        return "a lower-case word, not a name"
    if len(words) > 7 or len(text) > 80 or not any(len(word) > 1 or not word.isascii() for word in bare):
        return "not a name"
    return ""

"""Messages that are no questions of customers: threats of extortionists, and advertising. They are counted and never shown as a question."""

import re

from generator.questions.vocabulary import folded

#: What somebody tells of a message that came: a customer who asks about a threat is a customer.
_TELLS = re.compile(
    r"\b(?:i (?:just )?(?:got|received|have received)|someone (?:sent|wrote|says)|somebody (?:sent|wrote|says)|is (?:this|that|it) (?:real|genuine|true)"
    r"|ich habe .{0,60}(?:bekommen|erhalten)|ist das echt|j ?'?ai recu|est-ce vrai|he recibido|me llego|وصلتني|تلقيت)"
)
#: What customers ask about threats.
_ASKS = re.compile(
    r"\b(?:did|have|has|will|would|are|were|do|should|can|could) (?:you|they|the \w+)\b[^.?!]*\?|\b(?:habt ihr|haben sie|werden sie|avez-vous|vont-ils|pagaron|han pagado)\b[^.?!]*\?"
)
_COIN = r"(?:bitcoins?|btc|monero|xmr)"
_THREATS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b[a-z2-7]{16,56}\.onion\b|\.onion\b",
        (
            r"\b(?:we|our team) (?:have|hold|got|possess|stole|downloaded|took|encrypted|exfiltrated|own) (?:all )?(?:of )?"
            r"(?:your|their|the|customers?'?)(?: \w+){0,2} (?:data|files|databases?|documents|servers?|network|records|backups?)"
        ),
        (
            r"\b(?:we|i)(?: will| shall| are going to|'ll) (?:publish|leak|release|sell|expose|auction|post)\b[^.?!]{0,30}"
            r"\b(?:data|files|everything|it all|all of it|documents|database)\b"
        ),
        r"\b(?:pay|send|transfer)\b.{0,80}\b(?:" + _COIN + r"|or (?:we|i) (?:will )?(?:publish|leak|sell|release))\b",
        r"\bpay or (?:your|we|the)\b|\b(?:contact|reach|write to) us (?:on|via|over|through) (?:tox|telegram|session|tor)\b",
        r"\byour (?:\w+'? )?(?:data|files|documents|database) (?:will be|is going to be) (?:published|leaked|sold|released|exposed)\b",
        r"\b(?:we|our team) (?:downloaded|took|stole|copied|exfiltrated) [^.?!]{0,40}\bof your\b",
        r"\b" + _COIN + r"\b.{0,80}\b(?:hours|deadline|or (?:we|else)|wallet)\b",
        r"\bwir haben (?:alle )?(?:ihre|eure|deine)(?: \w+){0,2} (?:daten|dateien|datenbank|kundendaten|server)",
        r"\b(?:zahlt|zahlen sie|uberweisen sie|uberweist|bezahlt)\b.{0,80}\b(?:"
        + _COIN
        + r"|(?:sonst|oder) (?:wir )?(?:veroffentlichen|verkaufen))\b",
        r"\bwir (?:werden|veroffentlichen|verkaufen)\b.{0,60}\b(?:daten|dateien|alles)\b.{0,30}\b(?:veroffentlichen|verkaufen)\b",
        r"\bnous (?:avons|detenons) (?:toutes )?(?:vos|tes)(?: \w+){0,2} (?:donnees|fichiers)",
        r"\bpayez\b.{0,80}\b(?:"
        + _COIN
        + r"|nous publi\w+)\b|\bnous (?:publierons|allons publier|vendrons)\b.{0,30}\b(?:tout|donnees|fichiers)\b",
        r"\btenemos (?:todos )?(?:sus|tus|vuestros)(?: \w+){0,2} (?:datos|archivos)",
        r"\b(?:pague|paguen|pagad)\b.{0,80}\b(?:"
        + _COIN
        + r"|o publicamos)\b|\b(?:publicaremos|vamos a publicar|venderemos)\b.{0,30}\b(?:todo|datos)\b",
        r"(?:لدينا|نملك|بحوزتنا) (?:جميع |كل )?(?:بياناتكم|ملفاتكم)|سننشر|ادفعوا.{0,60}بيتكوين",
    )
)
_ADVERTISING = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:viagra|cialis|casino|forex|crypto (?:investment|trading)|backlinks?|seo (?:services?|agency|experts?)|payday loan|sugar daddy)\b",
        (
            r"\b(?:you (?:have )?won|you are (?:the|a) winner|claim your (?:prize|reward)|earn (?:money|\$?\d+)|make money|work from home"
            r"|limited (?:time )?offer|buy now|click here|unsubscribe|(?:boost|increase) your (?:sales|traffic|ranking)|special offer|free trial)\b"
        ),
        r"\b(?:sie haben gewonnen|jetzt kaufen|jetzt klicken|hier klicken|sonderangebot|vous avez gagne|cliquez ici|achetez|ha ganado|haga clic|oferta especial)\b",
        r"\b\d{1,2} ?% (?:off|rabatt|discount|de descuento|de reduction)\b",
    )
)
#: Insults, as they stand in letters of angry people: no title is taken from these.
_INSULTS = re.compile(
    r"\b(?:idiots?|idiotas?|stupid|morons?|bastards?|damn|fuck\w*|shit\w*|crap|arse\w*|ass\w{0,1}holes?|wtf|liars?|scum|useless|incompetent\w*|clowns?|pathetic"
    r"|trottel|idioten|arschl\w+|scheiss\w*|scheis\w*|verdammt\w*|lugner|saftladen|deppen|versager|unfahig\w*|blod\w*"
    r"|imbeciles?|connards?|merde|putain|menteurs?|cons?|nuls?|mierda|imbecil\w*|mentirosos?|inutiles?|cabron\w*|estupid\w*|اغبياء|كذابون|حمقي)\b"
)
#: The start of what people say of themselves.
_NAMES = re.compile(
    r"\b(?:my name is|name is|i am called|ich heisse|mein name ist|je m'appelle|mon nom est|me llamo|mi nombre es|اسمي|signed|regards|customer (?:no|number))\b"
)
_TITLE_ONLY = re.compile(r"\b(?:bitcoins?|btc|monero|ransom|wallet|onion|losegeld|rancon|rescate|فدية)\b|https?:|www\.|\[link\]")


def without_insults(text: str) -> str:
    """Return a text with insults masked, for a question of which there is no calmer wording."""
    return " ".join("[…]" if _INSULTS.fullmatch(re.sub(r"\W+", "", folded(word))) else word for word in text.split(" "))


def is_threat(text: str) -> bool:
    """Whether somebody who extorts wrote a text, not a customer who tells of it."""
    plain = _ASKS.sub("", " ".join(folded(text).split()))
    return any(pattern.search(plain) for pattern in _THREATS) and not _TELLS.search(plain)


def is_advertising(text: str) -> bool:
    """Whether a text sells something to the organisation."""
    plain = " ".join(folded(text).split())
    return any(pattern.search(plain) for pattern in _ADVERTISING) and not _TELLS.search(plain)


def unfit_for_a_title(text: str) -> bool:
    """Whether a wording must not stand for others: an insult, a name, masked data, a threat, or what extortionists talk about."""
    plain = " ".join(folded(text).split())
    named = re.search(r"(?<=[\w,] )[A-Z][a-z]+ [A-Z][a-z]+\b", text)
    marked = "[" in text or bool(named)
    return (
        marked
        or bool(_INSULTS.search(plain) or _NAMES.search(plain) or _TITLE_ONLY.search(plain))
        or any(pattern.search(plain) for pattern in (*_THREATS, *_ADVERTISING))
    )

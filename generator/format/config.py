"""site_config.yml."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, ClassVar, Final
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from generator.format.hosts import ascii_address, ascii_host
from generator.format.incident import CHANGE
from generator.format.kinds import (
    Choice,
    DayOrMoment,
    Duration,
    Flag,
    Free,
    Keyed,
    Kind,
    Map,
    Named,
    OrWord,
    Part,
    Path,
    Roles,
    Sentence,
    Sentences,
    Whole,
)
from generator.format.language_tags import SPOKEN, corrected_tag, english_name, is_written_right
from generator.format.mail_addresses import mail_address, without_scheme
from generator.format.places import Country
from generator.format.plan import ByWord, waits
from generator.format.public_key import read_public_key
from generator.format.reader import Reader
from generator.format.record import Key, Missing, Record, needs
from generator.format.shared import CONTACT, CONTACT_KEY, EmailAddress, Grade, but
from generator.format.strict_yaml import Items, Node, Text, plain, short
from generator.format.telephone import dial
from generator.model.address_patterns import LOOPBACK
from generator.model.addressee import Addressee
from generator.model.config import (
    ALWAYS,
    DEFAULT_CADENCE,
    DEFAULT_VALID_DAYS,
    NOT_YET,
    Aggregators,
    Audience,
    Builder,
    Csaf,
    Encryption,
    Listmonk,
    MailingList,
    MailServer,
    Organisation,
    Policy,
    PostAccount,
    PostKind,
    PublisherCategory,
    SecurityTxt,
    Signing,
    SigningKey,
    SiteSettings,
    Subscribe,
    Visibility,
    Webhook,
    WebhookKind,
    Wording,
)
from generator.model.identity import is_identity
from generator.model.update import Status, When

_TAG = "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
#: Keys of mkdocs.yml that addresses and safety depend on, or that could make a page send requests to another host.
OURS: Final = frozenset(
    "site_url site_name docs_dir site_dir theme plugins hooks nav markdown_extensions use_directory_urls extra extra_css extra_javascript"
    " extra_templates INHERIT mdx_configs pages config_file_path edit_uri_template"
    " theme_dir".split()
)


# Addresses.

#: Misspellings of https://.
_SCHEME = re.compile(r"^(?:[a-z]{3,6}:?/{1,3}|https?:|/+)", re.IGNORECASE)
#: A page or file name at the end of an address.
_PAGE = re.compile(r"\.(?:html?|xhtml|php\d?|aspx?|jsp|cgi|xml|json|md|txt|pdf)$", re.IGNORECASE)


def _split(url: str) -> SplitResult | None:
    """Return the parts of a web address; None when the text is not one."""
    try:
        split = urlsplit(url)
        host = split.hostname or ""
        split.port  # noqa: B018  # reading it is what refuses an impossible port
    except ValueError:
        return None
    good = split.scheme in {"https", "http"} and _HOST.fullmatch(ascii_host(host)) and "@" not in split.netloc and " " not in url
    return split if good else None


def _check_address(reader: Reader, node: Node, url: str, key: str) -> SplitResult | None:
    split = _split(url)
    if split is None and (known := _LOGIN.search(url)):
        host = url[: known.start(1)] + url[known.end() :]
        reader.problem(
            "wrong-type",
            node.at,
            f"`{key}` contains a user name or a password, which everyone with access to the site's source can read",
            f"write `{key}: {host}`; change the password, because this one is known"
            if _split(host)
            else "write the address without it",
            hides=url,
        )
    elif split is None:
        meant = "https://" + _SCHEME.sub("", url.strip("<>\"'([ ")).rstrip(">)],;\"' ")
        shown = meant if _split(meant) and "." in (urlsplit(meant).hostname or "") else "https://status.larkfield.example/"
        reader.problem("wrong-type", node.at, f"`{key}` is not a web address", f"write it in full, such as {shown}")
    return split


#: The part of an address before its host: who logs in, and the password.
_LOGIN: Final = re.compile(r"^[A-Za-z]+://([^/?#]*@)")


def _check_private(reader: Reader, node: Node, url: str, key: str) -> None:
    try:
        split = urlsplit(_LOGIN.sub(lambda found: found[0][: -len(found[1])], url))
        private = split.scheme == "https" or split.hostname in LOOPBACK
    except ValueError:
        private = False
    if not private:
        reader.problem(
            "wrong-type",
            node.at,
            f"`{key}` is an address without encryption, so others can read along",
            "use an address that begins with https://",
        )


def _check_whole(reader: Reader, node: Node, url: str, split: SplitResult, of: str) -> None:
    """Such an address must be that of a folder, because every other address is made by appending to it."""
    folders = [part for one in split.path.split("/") if (part := one.rstrip(",;)>]")) not in {"", ".", ".."}]
    page = folders.pop() if folders and _PAGE.search(folders[-1]) and not split.path.endswith("/") else ""
    alone = f"{split.scheme}://{split.netloc}/{''.join(f'{part}/' for part in folders)}"
    if split.query or split.fragment or url.rstrip()[-1:] in {"?", "#"}:
        said = f"{of} cannot have a ? or # in it"
    elif page:
        said = f"{of} ends with the name of a page, `{page[:60]}`, but every other address is made by adding to it"
    elif split.path.removesuffix("/") != "".join(f"/{part}" for part in folders):
        said = f"{of} contains something that leads nowhere, such as // or a final comma"
    else:
        return
    reader.problem("wrong-type", node.at, said, f"write it like {alone}")


@dataclass(frozen=True, slots=True)
class Address(Sentence):
    """A web address.

    Attributes:
        private: whether the connection must be encrypted.
        alone: whether `private` is checked only for text that is a web address.
        whole: whether it is the address of a site, or a program in it, which may have no query.
        host: whether it is that of a server alone, without a path.
        of: what a whole address is called.
    """

    private: bool = False
    alone: bool = False
    whole: bool = False
    host: bool = False
    of: str = "the site's address"

    FORM = "a web address"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        url = reader.text(node, what)
        if not url and not self.whole:
            return url
        split = _check_address(reader, node, url, path[-1])
        if self.whole and split:
            _check_whole(reader, node, url, split, self.of)
        if self.host and split and (split.path.strip("/") or split.query or split.fragment):
            reader.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` is the address of a page, and not of a server",
                f"write `{path[-1]}: {split.scheme}://{split.netloc}/`",
            )
        if self.private and (split or not self.alone):
            _check_private(reader, node, url, path[-1])
        return ascii_address(url)

    def part(self) -> Part:
        if self.private:
            return {
                "type": "string",
                "pattern": r"^(https://[^\s@]+|http://(localhost|127\.0\.0\.1|\[::1\])[^\s@]*)$",
                "patternErrorMessage": "Write the address in full; it begins with https://.",
            }
        return {
            "type": "string",
            "pattern": r"^https?://[^\s@]+$",
            "patternErrorMessage": "Write the address in full, such as https://status.larkfield.example/.",
        }


@dataclass(frozen=True, slots=True)
class _Sites(Sentences):
    """Addresses of sites."""

    FORM = "a list of web addresses"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        given = node.items if isinstance(node, Items) else (node,)
        found = [Address(private=True, whole=True).read(reader, one, "a mirror", path) for one in given if not _is_empty(one)]
        return tuple(dict.fromkeys(url if url.endswith("/") else f"{url}/" for url in found if url))

    def item(self) -> Part:
        return Address(private=True, whole=True).part()


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.is_empty


class _KeyAddress(Sentence):
    """The location of a key: an encrypted web address, a DNS record, or the key's fingerprint (RFC 9116, section 2.5.4)."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        if isinstance(node, Text) and re.fullmatch(r"(?:dns|openpgp4fpr):[^\s<>\"]+", " ".join(node.value.split())):
            return reader.text(node, what)
        return Address(private=True).read(reader, node, what, path)


class _Unless(Flag):
    """`false`, or no value, of something that is so without a word."""

    FORM = "false"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> bool:
        if isinstance(node, Text) and node.value in {"true", "false"}:
            return node.value == "true"
        meant = isinstance(node, Text) and node.value.strip().lower() in {"no", "off", "n", "nein", "non", "none", "false"}
        reader.problem(
            "wrong-type",
            node.at,
            f"`{path[-1]}` can only be true or false",
            f"write `{path[-1]}: false`, or delete the line",
            reader.instead(node.at, "false") if meant else (),
        )
        return True

    def get(self, holder: object, name: str) -> Any:
        return "" if getattr(holder, name) else "false"


class Phrases(Sentences):
    """Phrases, which may contain commas."""


class _Hosts(Sentences):
    """Hosts that links may point to."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        domains = reader.texts(node, what)
        for domain in domains:
            if not _HOST.fullmatch(ascii_host(domain)):
                reader.problem("wrong-type", node.at, f"`{domain[:60]}` is not a domain", "write it like larkfield.example")
        return tuple(map(ascii_host, domains))


class _Contacts(Sentences):
    """Contacts in security.txt, each as the full URI that RFC 9116 requires (section 2.5.3)."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        return tuple(_finder_contact(reader, node, contact) for contact in reader.texts(node, what))


def _finder_contact(reader: Reader, node: Node, written: str) -> str:
    scheme, _, rest = written.partition(":")
    address, question, headers = without_scheme(written).partition("?")
    if mail := mail_address(address):
        return f"mailto:{mail}{question}{headers}" if scheme.lower() == "mailto" else f"mailto:{mail}"
    number = dial(rest if scheme.lower() == "tel" else written)
    if number.startswith("tel:+"):
        return number
    if scheme.lower() == "https" and _check_address(reader, node, written, "contact"):
        return ascii_address(written)
    if scheme.lower() != "https":
        reader.problem(
            "wrong-type",
            node.at,
            f"`{short(written)}` is not a way to reach someone",
            "write an e-mail address, a telephone number with its country (+44 …), or a page that begins with https://",
        )
    return written


# Languages, places and the like.


class LanguageTag(Sentence):
    """A language tag."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": f"^{_TAG}$",
        "patternErrorMessage": "Write a language tag, such as en, de or pt-BR.",
    }
    FORM = "the tag of a language"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        tag = reader.text(node, what)
        if tag:
            _check_tag(reader, node, tag)
        return tag


class LanguageTags(Sentences):
    """Language tags."""

    FORM = "a list of tags of languages"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        tags = reader.texts(node, what)
        for tag in tags:
            _check_tag(reader, node, tag)
        _check_apart(reader, node)
        return tags

    def item(self) -> Part:
        return LanguageTag().part()


class _PreferredTags(Sentences):
    """Language tags, in the form that security.txt uses."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[str, ...]:
        tags = [tag.strip() for text in reader.texts(node, what) for tag in text.split(",")]
        for tag in tags:
            _check_tag(reader, node, tag)
        return tuple(dict.fromkeys(tags))


def _is_a_group(reader: Reader, node: Node, _given: Mapping[str, Node], path: Path) -> None:
    """An audience is some readers, and not all of them."""
    if path[-1] == "everyone":
        reader.problem(
            "wrong-type",
            node.at,
            "`everyone` is not an audience: it means all readers",
            "give the group its own name, such as `staff`",
        )


def _check_tag(reader: Reader, node: Node, tag: str) -> None:
    """Refuse text that is not a language tag, suggesting the tag most likely meant."""
    if is_written_right(tag):
        return
    near = corrected_tag(tag)
    # An item of a list, or the value itself.
    given = node.items if isinstance(node, Items) else (node,)
    at = next((one.at for one in given if isinstance(one, Text) and one.value.strip() == tag), node.at)
    reader.problem(
        "wrong-type",
        at,
        f"`{tag[:40]}` is not a language tag",
        f"write `{near}`, which is {english_name(near)}"
        if near
        else f"write it like {reader.shown(at, 'de')} or {reader.shown(at, 'pt-BR')}; aboveboard has its own texts in {', '.join(SPOKEN)}",
        reader.instead(at, near) if near.lower() == tag.lower().replace("_", "-") else (),
    )


def _check_apart(reader: Reader, node: Node) -> None:
    """Refuse two languages that differ only in case: each is a folder, and many file systems would treat them as one."""
    seen: dict[str, str] = {}
    for one in node.items if isinstance(node, Items) else ():
        tag = one.value.strip() if isinstance(one, Text) else ""
        before = seen.setdefault(tag.lower(), tag)
        if before != tag:
            reader.problem("wrong-type", one.at, f"`{tag[:40]}` is the same language as `{before[:40]}`", "delete one of the two")


class _Identity(Sentence):
    """What permanent ids are derived from: an address without `https://`."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": "^[a-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~%+@-]+)*$",
        "patternErrorMessage": "Write the site's first address, without https://.",
    }
    FORM = "an address without https://"

    def get(self, holder: object, name: str) -> Any:
        # A site without `id` derives it from its address.
        return holder.identity if isinstance(holder, SiteSettings) else ""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        if is_identity(written) or not written:
            return written
        # The writer may have given an address, or the beginning of an id as it appears in feeds.
        plain = re.sub(r"^(?:https?://|tag:)|(?:,[0-9-]*)?[:/]*$", "", written.lower())
        reader.problem(
            "wrong-type",
            node.at,
            f"`{short(written)}` cannot be the base of ids",
            "write the site's first address, without https:// and without a slash at the end, such as"
            f" `id: {plain if is_identity(plain) else 'status.larkfield.example'}`",
            reader.instead(node.at, plain) if is_identity(plain) else (),
        )
        return ""


class Timezone(Sentence):
    """The name of a time zone."""

    FORM = "a time zone, such as Europe/London"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> ZoneInfo:  # type: ignore[override]  # written as a sentence, and none
        name = reader.text(node, what)
        try:
            return ZoneInfo(name)
        except (ValueError, OSError, LookupError):
            # LookupError: no such zone. ValueError: cannot be the name of a zone. OSError: the name of a folder of zones.
            reader.problem("wrong-type", node.at, f"`{name[:60]}` is not a time zone", "write it like Europe/London or UTC")
            return ZoneInfo("UTC")


class _Theme(Sentence):
    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": "^[a-z][a-z0-9-]*$",
        "patternErrorMessage": "Write material or lifeboat, or the name of a folder under themes/.",
        "defaultSnippets": [{"label": name, "body": name} for name in ("material", "lifeboat")],
    }
    FORM = "the name of a theme"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        name = reader.text(node, what)
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name in {"pages", "partials", "shared", "fonts", "locales"}:
            reader.problem("wrong-type", node.at, f"`{name[:60]}` is not the name of a theme", "write `theme: material`")
        return name


#: Small letters beside digits or capital letters: so tokens look, and hardly any name of a variable.
_LIKE_A_TOKEN: Final = re.compile(r"(?=.*[a-z])(?=.*[A-Z0-9])")


class _Variable(Sentence):
    """The name of an environment variable."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": "^[A-Za-z_][A-Za-z0-9_]{0,99}$",
        "patternErrorMessage": "Write the name of an environment variable, such as CHAT_WEBHOOK, and keep its value out of this file.",
    }
    FORM = "the name of an environment variable"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        name = reader.text(node, what)
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", name):
            # The value may be the secret itself, so the message does not repeat it.
            reader.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` is not the name of an environment variable",
                f"write the variable's name, such as {path[-1]}: CHAT_WEBHOOK, and keep its value out of this file",
                hides=name,
            )
        elif _LIKE_A_TOKEN.search(name):
            reader.problem(
                "wrong-type",
                node.at,
                f"`{path[-1]}` looks like a secret itself, and not like the name of an environment variable",
                f"write a name in capital letters, such as {path[-1]}: CHAT_WEBHOOK, and keep the value out of this file",
                hides=name,
            )
        return name


class _PublicKeys(Sentences):
    """Public keys that sign commits, in the form of .pub files."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> tuple[SigningKey, ...]:  # type: ignore[override]  # written as sentences, and none
        keys = [_public_key(reader, node, line) for line in reader.texts(node, what)]
        return tuple(dict.fromkeys(key for key in keys if key))


def _public_key(reader: Reader, node: Node, line: str) -> SigningKey | None:
    if "PRIVATE" in line:
        reader.problem(
            "wrong-type",
            node.at,
            "this is the secret half of a key",
            "make a new key, because everyone who can read this file knows this one; what belongs here is in the .pub file",
        )
        return None
    key = read_public_key(line)
    if key is None:
        reader.problem(
            "wrong-type",
            node.at,
            "this is not an OpenSSH public key",
            "copy the one line of your key's .pub file, such as `key: ssh-ed25519 AAAA…`",
        )
    return key


class _Picture(Sentence):
    """The location of a picture: an address, or a path within the site."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        return ascii_address(reader.text(node, what))


# Tables.


def _lacks(section: str, key: str, example: str) -> Missing:
    return needs(f"`{section}.{key}` is missing", f"add under `{section}:` the line `{key}: {example}`", stops=True)


_NO_NAME = _lacks("organisation", "name", "Larkfield Energy")


# fmt: off
ORGANISATION = Record(of="`organisation`", free=True, whole=True, model=Organisation,
    keys=(
        Key("name", Sentence(), "Name", "As readers know it.", "Larkfield Energy", required=_NO_NAME, shown="Organisation",
            quiet=True, terse=True),
        Key("url", Free(Address()), "Website", "In full.", "https://larkfield.example/", shown="Its website", quiet=True),
        Key("logo", Free(_Picture()), "Logo", "Where the picture is.", "logo.svg", quiet=True),
        Key("country", Country(), "Country", "Where we are established, in two letters. Its public holidays count where a law of the European Union moves a day.", "IE",
            shown="Country of the organisation", since=2),
        Key("data_protection_officer", Sentence(), "Data protection officer", "Who that is, and how to reach them, as notices say it.",
            "Ines Farrow, dpo@larkfield.example", shown="Data protection officer", since=2, terse=True),
        Key("domains", _Hosts("a domain"), "Hosts that links may lead to", "Their subdomains are allowed with them.",
            ["larkfield.example"]),
    ))
# fmt: on

_NO_ADDRESS = _lacks("site", "url", "https://status.larkfield.example/")


def _site(
    *, url: str, language: str = "", timezone: ZoneInfo | None = None, public_since: When | None = None, **more: Any
) -> SiteSettings:
    zone = timezone or ZoneInfo("UTC")
    since = ALWAYS
    if isinstance(public_since, datetime):
        since = public_since.astimezone(UTC)
    elif isinstance(public_since, date):
        since = datetime.combine(public_since, time(), zone).astimezone(UTC)
    return SiteSettings(
        url=ascii_address(url if url.endswith("/") else url + "/"),
        language=language or "en",
        timezone=zone,
        public_since=since,
        **more,
    )


# fmt: off
SITE = Record(of="`site`", free=True, whole=True, model=_site,
    keys=(
        Key("url", Address(whole=True), "Address", "Where readers find this site.", "https://status.larkfield.example/",
            required=_NO_ADDRESS),
        Key("title", Free(shown=False), "Title", "The name of the site.", "Larkfield Energy: security incidents", quiet=True, terse=True),
        Key("language", Free(LanguageTag(), shown=False), "Language", "Of the originals.", "en"),
        Key("languages", LanguageTags("a language"), "All languages", "Languages into which the site is translated.", ["de", "fr"], shown="Languages"),
        Key("timezone", Timezone(), "Time zone", "In which a day ends.", "Europe/London", quiet=True),
        Key("theme", _Theme(), "Theme",
            "material; lifeboat, for the worst day; or the name of a folder under the site's own themes/.", "material"),
        Key("public_since", OrWord("not_yet", DayOrMoment(), means=NOT_YET), "Public since",
            "When readers could first see this site. Anything committed before was never published.", "2027-03-03", ("not_yet",), shown="Shown to the public since"),
        Key("id", _Identity(), "Base of the ids",
            "The site's first address, without https://. Feeds and calendars identify everything by it; it stays when the address changes.",
            "status.larkfield.example", shown="What ids in feeds are made of"),
        Key("mirrors", _Sites("an address"), "Mirrors",
            "Other addresses where you serve the same files, in full. A signed copy at any other address is reported as not yours.",
            ["https://larkfield-status.example/"], since=2, shown="Mirror of the site"),
    ))
# fmt: on


def _policy(
    *,
    cadence: Mapping[Status, timedelta] = MappingProxyType({}),
    grace: timedelta | None = None,
    readability: Mapping[str, Any] = MappingProxyType({}),
    **more: Any,
) -> Policy:
    return Policy(
        cadence=MappingProxyType({**DEFAULT_CADENCE, **cadence}),
        grace=grace or timedelta(),
        **readability,
        **more,
    )


class _Readability(Record):
    """Readability limits. Its keys are those of the policy in the model."""

    def get(self, holder: object, name: str) -> Any:
        return holder

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, Any]:
        return Record.read(self, reader, node, what, path) or {}


def _csaf(**given: Any) -> Csaf:
    """Make the settings from the keys that are written; the others have their defaults."""
    return Csaf(**{name: value for name, value in given.items() if value is not None})


# fmt: off
POLICY = Record(of="`policy`", free=True, model=_policy,
    keys=(
        Key("cadence", ByWord(of="`cadence`", free=True, words_of=Status, keys=waits(Duration(positive=True))),
            "The longest that readers wait", "The longest time to the next update, by status.",
            {"investigating": "24h", "contained": "7d"}, docs="status → the longest that readers wait for the next update", shown="Longest wait for the next update"),
        Key("grace", Duration(), "Grace", "How much later than promised still counts as on time.", "15m",
            shown="Time after a promise that still counts as kept"),
        Key("approvals", Roles(), "Who must approve", "Roles that must be under approved_by.", ["lead", "legal"],
            shown="Who must approve an update"),
        Key("readability",
            _Readability(of="`readability`", free=True,
                keys=(Key("grade_at_most", Grade(), "School grade", "The highest grade that a text may need.", 9,
                    shown="How hard a text may be to read"),)),
            "How easy to read", "The highest school grade that a text may need.", {"grade_at_most": 9}),
    ))
# fmt: on


#: Webhooks of which the address is the only secret: whose form that is.
_UNSIGNED: Final[Mapping[WebhookKind, str]] = {
    WebhookKind.SLACK: "Slack's",
    WebhookKind.TEAMS: "Teams'",
    WebhookKind.MATTERMOST: "Mattermost's",
    WebhookKind.DISCORD: "Discord's",
}


#: Addresses at which whoever has them can write, as their makers' documentation says: Slack, Discord, and Microsoft's workflows and connectors.
_SECRET_ADDRESS: Final = re.compile(
    r"https://(?:hooks\.slack(?:-gov)?\.com/|(?:[a-z]+\.)?discord(?:app)?\.com/api/(?:v\d+/)?webhooks/"
    r"|[^/]*\.(?:logic\.azure\.com|webhook\.office\.com|api\.powerplatform\.com)[:/])",
    re.IGNORECASE,
)


class _WebhookRecord(Record):
    """A webhook. A webhook with any fault is dropped as a whole."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Webhook | None:
        before, name = len(reader.problems), path[-1]
        given = self.opened(reader, node, what, name) or {}
        values = self.values(reader, node, given, path) or {}
        if len({"url", "url_env"} & set(given)) != 1:
            reader.problem(
                "wrong-type",
                node.at,
                f"`{name}` needs either `url` or `url_env`",
                f"write `url_env: {name.upper().replace('-', '_')}_URL`, and keep the address in that environment variable",
            )
        if _SECRET_ADDRESS.match(values.get("url") or ""):
            variable = f"{name.upper().replace('-', '_')}_URL"
            reader.problem(
                "wrong-type",
                given["url"].at,
                "this address is a secret: whoever has it can write in your name, and everyone with access to the site's source can read it",
                f"write `url_env: {variable}` instead of `url`, and a new address into that environment variable, because this one is known",
                hides=values["url"],
            )
        kind = values.pop("kind", None) or WebhookKind.JSON
        if kind in _UNSIGNED and "secret_env" in given:
            reader.problem(
                "wrong-type",
                given["secret_env"].at,
                f"a webhook in {_UNSIGNED[kind]} form is not signed",
                "delete `secret_env`, or write `kind: json`",
            )
        if "audience" in given and (kind is WebhookKind.JSON or "notifier" in given):
            reader.problem(
                "wrong-type",
                given["audience"].at,
                f"`{name}` is told by a program, which gets what is for everyone and the pages of all audiences",
                "delete `audience`, or write `kind:` and the chat program",
            )
        if "notifier" in given and "kind" in given:
            reader.problem(
                "wrong-type",
                given["kind"].at,
                f"the notifier decides in which form `{name}` is told",
                "delete `kind`, or delete `notifier`",
            )
        return Webhook(kind=kind, **values) if len(reader.problems) == before else None


class _Handle(Sentence):
    """The name of an account on Bluesky: a host, without the sign before it."""

    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": r"^@?[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$",
        "patternErrorMessage": "Write the account's name, such as larkfield.example or larkfield.bsky.social.",
    }
    FORM = "the name of an account"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        handle = reader.text(node, what).removeprefix("@").lower()
        if handle and not ("." in handle and _HOST.fullmatch(handle)):
            reader.problem(
                "wrong-type",
                node.at,
                f"`{short(handle)}` is not the name of an account on Bluesky",
                "write it like `handle: larkfield.example`",
            )
        return handle


class _PostRecord(Record):
    """An account that posts. An account with any fault is dropped as a whole."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> PostAccount | None:
        before, name = len(reader.problems), path[-1]
        given = self.opened(reader, node, what, name) or {}
        values = self.values(reader, node, given, path) or {}
        if values.get("kind") is PostKind.BLUESKY:
            if "handle" not in given:
                reader.problem(
                    "wrong-type", node.at, f"`{name}` does not name its account", "add a line such as `handle: larkfield.example`"
                )
            for key in sorted({"visibility", "characters"} & set(given)):
                reader.problem("wrong-type", given[key].at, f"Bluesky has no `{key}`", f"delete `{key}`")
        if values.get("kind") is PostKind.MASTODON and "handle" in given:
            reader.problem("wrong-type", given["handle"].at, "on Mastodon the token says which account it is", "delete `handle`")
        if (characters := values.get("characters")) is not None and characters < _SHORTEST_POST:
            reader.problem(
                "wrong-type",
                given["characters"].at,
                f"{characters} characters are too few for a post that says what happened, what to do and where to read it",
                "write `characters: 500`, or leave it out: then the server is asked",
            )
        return (
            PostAccount(**{key: value for key, value in values.items() if value is not None})
            if len(reader.problems) == before
            else None
        )


#: Below that nothing is left of a statement, in characters.
_SHORTEST_POST: Final = 100


# fmt: off
WEBHOOK = _WebhookRecord(of="`{name}`", free=True,
    keys=(
        Key("url", Free(Address(private=True, alone=True), shown=False), "Address", "If it is not a secret.",
            "https://partners.larkfield.example/told", shown="Address: "),
        Key("url_env", _Variable(), "Variable with the address", "If it is a secret.", "CHAT_WEBHOOK",
            shown="Address in the variable "),
        Key("kind", Choice(WebhookKind, "kind", (
                "A message for Slack.", "A card for a workflow of Microsoft Teams.", "A message for Mattermost.", "A message for Discord.",
                "A notification of ntfy, on telephones.", "As other programs read it.")), "Form",
            "One word.", "json", shown="Form: "),
        Key("secret_env", _Variable(), "Variable with the secret", "With which messages are signed; for ntfy, the token that lets them in.",
            "PARTNERS_SECRET", shown="Secret in the variable "),
        Key("language", LanguageTag(), "In which language", "One of the site's languages, if it is not the main one.", "en", since=2,
            shown="Language: "),
        Key("audience", Free(Sentence(), shown=False), "For whom", "For a chat room: its name under `audiences:`; everyone, if you say nothing.", "staff",
            since=2, shown="For: "),
        Key("notifier", Free(Sentence(), shown=False), "Notifier of a plugin", "Which one writes the messages, in place of `kind`.", "matrix", since=2,
            shown="Written by the plugin's notifier "),
    ),
    title="A program that is notified", words="url or url_env, and its form.",
    examples=({"url": "https://partners.larkfield.example/told", "kind": "json", "secret_env": "PARTNERS_SECRET"},
        {"url_env": "CHAT_WEBHOOK", "kind": "slack"}))
POST_ACCOUNT = _PostRecord(of="`{name}`", free=True,
    keys=(
        Key("kind", Choice(PostKind, "network", ("An account on a Mastodon server.", "An account on Bluesky.")), "Network",
            "One word.", "mastodon", since=2, shown="Network: ",
            required=needs("`{name}` does not say on which network it is", "add a line such as `kind: mastodon`")),
        Key("url", Free(Address(private=True, alone=True, host=True), shown=False), "Server", "The account's server.",
            "https://social.larkfield.example/", since=2, shown="Server: ",
            required=needs("`{name}` does not name its server", "add a line such as `url: https://bsky.social/`")),
        Key("secret_env", _Variable(), "Variable with the secret", "With the access token (Mastodon) or the app password (Bluesky).",
            "MASTODON_TOKEN", since=2, shown="Secret in the variable ",
            required=needs("`{name}` does not say where its secret is", "add a line such as `secret_env: MASTODON_TOKEN`, the name of an environment variable")),
        Key("handle", _Handle(), "Account", "Bluesky: the account's name.", "larkfield.example", since=2, shown="Account: "),
        Key("language", LanguageTag(), "In which language", "One of the site's languages, if it is not the main one.", "en", since=2,
            shown="Language: "),
        Key("visibility", Choice(Visibility, "visibility", (
                "Everyone sees it, in all lists.", "Everyone sees it, but not in the lists of all posts.", "Those who follow the account see it.")),
            "Who sees it", "Mastodon: one word.", "unlisted", since=2, shown="Who sees it: "),
        Key("characters", Whole(minimum=100), "Length", "Mastodon: how many characters a post may have. Without it, the server is asked.", 500, since=2,
            shown="Characters: "),
    ),
    title="An account that posts", words="Its network, server and secret.",
    examples=({"kind": "mastodon", "url": "https://social.larkfield.example/", "secret_env": "MASTODON_TOKEN"},
        {"kind": "bluesky", "url": "https://bsky.social/", "handle": "larkfield.example", "secret_env": "BLUESKY_PASSWORD"}))


# fmt: on


class _Sender(EmailAddress):
    """An address that e-mail is from, or sent to."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        address = mail_address(without_scheme(written))
        # Most servers take no other letters (RFC 6531 is an extension).
        address = address if address.isascii() else ""
        if written and not address:
            reader.problem(
                "wrong-type",
                node.at,
                f"`{short(written)}` is not an e-mail address",
                "write one address and nothing else, such as updates@lists.larkfield.example",
            )
        return address


class _Server(Sentence):
    """The name of a mail server, with its port where that is not the usual one."""

    FORM = "the name of a server"
    PART: ClassVar[Part] = {
        "type": "string",
        "pattern": r"^[A-Za-z0-9.\[\]:-]+$",
        "patternErrorMessage": "Write the name of the server, such as mail.larkfield.example, or mail.larkfield.example:2525.",
    }

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> str:
        written = reader.text(node, what)
        split = _split(f"https://{written}")
        if "@" in written:
            host = written.rpartition("@")[2]
            reader.problem(
                "wrong-type",
                node.at,
                "`server` contains a user name or a password, which everyone with access to the site's source can read",
                (f"write `server: {host}`" if _split(f"https://{host}") else "write `server: mail.larkfield.example`")
                + "; name the environment variables with them under `user_env` and `password_env`, and change the password, because this one is known",
                hides=written,
            )
            return ""
        if written and (split is None or split.netloc != written or split.port == 0):
            meant = _split("https://" + re.sub(r"^[A-Za-z]+:/*", "", written).rstrip("/"))
            host = f"{meant.hostname}{f':{meant.port}' if meant.port else ''}" if meant else "mail.larkfield.example"
            reader.problem(
                "wrong-type", node.at, f"`{short(written)}` is not the name of a mail server", f"write `server: {host}`"
            )
            return ""
        return written


#: Where a mail server listens that says nothing of it: for submission (RFC 6409), the same encrypted from the beginning (RFC 8314), and its neighbours.
_PORTS: Final = {Encryption.STARTTLS: 587, Encryption.TLS: 465, Encryption.NONE: 25}


def _is_here(host: str) -> bool:
    """Whether a server is on this computer, so that nobody else can read along."""
    return host in LOOPBACK or bool(re.fullmatch(r"127(?:\.\d{1,3}){3}", host))


class _MailServerRecord(Record):
    """A mail server. One with any fault is dropped as a whole."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> MailServer | None:
        before = len(reader.problems)
        given = self.opened(reader, node, what, path[-1]) or {}
        values = self.values(reader, node, given, path) or {}
        if len(reader.problems) > before:
            return None
        server = urlsplit(f"//{values.pop('host')}")
        encryption = values.pop("encryption", None) or Encryption.STARTTLS
        host = server.hostname or ""
        if encryption is Encryption.NONE and not _is_here(host):
            reader.problem(
                "wrong-type",
                given["encryption"].at,
                "without encryption, others can read the password along",
                "write `encryption: starttls`, or `encryption: tls` if the server wants it from the beginning",
            )
        for one, other, example in (("user_env", "password_env", "SMTP_PASSWORD"), ("password_env", "user_env", "SMTP_USER")):
            if one in given and other not in given:
                reader.problem(
                    "missing-key",
                    given[one].at,
                    f"`mail_server` has `{one}` and no `{other}`",
                    f"add under `mail_server:` the line `{other}: {example}`",
                )
        if len(reader.problems) > before:
            return None
        return MailServer(host=ascii_host(host), port=server.port or _PORTS[encryption], encryption=encryption, **values)


def _listmonk(*, url: str, **more: str) -> Listmonk:
    return Listmonk(url=url if url.endswith("/") else f"{url}/", **more)


class _MailingListRecord(Record):
    """A mailing list. One with any fault is dropped as a whole."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> MailingList | None:
        before, name = len(reader.problems), path[-1]
        given = self.opened(reader, node, what, name)
        if given is None:
            return None
        values = self.values(reader, node, given, path) or {}
        if len({"address", "listmonk"} & set(given)) != 1 and len(reader.problems) == before:
            reader.problem(
                "wrong-type",
                node.at,
                f"the list `{name}` needs either `address` or `listmonk`",
                f"write `address: {name}@lists.larkfield.example`, or `listmonk:` and the list's number there",
            )
        if values.get("listmonk") == 0:
            reader.problem(
                "wrong-type",
                given["listmonk"].at,
                "no list of Listmonk has the number 0",
                "write the number that Listmonk shows for it",
            )
        if len(reader.problems) > before:
            return None
        return MailingList(name=name, **{key: value for key, value in values.items() if value is not None})


#: Why readers see nothing of how programs and lists are told.
_FOR_PROGRAMS = "it says how messages are sent"
# fmt: off
MAIL_SERVER = _MailServerRecord(of="`mail_server`", free=True,
    keys=(
        Key("from", Free(_Sender(), shown=False), "Sender", "The address that messages are from. Each list has to accept messages from it.",
            "status@larkfield.example", attr="sender", since=2, shown="From: ",
            required=needs("`mail_server` has no `from`", "add under `mail_server:` a line such as `from: status@larkfield.example`")),
        Key("server", Free(_Server(), shown=False), "Server", "Its name, with a port where that is not the usual one.",
            "mail.larkfield.example", attr="host", since=2, shown="Server: ",
            required=needs("`mail_server` has no `server`", "add under `mail_server:` a line such as `server: mail.larkfield.example`")),
        Key("encryption", Choice(Encryption, "encryption", (
                "After a greeting in the clear; port 587.", "From the beginning; port 465.", "None, on this computer only; port 25.")),
            "Encryption", "starttls, if you say nothing.", "starttls", since=2, shown="Encryption: "),
        Key("user_env", _Variable(), "Variable with the user's name", "If the server asks who you are.", "SMTP_USER", since=2,
            shown="User in the variable "),
        Key("password_env", _Variable(), "Variable with the password", "Never the password itself.", "SMTP_PASSWORD", since=2,
            shown="Password in the variable "),
    ), also={"dependencies": {"user_env": ["password_env"], "password_env": ["user_env"]}})
LISTMONK = Record(of="`listmonk`", free=True, model=_listmonk,
    keys=(
        Key("url", Free(Address(private=True, whole=True, of="Listmonk's address"), shown=False), "Address", "Where your Listmonk is.", "https://lists.larkfield.example/",
            since=2, shown="Address: ",
            required=needs("`listmonk` has no `url`", "add under `listmonk:` a line such as `url: https://lists.larkfield.example/`", stops=True)),
        Key("user_env", _Variable(), "Variable with the user's name", "Of an API user that may manage campaigns.", "LISTMONK_USER", since=2,
            shown="User in the variable ",
            required=needs("`listmonk` has no `user_env`", "add under `listmonk:` the line `user_env: LISTMONK_USER`", stops=True)),
        Key("token_env", _Variable(), "Variable with the token", "Of that user.", "LISTMONK_TOKEN", since=2,
            shown="Token in the variable ",
            required=needs("`listmonk` has no `token_env`", "add under `listmonk:` the line `token_env: LISTMONK_TOKEN`", stops=True)),
        Key("from", Free(_Sender(), shown=False), "Sender", "If it is not the address in Listmonk's own settings.",
            "status@larkfield.example", attr="sender", since=2, shown="From: "),
    ))
MAILING_LIST = _MailingListRecord(of="`{name}`", short="address", free=True,
    keys=(
        Key("address", Free(_Sender(), shown=False), "Address", "Where messages to all its subscribers are sent.",
            "updates@lists.larkfield.example", since=2, shown="Address: "),
        Key("listmonk", Whole(minimum=1), "Number in Listmonk", "If Listmonk sends it.", 3, since=2, shown="Number in Listmonk: "),
        Key("audience", Free(Sentence(), shown=False), "For whom", "Its name under `audiences:`; everyone, if you say nothing.", "staff",
            since=2, terse=True, shown="For: "),
        Key("language", LanguageTag(), "In which language", "One of the site's. The audience's, if you say nothing, or the main one.", "en",
            since=2, shown="Language: "),
    ),
    title="A mailing list", words="Its address; or address: or listmonk:, audience: and language: below it.",
    examples=("updates@lists.larkfield.example", {"address": "staff@lists.larkfield.example", "audience": "staff"}, {"listmonk": 3}))
SUBSCRIBE = Record(of="`subscribe`", free=True, model=Subscribe,
    keys=(
        Key("email_url", Free(Address(private=True), shown=False), "By e-mail", "Where readers subscribe.",
            "https://larkfield.example/status-email", shown="Where readers subscribe by e-mail"),
        Key("email_privacy", Free(Sentence(), shown=False), "What happens to addresses",
            "In one sentence: who keeps the addresses of subscribers, and until when.",
            "We keep your address until you unsubscribe, and give it to nobody.", since=2,
            shown="What becomes of the addresses of subscribers"),
        Key("websub_hub", Free(Address(private=True), shown=False), "WebSub hub", "The hub that notifies feed readers.",
            "https://hub.larkfield.example/", shown="Hub that is told what is new"),
        Key("webhooks", Named(of=WEBHOOK, what="webhook", one="`{name}`"), "Programs that are notified", "A name for each.",
            {"chat": {"url_env": "CHAT_WEBHOOK", "kind": "slack"}}, unread=_FOR_PROGRAMS, shown="Webhook that is told what is new"),
        Key("posts", Named(of=POST_ACCOUNT, what="account", one="`{name}`"), "Accounts that post",
            "A name for each. `aboveboard notify` shows the posts; `notify --post` posts them.",
            {"mastodon": {"kind": "mastodon", "url": "https://social.larkfield.example/", "secret_env": "MASTODON_TOKEN"}}, since=2,
            shown="Account that posts what is new"),


        Key("mail_server", MAIL_SERVER, "Mail server", "Through which messages to your mailing lists go.",
            {"from": "status@larkfield.example", "server": "mail.larkfield.example", "user_env": "SMTP_USER", "password_env": "SMTP_PASSWORD"},
            since=2, docs="{from, server, encryption, user_env, password_env}: through which messages to your mailing lists go", shown="Mail server"),
        Key("listmonk", LISTMONK, "Listmonk", "If Listmonk has your lists.",
            {"url": "https://lists.larkfield.example/", "user_env": "LISTMONK_USER", "token_env": "LISTMONK_TOKEN"},
            since=2, docs="{url, user_env, token_env, from}: the Listmonk that has your lists", shown="Listmonk"),
        Key("lists", Named(of=MAILING_LIST, what="list", one="`{name}`", listed="everyone: updates@lists.larkfield.example"), "Mailing lists",
            "A name for each, and its address.", {"everyone": "updates@lists.larkfield.example"}, since=2,
            docs="name → its address, or {address, listmonk, audience, language}: the mailing lists that get every update", unread=_FOR_PROGRAMS, shown="Mailing list that is told what is new"),
    ))
SECURITY_TXT = Record(of="`security_txt`", free=True, model=SecurityTxt,
    keys=(
        Key("contact", _Contacts("a contact"), "Where to report a weakness", "Addresses, the preferred one first.",
            ["security@larkfield.example"], shown="How to report a weakness",
            required=needs("`security_txt` has no `contact`", "add under `security_txt:` a line such as `contact: [security@larkfield.example]`")),
        Key("expires", DayOrMoment(), "Expiry", "At most a year ahead.", "2027-12-01", shown="Until when that holds",
            required=needs("`security_txt` has no `expires`", "add under `security_txt:` a line such as `expires: 2027-12-01`")),
        Key("encryption", Free(_KeyAddress(), shown=False), "Key", "Where the key for encryption is.",
            "https://larkfield.example/key.asc", shown="Key to report a weakness with"),
        Key("acknowledgments", Free(Address(private=True), shown=False), "Thanks", "Where you thank people who report.",
            "https://larkfield.example/thanks", shown="Who is thanked for a report"),
        Key("policy", Free(Address(private=True), shown=False), "Policy", "What people who look for weaknesses may do.",
            "https://larkfield.example/policy", shown="Policy on reports"),
        Key("preferred_languages", _PreferredTags("a language"), "Languages", "In which you read reports.", ["en", "de"],
            shown="Languages of reports"),
    ))
CSAF = Record(of="`csaf`", free=True, model=_csaf,
    keys=(
        Key("publish", _Unless(), "Whether to publish them", "false: no CSAF documents.", False, since=2, shown="CSAF documents: "),
        Key("category", Choice(PublisherCategory, "category", (
                "You make or run the systems: the default.", "You use what others make.", "You speak for several, like a CERT.",
                "You look for weaknesses.", "None of these.")),
            "What you are in them", "The category of the publisher.", "user", since=2, shown="What you are in CSAF documents"),
        Key("namespace", Free(Address(private=True), shown=False), "Your namespace",
            "The address that stands for you in every CSAF document, if you publish others as well; it should never change.",
            "https://larkfield.example/", since=2, shown="Namespace of CSAF documents"),
        Key("aggregators", Choice(Aggregators, "answer", (
                "They may say where yours are: the default.", "They may copy them as well.", "Neither.")),
            "What collectors may do", "Whether others may list your documents, or copy them.", "mirror", since=2,
            shown="What collectors of CSAF documents may do"),
    ))
AUDIENCE = Record(of="the audience `{name}`", named=True, model=Audience, short="name", check=_is_a_group,
    help="write what readers call it, or `name:` with more keys below it",
    keys=(
        Key("name", Sentence(), "What readers call it", "A few words, as in: what this means for our staff.", "Our staff", attr="title",
            since=2, terse=True, shown="What readers call it: ", called="the audience `{name}`",
            required=needs("the audience `{name}` has no name for readers", "add a line such as `name: Our staff`", stops=True)),
        Key("words", Sentence(), "Who that is", "What helps a reader to choose, if the name does not say it.",
            "You work for us, or did in the last six years.", since=2, shown="Who that is: "),
        Key("pages", _Unless(), "Pages of its own", "false: incidents have no page for it, and everything for it is on the page for everyone.", False,
            since=2, shown="Pages of its own: "),
        Key("language", LanguageTag(), "In which language", "One of the site's languages, if most of them do not read the main one.", "en", since=2,
            shown="Language: "),
        but(CONTACT_KEY, translation=None, words="If they have their own contact. Keys that you leave out are as for everyone.",
            since=2, docs=""),
        Key("letter_to", Choice(Addressee, "addressee", (
                "Letters are written to those whose data it was.", "Letters are written to those who act for a child.",
                "Letters are written to next of kin of someone who has died.", "Letters are written to those who work for you, or did.")),
            "To whom letters are written", "If it is not those whose data it was.", "guardian", since=2, shown="Letters are written to: "),
    ),
    title="A group of readers", words="What readers call it; or name: with words:, pages:, language:, contact: and letter_to: below it.",
    examples=("Our staff", {"name": "Our staff", "words": "You work for us, or did in the last six years."}))
WORDING = Record(of="`wording`", free=True, model=Wording,
    keys=(
        Key("allow", Phrases("a phrase"), "Phrases that are fine here", "Wording rules ignore them.",
            ["outage of the meter portal"], shown="Wording that is allowed"),
        Key("add", Phrases("a phrase"), "Phrases to avoid", "Findings point them out.", ["valued customers"],
            shown="Wording that is reported"),
    ))
# fmt: on


#: The workflows sign anew once a day: a signature that is valid for one day would run out before.
_LEAST_DAYS: Final = 2
_MOST_DAYS: Final = 366


class _ValidDays(Whole):
    """For how many days a signature is valid."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> int | None:
        days = reader.whole(node, what)
        if days is not None and not _LEAST_DAYS <= days <= _MOST_DAYS:
            reader.problem(
                "wrong-type",
                node.at,
                f"a signature can be valid for {_LEAST_DAYS} to {_MOST_DAYS} days, not {days}",
                "write `valid_days: 7`; a new signature is made every day, so that is enough",
            )
            return None
        return days

    def part(self) -> Part:
        return {"type": "integer", "minimum": _LEAST_DAYS, "maximum": _MOST_DAYS}


def _signing(*, keys: tuple[SigningKey, ...], valid_days: int | None = None) -> Signing:
    return Signing(keys=keys, valid_days=DEFAULT_VALID_DAYS if valid_days is None else valid_days)


_EXAMPLE_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICLZCv2OLixoZvHummUDmlKY4DD2bMOqbVCw4n33geeW"
# fmt: off
SIGNING = Record(of="`signing`", free=True, model=_signing,
    keys=(
        Key("key", _PublicKeys("a key"), "The key that signs",
            "The one line of its .pub file; or several, with the key in use first.", _EXAMPLE_KEY, attr="keys",
            required=needs("`signing` has no `key`", "add it, as in your key's .pub file", stops=True)),
        Key("valid_days", _ValidDays(minimum=_LEAST_DAYS), "For how many days a signature is valid",
            "A whole number; 7 by default. The workflows sign again every day.", 14, since=2),
    ))
# fmt: on


class _Words(Map):
    """Words of the original, each with its translation."""

    def part(self) -> Part:
        return {"type": "object", "additionalProperties": self.of.part()}


# fmt: off
TRANSLATED_CONTACT = Record(of="`contact`", free=True,
    keys=tuple(key for key in CONTACT.keys if key.name in {"hours", "who", "out_of_band"}))
TRANSLATED_SUBSCRIBE = Record(of="`subscribe`", free=True,
    keys=tuple(key for key in SUBSCRIBE.keys if key.name == "email_privacy"))
TRANSLATED_AUDIENCE = Record(of="the audience `{name}`", free=True, short="name",
    keys=(
        Key("name", Sentence(), "What readers call it", "Translated.", "Unser Personal", since=2, terse=True),
        Key("words", Sentence(), "Who that is", "Translated.", "Sie arbeiten für uns.", since=2),
        Key("contact", TRANSLATED_CONTACT, "How to ask", "Translated.", {"hours": "täglich von 8 bis 20 Uhr"}, since=2),
    ))
TRANSLATED = Record(of="`{name}`", free=True,
    keys=(
        Key("title", Sentence(), "Title", "The site's title, translated.", "Larkfield Energy: Sicherheitsvorfälle", terse=True),
        Key("organisation", Sentence(), "Organisation", "Its name, translated.", "Larkfield Energie", terse=True),
        Key("contact", TRANSLATED_CONTACT, "How to ask", "Translated.", {"hours": "täglich von 8 bis 20 Uhr"}),
        Key("subscribe", TRANSLATED_SUBSCRIBE, "What happens to addresses", "Translated.",
            {"email_privacy": "Wir behalten Ihre Adresse, bis Sie sich abmelden, und geben sie niemandem."}, since=2),
        Key("systems", _Words(of=Sentence()), "Systems",
            "Each name from systems:, a colon and its name in this language.", {"Support desk": "Kundendienst"}, terse=True),
        Key("audiences", _Words(of=TRANSLATED_AUDIENCE), "For whom you write",
            "Each by its name under audiences:, a colon and what readers call it in this language.", {"staff": "Unser Personal"}, since=2),
    ))
# fmt: on


class _Translations(Map):
    """Translations of texts in the configuration. `content/settings.py`, which knows what can be translated, reads them last."""

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Node:
        return node

    def part(self) -> Part:
        pattern = {"pattern": f"^{_TAG}$", "patternErrorMessage": LanguageTag().part()["patternErrorMessage"]}
        return {"type": "object", "propertyNames": pattern, "additionalProperties": self.of.part()}

    def form(self) -> str:
        return f"language → {self.of.form()}"


class _Mkdocs(Kind):
    """Settings that are passed on to the builder."""

    PART: ClassVar[Part] = {"type": "object", "propertyNames": {"not": {"enum": sorted(OURS)}}}
    FORM = "settings of mkdocs.yml"

    def read(self, reader: Reader, node: Node, what: str, path: Path) -> Mapping[str, object]:
        table = reader.table(node, f"`{what}`", "write settings of mkdocs.yml on the lines below")
        values: dict[str, object] = {}
        for entry in table.entries.values() if table else ():
            if entry.key in OURS:
                reader.problem(
                    "unknown-key",
                    entry.key_at,
                    f"`{entry.key}` of mkdocs.yml is set by aboveboard",
                    "delete it here; addresses, pages and safety depend on it",
                )
            else:
                values[entry.key] = plain(entry.value)
        return MappingProxyType(values)


_WAY = r"(?:@[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\.)?(?:audiences\.[A-Za-z0-9-]+\.)?contact\.(?:email|phone|hours|who|out_of_band)(?:\.[2-9])?"


def _is_way(key: str) -> bool:
    """Whether a key is a way to ask, of an audience and in another language perhaps, with the number of the change where it is not the first."""
    return bool(re.fullmatch(_WAY, key))


# fmt: off
CONFIG = Record(of="site_config.yml", required_first=True,
    keys=(
        Key("organisation", ORGANISATION, "Who speaks", "The organisation.",
            {"name": "Larkfield Energy", "url": "https://larkfield.example/", "domains": ["larkfield.example"]},
            required=_NO_NAME, needed="required"),
        Key("site", SITE, "The site", "Its address, languages and looks.",
            {"url": "https://status.larkfield.example/", "language": "en", "timezone": "Europe/London"}, required=_NO_ADDRESS,
            needed="required"),
        but(CONTACT_KEY, translation=None),
        Key("changed",
            Keyed(of=CHANGE, one="the change of `{name}`", is_key=_is_way, pattern=f"^{_WAY}$",
                pattern_words="Write contact, a dot and the key that was changed, such as contact.phone.",
                help="write the key that was changed first, such as `contact.phone: {on: 2027-03-05, because: Why it changed., was: The earlier words.}`",
                bad="`{name}` is not a contact key", bad_help="write `contact.phone`, `audiences.staff.contact.phone` for an audience, or `@de.contact.hours` for the German words; a second change is `contact.phone.2`"),
            "What was changed here", "Under contact, a dot and the key: when, why, and the earlier words. Readers see both.",
            {"contact.phone": {"on": "2027-03-05", "because": "We have another number.", "was": "+44 20 7946 0018"}}, since=2,
            docs="`contact.phone`, `@de.contact.hours` or `audiences.staff.contact.phone` → {on, because, was}: what was changed under `contact` after it was sealed; a second change is `contact.phone.2`"),
        Key("systems", Sentences("a system"), "Systems", "Your systems, as readers know them.",
            ["Support desk", "Billing"], quiet=True),
        Key("audiences", Named(of=AUDIENCE, what="audience", one="`{name}`", listed="staff: Our staff"), "For whom you write",
            "A name for each group of readers that you write for, and what readers call it.", {"staff": "Our staff"}, since=2,
            docs="name → what readers call it, or {name, words, pages, language, contact}: the groups of readers that you write for",
            shown="Audience"),
        Key("policy", POLICY, "What we hold ourselves to", "How often you publish, and who must approve.",
            {"cadence": {"investigating": "24h"}, "grace": "15m"}),
        Key("profiles", Sentences("a profile"), "Which laws ask for a notice", "Names of notice profiles, for every incident.",
            ["gdpr-33", "gdpr-34"], shown="Notice profiles in force"),
        Key("subscribe", SUBSCRIBE, "Where readers subscribe", "In addition to the feeds, which are always there.",
            {"email_url": "https://larkfield.example/status-email"}),
        Key("security_txt", SECURITY_TXT, "For those who find a weakness", "Becomes /.well-known/security.txt.",
            {"contact": ["security@larkfield.example"], "expires": "2027-12-01"}),
        Key("csaf", CSAF, "For programs of security teams",
            "Each incident as a CSAF document under /.well-known/csaf/, unless you say publish: false.",
            {"category": "user", "aggregators": "mirror"}, since=2,
            docs="{publish, category, namespace, aggregators}: how programs of security teams are told; `publish: false`: without CSAF documents"),
        Key("wording", WORDING, "Phrases of your own", "Allowed or added.", {"add": ["valued customers"]}),
        Key("translations", _Translations(of=TRANSLATED), "The same in other languages",
            "A language, and below it the translated names and words from above.",
            {"de": {"title": "Larkfield Energy: Sicherheitsvorfälle", "systems": {"Support desk": "Kundendienst"}}},
            apart={"diff": "the words that it translates are shown instead"}),
        Key("signing", SIGNING, "Signature", "With which key the list of all files is signed.", {"key": _EXAMPLE_KEY},
            apart={"diff": "a key is shown by its fingerprint"}),
        Key("mkdocs", _Mkdocs(), "For the builder", "Settings that are passed on to mkdocs.yml.",
            {"copyright": "Larkfield Energy"}, shown="Setting of mkdocs.yml"),
        Key("builder",
            Choice(Builder, "builder",
                ("What usually makes the pages.", "MkDocs continued by others. Install it by hand.",
                    "New; only with the theme lifeboat. Install it by hand.")),
            "Builder", "What makes the pages.", "mkdocs", shown="Builder that makes the pages"),
        Key("plugins", Sentences("a plugin"), "Plugins",
            "Installed packages whose rules, files and notifiers are used, by the name under which each is installed.",
            ["larkfield-house-rules"], since=2, shown="Plugins in use"),
        Key("drill", Flag(), "A drill", "Only in the scratch copy of a drill, which writes it.", True,
            shown="Whether it is a drill"),
    ))
# fmt: on

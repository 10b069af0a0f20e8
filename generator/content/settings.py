"""site_config.yml: from text to the site's configuration, strictly."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from generator.content.integrity import read_public_key
from generator.format import strict_yaml
from generator.format.reading import NAME, Reader, invented
from generator.format.strict_yaml import Node, Table, Text, short
from generator.model.config import (
    ALWAYS,
    DEFAULT_CADENCE,
    DRILL_URL,
    NOT_YET,
    Contact,
    Organisation,
    Policy,
    Press,
    SecurityTxt,
    SigningKey,
    SiteConfig,
    SiteSettings,
    Subscribe,
    Webhook,
    WebhookKind,
    Wording,
)
from generator.model.diagnostic import Problem
from generator.model.document import ConfigDocument
from generator.model.source import Source
from generator.model.telling import LOOPBACK
from generator.model.update import Status

PATH = "site_config.yml"

CONFIG_KEYS = (
    *("organisation", "site", "contact", "systems", "policy", "profiles", "subscribe", "security_txt", "wording", "translations"),
    *("signing", "mkdocs", "press", "drill"),
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
#: Keys of mkdocs.yml that addresses and safety rest on, or by which a page could ask something of another host.
OURS = frozenset(
    "site_url site_name docs_dir site_dir theme plugins hooks nav markdown_extensions use_directory_urls extra extra_css extra_javascript"
    " extra_templates INHERIT".split()
)


def parse_settings(source: Source, problems: tuple[Problem, ...]) -> ConfigDocument:
    """The configuration; `config` is None when anything in it could not be understood."""
    reader, node = Reader.opened(source, problems)
    config = _config(reader, node) if reader.understood else None
    return ConfigDocument(
        source=source,
        places=MappingProxyType(reader.places),
        problems=tuple(reader.problems),
        config=config if reader.understood else None,
    )


def _config(reader: Reader, node: Node | None) -> SiteConfig | None:
    if not isinstance(node, Table):
        reader.problem(
            "wrong-type", reader.places[()].whole, "site_config.yml has no keys", "begin with `organisation:` and `site:`"
        )
        return None
    reader.record_all(node)
    given = reader.keys(node, CONFIG_KEYS, "site_config.yml")
    organisation = _organisation(reader, given.get("organisation"))
    site = _site(reader, given.get("site"))
    if organisation is None or site is None:
        return None
    contact = read_contact(reader, given["contact"]) or Contact() if "contact" in given else Contact()
    systems = reader.texts(given["systems"], "a system") if "systems" in given else ()
    said = {
        "title": {"title": site.title},
        "organisation": {"organisation": organisation.name},
        "contact": {"hours": contact.hours, "who": contact.who, "out_of_band": contact.out_of_band},
        "systems": {system: system for system in systems},
    }
    config = SiteConfig(
        organisation=organisation,
        site=site,
        contact=contact,
        systems=systems,
        policy=_policy(reader, given["policy"]) if "policy" in given else Policy(),
        profiles=reader.texts(given["profiles"], "a profile") if "profiles" in given else (),
        subscribe=_subscribe(reader, given["subscribe"]) if "subscribe" in given else Subscribe(),
        security_txt=_security_txt(reader, given["security_txt"]) if "security_txt" in given else SecurityTxt(),
        wording=_wording(reader, given["wording"]) if "wording" in given else Wording(),
        signing=_signing(reader, given["signing"]) if "signing" in given else (),
        translations=_translations(reader, given["translations"], site, said)
        if "translations" in given
        else MappingProxyType({}),
        mkdocs=_mkdocs(reader, given["mkdocs"]) if "mkdocs" in given else MappingProxyType({}),
        press=(reader.choice(given["press"], Press, "press") if "press" in given else None) or Press.MKDOCS,
    )
    return _of_a_drill(config) if "drill" in given and reader.flag(given["drill"], "drill") else config


def _of_a_drill(config: SiteConfig) -> SiteConfig:
    """The settings of a rehearsal: no address that anybody could reach, and nobody to tell. Links to the real site stay ours."""
    host = urlsplit(config.site.url).hostname or ""
    return replace(
        config,
        site=replace(config.site, url=DRILL_URL),
        organisation=replace(config.organisation, domains=tuple(dict.fromkeys((*config.organisation.domains, host)))),
        subscribe=Subscribe(),
        security_txt=SecurityTxt(),
        drill=True,
    )


def _section(reader: Reader, node: Node, name: str, keys: tuple[str, ...]) -> dict[str, Node]:
    if isinstance(node, Text) and node.is_empty:
        return {}
    table = reader.table(node, f"`{name}`", f"write its keys on the lines below, two spaces in: {', '.join(keys)}")
    return reader.keys(table, keys, f"`{name}`") if table else {}


def _text(reader: Reader, given: Mapping[str, Node], key: str) -> str:
    return reader.text(given[key], f"`{key}`") if key in given and not _is_empty(given[key]) else ""


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.is_empty


def _missing(reader: Reader, path: str, example: str) -> None:
    section = reader.places.get((path.partition(".")[0],), reader.places[()])
    reader.problem("missing-key", section.whole, f"`{path}` is missing", f"add it, for example {example}")


def _organisation(reader: Reader, node: Node | None) -> Organisation | None:
    given = _section(reader, node, "organisation", ("name", "url", "logo", "domains")) if node is not None else {}
    if "name" not in given:
        _missing(reader, "organisation.name", "organisation: {name: Larkfield Energy}")
        return None
    domains = reader.texts(given["domains"], "a domain") if "domains" in given else ()
    for domain in domains:
        if not _HOST.fullmatch(domain.lower()):
            reader.problem(
                "wrong-type", given["domains"].at, f"`{domain[:60]}` is not a domain", "write it like larkfield.example"
            )
    url = _text(reader, given, "url")
    if url:
        _check_address(reader, given["url"], url, "url")
    return Organisation(
        name=reader.text(given["name"], "`name`"),
        url=url,
        logo=_text(reader, given, "logo"),
        domains=tuple(domain.lower() for domain in domains),
    )


def _site(reader: Reader, node: Node | None) -> SiteSettings | None:
    keys = ("url", "title", "language", "languages", "timezone", "theme", "public_since")
    given = _section(reader, node, "site", keys) if node is not None else {}
    if "url" not in given:
        _missing(reader, "site.url", "site: {url: https://status.larkfield.example/}")
        return None
    url = reader.text(given["url"], "`url`")
    split = _check_address(reader, given["url"], url, "url")
    if split and (split.query or split.fragment):
        reader.problem("wrong-type", given["url"].at, "the site's address cannot have a ? or # in it", "write the address alone")
    language = _text(reader, given, "language") or "en"
    languages = reader.texts(given["languages"], "a language") if "languages" in given else ()
    for tag, at in [(language, given.get("language")), *((tag, given.get("languages")) for tag in languages)]:
        if at is not None and not _LANGUAGE.fullmatch(tag):
            reader.problem("wrong-type", at.at, f"`{tag[:40]}` is not a language tag", "write it like en, de or pt-BR")
    timezone = _timezone(reader, given.get("timezone"))
    return SiteSettings(
        url=url if url.endswith("/") else url + "/",
        title=_text(reader, given, "title"),
        language=language,
        languages=languages,
        timezone=timezone,
        theme=_theme(reader, given.get("theme")),
        public_since=_public_since(reader, given["public_since"], timezone) if "public_since" in given else ALWAYS,
    )


def _public_since(reader: Reader, node: Node, timezone: ZoneInfo) -> datetime:
    if isinstance(node, Text) and node.value.strip() == "not_yet":
        return NOT_YET
    when = reader.when(node, "public_since")
    if when is None:
        return ALWAYS
    return when.astimezone(UTC) if isinstance(when, datetime) else datetime.combine(when, time(), timezone).astimezone(UTC)


def _check_address(reader: Reader, node: Node, url: str, key: str) -> Any:
    try:
        split = urlsplit(url)
        host = split.hostname or ""
        split.port  # noqa: B018  # reading it is what refuses an impossible port
    except ValueError:
        split, host = None, ""
    if not split or split.scheme not in {"https", "http"} or not _HOST.fullmatch(host) or "@" in split.netloc or " " in url:
        reader.problem(
            "wrong-type", node.at, f"`{key}` is not a web address", "write it in full, such as https://status.larkfield.example/"
        )
        return None
    return split


def _timezone(reader: Reader, node: Node | None) -> ZoneInfo:
    if node is None:
        return ZoneInfo("UTC")
    name = reader.text(node, "`timezone`")
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        # LookupError: no such zone. ValueError: not a zone's name at all. OSError: the name of a folder of zones.
        reader.problem("wrong-type", node.at, f"`{name[:60]}` is not a time zone", "write it like Europe/London or UTC")
        return ZoneInfo("UTC")


def _theme(reader: Reader, node: Node | None) -> str:
    if node is None:
        return "material"
    name = reader.text(node, "`theme`")
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name in {"pages", "partials", "shared", "fonts", "locales"}:
        reader.problem("wrong-type", node.at, f"`{name[:60]}` is not the name of a theme", "write `theme: material`")
    return name


def read_contact(reader: Reader, node: Node) -> Contact | None:
    """`contact`, of the site or of one incident."""
    given = _section(reader, node, "contact", ("email", "phone", "hours", "who", "out_of_band"))
    contact = Contact(**{key: _text(reader, given, key) for key in ("email", "phone", "hours", "who", "out_of_band")})
    if contact.email and not _EMAIL.fullmatch(contact.email):
        reader.problem("wrong-type", given["email"].at, "this is not an e-mail address", "write it like help@larkfield.example")
    return contact


def _policy(reader: Reader, node: Node) -> Policy:
    given = _section(reader, node, "policy", ("cadence", "grace", "approvals", "readability"))
    cadence = dict(DEFAULT_CADENCE)
    if "cadence" in given:
        statuses = tuple(status.value for status in DEFAULT_CADENCE)
        for status, value in _section(reader, given["cadence"], "cadence", statuses).items():
            length = reader.length(value, status)
            if length is not None and length <= timedelta():
                reader.problem("wrong-type", value.at, f"`{status}` must be longer than nothing", "write it like 24h or 7d")
            elif length is not None:
                cadence[Status(status)] = length
    grace = reader.length(given["grace"], "grace") if "grace" in given else None
    return Policy(
        cadence=MappingProxyType(cadence),
        grace=grace or timedelta(),
        approvals=read_roles(reader, given["approvals"]) if "approvals" in given else (),
        grade_at_most=_readability(reader, given["readability"]) if "readability" in given else None,
    )


def read_roles(reader: Reader, node: Node) -> tuple[str, ...]:
    """A list of roles, by their names in `approved_by`."""
    roles = reader.texts(node, "a role")
    for role in roles:
        if not NAME.fullmatch(role):
            reader.problem(
                "bad-name",
                node.at,
                f"`{short(role)}` cannot be the name of a role",
                f"use small letters, digits and hyphens, as `approved_by` will: `{invented(role, ())}`",
            )
    return tuple(dict.fromkeys(roles))


def _readability(reader: Reader, node: Node) -> float | None:
    given = _section(reader, node, "readability", ("grade_at_most",))
    if "grade_at_most" not in given:
        return None
    value = given["grade_at_most"]
    if isinstance(value, Text) and re.fullmatch(r"\d{1,2}(?:\.\d)?", value.value.strip()):
        return float(value.value)
    reader.problem("wrong-type", value.at, "`grade_at_most` needs a number", "write it like grade_at_most: 9")
    return None


def _subscribe(reader: Reader, node: Node) -> Subscribe:
    given = _section(reader, node, "subscribe", ("email_url", "websub_hub", "webhooks"))
    values = {key: _text(reader, given, key) for key in ("email_url", "websub_hub")}
    for key, url in values.items():
        if url:
            _check_address(reader, given[key], url, key)
    if values["websub_hub"]:
        _check_private(reader, given["websub_hub"], values["websub_hub"], "websub_hub")
    webhooks: Mapping[str, Webhook] = MappingProxyType({})
    if "webhooks" in given:
        webhooks = reader.named(given["webhooks"], "webhook", partial(_webhook, reader), "subscribe", "webhooks")
    return Subscribe(**values, webhooks=webhooks)


def _webhook(reader: Reader, name: str, node: Node, _path: tuple[str, ...]) -> Webhook | None:
    before = len(reader.problems)
    given = _section(reader, node, name, ("url", "url_env", "kind", "secret_env"))
    kind = (reader.choice(given["kind"], WebhookKind, "kind") if "kind" in given else None) or WebhookKind.JSON
    url = _text(reader, given, "url")
    if url and _check_address(reader, given["url"], url, "url"):
        _check_private(reader, given["url"], url, "url")
    if len({"url", "url_env"} & set(given)) != 1:
        reader.problem(
            "wrong-type",
            node.at,
            f"`{name}` needs either `url` or `url_env`",
            f"write `url_env: {name.upper().replace('-', '_')}_URL`, and keep the address in that environment variable",
        )
    if kind is WebhookKind.SLACK and "secret_env" in given:
        reader.problem(
            "wrong-type",
            given["secret_env"].at,
            "a webhook in Slack's form is not signed",
            "delete `secret_env`, or write `kind: json`",
        )
    variables = {key: _variable(reader, given[key], key) if key in given else "" for key in ("url_env", "secret_env")}
    return Webhook(kind=kind, url=url, **variables) if len(reader.problems) == before else None


def _check_private(reader: Reader, node: Node, url: str, key: str) -> None:
    split = urlsplit(url)
    if split.scheme != "https" and split.hostname not in LOOPBACK:
        reader.problem(
            "wrong-type", node.at, f"`{key}` is an address at which others can listen in", "let it begin with https://"
        )


def _variable(reader: Reader, node: Node, key: str) -> str:
    name = reader.text(node, f"`{key}`")
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,99}", name):
        # What stands there may be the secret itself: it is not said again.
        reader.problem(
            "wrong-type",
            node.at,
            f"`{key}` is not the name of an environment variable",
            f"write the variable's name, such as {key}: CHAT_WEBHOOK, and keep its value out of this file",
        )
    return name


def _security_txt(reader: Reader, node: Node) -> SecurityTxt:
    keys = ("contact", "expires", "encryption", "acknowledgments", "policy", "preferred_languages")
    given = _section(reader, node, "security_txt", keys)
    contacts = reader.texts(given["contact"], "a contact") if "contact" in given else ()
    for key, example in (("contact", "contact: [security@larkfield.example]"), ("expires", "expires: 2027-12-01")):
        if key not in given:
            reader.problem("missing-key", node.at, f"`security_txt` has no `{key}`", f"add it, for example {example}")
    addresses = {key: _text(reader, given, key) for key in ("encryption", "acknowledgments", "policy")}
    for key, address in addresses.items():
        # A key may also lie in DNS or be known by its fingerprint (RFC 9116, section 2.5.4).
        if address and not (key == "encryption" and re.fullmatch(r"(?:dns|openpgp4fpr):[^\s<>\"]+", address)):
            _check_address(reader, given[key], address, key)
            _check_private(reader, given[key], address, key)
    listed = reader.texts(given["preferred_languages"], "a language") if "preferred_languages" in given else ()
    languages = [tag.strip() for text in listed for tag in text.split(",")]
    for tag in languages:
        if not _LANGUAGE.fullmatch(tag):
            reader.problem(
                "wrong-type",
                given["preferred_languages"].at,
                f"`{tag[:40]}` is not a language tag",
                "write them like preferred_languages: [en, de]",
            )
    return SecurityTxt(
        contact=tuple(_finder_contact(reader, given["contact"], contact) for contact in contacts),
        expires=reader.when(given["expires"], "expires") if "expires" in given else None,
        preferred_languages=tuple(dict.fromkeys(languages)),
        **addresses,
    )


def _finder_contact(reader: Reader, node: Node, written: str) -> str:
    """A contact of security.txt as the address in full that RFC 9116 wants (section 2.5.3)."""
    scheme, _, rest = written.partition(":")
    if scheme.lower() == "mailto" and _EMAIL.fullmatch(rest.partition("?")[0]):
        return f"mailto:{rest}"
    if _EMAIL.fullmatch(written):
        return f"mailto:{written}"
    number = re.sub(r"[\s().-]", "", rest if scheme.lower() == "tel" else written)
    if re.fullmatch(r"\+[0-9]{5,15}", number):
        return f"tel:{number}"
    if scheme.lower() == "https" and _check_address(reader, node, written, "contact"):
        return written
    if scheme.lower() != "https":
        reader.problem(
            "wrong-type",
            node.at,
            f"`{short(written)}` is no way to reach somebody",
            "write an e-mail address, a telephone number with its country (+44 …), or a page that begins with https://",
        )
    return written


def _wording(reader: Reader, node: Node) -> Wording:
    given = _section(reader, node, "wording", ("allow", "add"))
    return Wording(**{key: reader.texts(given[key], "a phrase") for key in ("allow", "add") if key in given})


def _signing(reader: Reader, node: Node) -> tuple[SigningKey, ...]:
    given = _section(reader, node, "signing", ("key",))
    if "key" not in given:
        reader.problem("missing-key", node.at, "`signing` has no `key`", "add it, as it stands in your key's .pub file")
        return ()
    keys = tuple(_public_key(reader, given["key"], line) for line in reader.texts(given["key"], "a key"))
    return tuple(dict.fromkeys(key for key in keys if key))


def _public_key(reader: Reader, node: Node, line: str) -> SigningKey | None:
    if "PRIVATE" in line:
        reader.problem(
            "wrong-type",
            node.at,
            "this is the secret half of a key",
            "make a new key, since this one is known to all who can read this file; here stands what is in the .pub file",
        )
        return None
    key = read_public_key(line)
    if key is None:
        reader.problem(
            "wrong-type",
            node.at,
            "this is not a public key of OpenSSH",
            "copy the one line of your key's .pub file, such as `key: ssh-ed25519 AAAA…`",
        )
    return key


def _translations(
    reader: Reader, node: Node, site: SiteSettings, said: Mapping[str, Mapping[str, str]]
) -> Mapping[str, Mapping[str, str]]:
    """What the configuration says, beside the same in other languages; `said` is what it says, by key, or by section and key."""
    tags = tuple(tag for tag in site.languages if tag.lower() != site.language.lower())
    found: dict[str, Mapping[str, str]] = {}
    for tag, words in _section(reader, node, "translations", tags).items():
        pairs: dict[str, str] = {}
        for key, value in _section(reader, words, tag, tuple(said)).items():
            inside = {key: value} if key in said[key] else _section(reader, value, key, tuple(said[key]))
            for name, text in inside.items():
                if said[key][name]:
                    pairs[said[key][name]] = reader.text(text, f"`{name}`")
                else:
                    at = "site" if key == "title" else key
                    reader.problem(
                        "wrong-type",
                        text.at,
                        f"`{name}` has nothing to translate",
                        f"write it under `{at}:` too, or delete it here",
                    )
        found[tag] = MappingProxyType(pairs)
    return MappingProxyType(found)


def _mkdocs(reader: Reader, node: Node) -> Mapping[str, object]:
    table = reader.table(node, "`mkdocs`", "write settings of mkdocs.yml on the lines below")
    values: dict[str, object] = {}
    for entry in table.entries.values() if table else ():
        if entry.key in OURS:
            reader.problem(
                "unknown-key",
                entry.key_at,
                f"`{entry.key}` of mkdocs.yml is set by the generator",
                "delete it here; addresses, pages and safety depend on it",
            )
        else:
            values[entry.key] = strict_yaml.plain(entry.value)
    return MappingProxyType(values)

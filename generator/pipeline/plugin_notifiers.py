"""The notifiers of plugins: what they return is checked before it is sent."""

from collections.abc import Mapping
from typing import Any

from generator.errors import UsageError
from generator.model.notifications import MessageBody, NewsItem, Notifier
from generator.model.plugins import EntryPoint
from generator.pipeline.extensions import Extensions, guarded, unchecked, unusable


def notifiers(added: Extensions) -> Mapping[str, Notifier]:
    """Return the notifiers of plugins, by name."""
    return {name: _notifier(one) for name, one in added.notifiers.items()}


def notifier_named(added: Extensions, name: str, webhook: str) -> Notifier:
    """Return a notifier of a plugin.

    Args:
        added: what the plugins add.
        name: the notifier's name.
        webhook: the name of the webhook that asks for it.

    Raises:
        UsageError: no plugin in use has one of this name.
    """
    if name not in added.notifiers:
        known = ", ".join(added.notifiers)
        raise UsageError(
            f"the webhook {webhook} asks for the notifier {name}, which no plugin in site_config.yml has",
            f"write `notifier:` with one of: {known}"
            if known
            else "add the package that has it under `plugins:` in site_config.yml; `aboveboard plugins` lists those that are installed",
        )
    return _notifier(added.notifiers[name])


def _notifier(one: EntryPoint) -> Notifier:
    def notify(item: NewsItem) -> MessageBody:
        loaded: Any = one.load()
        if not callable(loaded):
            raise unusable(one, f"the notifier `{one.name}` cannot be called")
        body, *_ = guarded(one, f"notifier {one.name}", lambda: (loaded(item),))
        if not isinstance(body, MessageBody):
            raise unusable(one, f"the notifier `{one.name}` returned {type(body).__name__}, not the body of a message")
        data, kind = map(unchecked, (body.data, body.content_type))
        if not isinstance(data, bytes) or not isinstance(kind, str) or not kind.isascii() or not kind.isprintable():
            raise unusable(
                one,
                f"the notifier `{one.name}` returned a body that is not of bytes, or whose content type is not one line of ASCII",
            )
        return body

    return notify

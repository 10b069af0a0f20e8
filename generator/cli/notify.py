"""`aboveboard notify`: notifies the WebSub hub and the webhooks of new items."""

import os
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import click

from generator import __version__
from generator.adapters import network
from generator.adapters.generated_files import read_generated, write_generated
from generator.adapters.network import refuse_address, refuse_secret
from generator.adapters.theme_files import read_theme
from generator.cli.judging import exit_code, judge, refuse_drill, report, time_of
from generator.cli.output import say, write
from generator.format.times import length_of
from generator.model.config import Subscribe
from generator.model.notifications import Delivery, Message, NotifyState, Target, TargetKind
from generator.notifications import new_items
from generator.notifications.notify_state import notify_state_text, parse_notify_state
from generator.pipeline import publishing
from generator.pipeline.extensions import notifier_named

#: The oldest items of which a new target is notified.
FRESH = timedelta(hours=24)
_STATE_LIMIT = 1 << 26


def run(
    state: Path,
    timeout: float,
    since: str | None,
    everything: bool,
    published_within: str | None,
    strict: bool,
    dry_run: bool,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    state_path = str(state)
    when = time_of(now, root)
    if sum(map(bool, (since, everything, published_within))) > 1:
        raise click.UsageError("--since, --all and --published-within say different things; give one of them.")
    first = _first_moment(when, since, everything, published_within, root)
    judged = judge(root, when)
    refuse_drill(judged, "told to anybody")
    if code := exit_code(judged.checked.diagnostics):
        write(report(judged, "plain", colours=False))
        say("Nobody was told anything.", err=True)
        raise click.exceptions.Exit(code)
    site = publishing.publish(judged.checked, when)
    added = judged.checked.extensions
    for name, webhook in site.config.subscribe.webhooks.items():
        if webhook.notifier:
            notifier_named(added, webhook.notifier, name)
    targets = _targets(site.config.subscribe)
    if not targets:
        say("There is nobody to tell: site_config.yml has no `websub_hub` and no `webhooks` under `subscribe:`.")
        return
    items = new_items.new_items(site, read_theme(site.config.site.theme, root))
    remembers = published_within is None
    notify_state = parse_notify_state(read_generated(root, state_path, _STATE_LIMIT), state_path) if remembers else NotifyState()
    notify_state = new_items.first_met(notify_state, targets, items, first)
    pending = {
        target.name: new_items.messages(target, new_items.due(notify_state, target, items), added.notifiers) for target in targets
    }
    if dry_run:
        for target in targets:
            for message in pending[target.name]:
                say(f"Would tell {target.name}: {message.about}")
        if not any(pending.values()):
            say("Everybody has been told everything.")
        return
    if remembers:
        # Saved before the first message: a new target is recorded now, so that failed messages are repeated and not skipped next time.
        write_generated(root, state_path, notify_state_text(notify_state))
    failed: dict[str, list[tuple[Message, str]]] = defaultdict(list)
    outcomes: dict[str, list[Delivery]] = defaultdict(list)
    for target in targets:
        if target.unusable and pending[target.name]:
            failed[target.name] = [(message, target.unusable) for message in pending[target.name]]
    ready = [message for target in targets if not target.unusable for message in pending[target.name]]
    for outcome in network.send(ready, timeout, f"aboveboard/{__version__}"):
        name = outcome.message.target.name
        if not outcome.arrived:
            failed[name].append((outcome.message, outcome.why))
            continue
        outcomes[name].append(outcome)
        say(f"Told {name}: {outcome.message.about}")
        notify_state = notify_state.told(outcome.message, new_items.complete(outcomes[name], pending[name]))
        if remembers:
            write_generated(root, state_path, notify_state_text(notify_state))
    if not any(pending.values()):
        say("Everybody has been told everything.")
    for name, losses in sorted(failed.items()):
        _say_failed(name, losses, remembers)
    if strict and failed:
        raise click.exceptions.Exit(1)


def _first_moment(when: datetime, since: str | None, everything: bool, within: str | None, root: Path) -> datetime:
    if since is not None:
        return time_of(since, root, "--since")
    if everything:
        return datetime.min.replace(tzinfo=when.tzinfo)
    if within is None:
        return when - FRESH
    length = length_of(within)
    if length is None:
        raise click.UsageError(f"--published-within {within} is not a length of time; write it like 30m, 2h or 1d.")
    return when - length


def _targets(subscribe: Subscribe) -> tuple[Target, ...]:
    """Return all targets, with secrets from the environment."""
    targets = []
    if subscribe.websub_hub:
        targets.append(Target(name="the hub", kind=TargetKind.WEBSUB, url=subscribe.websub_hub))
    for name, webhook in subscribe.webhooks.items():
        url = webhook.url or os.environ.get(webhook.url_env, "").strip()
        secret = os.environ.get(webhook.secret_env, "").strip() if webhook.secret_env else ""
        if not url:
            unusable = f"the environment variable {webhook.url_env} is not set"
        elif webhook.secret_env and not secret:
            # Never send unsigned instead: recipients that check signatures would refuse it, and others would not notice.
            unusable = f"the environment variable {webhook.secret_env} is not set"
        else:
            unusable = refuse_address(url) or (refuse_secret(secret) if secret else "")
        kind = TargetKind.PLUGIN if webhook.notifier else TargetKind(webhook.kind.value)
        targets.append(Target(name=name, kind=kind, url=url, secret=secret, unusable=unusable, notifier=webhook.notifier))
    return tuple(targets)


def _say_failed(name: str, losses: list[tuple[Message, str]], remembers: bool) -> None:
    message, why = losses[0]
    more = f" and {len(losses) - 1} more" if len(losses) > 1 else ""
    kept = "It is kept for the next run." if remembers else "It is not kept, because --published-within remembers nothing."
    say(
        f"{name} was not told of {message.about!r}{more}: {why}. {kept}",
        err=True,
        lead="warning",
    )

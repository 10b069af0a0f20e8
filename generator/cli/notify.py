"""`aboveboard notify`: notifies the WebSub hub and the webhooks of new items, and posts them when that is asked for."""

import os
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import click

from generator import __version__
from generator.adapters import network
from generator.adapters.generated_files import read_generated, write_generated
from generator.adapters.network import refuse_address, refuse_secret, refuse_token
from generator.adapters.theme_files import read_theme
from generator.cli.judging import exit_code, judge, refuse_drill, report, time_of
from generator.cli.output import say, write
from generator.format.times import length_of
from generator.model.config import PostAccount, Subscribe
from generator.model.notifications import Delivery, Message, NotifyState, Target, TargetKind
from generator.notifications import new_items, ntfy
from generator.notifications.announcing import Announcer
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
    post: bool,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    state_path = str(state)
    when = time_of(now, root)
    if sum(map(bool, (since, everything, published_within))) > 1:
        raise click.UsageError("--since, --all and --published-within exclude each other; give one of them.")
    if post and dry_run:
        raise click.UsageError("--post posts, and --dry-run only shows; give one of them.")
    first = _first_moment(when, since, everything, published_within, root)
    judged = judge(root, when)
    refuse_drill(judged, "told to anyone")
    if code := exit_code(judged.checked.diagnostics):
        write(report(judged, "plain", colours=False))
        say("No one was told anything.", err=True)
        raise click.exceptions.Exit(code)
    site = publishing.publish(judged.checked, when)
    added = judged.checked.extensions
    for name, webhook in site.config.subscribe.webhooks.items():
        if webhook.notifier:
            notifier_named(added, webhook.notifier, name)
    theme = read_theme(site.config.site.theme, root)
    announcer = Announcer(site, theme)
    targets = _targets(site.config.subscribe, announcer)
    if not targets:
        say("There is no one to tell: site_config.yml has no `websub_hub`, no `webhooks` and no `posts` under `subscribe:`.")
        return
    items = new_items.new_items(site, theme)
    remembers = published_within is None
    notify_state = parse_notify_state(read_generated(root, state_path, _STATE_LIMIT), state_path) if remembers else NotifyState()
    met = new_items.first_met(notify_state, targets, items, first)
    pending = {
        target.name: new_items.messages(target, new_items.due(met, target, items), announcer, added.notifiers)
        for target in targets
    }
    if dry_run:
        for target in targets:
            for message in pending[target.name]:
                if not target.kind.is_public:
                    say(f"Would tell {target.name}: {message.about}")
        _show_posts(targets, pending)
        if not any(pending.values()):
            say("Everyone has been told everything.")
        return
    shown = () if post else tuple(target for target in targets if target.kind.is_public)
    # An account is met when it first posts: what was only shown before, and is older than a day by then, is not posted all at once.
    targets = tuple(target for target in targets if target not in shown)
    notify_state = new_items.first_met(notify_state, targets, items, first)
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
        if outcome.message.target.kind.is_public:
            say(f"POSTED by {name}: {outcome.message.about} {outcome.address}")
        else:
            say(f"Told {name}: {outcome.message.about}")
        notify_state = notify_state.told(outcome.message, new_items.complete(outcomes[name], pending[name]))
        if remembers:
            write_generated(root, state_path, notify_state_text(notify_state))
    if not any(pending.values()):
        say("Everyone has been told everything.")
    for name, losses in sorted(failed.items()):
        _say_failed(name, losses, remembers)
    _show_posts(shown, pending)
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


def _show_posts(targets: tuple[Target, ...], pending: Mapping[str, tuple[Message, ...]]) -> None:
    """Show posts that are not posted, each line marked as what it is, and say last that none was."""
    waiting = [message for target in targets if target.kind.is_public for message in pending[target.name]]
    for message in waiting:
        say(f"NOT POSTED by {message.target.name}, only shown: {message.about}")
        if message.unwritten:
            say(f"    There is no post: {message.unwritten}.")
        for line in message.shown.splitlines():
            say(f"    | {line}")
    if waiting:
        posts = "1 post was shown" if len(waiting) == 1 else f"{len(waiting)} posts were shown"
        say(f"{posts}, and NOTHING WAS POSTED. To post: aboveboard notify --post", err=True, lead="warning")


def _targets(subscribe: Subscribe, announcer: Announcer) -> tuple[Target, ...]:
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
            unusable = refuse_address(url) or announcer.refuse_language(webhook.language)
        kind = TargetKind.PLUGIN if webhook.notifier else TargetKind(webhook.kind.value)
        if not unusable and kind is TargetKind.NTFY:
            unusable = ntfy.refuse_topic(url) or refuse_token(secret)
        elif not unusable and secret:
            unusable = refuse_secret(secret)
        targets.append(
            Target(
                name=name,
                kind=kind,
                url=url,
                secret=secret,
                unusable=unusable,
                notifier=webhook.notifier,
                language=webhook.language,
            )
        )
    targets.extend(_account(name, account, announcer) for name, account in subscribe.posts.items())
    return tuple(targets)


def _account(name: str, account: PostAccount, announcer: Announcer) -> Target:
    secret = os.environ.get(account.secret_env, "").strip()
    unusable = "" if secret else f"the environment variable {account.secret_env} is not set"
    return Target(
        # No webhook has a name with a space, so none shares its entry in the state.
        name=f"the account {name}",
        kind=TargetKind(account.kind.value),
        url=account.url,
        secret=secret,
        unusable=unusable or refuse_address(account.url) or refuse_token(secret) or announcer.refuse_language(account.language),
        language=account.language,
        handle=account.handle,
        visibility=account.visibility.value if account.visibility else "",
        characters=account.characters,
    )


def _say_failed(name: str, losses: list[tuple[Message, str]], remembers: bool) -> None:
    message, why = losses[0]
    more = f" and {len(losses) - 1} more" if len(losses) > 1 else ""
    kept = (
        "It will be sent in the next run."
        if remembers
        else "It will not be sent again, because --published-within records nothing."
    )
    say(
        f"{name} was not told of {message.about!r}{more}: {why}. {kept}",
        err=True,
        lead="warning",
    )

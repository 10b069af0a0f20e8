"""The line of a direct notice that a finding offers: what its writer gave, without what cannot stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from generator.format.strict_yaml import quoted
from generator.model.moment import in_file
from generator.model.update import Count, CountForm, DirectNotice


def notice_line(notice: DirectNotice, zone: ZoneInfo) -> str:
    """Return a direct notice as one line of an update; a time in a time zone."""
    given = {"how": quoted(notice.how, flow=True)}
    if notice.by is not None:
        given["by"] = in_file(notice.by, zone) if isinstance(notice.by, datetime) else str(notice.by)
    given |= {
        key: _count_yaml(count) for key, count in (("sent", notice.sent), ("returned", notice.returned)) if count is not None
    }
    if notice.complete:
        given["complete"] = "true"
    if notice.on is not None:
        given["on"] = in_file(notice.on, zone) if isinstance(notice.on, datetime) else str(notice.on)
    if notice.silence:
        given["silence"] = quoted(notice.silence, flow=True)
    return f"{notice.name}: {{{', '.join(f'{key}: {value}' for key, value in given.items())}}}"


def _count_yaml(count: Count) -> str:
    if count.form is CountForm.EXACT:
        return str(count.low)
    if count.form is CountForm.BETWEEN:
        return f"{{between: [{', '.join(map(str, count.stated))}]}}"
    return f"{{{count.form.value}: {count.stated[0] if count.stated else 'true'}}}"

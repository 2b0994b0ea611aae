"""Read a time that somebody wrote. What could mean several times is asked about, not guessed."""

from __future__ import annotations

import functools
import re
import warnings
import zoneinfo
from datetime import UTC, datetime, timedelta, timezone, tzinfo

__all__ = ["MomentError", "read_moment", "read_zone"]

_HINT = 'write it like "2026-01-05 23:59 +0800"; without a zone it is UTC'
_NUMBERS = re.compile(
    r"(?P<year>\d{4})(?:(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"
    r"|年 ?(?P<month2>\d{1,2}) ?月 ?(?P<day2>\d{1,2}) ?日)"
    r"(?:(?:[ T]|(?<=日))\s*(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?"
    r"(?P<half> ?[AaPp][Mm]\b)?)?"
)
_ZONE = re.compile(
    r"(?P<utc>Z|UTC|GMT)?(?:\s*(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?", re.IGNORECASE
)
_SECONDS = re.compile(r"[+-]?\d{5}")  # nbgrader's own way to write an offset
_AREA = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+")
_NAMED_ZONE = re.compile(r"\s*(?P<zone>[A-Za-z\u0080-\uffff][\w+:/-]*)")
_MONTH = re.compile(r"(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b")
_WORD = re.compile(
    r"(?i)mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|at$|of$|and$|t$|[ap]m$"
)
_AMBIGUOUS = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{2,4}\b")
_MOST_CHARS = 100
_MOST_OFFSET = timedelta(hours=15)


class MomentError(ValueError):
    """Something is no time, or may be several. `hint` says how to write one."""

    def __init__(self, message: str, hint: str = _HINT) -> None:
        super().__init__(message)
        self.hint = hint


def read_moment(text: str, zone: tzinfo = UTC, *, needs_hour: bool = False) -> datetime:
    """Return a written time, in UTC; `MomentError` if it is none, or if its zone or its month could be several.

    `zone` is that of a time that says none. A day alone means its first moment, and is refused if it `needs_hour`.
    """
    text = text.strip("\ufeff \t\r\n'\"")
    shown = repr(text[:_MOST_CHARS])
    found = _NUMBERS.match(text)
    if found is None and _AMBIGUOUS.match(text):
        raise MomentError(f"{shown}: which is the day and which the month cannot be told")
    try:
        moment, rest, has_hour = (
            _read_words(text) if found is None else (_make(found), text[found.end() :], found["hour"] is not None)
        )
    except (ValueError, OverflowError):
        raise MomentError(f"{shown} is no time") from None
    zone = _read_zone(rest.strip(), shown) if rest.strip() else zone
    if needs_hour and not has_hour:
        raise MomentError(f"{shown} is a day without a time", _show_last_minute(moment, rest.strip()))
    try:
        return moment.replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        raise MomentError(f"{shown} is no time") from None


def _show_last_minute(day: datetime, zone: str) -> str:
    """Return how to write the end of a day."""
    return f'write the time, too: "{f"{day:%Y-%m-%d} 23:59 {zone}".strip()}"; without a zone it is UTC'


def _make(found: re.Match[str]) -> datetime:
    """Return the time that numbers say, without a zone."""
    hour, half = int(found["hour"] or 0), (found["half"] or "").strip().lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + 12 * (half == "pm")
    day = datetime(int(found["year"]), int(found["month"] or found["month2"]), int(found["day"] or found["day2"]))
    if (hour, int(found["minute"] or 0), int(found["second"] or 0)) == (24, 0, 0):
        return day + timedelta(days=1)
    micros = int((found["fraction"] or "0").ljust(6, "0")[:6])
    return day.replace(
        hour=hour, minute=int(found["minute"] or 0), second=int(found["second"] or 0), microsecond=micros
    )


def _read_words(text: str) -> tuple[datetime, str, bool]:
    """Return the time that is written with the name of a month, its zone, and whether it says an hour.

    It must say year and day.
    """
    if len(text) > _MOST_CHARS or not _MONTH.search(text) or not re.search(r"\b\d{4}\b", text):
        raise ValueError(text)
    from dateutil import parser

    zone = ""
    for word in re.finditer(r"(?<!\S)(?:[A-Za-z]+(?:/\S+)?\S*|[+-]\d\S*)", text):
        if not _WORD.match(word[0].rstrip(",.")):
            zone, text = word[0], text[: word.start()] + text[word.end() :]
            break
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            two = [parser.parse(text, default=datetime(1, month, month)) for month in (1, 2)]
            has_hour = parser.parse(text, default=datetime(1, 1, 1, 1)) == two[0]
        except Warning as error:
            raise ValueError(text) from error
    if two[0] != two[1] or two[0].tzinfo is not None:
        raise ValueError(text)
    return two[0], zone, has_hour


def read_zone(text: str) -> tzinfo:
    """Return the zone that somebody wrote: UTC, an offset, or a place; `MomentError`."""
    return _read_zone(text.strip(), repr(text[:_MOST_CHARS]))


def _read_zone(text: str, shown: str) -> tzinfo:
    """Return the zone that stands behind a time. A mere abbreviation may be several."""
    if _SECONDS.fullmatch(text) and abs(int(text)) < _MOST_OFFSET.total_seconds():
        return timezone(timedelta(seconds=int(text)))
    found = _ZONE.fullmatch(text)
    if found is not None and not (found["sign"] and (found["utc"] or "").upper() == "Z"):
        size = timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
        if size >= _MOST_OFFSET:
            raise MomentError(f"{shown} is no time")
        return timezone(-size if found["sign"] == "-" else size) if size else UTC
    if _AREA.fullmatch(text):
        zone = _find_place(text)
        if zone is not None:
            return zone
        raise MomentError(f"{shown}: there is no time zone {text}", 'write its distance from UTC, such as "+0800"')
    if _NAMED_ZONE.fullmatch(text):
        raise MomentError(
            f"{shown}: the time zone {text} may mean several",
            'write its distance from UTC instead, such as "+0800", or a place, such as "Asia/Shanghai"',
        )
    raise MomentError(f"{shown} is no time")


@functools.lru_cache(maxsize=64)
def _find_place(name: str) -> tzinfo | None:
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None

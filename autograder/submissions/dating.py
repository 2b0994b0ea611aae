"""Tell when somebody's things were handed in: by their name, or by the timestamp.txt that nbgrader wrote.

A timestamp.txt is nbgrader's in its exchange and in a folder of the name `submitted`. Elsewhere whoever handed in the
folder may have written it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import tzinfo

from autograder.submissions.claims import Claim
from autograder.submissions.found import Budget, FoundFile, FoundFolder
from autograder.submissions.moments import MomentError, read_moment
from autograder.submissions.owners import System
from autograder.submissions.problems import Problem, ProblemKind
from autograder.submissions.timestamps import TIMESTAMP, decode_timestamp

__all__ = ["date_claim"]

_NBGRADERS = frozenset({"submitted", "inbound"})
_TIMES_HINT = "give the time with --times CSV (columns id,time), or no penalty is taken"
_TRUST_HINT = 'if nbgrader wrote it, collect it in a folder named "submitted"; or give the times with --times CSV'


def date_claim(claim: Claim, lesson: str, zone: tzinfo | None) -> tuple[Claim, Problem | None]:
    """Return a claim with the time when it was handed in, if that is known, and what is wrong with that time.

    `zone` is that of clocks of which the zone is not known, None for this machine's.
    """
    owner = claim.owner
    if owner.local is not None:
        moment = owner.local.astimezone() if zone is None else owner.local.replace(tzinfo=zone)
        return replace(claim, owner=replace(owner, time_s=moment.timestamp())), None
    if owner.time_s is not None:
        return claim, None
    file = _find_timestamp(claim.item, lesson) if owner.system in (System.EXCHANGE, System.PERSON) else None
    if file is None:
        return claim, _explain(claim.item.shown, owner.time_text) if owner.time_text else None
    if owner.system is not System.EXCHANGE and not _is_nbgraders(claim.item):
        what = "it is not taken as the time: whoever handed in this folder may have written it"
        return claim, Problem("", file.shown, what, _TRUST_HINT, ProblemKind.NO_TIME)
    data = file.read(Budget())
    if isinstance(data, Problem):
        return claim, data
    text = decode_timestamp(data)
    problem = _explain(file.shown, text)
    time_s = None if problem is not None else read_moment(text).timestamp()
    return replace(claim, owner=replace(owner, time_s=time_s, time_text=text or TIMESTAMP)), problem


def _find_timestamp(item: FoundFile | FoundFolder, lesson: str) -> FoundFile | None:
    """Return the timestamp.txt in somebody's folder, or in the lesson's folder in that; none of a zip."""
    if not isinstance(item, FoundFolder) or item.is_zip:
        return None
    inner = item.list(Budget())
    folders = [one for one in inner if isinstance(one, FoundFolder) and one.label == lesson and not one.is_zip]
    for found in (inner, *(folder.list(Budget()) for folder in folders)):
        for file in found:
            if isinstance(file, FoundFile) and file.label == TIMESTAMP:
                return file
    return None


def _is_nbgraders(item: FoundFile | FoundFolder) -> bool:
    return any(re.sub(r" ?\(\d+\)$", "", part).casefold() in _NBGRADERS for part in item.parts[:-1])


def _explain(shown: str, text: str) -> Problem | None:
    """Return the problem with a time that is none."""
    try:
        read_moment(text)
    except MomentError as error:
        return Problem("", shown, f"{error}: whether it is late is not known", _TIMES_HINT, ProblemKind.NO_TIME)
    return None

"""The desk's tables. Times are seconds since 1970, ids are random texts, and nothing here is known to nbgrader."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, MetaData, Table, Text, UniqueConstraint

__all__ = [
    "METADATA",
    "beside",
    "buckets",
    "files",
    "links",
    "looks",
    "marks",
    "published",
    "receipts",
    "requests",
    "rubrics",
    "sessions",
    "shares",
]

METADATA = MetaData()

links = Table(
    "desk_links",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("expires_s", Double, nullable=False),
    Column("revoked_s", Double),
)

# The cookie holds a random text, the table only its hash: who reads the table cannot come in with it.
sessions = Table(
    "desk_sessions",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("section", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("door", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("expires_s", Double, nullable=False),
)

receipts = Table(
    "desk_receipts",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("student", Text, nullable=False),
    Column("lesson", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("received_s", Double, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before_s", Double, nullable=False),
    Column("started_s", Double),
    Column("finished_s", Double),
    Column("spent_s", Double),
    Column("scores", Text, nullable=False),
    Column("reason", Text, nullable=False),
    UniqueConstraint("student", "lesson", "attempt"),
    Index("desk_receipts_by_state", "state", "number"),
    sqlite_autoincrement=True,
)

files = Table(
    "desk_files",
    METADATA,
    Column("receipt", Text, primary_key=True),
    Column("notebook", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
)

beside = Table(
    "desk_beside",
    METADATA,
    Column("receipt", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("size", Integer, nullable=False),
)

buckets = Table(
    "desk_buckets",
    METADATA,
    Column("student", Text, primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("tokens", Double, nullable=False),
    Column("time_s", Double, nullable=False),
)

published = Table(
    "desk_published",
    METADATA,
    Column("lesson", Text, primary_key=True),
    Column("published_s", Double, nullable=False),
)

requests = Table(
    "desk_requests",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("student", Text, nullable=False, index=True),
    Column("lesson", Text, nullable=False),
    Column("notebook", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("asked_s", Double, nullable=False),
    Column("answer", Text, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("answered_s", Double),
    Column("before", Double),
    Column("after", Double),
    Column("is_page_due", Integer, nullable=False),
    sqlite_autoincrement=True,
)
_is_open = requests.c.answered_s.is_(None)
Index(
    "desk_requests_open",
    *(requests.c.student, requests.c.lesson, requests.c.notebook, requests.c.cell),
    unique=True,
    sqlite_where=_is_open,
    postgresql_where=_is_open,
)

# --- grading by hand ---

rubrics = Table(
    "desk_rubrics",
    METADATA,
    Column("lesson", Text, primary_key=True),
    Column("notebook", Text, primary_key=True),
    Column("cell", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_from_full", Integer, nullable=False),
    Column("items", Text, nullable=False),
)

# How a score in nbgrader's database came about: which items of the rubric, or a score that was typed.
marks = Table(
    "desk_marks",
    METADATA,
    Column("student", Text, primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("notebook", Text, primary_key=True),
    Column("cell", Text, primary_key=True),
    Column("items", Text, nullable=False),
    Column("typed", Double),
    Column("words", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("said", Text, nullable=False),
)

shares = Table(
    "desk_shares",
    METADATA,
    Column("student", Text, primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("notebook", Text, primary_key=True),
    Column("cell", Text, primary_key=True),
    Column("person", Text, nullable=False),
)

# Who looked at the names of those whose answers he grades; `hidden_s` is None while he sees them.
looks = Table(
    "desk_looks",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("person", Text, nullable=False),
    Column("lesson", Text, nullable=False),
    Column("notebook", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("looked_s", Double, nullable=False),
    Column("hidden_s", Double),
)

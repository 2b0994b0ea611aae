"""The desk's tables. Times are seconds since 1970, ids are random texts, and nothing here is known to nbgrader."""

from __future__ import annotations

from sqlalchemy import Column, Double, Index, Integer, MetaData, Table, Text, UniqueConstraint

__all__ = [
    "METADATA",
    "beside",
    "buckets",
    "files",
    "links",
    "lti_courses",
    "lti_items",
    "lti_logins",
    "lti_members",
    "lti_platforms",
    "lti_registrations",
    "lti_scores",
    "published",
    "receipts",
    "requests",
    "sessions",
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

# --- LTI: the LMS and its courses. Secrets are there as hashes only. ---

lti_platforms = Table(
    "desk_lti_platforms",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("client", Text, nullable=False),
    Column("facts", Text, nullable=False),
    UniqueConstraint("issuer", "client"),
)

lti_registrations = Table(
    "desk_lti_registrations",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("expires_s", Double, nullable=False),
)

lti_logins = Table(
    "desk_lti_logins",
    METADATA,
    Column("digest", Text, primary_key=True),
    Column("expires_s", Double, nullable=False),
)

lti_courses = Table(
    "desk_lti_courses",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("deployment", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("members_url", Text, nullable=False),
    Column("items_url", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("is_linked", Integer, nullable=False),
    UniqueConstraint("platform", "deployment", "context"),
)

lti_members = Table(
    "desk_lti_members",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("student", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("course", Text, nullable=False),
    UniqueConstraint("platform", "subject"),
    UniqueConstraint("platform", "student"),
)

lti_items = Table(
    "desk_lti_items",
    METADATA,
    Column("course", Text, primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("url", Text, nullable=False),
)

# `sequence` counts the scores that there were, `sent_sequence` is that of the last one that the platform took.
lti_scores = Table(
    "desk_lti_scores",
    METADATA,
    Column("course", Text, primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("student", Text, primary_key=True),
    Column("score", Double, nullable=False),
    Column("maximum", Double, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("scored_s", Double, nullable=False),
    Column("sent_sequence", Integer, nullable=False),
    Column("sent_score", Double),
    Column("sent_s", Double),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before_s", Double, nullable=False),
    Column("reason", Text, nullable=False),
)

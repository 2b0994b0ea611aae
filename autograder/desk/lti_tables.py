"""The desk's tables for an LMS: platforms, courses, accounts, columns, scores. Secrets are there as hashes."""

from __future__ import annotations

from sqlalchemy import Column, Double, Integer, Table, Text, UniqueConstraint

from autograder.desk.tables import METADATA

__all__ = [
    "lti_courses",
    "lti_items",
    "lti_logins",
    "lti_members",
    "lti_platforms",
    "lti_registrations",
    "lti_scores",
]

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

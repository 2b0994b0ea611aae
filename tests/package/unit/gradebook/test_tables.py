"""The tables named here are nbgrader's own."""

from __future__ import annotations

import pytest
from nbgrader.api import Base

from autograder.gradebook import tables

WRITTEN = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


@pytest.mark.parametrize("name", sorted(tables.METADATA.tables))
def test_every_column_is_as_nbgrader_defines_it(name: str) -> None:
    """Name, type, length, key and whether it may be empty: a version of nbgrader that differs is noticed here."""
    theirs = Base.metadata.tables[name]
    for column in tables.METADATA.tables[name].columns:
        other = theirs.columns[column.name]
        assert type(column.type) is type(other.type), column
        assert getattr(column.type, "length", None) == getattr(other.type, "length", None), column
        assert column.nullable == other.nullable, column
        assert column.primary_key == other.primary_key, column


@pytest.mark.parametrize("name", WRITTEN)
def test_every_column_that_a_new_row_needs_is_known(name: str) -> None:
    """A row that is entered here has all that nbgrader's own would have: no required column, no default is left out."""
    known = set(tables.METADATA.tables[name].columns.keys())
    theirs = Base.metadata.tables[name].columns
    assert {column.name for column in theirs if not column.nullable or column.default is not None} <= known


def test_the_kinds_of_cells_are_nbgraders() -> None:
    """What tells graded, answered and task cells apart in `base_cell`."""
    kinds = {mapper.polymorphic_identity for mapper in Base.registry.mappers if mapper.local_table.name != "base_cell"}
    assert kinds - {None} == {"GradeCell", "SolutionCell", "TaskCell"}

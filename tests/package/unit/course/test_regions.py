"""What marks solutions and hidden tests, and what students get instead: nbgrader's configuration decides."""

from __future__ import annotations

import pytest
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions
from traitlets.config import Config

from autograder.course import Regions, read_regions

SOURCE = "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n\ndef g(): pass"


def test_the_defaults_are_those_of_nbgrader() -> None:
    """Without a configuration, regions and stubs are what nbgrader itself would use."""
    regions, solutions = read_regions(Config()), ClearSolutions()
    hidden, scheme = ClearHiddenTests(), ClearMarkScheme()
    assert regions == Regions()
    assert regions.solution == (solutions.begin_solution_delimeter, solutions.end_solution_delimeter)
    assert regions.hidden_tests == (hidden.begin_test_delimeter, hidden.end_test_delimeter)
    assert regions.mark_scheme == (scheme.begin_mark_scheme_delimeter, scheme.end_mark_scheme_delimeter)
    assert (regions.code_stub, regions.text_stub) == (solutions.code_stub["python"], solutions.text_stub)


def test_another_configuration_changes_everything_that_rests_on_it() -> None:
    """Markers and stubs of the course's own are found, left out and put in."""
    config = Config()
    config.ClearSolutions.begin_solution_delimeter = "ANSWER STARTS"
    config.ClearSolutions.end_solution_delimeter = "ANSWER ENDS"
    config.ClearSolutions.text_stub = "schreib hier"
    config.ClearSolutions.code_stub = {"python": "pass"}
    config.ClearHiddenTests.begin_test_delimeter = "SECRET"
    config.ClearHiddenTests.end_test_delimeter = "END OF IT"
    regions = read_regions(config)
    assert regions.code_stub == "pass"
    assert regions.release_answer("Why?\n### ANSWER STARTS\nbecause\n### ANSWER ENDS") == "Why?\nschreib hier"
    assert regions.release_answer("Yes") == "schreib hier", "nbgrader clears an answer without marks as a whole"
    assert regions.find_marker("x = 1\n# ANSWER STARTS") == "# ANSWER STARTS"
    assert regions.find_marker("### BEGIN SOLUTION") == ""
    assert regions.has_hidden_tests("assert x\n### SECRET\nassert y\n### END OF IT")
    assert not regions.has_hidden_tests("### BEGIN HIDDEN TESTS")


def test_a_stub_that_is_no_dict_is_the_stub_of_python() -> None:
    """An older form of the setting is read as nbgrader reads it."""
    config = Config()
    config.ClearSolutions.code_stub = "raise NotImplementedError"
    assert read_regions(config).code_stub == "raise NotImplementedError"


def test_solutions_are_found_and_left_out() -> None:
    """What is between the markers is the solution; a region without an end goes on to the end."""
    regions = Regions()
    assert [part.strip() for part in regions.find_solutions(SOURCE)] == ["return 1"]
    assert "return 1" not in regions.drop_solutions(SOURCE)
    assert "def g(): pass" in regions.drop_solutions(SOURCE)
    assert regions.drop_solutions("a\n### BEGIN SOLUTION\nb") == "a\n"
    assert "return 1" in regions.drop_markers(SOURCE)
    assert "SOLUTION" not in regions.drop_markers(SOURCE)


@pytest.mark.parametrize("mark", ["### BEGIN HIDDEN TESTS", "###begin hidden tests", "# BEGIN  HIDDEN  TESTS"])
def test_hidden_tests_are_hidden_however_they_are_marked(mark: str) -> None:
    """Case and blanks do not matter, and a note takes their place."""
    source = f"assert f(1)\n{mark}\nassert f(2)\n### END HIDDEN TESTS\nassert f(3)"
    assert Regions().hide_tests(source, "# hidden") == "assert f(1)\n# hidden\nassert f(3)"


def test_a_line_with_half_of_the_stub_is_still_the_stub() -> None:
    """A stub in two languages is there as long as one of them is; other text is the student's."""
    regions = Regions(text_stub="写在这里 / YOUR ANSWER HERE")
    assert regions.is_stub_line("写在这里 / YOUR ANSWER HERE")
    assert regions.is_stub_line("- YOUR ANSWER HERE")
    assert regions.is_stub_line("写在这里")
    assert not regions.is_stub_line("because it is linear")

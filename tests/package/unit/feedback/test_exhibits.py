"""What an answer shows is shown beside what the reference shows in its place."""

from __future__ import annotations

from autograder.feedback.drawing import find_misplaced
from autograder.feedback.exhibits import PicturePair, TablePair, TableRow, pair_exhibits
from autograder.suite import PER_SIDE, Exhibit

HEAD = ("parameter / 参数", "shape / 形状", "count / 个数")


def table(*rows: tuple[str, ...], problem: str = "", title: str = "Net") -> Exhibit:
    return Exhibit("table", title, (HEAD, *rows) if rows else (), problem)


def regions(mark: str, problem: str = "") -> Exhibit:
    rows = () if problem else ((mark * PER_SIDE,),) * PER_SIDE
    return Exhibit("regions", "gate", rows, problem, -2.0, 3.0, ((0.0, 0.0, 0), (1.0, 1.0, 1)))


def test_rows_of_tables_are_paired_by_name() -> None:
    """The reference's order; what only the student has comes before the totals; what is lacking has no cells."""
    mine = table(("a", "(2,)", "2"), ("x", "(1,)", "1"), ("total", "", "3"))
    right = table(("a", "(3,)", "3"), ("b", "(1,)", "1"), ("total", "", "4"))
    (pair,) = pair_exhibits([mine], [right])
    assert pair == TablePair(
        "Net",
        "",
        HEAD,
        (
            TableRow("a", ("(2,)", "2"), ("(3,)", "3")),
            TableRow("b", (), ("(1,)", "1")),
            TableRow("x", ("(1,)", "1"), ()),
            TableRow("total", ("", "3"), ("", "4")),
        ),
    )


def test_only_what_the_reference_shows_too_is_shown() -> None:
    """Another title, or a reference that could not be shown, leaves it out; the student's own problem is told."""
    right = table(("total", "", "4"))
    assert pair_exhibits([table(("total", "", "3"), title="Other")], [right]) == ()
    assert pair_exhibits([table(("total", "", "3"))], [table(problem="broken")]) == ()
    (pair,) = pair_exhibits([table(problem="no module")], [right])
    assert (pair.problem, pair.rows if isinstance(pair, TablePair) else ()) == (
        "no module",
        (TableRow("total", (), ("", "4")),),
    )


def test_pictures_say_whether_a_point_is_misplaced() -> None:
    """By the lesson's points, whatever the record says."""
    assert find_misplaced(regions("0")) == [1]
    (pair,) = pair_exhibits([regions("1")], [regions("0")])
    assert isinstance(pair, PicturePair)
    assert pair.is_misplaced
    assert pair.mine != pair.right
    (broken,) = pair_exhibits([regions("", problem="no label")], [regions("0")])
    assert isinstance(broken, PicturePair)
    assert (broken.mine, broken.problem, broken.is_misplaced) == ("", "no label", False)

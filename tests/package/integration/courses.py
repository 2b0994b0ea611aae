"""Three small lessons in the manner of public courses: data and training, notebooks that build on each other, a table.

Each `write_...` writes a lesson into a course that has the project's layout.
"""

from __future__ import annotations

import gzip
import json
import random
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

Cell = dict[str, Any]


def cell(grade_id: str, source: str, **mark: Any) -> Cell:
    """A code cell with nbgrader's mark."""
    base = {"schema_version": 3, "grade_id": grade_id, "grade": False, "solution": False, "locked": False}
    return {
        "cell_type": "code",
        "id": grade_id.replace("_", "-"),
        "metadata": {"nbgrader": {**base, "task": False, **mark}},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def given(grade_id: str, source: str) -> Cell:
    return cell(grade_id, source, locked=True)


def answer(grade_id: str, source: str) -> Cell:
    """An answer; its first line is given, all else is the solution."""
    head, _, rest = source.partition("\n")
    return cell(grade_id, f"{head}\n    ### BEGIN SOLUTION\n{rest}\n    ### END SOLUTION\n", solution=True)


def check(grade_id: str, source: str, points: float) -> Cell:
    return cell(grade_id, source, grade=True, locked=True, points=points)


def write_notebook(path: Path, cells: Sequence[Cell]) -> None:
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    document = {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(document), encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_bank(root: Path, lesson: str, answers: dict[str, str]) -> None:
    """Write sample answers, by "right/<name>" or "wrong/<name>"."""
    for name, text in answers.items():
        write_text(root / "tests" / lesson / "bank" / f"{name}.py", text)


def hand_in(root: Path, student: str, lesson: str, notebook: str, *, first: str = "", **cells: str) -> Path:
    """Hand in the reference solution with some cells replaced, by grade_id; return the student's folder.

    `first` is a cell of the student's own, above all others.
    """
    document = json.loads((root / "solutions" / lesson / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    for one in document["cells"]:
        one["source"] = cells.pop(one["metadata"]["nbgrader"]["grade_id"], one["source"])
    assert not cells, f"no such cells: {cells}"
    if first:
        document["cells"].insert(0, {**answer("own", first), "metadata": {}, "source": first})
    folder = root / "gradebook" / "submitted" / student / lesson
    write_text(folder / f"{notebook}.ipynb", json.dumps(document))
    return folder


def hand_in_release(root: Path, student: str, lesson: str, notebook: str) -> None:
    """Hand in a notebook as it was handed out."""
    text = (root / "assignments" / lesson / f"{notebook}.ipynb").read_text(encoding="utf-8")
    write_text(root / "gradebook" / "submitted" / student / lesson / f"{notebook}.ipynb", text)


# --- digits: data files, a training, a test set that nobody sees, a package that the lesson preloads ------------------


def write_digits(root: Path) -> None:
    source, suites = root / "solutions" / "digits", root / "tests" / "digits"
    draw = random.Random(3)
    _write_pictures(source / "data" / "train", 120, draw)
    _write_pictures(suites / "hidden" / "test", 60, draw)
    write_text(source / "lesson.toml", 'preload = ["sklearn.metrics"]\n')
    write_text(suites / "test_train.py", DIGITS_SUITE)
    write_notebook(
        source / "train.ipynb",
        [
            given(
                "imports", "import gzip\nimport struct\nimport numpy as np\nfrom sklearn.metrics import accuracy_score"
            ),
            answer("read_pictures", READ_PICTURES),
            check("test_read_pictures", 'assert read_pictures("data/train").shape == (120, 16)', 2),
            answer("fit", FIT),
            given("train", 'X = read_pictures("data/train")\ny = np.arange(120) % 3\nW = fit(X, y)'),
            given("accuracy", 'print(f"right: {accuracy_score(y, (X @ W).argmax(axis=1)):.2f}")'),
            check("test_fit", "assert W.shape == (16, 3)", 4),
        ],
    )


def _write_pictures(path: Path, count: int, draw: random.Random) -> None:
    """Write pictures of 4 x 4 in turns of three kinds: a row, a column, a diagonal that is bright."""
    bright = [[1, 5, 9, 13], [4, 5, 6, 7], [0, 5, 10, 15]]
    pixels = bytearray()
    for number in range(count):
        pixels += bytes(
            draw.randrange(150, 256) if place in bright[number % 3] else draw.randrange(90) for place in range(16)
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(f"{path}.gz", "wb", mtime=0) as file:
        file.write(struct.pack(">I", count) + bytes(pixels))


READ_PICTURES = """def read_pictures(name):
    with gzip.open(f"{name}.gz") as file:
        (count,) = struct.unpack(">I", file.read(4))
        return np.frombuffer(file.read(), dtype=np.uint8).reshape(count, 16).astype(np.float32) / 255"""

FIT = """def fit(X, y, rounds=60):
    W = np.zeros((X.shape[1], 3), dtype=np.float32)
    for _ in range(rounds):
        Z = np.exp(X @ W)
        Z /= Z.sum(axis=1, keepdims=True)
        Z[np.arange(len(y)), y] -= 1
        W -= X.T @ Z / len(y)
    return W"""

DIGITS_SUITE = '''"""Grades train.ipynb."""
import gzip
from pathlib import Path

import pytest
import torch

from autograder.suite import expect, expect_shape

HIDDEN = Path(__file__).parent / "hidden" / "test.gz"


@pytest.mark.cell("test_read_pictures")
def test_reads(student):
    """The pictures are read. / 读取图片。"""
    expect_shape(torch.as_tensor(student.call("read_pictures", "data/train")), (120, 16))


@pytest.mark.cell("test_fit", weight=3)
@pytest.mark.hidden
def test_accuracy(student):
    """Other pictures are told apart. / 能区分其他图片。"""
    data = gzip.decompress(HIDDEN.read_bytes())[4:]
    X = torch.tensor(list(data), dtype=torch.float32).reshape(-1, 16) / 255
    got = (X @ torch.as_tensor(student.read("W"))).argmax(1)
    right = (got == torch.arange(len(got)) % 3).float().mean().item()
    expect(right >= 0.9, "nine of ten are right / 十张对九张", right, 0.9)


@pytest.mark.cell("test_fit")
def test_shape(student):
    """There is a weight for each pixel and kind. / 每个像素和类别有一个权重。"""
    expect_shape(torch.as_tensor(student.read("W")), (16, 3))
'''


# --- scalars: the second notebook imports what the first defines ------------------------------------------------------


def write_scalars(root: Path, toml: str) -> None:
    source, suites = root / "solutions" / "scalars", root / "tests" / "scalars"
    write_text(source / "lesson.toml", toml)
    write_notebook(
        source / "autodiff.ipynb",
        [
            given("imports", "import math\n%matplotlib inline"),
            answer("Scalar", SCALAR),
            check("test_scalar", "assert (Scalar(2.0) * Scalar(3.0)).data == 6.0", 4),
        ],
    )
    write_notebook(
        source / "neuron.ipynb",
        [
            given("imports", "from autodiff import Scalar"),
            answer("neuron", NEURON),
            given("show", "print(type(Scalar(1.0)).__name__, getattr(Scalar, 'maker', 'unknown'))"),
            check("test_neuron", "assert neuron([2.0], [3.0]).data == 6.0", 6),
        ],
    )
    write_text(suites / "test_autodiff.py", AUTODIFF_SUITE)
    write_text(suites / "test_neuron.py", NEURON_SUITE)
    write_bank(root, "scalars", SCALARS_BANK)
    write_text(suites / "bank" / "equivalent.toml", SCALARS_EQUIVALENT)


SCALAR = """class Scalar:
    maker = "the course"

    def __init__(self, data, parents=()):
        self.data, self.slope, self.parents = data, 0.0, parents

    def __mul__(self, other):
        return Scalar(self.data * other.data, ((self, other.data), (other, self.data)))

    def __add__(self, other):
        return Scalar(self.data + other.data, ((self, 1.0), (other, 1.0)))

    def back(self, slope=1.0):
        self.slope += slope
        for parent, factor in self.parents:
            parent.back(slope * factor)"""

NEURON = """def neuron(w, x):
    total = Scalar(0.0)
    for a, b in zip(w, x):
        total = total + Scalar(a) * Scalar(b)
    return total"""

AUTODIFF_SUITE = '''"""Grades autodiff.ipynb."""
import pytest

from autograder.suite import expect_number, expect_values


@pytest.mark.cell("test_scalar")
def test_value(student):
    """A product has the right value. / 乘积的值正确。"""
    expect_number(student.evaluate("(S(2.0) * S(3.0)).data", S=student.read("Scalar")), 6.0)


@pytest.mark.cell("test_scalar")
def test_sum(student):
    """A sum has the right value. / 和的值正确。"""
    expect_number(student.evaluate("(S(2.0) + S(3.0)).data", S=student.read("Scalar")), 5.0)


@pytest.mark.cell("test_scalar", weight=0.5)
@pytest.mark.hidden
def test_parents(student):
    """The parents are those that it was made of, in their order. / 父节点按顺序是它的运算数。"""
    source = "made = S(2.0) * S(3.0), S(4.0) + S(5.0)\\n[parent.data for one in made for parent, _ in one.parents]"
    expect_values(student.evaluate(source, S=student.read("Scalar")), [2.0, 3.0, 4.0, 5.0])


@pytest.mark.cell("test_scalar", weight=0.5)
@pytest.mark.hidden
def test_slope(student):
    """A factor's slope is the other factor. / 因子的斜率是另一个因子。"""
    source = "a = S(2.0)\\n(a * S(5.0)).back()\\na.slope"
    expect_number(student.evaluate(source, S=student.read("Scalar")), 5.0)


@pytest.mark.cell("test_scalar")
@pytest.mark.hidden
def test_slopes_add_up(student):
    """What is used twice has the sum of both slopes. / 用了两次的量，斜率是两者之和。"""
    source = "a, b = S(3.0), S(5.0)\\n(a * b + a).back(2.0)\\n[a.slope, b.slope]"
    expect_values(student.evaluate(source, S=student.read("Scalar")), [12.0, 6.0])
'''

NEURON_SUITE = '''"""Grades neuron.ipynb."""
import pytest

from autograder.suite import expect_number


@pytest.mark.cell("test_neuron")
def test_value(student):
    """The neuron adds up the products. / 神经元将乘积相加。"""
    got = student.evaluate("n([1.0, 2.0], [3.0, 4.0]).data", n=student.read("neuron"))
    expect_number(got, 11.0)


@pytest.mark.cell("test_neuron")
def test_slope(student):
    """The slopes go all the way back. / 斜率一直传回去。"""
    source = "out = n([2.0], [5.0])\\nout.back()\\nout.parents[1][0].parents[0][0].slope"
    expect_number(student.evaluate(source, n=student.read("neuron")), 5.0)


@pytest.mark.cell("test_neuron")
@pytest.mark.hidden
def test_longer(student):
    """So it does for more of them. / 更多项时也一样。"""
    expect_number(student.evaluate("n([1.0] * 5, [2.0] * 5).data", n=student.read("neuron")), 10.0)
'''

SCALARS_BANK = {
    "right/neuron_by_sum": '''"""Python's own sum. / 用 Python 自带的 sum。"""
# notebook: neuron

# %% neuron
def neuron(w, x):
    return sum((Scalar(a) * Scalar(b) for a, b in zip(w, x)), Scalar(0.0))
''',
    "wrong/slope_not_added": '''"""The slope is set, not added to. / 斜率被覆盖，没有累加。"""
# notebook: autodiff
# scores: test_scalar=3

# %% Scalar
'''
    + SCALAR.replace("self.slope += slope", "self.slope = slope"),
}

SCALARS_EQUIVALENT = """[[equivalent]]
key = "Scalar-fbbda917"
reason = "maker is shown, and promised to nobody."
"""


# --- table: no suite, a CSV beside the notebook, a module and files of the student's own ------------------------------


def write_table(root: Path) -> None:
    source = root / "solutions" / "table"
    write_text(source / "lesson.toml", 'files = ["helpers.py", {pattern = "*.npz", most_mib = 1}, "*.csv"]\n')
    write_text(source / "data" / "sales.csv", "city,amount\nA,10\nA,30\nB,5\n")
    write_text(source / "helpers.py", "def as_number(text):\n    return int(text or 0)\n")
    write_bank(root, "table", TABLE_BANK)
    write_notebook(
        source / "sales.ipynb",
        [
            given("imports", "import csv\nfrom helpers import as_number"),
            answer("totals", TOTALS),
            check("test_totals", TOTALS_CHECK, 2),
        ],
    )


TOTALS = """def totals(path):
    found = {}
    with open(path) as file:
        for row in csv.DictReader(file):
            found[row["city"]] = found.get(row["city"], 0) + as_number(row["amount"])
    return found"""

TOTALS_CHECK = """assert totals("data/sales.csv")["A"] == 40
### BEGIN HIDDEN TESTS
assert totals("data/sales.csv")["B"] == 5
### END HIDDEN TESTS"""

TABLE_BANK = {
    "right/totals_by_set": '''"""A sum for each city. / 每个城市求一次和。"""
# notebook: sales

# %% totals
def totals(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    return {one: sum(as_number(row["amount"]) for row in rows if row["city"] == one) for one in {r["city"] for r in rows}}
''',
    "wrong/last_amount": '''"""The last amount of each city. / 每个城市只取最后一笔。"""
# notebook: sales
# scores: test_totals=0

# %% totals
def totals(path):
    with open(path) as file:
        return {row["city"]: as_number(row["amount"]) for row in csv.DictReader(file)}
''',
}

"""The short form of `make attack`: one or two attacks of each class and every promise; tools/attack.py has the long one.

And: a notebook's record is the same whoever stands beside it.
"""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import pytest
from attacking.alone import Graded, same_alone_or_together
from attacking.bank import BANK, SHORT, Attack, attack_file, load_attacks, read_attack
from attacking.doors import DOORS, OTHERS
from attacking.report import Report

from autograder.course import Course, Lesson, load_lesson
from autograder.grading import Chunk, Work, grade_chunk
from autograder.sandbox import Limits, WarmProcess, wire

HERE = Path(__file__).parent
FEWEST = 250


def attack(*arguments: str) -> str:
    """Attack the grader, and return what is printed; no promise is broken."""
    command = [sys.executable, str(HERE.parents[2] / "tools" / "attack.py"), "--short", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
    return run.stdout


def test_an_attack_of_each_class_gains_nothing_and_its_twin_keeps_all() -> None:
    """Attacks get the honest points, harm nobody and leave nothing; their benign twins keep all points."""
    one_of_each = {path.parent.name: path.stem for path in sorted(BANK.glob("*/*.py")) if path.stem in SHORT}
    assert set(one_of_each) == {folder.name for folder in BANK.iterdir()}
    printed = attack(*one_of_each.values())
    assert all(f"\n{kind} " in printed for kind in one_of_each)


@pytest.mark.long
def test_two_attacks_of_each_class_gain_nothing_and_their_twins_keep_all() -> None:
    attack()


@pytest.mark.campaign
@pytest.mark.parametrize("door", [*DOORS, *OTHERS])
def test_attacks_gain_nothing_by_any_door(door: str) -> None:
    """Two attacks of each class and their twins, through a cluster, the formgrader's button, `check` and the kernel."""
    attack("--through", door)


def test_the_bank_is_large() -> None:
    """The bank holds at least two hundred and fifty attacks, each with its twin."""
    files = list((HERE / "bank").glob("*/*.py"))
    assert len(files) >= FEWEST
    assert all("# %% twin" in path.read_text(encoding="utf-8") for path in files)


def first_cell(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("# %%")[1].partition("\n")[2]


# --- alone and together --------------------------------------------------------------------------------------------

REPOSITORY = HERE.parents[2]
HELD = ["memory_that_copies_share", "guesses_by_turns", "sets_of_none", "bools_for_numbers", "frames_of_no_cell"]
COMPANY = [  # what gained points beside others, ended a run or stayed without a verdict
    "complex_labels", "a_text_that_grows", "borrows_a_function", "lends_a_module", "right_beside_other_notebooks",
    "gates_that_share_memory", "second_answers_in_the_page_cache", "dots_of_bools", "sizes_below_zero",
]  # fmt: skip


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return load_lesson(Course(REPOSITORY), "lesson09")


def attacks_named(names: Sequence[str], lesson: Lesson, scratch: Path) -> list[Attack]:
    """Return the attacks whose names begin with one of these."""
    paths = [path for name in names for path in sorted(BANK.glob(f"*/{name}*.py"))]
    return [read_attack(path, lesson, scratch) for path in paths]


RIGHTS: dict[str, Graded] = {}


def breaches(attacks: Sequence[Attack], lesson: Lesson, pool: Executor) -> list[str]:
    report = Report()
    same_alone_or_together(attacks, lesson, pool, report, Limits(), RIGHTS)
    assert report.checks.total() > len(attacks)
    return report.breaches


@pytest.mark.long
def test_a_record_is_the_same_alone_and_together(lesson: Lesson, pool: Executor, tmp_path: Path) -> None:
    """Whoever else is in the chunk, and whatever else its author handed in: the same bytes, times aside."""
    assert not breaches(attacks_named(HELD, lesson, tmp_path), lesson, pool)


@pytest.mark.parametrize("name", COMPANY)
def test_nothing_is_gained_by_company(name: str, lesson: Lesson, pool: Executor, tmp_path: Path) -> None:
    """What would gain points beside others, or end their run, changes nothing."""
    found = breaches(attacks_named([name], lesson, tmp_path), lesson, pool)
    assert not found


@pytest.mark.campaign
def test_every_record_is_the_same_alone_and_together(lesson: Lesson, pool: Executor, tmp_path: Path) -> None:
    """The same for the whole bank, with the bounds of time and of our own processor time for each."""
    found = breaches(load_attacks(lesson, tmp_path), lesson, pool)
    assert not found, "\n".join(found)


@pytest.mark.campaign
def test_a_guess_has_one_draw(lesson: Lesson, pool: Executor, tmp_path: Path) -> None:
    """A guess that is right half of the time is right in half of its notebooks: the better of two would be three quarters."""
    (attack,) = attacks_named(["a_guess_of_chance"], lesson, tmp_path)
    data, copies = attack_file(attack, lesson), 160
    work = tuple(Work(f"guess-{number}", "gates", "gates.ipynb", data, "") for number in range(copies))
    results = pool.submit(grade_chunk, Chunk(REPOSITORY, "lesson09", "jail", work, probing="none")).result()
    right = sum(result.grade.cells["test_xor_line"].score == 3 for result in results)
    assert 0.32 * copies < right < 0.64 * copies, f"{right} of {copies}"


# --- what attacks are made of --------------------------------------------------------------------------------------


FORGING = [path for path in sorted((HERE / "bank" / "forging").glob("*.py")) if "def reply(" in first_cell(path)]


@pytest.mark.parametrize("path", FORGING, ids=lambda path: path.stem)
def test_a_forged_reply_has_the_form_of_a_reply(path: Path) -> None:
    """What an attack puts together is read as a reply where its value is right: it is refused for what is wrong in it."""
    tools = {"channel", "nonce", "send", "reply"}
    tree = ast.parse(first_cell(path))
    own = [node for node in tree.body if isinstance(node, ast.Import) or getattr(node, "name", "") in tools]
    names: dict[str, Any] = {}
    exec(compile(ast.Module(own, []), path.name, "exec"), names)
    here, there = socket.socketpair()
    with here, there:
        names["channel"] = there.fileno
        nonce = "5" * 16  # found by the attack, as it would find that of a question
        names["send"](names["reply"](["T", "float32", [2], 0], "more", None), b"\0" * 8)
        data = here.recv(1 << 16)
    header, blob = wire.frame_sizes(data[: wire.PREFIX.size])
    assert len(data) == wire.PREFIX.size + header + blob
    answered, reply = wire.decode(data[wire.PREFIX.size :][:header], data[wire.PREFIX.size + header :])
    assert (answered, reply["value"].tolist(), reply["more"]) == (nonce, [0.0, 0.0], None)


@pytest.mark.parametrize("name", ["patched_wire", "patched_json_and_struct"])
def test_a_patched_encoder_does_claim_a_verdict(warm: WarmProcess, name: str) -> None:
    """The claims that these attacks make are in their replies, where nobody looks for them."""
    source = first_cell(HERE / "bank" / "looking_right" / f"{name}.py")
    child = warm.fork()
    child.ask({"op": "cell", "source": "import torch\n" + source, "index": 0}, 10.0)
    reply = child.ask({"op": "read", "name": "relu"}, 10.0)
    child.kill()
    assert (reply["verdict"], reply["score"]) == ("PASSED", 2.0)

"""Hand in every attack and its benign twin, grade them as a course would, and look at what is left.

``python tools/attack.py`` runs the whole bank and prints a table; ``--short`` takes two attacks of each class;
names of attacks choose those. Exit code 1 where any promise was broken.

A file of ``bank/<class>/`` has the form of a sample answer, and a second half behind ``# %% twin``: the same use of the
same feature with a right answer, which must keep all its points. Its head may say as well::

    # absent: text      text that must not be on the student's page
    # slow: yes         it uses up its whole budget, which is its point
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import functools
import hashlib
import html.parser
import io
import json
import multiprocessing.util
import os
import re
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbconvert.filters import markdown2html

from autograder.audit import Answer, build_submission, parse_answer, reference_submission
from autograder.cli.main import main
from autograder.course import Course, load_lesson
from autograder.grading import Chunk, cluster
from autograder.grading import run as grading
from autograder.sandbox import Budget, Limits

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent
BANK = REPOSITORY / "tests" / "package" / "attacks" / "bank"
LESSON, EARLIER = "lesson09", "lesson08"
LIMITS = Limits(
    cpu_s=20, memory_mib=512, processes=32, file_mib=8, open_files=64, disk_mib=16, inodes=512, output_chars=20_000,
    image_bytes=1 << 20,
)  # fmt: skip
BUDGET = Budget(cell_s=2.0, call_s=0.7, notebook_s=12.0)
MOST_WALL_S = 30.0
MOST_BYTES = 3 << 20
MARK = "outlives-its-notebook"
_TWIN = re.compile(r"^# %% twin *$", re.MULTILINE)
_EXTRA = re.compile(r"^# (absent|race): *(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Attack:
    """One hostile submission and its benign twin."""

    kind: str
    name: str
    hostile: Answer
    twin: Answer
    absent: str = ""
    is_race: bool = False

    @property
    def student(self) -> str:
        return f"{self.kind}-{self.name}"


@dataclass
class Report:
    """What was found: breaches by class, and the longest time that one submission took."""

    attacks: Counter[str] = field(default_factory=Counter)
    honest: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    wall_s: dict[str, float] = field(default_factory=dict)
    breaches: list[str] = field(default_factory=list)
    checks: Counter[str] = field(default_factory=Counter)

    def expect(self, is_kept: bool, promise: str, detail: str = "") -> None:
        """Note that a promise was tried, and a breach where it was not kept."""
        self.checks[promise] += 1
        if not is_kept:
            self.breaches.append(f"{promise}: {detail}" if detail else promise)


# --- the bank --------------------------------------------------------------------------------------------------------


def load_attacks(lesson: Any, scratch: Path) -> list[Attack]:
    """Return every attack of the bank, by class and name."""
    attacks = []
    for path in sorted(BANK.glob("*/*.py")):
        text = path.read_text(encoding="utf-8")
        middle = _TWIN.search(text)
        if middle is None:
            raise SystemExit(f"{path}: an attack needs a '# %% twin'")
        head = text[: text.index("# %%")]
        extra = dict(_EXTRA.findall(head))
        answers = []
        for suffix, source in (
            ("", text[: middle.start()]),
            ("-twin", re.sub(r"(?m)^# scores:.*$", "", head) + text[middle.end() :]),
        ):
            half = scratch / f"{path.stem}{suffix}.py"
            half.write_text(source, encoding="utf-8")
            answers.append(parse_answer(half, lesson, is_right=suffix != ""))
        attacks.append(
            Attack(path.parent.name, path.stem, *answers, extra.get("absent", ""), extra.get("race") == "yes")
        )
    return attacks


def choose(attacks: list[Attack], names: list[str], *, is_short: bool) -> list[Attack]:
    """Return the attacks that were asked for; in short, one fast and one telling attack of each class."""
    if names:
        return [attack for attack in attacks if attack.name in names or attack.kind in names]
    if not is_short:
        return attacks
    wanted = {
        "hidden_inputs_given_back", "sources_of_the_mounts", "torch_function_says_yes", "a_dict_that_lies",
        "reply_sent_twice", "nonce_of_another_type_when_defined", "drips_into_its_channel", "signals_to_its_group",
        "exits_when_defined", "a_daemon", "listening_sockets", "shared_memory_in_many_processes", "images_of_black",
        "families_of_sockets", "mounts", "shadowing_modules", "names_of_the_notebook", "html_as_markdown",
        "escape_sequences", "html_in_its_values",
    }  # fmt: skip
    return [attack for attack in attacks if attack.name in wanted]


# --- a course --------------------------------------------------------------------------------------------------------


def make_course(root: Path, notebook: str) -> Path:
    """Make a course of two lessons with this one notebook; return its root."""
    for lesson in (LESSON, EARLIER):
        solutions, tests = root / "solutions" / lesson, root / "tests" / lesson
        solutions.mkdir(parents=True)
        tests.mkdir(parents=True)
        shutil.copy(REPOSITORY / "solutions" / LESSON / f"{notebook}.ipynb", solutions)
        for path in (REPOSITORY / "tests" / LESSON).glob("*.py"):
            if not path.name.startswith("test_") or path.stem == f"test_{notebook}":
                shutil.copy(path, tests)
    (root / "gradebook").mkdir()
    shutil.copy(REPOSITORY / "nbgrader_config.py", root)
    return root


def hand_in(root: Path, student: str, file: str, data: bytes, lesson: str = LESSON) -> None:
    folder = root / "gradebook" / "submitted" / student / lesson
    folder.mkdir(parents=True, exist_ok=True)
    (folder / file).write_bytes(data)


def run(root: Path, *arguments: str) -> tuple[int, str]:
    """Run one command of the command line; return its exit code and all that it printed."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = main([*arguments, "--root", str(root)])
    return code, printed.getvalue()


def read_scores(root: Path) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Return every grade in nbgrader's database: (lesson, student, test cell) -> (automatic, manual, extra)."""
    query = """
        select a.name, s.id, c.name, g.auto_score, g.manual_score, g.extra_credit
        from grade g join submitted_notebook sn on g.notebook_id = sn.id
        join submitted_assignment sa on sn.assignment_id = sa.id join student s on sa.student_id = s.id
        join notebook n on sn.notebook_id = n.id join assignment a on n.assignment_id = a.id
        join base_cell c on g.cell_id = c.id
    """
    with contextlib.closing(sqlite3.connect(root / "gradebook" / "gradebook.db")) as database:
        return {row[:3]: row[3:] for row in database.execute(query)}


def read_record(root: Path, student: str) -> dict[str, Any]:
    return dict(json.loads((root / "gradebook" / "grades" / LESSON / f"{student}.json").read_text(encoding="utf-8")))


def verdicts(root: Path) -> dict[str, Any]:
    """Return what must be the same when the same input is graded again: by student and test, the verdict."""
    found = {}
    for path in sorted((root / "gradebook" / "grades" / LESSON).glob("*.json")):
        for notebook in json.loads(path.read_text(encoding="utf-8"))["notebooks"]:
            for outcome in notebook["outcomes"]:
                found[f"{path.stem}/{outcome['test']}"] = outcome["verdict"]
    return found


def digest_files(paths: Iterable[Path]) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.is_file()}


# --- what is left on the machine -----------------------------------------------------------------------------------


def descendants() -> set[int]:
    """Return the processes below this one. Orphans come to this one, too: it is their subreaper."""
    found: set[int] = set()
    waiting = [os.getpid()]
    while waiting:
        for task in Path(f"/proc/{waiting.pop()}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                new = [int(pid) for pid in task.read_text().split()]
                found.update(new)
                waiting += new
    return found


def strangers_files() -> set[str]:
    """Return the files in shared folders that belong to users under whom student code runs."""
    found = set()
    for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run"):
        for entry in os.scandir(folder):
            with contextlib.suppress(OSError):
                is_student = 64_000 <= entry.stat(follow_symlinks=False).st_uid < 65_000
                if is_student or MARK in entry.name or entry.name == "run-by-pickle":
                    found.add(entry.path)
    return found


def sockets_left() -> list[str]:
    return [line for line in Path("/proc/net/unix").read_text().splitlines() if MARK in line]


# --- what a reader would open --------------------------------------------------------------------------------------

_DEAD_TAGS = {
    "script", "iframe", "svg", "object", "embed", "form", "input", "link", "base", "video", "audio", "math", "frame",
    "textarea", "button",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class _Page(html.parser.HTMLParser):
    """Collects what in a page could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.alive: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_switch = tag == "input" and dict(attrs).get("class") == "language"  # ours; no class of a student's is left
        if tag in _DEAD_TAGS and not is_switch:
            self.alive.append(f"<{tag}>")
        for name, value in attrs:
            text = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name.startswith("on") or name in ("srcdoc", "action", "formaction"):
                self.alive.append(f"<{tag} {name}>")
            if re.match(r"(java|vb)script:", text):
                self.alive.append(f"<{tag} {name}={text[:40]}>")
            if name in ("src", "srcset", "background") and not text.startswith("data:image/png;base64,"):
                self.alive.append(f"<{tag} {name}={text[:40]}>")


def alive_in(text: str) -> list[str]:
    """Return what is alive in an HTML text."""
    page = _Page()
    page.feed(text)
    return page.alive


def alive_in_notebook(text: str, locked: set[str]) -> Iterator[str]:
    """Yield what would be alive in an autograded notebook when a browser shows it."""
    for cell in json.loads(text)["cells"]:
        for output in cell.get("outputs", []):
            shown = [*output.get("data", {}).values(), output.get("text", ""), *output.get("traceback", [])]
            shown += [output.get("ename", ""), output.get("evalue", "")]
            if set(output.get("data", {})) - {"text/plain", "image/png"}:
                yield f"an output of type {sorted(output['data'])}"
            for part in shown:
                if _CONTROL.search("".join(part)):
                    yield f"control characters in an output: {''.join(part)[:60]!r}"
        if cell["cell_type"] == "code" or cell["source"] in locked:
            continue
        yield from alive_in(markdown2html(cell["source"]))
        if re.search(r"\\(href|require|style|class)\b", cell["source"]):
            yield "a link in a formula"


# --- names that attack ---------------------------------------------------------------------------------------------

NAMES = (
    "=HYPERLINK(1)", "@SUM(1)", "-rf", "<script>alert(1)<", '"><img src=x onerror=alert(1)>', "'; drop table student; --",
    "{{7*7}}", "%s%n", "张三", "x" * 200, "con", "readers [bold]x[",
)  # fmt: skip
FILES = (
    "activations<script>alert(1)<.ipynb", "activations\x1b[31m\x1b]0;x\x07.ipynb", "=activations.ipynb",
    "activations\u202e.ipynb", "activations (1).ipynb", "-activations.IPYNB", "activations\n✓ 15.ipynb",
)  # fmt: skip


def hostile_notebook(data: bytes) -> bytes:
    """Return a notebook all of whose metadata and stored outputs are hostile."""
    page = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    document = json.loads(data)
    document["metadata"] |= {"title": page, "widgets": {page: page}, "kernelspec": {"name": page, "display_name": page}}
    for cell in document["cells"]:
        cell["metadata"]["tags"] = [page]
        cell["attachments"] = {page: {"text/html": page}}
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "data": {"text/html": page}, "metadata": {page: page}}]
    document["cells"].append({"cell_type": "raw", "metadata": {"format": "text/html"}, "source": page})
    return json.dumps(document).encode()


# --- a run -----------------------------------------------------------------------------------------------------------


def attack_course(root: Path, notebook: str, attacks: list[Attack], report: Report, *, is_short: bool) -> None:
    """Run the attacks on one notebook in a course of their own and check every promise."""
    make_course(root, notebook)
    lesson = load_lesson(Course(root), LESSON)
    source = lesson.notebook(notebook)
    right = reference_submission(source)
    full = {cell.grade_id: cell.points for cell in source.cells if cell.is_test}
    classmates = ["honest-a", "honest-b"]
    for student in classmates:
        for name in (LESSON, EARLIER):
            hand_in(root, student, f"{notebook}.ipynb", right, name)
    for name in (EARLIER,) if is_short else (EARLIER, LESSON):
        code, printed = run(root, "grade", name, "--workers", "1")
        report.expect(code == 0, "an honest class is graded", printed[-2000:])
    kinds = sorted({attack.kind for attack in attacks})
    neighbours = [f"{kind}-{place}" for kind in kinds for place in ("00", "zz")]
    kept_files = [
        *(path for name in ("solutions", "tests") for path in (root / name).rglob("*")),
        *(root / "gradebook" / "grades").rglob("*.json"), *(root / "gradebook" / "autograded").rglob("*"),
        *(root / "gradebook" / "submitted" / "honest-a").rglob("*"), root / "nbgrader_config.py",
    ]  # fmt: skip
    before = digest_files(kept_files)
    rows = read_scores(root)
    processes, files = descendants(), strangers_files()
    temporary = set(os.listdir(tempfile.gettempdir()))

    expected: dict[str, dict[str, float]] = dict.fromkeys(neighbours, full)
    for student in neighbours:
        hand_in(root, student, f"{notebook}.ipynb", right)
    for attack in attacks:
        hand_in(root, attack.student, f"{notebook}.ipynb", build_submission(source, attack.hostile.cells))
        hand_in(root, f"{attack.student}-twin", f"{notebook}.ipynb", build_submission(source, attack.twin.cells))
        expected[attack.student] = attack.hostile.expected(source)
        expected[f"{attack.student}-twin"] = full
    if notebook == "activations":
        for number, name in enumerate(NAMES):
            expected[name] = full
            hand_in(root, name, f"{notebook}.ipynb", right + b" " * number)
        for number, file in enumerate(FILES):
            expected[f"readers-file-{number}"] = full
            hand_in(root, f"readers-file-{number}", file, right)
        expected["readers-stored"] = full
        hand_in(root, "readers-stored", f"{notebook}.ipynb", hostile_notebook(right))
    inputs = digest_files((root / "gradebook" / "submitted").rglob("*"))

    code, printed = run(root, "grade", LESSON, "--workers", "1" if is_short else "2")
    first = verdicts(root)
    report.expect(code == 0, "nothing is ungraded", printed[-3000:])
    report.expect(not _CONTROL.search(printed), "the terminal gets no control characters", repr(printed[-300:]))
    scores = read_scores(root)
    for student, points in expected.items():
        found = {
            cell: row[0]
            for (name, who, cell), row in scores.items()
            if name == LESSON and who == student and cell in points
        }
        is_honest = found == points
        lost = {cell: (found.get(cell), points[cell]) for cell in points if found.get(cell) != points[cell]}
        attack = next((a for a in attacks if student in (a.student, f"{a.student}-twin")), None)
        if attack is not None and student == attack.student:
            report.attacks[attack.kind] += 1
            report.honest[attack.kind] += is_honest
        elif attack is not None:
            report.kept[attack.kind] += is_honest
        report.expect(is_honest, "the points are the honest ones", f"{student}: (got, honest) {lost}")
        record = root / "gradebook" / "grades" / LESSON / f"{student}.json"
        if record.exists():
            wall_s = sum(result["time_s"] for result in read_record(root, student)["notebooks"])
            kind = attack.kind if attack is not None else "readers"
            report.wall_s[kind] = max(report.wall_s.get(kind, 0.0), wall_s)
            report.expect(wall_s < MOST_WALL_S, "every submission ends within its budget", f"{student}: {wall_s:.1f} s")
    unknown = {who for _, who, _ in scores} - set(expected) - set(classmates)
    report.expect(not unknown, "the database has no student but those who handed in", str(unknown))
    changed = [key for key, row in rows.items() if scores.get(key) != row]
    report.expect(not changed, "no row of another student or lesson has changed", str(changed[:5]))

    code, pages = run(root, "feedback", LESSON)
    report.expect(code == 0, "every student gets a page", pages[-2000:])
    locked = {cell.source for cell in source.cells} | {cell["source"] for cell in nbformat.read(source.path, 4).cells}
    for student in expected:
        page = root / "gradebook" / "feedback" / student / LESSON / f"{LESSON}.html"
        autograded = root / "gradebook" / "autograded" / student / LESSON / f"{notebook}.ipynb"
        for path in (page, autograded, root / "gradebook" / "grades" / LESSON / f"{student}.json"):
            size = path.stat().st_size if path.exists() else -1
            report.expect(0 <= size < MOST_BYTES, "every page and record is there, and small", f"{path}: {size}")
        if not page.exists() or not autograded.exists():
            continue
        text = page.read_text(encoding="utf-8")
        alive = [*alive_in(text), *alive_in_notebook(autograded.read_text(encoding="utf-8"), locked)]
        if _CONTROL.search(text):
            alive.append("control characters")
        report.expect(not alive, "nothing alive reaches a reader", f"{student}: {alive[:5]}")
        attack = next((a for a in attacks if a.student == student), None)
        if attack is not None and attack.absent:
            report.expect(attack.absent not in text, "hidden inputs stay hidden", student)

    if not is_short:
        code, printed = run(root, "grade", LESSON, "--workers", "2", "--force")
        report.expect(code == 0, "nothing is ungraded", printed[-3000:])
        second = verdicts(root)
        racing = {attack.student for attack in attacks if attack.is_race}
        differing = [
            f"{key}: {verdict}, {second.get(key)}"
            for key, verdict in first.items()
            if second.get(key) != verdict
            and (key.split("/")[0] not in racing or "PASSED" in (verdict, second.get(key)))
        ]
        report.expect(not differing, "the same input gives the same verdicts twice", "; ".join(differing[:10]))
        before = {path: digest for path, digest in before.items() if f"grades/{LESSON}" not in path}
    after = digest_files(map(Path, before))
    spoiled = [path for path in before if after.get(path) != before[path] and "/autograded/" not in path]
    report.expect(not spoiled, "tests, solutions and records are as they were", str(spoiled[:5]))
    report.expect(
        digest_files((root / "gradebook" / "submitted").rglob("*")) == inputs, "what was handed in is as it was"
    )
    deadline = time.monotonic() + 5
    while descendants() - processes and time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.1)
    left = descendants() - processes
    report.expect(not left, "no process is left", str([Path(f"/proc/{pid}/cmdline").read_text()[:80] for pid in left]))
    new = strangers_files() - files | (set(os.listdir(tempfile.gettempdir())) - temporary)
    report.expect(not new, "no file is left", str(sorted(new)[:5]))
    report.expect(not sockets_left(), "no socket is left", str(sockets_left()))


def print_table(report: Report) -> None:
    print(f"\n{'class':<16}{'attacks':>8}{'honest scores':>15}{'twins kept':>12}{'worst wall':>12}")
    for kind in sorted(report.attacks):
        count = report.attacks[kind]
        print(
            f"{kind:<16}{count:>8}{report.honest[kind]:>15}{report.kept[kind]:>12}{report.wall_s.get(kind, 0):>10.1f} s"
        )
    total = report.attacks.total()
    print(
        f"{'all':<16}{total:>8}{report.honest.total():>15}{report.kept.total():>12}{max(report.wall_s.values(), default=0):>10.1f} s"
    )
    broken = Counter(breach.split(":")[0] for breach in report.breaches)
    print()
    for promise, tried in report.checks.items():
        state = f"BROKEN {broken[promise]} times" if broken[promise] else "kept"
        print(f"{promise:<56}{tried:>6} checks  {state}")
    for breach in report.breaches:
        print(f"\nbreach: {breach}")


def entry(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Attack the grader with every trick of the bank.")
    parser.add_argument("names", nargs="*", help="attacks or classes (default: all)")
    parser.add_argument("--short", action="store_true", help="two attacks of each class, graded once")
    parser.add_argument("--keep", action="store_true", help="leave the courses where they are, to look at")
    options = parser.parse_args(arguments)
    multiprocessing.set_forkserver_preload(["autograder.grading.worker"])
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: whatever outlives its parent comes to us
    grading.Chunk = functools.partial(Chunk, limits=LIMITS, budget=BUDGET)  # type: ignore[assignment, misc]
    cluster.prepare_worker = str  # type: ignore[assignment] # no jail with the usual limits, which no chunk would use
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o755)
    report = Report()
    start = time.monotonic()
    try:
        (folder / "tmp").mkdir()
        (folder / "bank").mkdir()
        os.environ["TMPDIR"] = str(folder / "tmp")
        tempfile.tempdir = None
        attacks = choose(
            load_attacks(load_lesson(Course(REPOSITORY), LESSON), folder / "bank"),
            options.names,
            is_short=options.short,
        )
        for notebook in dict.fromkeys(attack.hostile.notebook for attack in attacks):
            own = [attack for attack in attacks if attack.hostile.notebook == notebook]
            attack_course(folder / notebook, notebook, own, report, is_short=options.short)
    finally:
        if options.keep:
            print(f"kept: {folder}")
        else:  # behind multiprocessing's own folder, which lies in it
            multiprocessing.util.Finalize(None, shutil.rmtree, args=(folder, True), exitpriority=-1000)
    print_table(report)
    print(f"\n{time.monotonic() - start:.0f} s; {len(report.breaches)} breaches")
    return 1 if report.breaches else 0


if __name__ == "__main__":
    sys.exit(entry(sys.argv[1:]))

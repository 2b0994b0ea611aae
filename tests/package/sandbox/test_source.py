"""The trusted side parses nothing with what can execute it, and reads nothing without a limit: a search of the source.

Searched is every module of the package but those of `sandbox/inside`, which run in the jail only. What goes between our own
processes is pickled, in one module; the last test looks at what that is.
"""

from __future__ import annotations

import ast
import collections.abc
import enum
import types
import typing
from pathlib import Path

import pytest

import autograder
from autograder.grading import Chunk, GradedNotebook

PACKAGE = Path(autograder.__file__).parent
INSIDE = PACKAGE / "sandbox" / "inside"
TRUSTED = sorted(path for path in PACKAGE.rglob("*.py") if INSIDE not in path.parents)

MODULES = {
    "pickle",
    "cPickle",
    "_pickle",
    "cloudpickle",
    "dill",
    "marshal",
    "shelve",
    "joblib",
    "yaml",
    "ruamel",
    "jsonpickle",
    "code",
    "codeop",
}
CALLS = {"eval", "exec", "compile", "__import__", "execfile"}
METHODS = {
    "torch": {"load", "save", "hub", "package", "jit"},
    "numpy": {"load", "fromfile", "memmap"},
    "np": {"load", "fromfile", "memmap"},
    "pandas": {"read_pickle", "eval"},
    "os": {"system", "popen"},
    "xml": {"etree", "sax", "dom"},
}
WHOLE_READS = {
    # What these read without a limit is ours, and why it is small.
    "audit/settings.py": "what the instructor says about mutants",
    "audit/bank.py": "sample answers of the instructor",
    "audit/atlas.py": "sample answers, probes and what they did, of the instructor",
    "cli/nbgrader/converters.py": "a page that we wrote",
    "classroom/classroom.py": "notebooks as graded, which we wrote",
    "classroom/handing_out.py": "pages that we wrote",
    "course/data.py": "hashes that we noted",
    "course/releases.py": "what a release noted, of the instructor",
    "course/source.py": "notebooks of the instructor",
    "hub/mirror.py": "what our own desk sent, in the student's server: nothing of it is run here",
    "external/formats.py": "what the system that runs us says of a hand-in",
    "external/packing.py": "the package and the lesson, of the instructor",
    "desk/client.py": "one's own files, to be sent",
    "desk/forgetting.py": "no file: the database",
    "desk/links.py": "no file: the database",
    **dict.fromkeys(
        (f"desk/lti/{name}.py" for name in ("courses", "launching", "members", "platforms", "scores")),
        "no file: the database",
    ),
    "desk/lti/roster.py": "the list of students, from the instructor",
    "desk/marking_answers.py": "notebooks as graded, which we wrote",
    "desk/marking_store.py": "no file: the database",
    "desk/placing.py": "a notebook that we stored, within the limits of what is handed in",
    "desk/publishing.py": "no file: the database",
    "desk/queue.py": "no file: the database",
    "desk/receipts.py": "no file: the database",
    "desk/requests.py": "no file: the database",
    "desk/retention.py": "no file: the database",
    "desk/sessions.py": "no file: the database",
    "desk/settings.py": "settings of the instructor",
    "desk/web/app.py": "a script of ours",
    "desk/web/handing_in.py": "a form whose size was looked at while it came",
    "desk/web/marking_live.py": "a script of ours",
    "desk/web/student.py": "a page that we wrote",
    "files.py": "our keys",
    "gradebook/publish.py": "data of the instructor, if they are not large",
    "gradebook/release.py": "notebooks of the instructor",
    "grading/results.py": "a time that we wrote",
    "grading/proof.py": "the instructor's own notebooks",
    "grading/work.py": "suites and helper files of the instructor",
    "privacy/forget.py": "the list of students and that of TAs, from the instructor",
    "privacy/traces.py": "logs, lines and tables that we wrote",
    "records/folders.py": "the lock",
    "records/grades.py": "records that we wrote",
    "records/history.py": "lines that we wrote",
    "sandbox/memory.py": "what the kernel says of a process",
    "sandbox/child.py": "what the kernel says of a process",
    "sandbox/clock.py": "what the kernel says of a process",
    "sandbox/warm.py": "the end of our own log",
    "starting/configuration.py": "the configuration, of the instructor",
    "starting/fresh.py": "templates of the package",
    "submissions/accounts.py": "a table that we wrote",
    "submissions/names.py": "no file: the names in a cell",
    "submissions/restore.py": "no file: the names in a cell",
    "submissions/spreadsheets.py": "the list of students, from the instructor",
    "submissions/salvage.py": "no file: the names in a cell",
    "submissions/uploads.py": "a form whose size was looked at while it came",
    "suite/rehearsed.py": "no file: a reply that has come",
    "text/html.py": "the pages' templates",
    "suite/plugin.py": "what lies beside the instructor's own notebook",
}
COMPILES = {
    "audit/mutants.py": "to see whether a mutant of the reference is Python; the result is thrown away, not run",
    "sandbox/code.py": "the source of suites, to be run in the jail",
}
PICKLES = {"grading/process.py": "what goes between our own processes"}
WRITES = {"sandbox/code.py": {"dumps"}}  # it only writes what is loaded in the jail


def problems(source: str, name: str = "x.py") -> list[str]:
    """What a module uses that it must not, with the line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import):
            forbidden = MODULES - ({"pickle"} if name in PICKLES else set())
            found += [f"{line}: import {alias.name}" for alias in node.names if alias.name.split(".")[0] in forbidden]
        elif isinstance(node, ast.ImportFrom):
            top = (node.module or "").split(".")[0]
            names = {alias.name for alias in node.names}
            if names <= WRITES.get(name, set()):
                continue
            if top in MODULES or names & METHODS.get(top, set()) or (top == "builtins" and names & CALLS):
                found.append(f"{line}: from {node.module} import {', '.join(sorted(names))}")
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in METHODS.get(node.value.id, set()) and not (
                node.value.id == "torch" and node.attr == "save"
            ):
                found.append(f"{line}: {node.value.id}.{node.attr}")
            if node.value.id == "builtins" and node.attr in CALLS:
                found.append(f"{line}: builtins.{node.attr}")
        elif isinstance(node, ast.Call):
            found += _bad_call(node, name)
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            found.append(f"{node.value.lineno}: allow_pickle")
    return found


def _bad_call(node: ast.Call, name: str) -> list[str]:
    function = node.func
    if isinstance(function, ast.Name) and function.id in CALLS:
        return [] if function.id == "compile" and name in COMPILES else [f"{node.lineno}: {function.id}()"]
    if not isinstance(function, ast.Attribute):
        return []
    is_without_limit = not node.args and not node.keywords
    if (
        function.attr in ("read", "readline", "readlines", "recv", "recvfrom", "recvmsg", "makefile")
        and is_without_limit
    ):
        return (
            []
            if function.attr == "read" and name in WHOLE_READS
            else [f"{node.lineno}: .{function.attr}() without a limit"]
        )
    if function.attr in ("read_bytes", "read_text") and name not in WHOLE_READS:
        return [f"{node.lineno}: .{function.attr}() of something that may be large"]
    if any(keyword.arg == "shell" for keyword in node.keywords):
        return [f"{node.lineno}: shell="]
    return []


@pytest.mark.parametrize("path", TRUSTED, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_trusted_side_uses_nothing_that_executes_what_it_reads(path: Path) -> None:
    """No pickle, marshal, shelve, torch.load, numpy.load, eval, exec, YAML, shell or read without a limit."""
    assert problems(path.read_text(encoding="utf-8"), str(path.relative_to(PACKAGE))) == []


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "import marshal as m",
        "from shelve import open",
        "import torch\ntorch.load(f)",
        "from torch import load",
        "import numpy\nnumpy.load(f, allow_pickle=True)",
        "np.load(f)",
        "eval(text)",
        "exec(text)",
        "import builtins\nbuiltins.eval(text)",
        "from builtins import exec as run",
        "import yaml",
        "compile(text, '', 'exec')",
        "channel.recv()",
        "file.read()",
        "path.read_bytes()",
        "subprocess.run(line, shell=True)",
        "os.system(line)",
    ],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    """Each of them in a module is found."""
    assert problems(line)


def test_the_search_lets_ordinary_lines_pass() -> None:
    """JSON, limited reads and methods of the same names are fine."""
    fine = "import json\njson.loads(channel.recv(100))\nfile.read(10)\nbook.load()\nre.compile('x')\nmodel.eval()\nself.exec(1)"
    assert problems(fine) == []


def test_the_jailed_program_is_imported_by_nothing() -> None:
    """`inside`, which is there to run code, is not reached from any trusted module."""
    for path in TRUSTED:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            assert "inside" not in [*module.split("."), *(part for name in names for part in name.split("."))], path


def parts(kind: object) -> set[object]:
    """The plain types that a field may hold, through containers, records and dataclasses; an enum of texts is a text."""
    fields = getattr(kind, "__dataclass_fields__", None) or getattr(kind, "__struct_fields__", None)
    fields = fields or getattr(kind, "_fields", None)
    if fields:
        hints = typing.get_type_hints(kind)
        return set().union(*(parts(hints[name]) for name in fields))
    inner, origin = typing.get_args(kind), typing.get_origin(kind)
    if origin is typing.Literal:
        return {type(value) for value in inner}
    if inner:
        assert origin in (tuple, list, dict, frozenset, collections.abc.Mapping, typing.Union, types.UnionType), kind
        return set().union(*(parts(item) for item in inner if item is not ...))
    return {str if isinstance(kind, type) and issubclass(kind, enum.StrEnum) else kind}


def test_what_our_own_processes_exchange_is_plain() -> None:
    """A task holds bytes, a result the record: strings and numbers in dataclasses of ours, and no object of a student."""
    allowed = {str, bytes, int, float, bool, type(None)}
    assert parts(Chunk) <= allowed | {Path}
    assert parts(GradedNotebook) <= allowed

"""The short form of `make attack`: two attacks of each class and every promise. The whole bank: see tools/attack.py."""

from __future__ import annotations

import ast
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.sandbox import WarmProcess, wire

HERE = Path(__file__).parent
FEWEST = 100


def test_attacks_gain_nothing_and_their_twins_keep_all() -> None:
    """Attacks of every class get the honest points, harm nobody and leave nothing; their benign twins keep all points."""
    run = subprocess.run(
        [sys.executable, str(HERE.parents[2] / "tools" / "attack.py"), "--short"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
    for folder in (HERE / "bank").iterdir():
        assert f"\n{folder.name} " in run.stdout, f"{folder.name}: the short form holds none of it"


def test_the_bank_is_large() -> None:
    """The bank holds at least a hundred attacks, each with its twin."""
    files = list((HERE / "bank").glob("*/*.py"))
    assert len(files) >= FEWEST
    assert all("# %% twin" in path.read_text(encoding="utf-8") for path in files)


def first_cell(path: Path) -> str:
    return path.read_text(encoding="utf-8").split("# %%")[1].partition("\n")[2]


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

"""The short form of `make attack`: two attacks of each class and every promise. The whole bank: see driver.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
FEWEST = 100


def test_attacks_gain_nothing_and_their_twins_keep_all() -> None:
    """Attacks of every class get the honest points, harm nobody and leave nothing; their benign twins keep all points."""
    run = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), "--short"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-3000:]
    for folder in (HERE / "bank").iterdir():
        assert f"\n{folder.name} " in run.stdout, f"{folder.name}: the short form holds none of it"


def test_the_bank_is_large() -> None:
    """The bank holds at least a hundred attacks, each with its twin."""
    files = list((HERE / "bank").glob("*/*.py"))
    assert len(files) >= FEWEST
    assert all("# %% twin" in path.read_text(encoding="utf-8") for path in files)

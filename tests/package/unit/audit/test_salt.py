"""With salt, a fixed seed is another one."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

DRAWS = {
    "random": "random.seed(3); x = random.random()",
    "random by name": "random.seed(a='three'); x = random.random()",
    "Random": "x = random.Random(3).random()",
    "numpy": "np.random.seed(3); x = np.random.rand()",
    "RandomState": "x = np.random.RandomState(3).rand()",
    "RandomState by name": "x = np.random.RandomState(seed=3).rand()",
    "default_rng": "x = np.random.default_rng(np.int64(3)).random()",
    "SeedSequence": "x = np.random.default_rng(np.random.SeedSequence(3)).random()",
    "torch": "torch.manual_seed(3); x = torch.rand(()).item()",
    "Generator": "x = torch.rand((), generator=torch.Generator().manual_seed(3)).item()",
    "shuffled": "x = str(list(torch.utils.data.RandomSampler(range(9), generator=torch.Generator().manual_seed(3))))",
    "split": "x = str(torch.utils.data.random_split(range(9), [4, 5], torch.Generator().manual_seed(3))[0].indices)",
}
LOOK = """
import json, random
import numpy as np
import torch
from autograder.audit.salt import salt_seeds

def look():
    found = {}
    for name, code in DRAWS.items():
        names = {"random": random, "np": np, "torch": torch}
        exec(code, names)
        found[name] = names["x"]
    return found

seen = [look()]
salt_seeds(1)
seen += [look(), look()]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen() -> list[dict[str, object]]:
    code = f"DRAWS = {DRAWS!r}\n{LOOK}"
    return list(json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout))


@pytest.mark.parametrize("way", DRAWS)
def test_a_fixed_seed_draws_other_numbers_and_always_the_same(seen: list[dict[str, object]], way: str) -> None:
    plain, salted, again = (look[way] for look in seen)
    assert plain != salted == again

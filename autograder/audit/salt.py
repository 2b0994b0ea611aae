"""Other numbers for whatever sets a seed of random, numpy or torch: the text of this module runs in a notebook.

What draws with a seed that the notebook fixes draws something else then.
"""

from __future__ import annotations

import operator
import random
from collections.abc import Callable
from typing import Any

import numpy
import torch

__all__ = ["salt_seeds"]

_LARGEST = 2**32  # numpy takes no larger seed


def salt_seeds(salt: int) -> None:
    """Let every seed be another one in this process, one for each salt; what draws without a seed is left alone."""

    def change(seed: Any) -> Any:
        if isinstance(seed, str):
            return f"{seed}{salt}"
        try:
            return (operator.index(seed) + salt) % _LARGEST
        except TypeError:
            return seed

    def salted(call: Callable[..., Any]) -> Callable[..., Any]:
        def take(*args: Any, **named: Any) -> Any:
            return call(*map(change, args[:1]), *args[1:], **{name: change(value) for name, value in named.items()})

        return take

    for module, name in (
        (random, "seed"),
        (numpy.random, "seed"),
        (numpy.random, "default_rng"),
        (torch, "manual_seed"),
        (torch.random, "manual_seed"),
    ):
        setattr(module, name, salted(getattr(module, name)))
    for module, name, method in (
        (random, "Random", "seed"),
        (numpy.random, "RandomState", "__init__"),
        (numpy.random, "SeedSequence", "__init__"),
        (torch, "Generator", "manual_seed"),
    ):
        setattr(module, name, _derive(getattr(module, name), method, change))


def _derive(kind: Any, method: str, change: Callable[[Any], Any]) -> type:
    """Return a class like this one whose method takes another seed."""

    def take(self: Any, *args: Any, **named: Any) -> Any:
        changed = {name: change(value) for name, value in named.items()}
        return getattr(kind, method)(self, *map(change, args[:1]), *args[1:], **changed)

    return type(kind.__name__, (kind,), {method: take})

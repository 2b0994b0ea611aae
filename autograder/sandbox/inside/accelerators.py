"""A notebook written for a GPU runs here on the CPU: "cuda" means the CPU, wherever torch takes a device.

Nothing is changed in a process whose notebook does not name one; one that does begins a millisecond later, for what is
put there was made before the fork. `torch.cuda.is_available()` is not changed at all: it
says that there is none, and code that asks takes its own way to the CPU. Tensors are on the CPU, and say so.
"""

from __future__ import annotations

import functools
import re
import time
from collections.abc import Callable
from typing import Any

import torch
from torch.utils import _device

from .notes import say_once

_NOTE = "There is no GPU here: cuda means the CPU. / 这里没有 GPU：cuda 按 CPU 处理。"
_NAME = re.compile(r"(?:cuda|mps|xpu|hip)(?::\d+)?")
_TYPES = ("Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool")
_METHODS = ("new_tensor", "new_zeros", "new_ones", "new_full", "new_empty")
_LIKE = ("zeros_like", "ones_like", "full_like", "empty_like", "rand_like", "randn_like", "randint_like")
_device_type, _generator_type = torch.device, torch.Generator
_WITHOUT_GPU: dict[str, Any] = {
    "synchronize": None,
    "set_device": None,
    "reset_peak_memory_stats": None,
    "ipc_collect": None,
    "current_device": 0,
    "get_device_name": "CPU",
    "get_device_capability": (0, 0),
    "mem_get_info": (0, 0),
    "memory_summary": "",
}
"""Harmless answers in the place of what torch.cuda can only say with a GPU."""
_ready: list[tuple[Any, str, Any]] = []  # where, by what name, and what


def prepare() -> None:
    """Make what stands for torch's own, once for all processes that are forked from this one."""
    makers: set[Any] = {*_device._device_constructors(), *(getattr(torch, name) for name in _LIKE)}
    for function in makers:
        name, made = function.__name__.removeprefix("fft_"), _with_device(function)
        _ready.extend(
            (place, name, made) for place in (torch, torch.fft, torch.sparse) if _holds(place, name, function)
        )
    _ready.extend((torch.Tensor, name, _with_device(getattr(torch.Tensor, name))) for name in _METHODS)
    for kind in (torch.Tensor, torch.nn.Module):
        _ready.extend([(kind, "to", _moving(kind.to)), (kind, "cuda", _stay)])
    _ready.extend(
        [
            (torch.Tensor, "type", _typed(torch.Tensor.type)),
            (torch.Tensor, "pin_memory", _stay),
            (torch, "set_default_tensor_type", _typed(torch.set_default_tensor_type)),
            (torch, "set_default_device", _moving(torch.set_default_device)),
            (torch, "load", _loading(torch.load)),
            (torch, "device", _Device),
            (torch, "Generator", _Generator),
            (torch.cuda, "Event", _Event),
        ]
    )
    _ready.extend((torch.cuda, name, functools.partial(_answer, answer)) for name, answer in _WITHOUT_GPU.items())
    _ready.extend((torch.cuda, f"{name}Tensor", getattr(torch, f"{name}Tensor")) for name in _TYPES)


def _holds(place: Any, name: str, function: Any) -> bool:
    return getattr(place, name, None) is function


def do_without() -> None:
    """Let every accelerator mean the CPU in this process, from now on."""
    while _ready:
        setattr(*_ready.pop())


def _answer(answer: Any, *_: Any, **__: Any) -> Any:
    say_once(_NOTE)
    return answer


def _is_one(device: Any) -> bool:
    """Whether a device is an accelerator."""
    if type(device) is _device_type:
        device = device.type
    return isinstance(device, str) and _NAME.fullmatch(device) is not None


def _to_cpu(device: Any) -> Any:
    """Return the CPU for an accelerator or its number, and anything else as it is."""
    if _is_one(device) or type(device) is int:
        say_once(_NOTE)
        return "cpu"
    return device


def _stay(self: Any, *_: Any, **__: Any) -> Any:
    say_once(_NOTE)
    return self


def _with_device(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that makes a tensor, and takes its device by name."""

    @functools.wraps(function)
    def make(*args: Any, **options: Any) -> Any:
        if options.get("device") is not None:
            options["device"] = _to_cpu(options["device"])
        return function(*args, **options)

    return make


def _moving(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes a device as any of its arguments."""

    @functools.wraps(function)
    def move(*args: Any, **options: Any) -> Any:
        if options.get("device") is not None:
            options["device"] = _to_cpu(options["device"])
        return function(*map(_to_cpu, args), **options)

    return move


def _typed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that takes the name of a tensor's type."""

    @functools.wraps(function)
    def typed(*args: Any, **options: Any) -> Any:
        given = [one.replace("torch.cuda.", "torch.") if isinstance(one, str) else one for one in args]
        if given != list(args):
            say_once(_NOTE)
        return function(*given, **options)

    return typed


def _loading(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `torch.load`, which puts on the CPU what lay on an accelerator."""

    @functools.wraps(function)
    def load(f: Any, map_location: Any = None, *args: Any, **options: Any) -> Any:
        if map_location is None:
            map_location = "cpu"
        elif isinstance(map_location, dict):
            map_location = {source: _to_cpu(target) for source, target in map_location.items()}
        return function(f, _to_cpu(map_location), *args, **options)

    return load


class _OfTheirs(type):
    """The type of a class that stands for one of torch's own, whose objects it makes."""

    theirs: Any

    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, cls.theirs)


class _Device(metaclass=_OfTheirs):
    """Stands for `torch.device`."""

    theirs = _device_type

    def __new__(cls, type: Any = None, index: Any = None, **options: Any) -> Any:
        kind = options.get("device", type)
        if _to_cpu(kind) is not kind:
            return _device_type("cpu")
        return _device_type(kind) if index is None else _device_type(kind, index)


class _Generator(metaclass=_OfTheirs):
    """Stands for `torch.Generator`."""

    theirs = _generator_type

    def __new__(cls, device: Any = "cpu") -> Any:
        return _generator_type(_to_cpu(device))


class _Event:
    """Stands for `torch.cuda.Event`: a moment, in seconds of this process."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self._moment_s = 0.0

    def record(self, *_: Any) -> None:
        self._moment_s = time.perf_counter()

    def elapsed_time(self, end: _Event) -> float:
        """Return the milliseconds from this one to another."""
        return (end._moment_s - self._moment_s) * 1000

    def synchronize(self) -> None:
        pass

    def wait(self, *_: Any) -> None:
        pass

    def query(self) -> bool:
        return True

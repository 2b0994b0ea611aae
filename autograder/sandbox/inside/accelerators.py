"""A notebook written for a GPU runs here on the CPU: "cuda" means the CPU, wherever torch takes a device.

Nothing is changed in a process whose notebook does not name one; one that does begins a millisecond later, for what is
put there was made before the fork. `torch.cuda.is_available()` is not changed at all: it
says that there is none, and code that asks takes its own way to the CPU. Tensors are on the CPU, and say so.
"""

from __future__ import annotations

import contextlib
import functools
import re
import time
import types
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch.jit import _builtins
from torch.utils import _device

from .notes import say_once
from .settings import SETTINGS

_NOTE = "There is no GPU here: cuda means the CPU. / 这里没有 GPU：cuda 按 CPU 处理。"
_NAME = re.compile(r"(?:cuda|mps|xpu|hip)(?::\d+)?")
_TYPES = ("Float", "Double", "Half", "BFloat16", "Long", "Int", "Short", "Char", "Byte", "Bool")
_METHODS = ("new", "new_tensor", "new_zeros", "new_ones", "new_full", "new_empty")
_OTHERS = ("zeros_like", "ones_like", "full_like", "empty_like", "rand_like", "randn_like", "randint_like", "normal")
_device_type, _generator_type = torch.device, torch.Generator
_MEMORY = SETTINGS.memory_mib << 20
_PLACES = (
    torch.cuda,
    torch.cuda.memory,
    torch.cuda.nvtx,
    torch.cuda.profiler,
    torch.cuda.random,
    torch.cuda.streams,
    torch.mps,
    torch.mps.profiler,
    torch.xpu,
    torch.accelerator,
)
_IDLE = (
    *("synchronize", "init", "seed", "set_device", "set_device_index", "set_stream", "empty_cache", "ipc_collect"),
    *("reset_peak_memory_stats", "reset_accumulated_memory_stats", "reset_max_memory_allocated"),
    *("reset_max_memory_cached", "set_per_process_memory_fraction", "_record_memory_history", "_dump_snapshot"),
    *("mark", "range_pop", "range_end", "start", "stop"),
)
_WITHOUT_GPU: dict[str, Any] = {
    **dict.fromkeys(_IDLE),
    **dict.fromkeys(("current_device", "current_device_index", "range_push", "range_start"), 0),
    **dict.fromkeys(("utilization", "memory_usage", "temperature", "power_draw", "clock_rate"), 0),
    **dict.fromkeys(("current_allocated_memory", "driver_allocated_memory"), 0),
    **dict.fromkeys(("can_device_access_peer", "is_current_stream_capturing"), False),
    "get_device_name": "CPU",
    "get_device_capability": (0, 0),
    "get_device_properties": types.SimpleNamespace(
        name="CPU", total_memory=_MEMORY, major=0, minor=0, multi_processor_count=1
    ),
    "mem_get_info": (_MEMORY, _MEMORY),
    "recommended_max_memory": _MEMORY,
    "memory_summary": "",
    "memory_snapshot": [],
}
"""What these places of torch say without a GPU, wherever one of them has such a function."""
_ready: list[tuple[Any, str, Any]] = []  # where, by what name, and what


def prepare() -> None:
    """Make what stands for torch's own, once for all processes that are forked from this one."""
    makers: set[Any] = {*_device._device_constructors(), *(getattr(torch, name) for name in _OTHERS)}
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
            (torch, "Stream", _Stream),
            (torch, "Event", _Event),
            (torch.random, "fork_rng", _fork_rng(torch.random.fork_rng)),
            (torch.Tensor, "record_stream", _make_own(functools.partial(_answer, None))),
        ]
    )
    instead = {name: functools.partial(_answer, answer) for name, answer in _WITHOUT_GPU.items()} | _INSTEAD
    for place in _PLACES:
        _ready.extend((place, name, _make_own(made)) for name, made in instead.items() if hasattr(place, name))
    _ready.extend((torch.cuda, f"{name}Tensor", getattr(torch, f"{name}Tensor")) for name in _TYPES)
    for place, name, made in _ready:
        operation = _builtins._find_builtin(getattr(place, name, None))  # type: ignore[no-untyped-call]
        if operation is not None:  # `torch.jit.script` compiles this, and reads no code of ours
            _builtins._register_builtin(made, operation)


def _make_own(made: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same once more: torch compiles nothing where one thing stands in several of its places."""
    if isinstance(made, type):
        return type(made.__name__, (made,), {})

    def own(*args: Any, **options: Any) -> Any:
        return made(*args, **options)

    return own


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
    """Return a function that makes a tensor, and takes its device by name. No memory is pinned for a GPU."""

    @functools.wraps(function)
    def make(*args: Any, **options: Any) -> Any:
        options.pop("pin_memory", None)
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


def _fork_rng(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `torch.random.fork_rng`, which has the CPU's numbers to put back and no others."""

    @functools.wraps(function)
    def fork(devices: Any = None, enabled: bool = True, *_: Any, **__: Any) -> Any:
        return function((), enabled)

    return fork


class _Idle(contextlib.ContextDecorator):
    """Stands for what is entered and left again: a device, a stream, a range of a profile."""

    def __init__(self, *_: Any, **__: Any) -> None:
        say_once(_NOTE)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def synchronize(self) -> None:
        pass

    def query(self) -> bool:
        return True


class _Event(_Idle):
    """Stands for `torch.cuda.Event`: a moment, in seconds of this process."""

    _moment_s = 0.0

    def record(self, *_: Any) -> None:
        self._moment_s = time.perf_counter()

    def elapsed_time(self, end: _Event) -> float:
        """Return the milliseconds from this one to another."""
        return (end._moment_s - self._moment_s) * 1000

    def wait(self, *_: Any) -> None:
        pass


class _Stream(_Idle):
    """Stands for `torch.cuda.Stream`: what is put into it is done at once."""

    def record_event(self, event: _Event | None = None) -> _Event:
        event = event or _Event()
        event.record()
        return event

    def wait_event(self, *_: Any) -> None:
        pass

    def wait_stream(self, *_: Any) -> None:
        pass


def _get_state(*_: Any, **__: Any) -> torch.Tensor:
    """Return the state of what draws random numbers: what a GPU would draw, the CPU draws."""
    return torch.get_rng_state()


def _set_state(new_state: torch.Tensor, *_: Any, **__: Any) -> None:
    torch.set_rng_state(new_state)


def _get_states() -> list[torch.Tensor]:
    return [torch.get_rng_state()]


def _set_states(new_states: Iterable[torch.Tensor]) -> None:
    for state in new_states:
        torch.set_rng_state(state)


_INSTEAD: dict[str, Callable[..., Any]] = {
    "Event": _Event,
    "Stream": _Stream,
    **dict.fromkeys(("current_stream", "default_stream"), _Stream),
    **dict.fromkeys(("device", "device_of", "device_index", "stream", "range", "profile"), _Idle),
    "initial_seed": torch.initial_seed,
    "get_rng_state": _get_state,
    "set_rng_state": _set_state,
    "get_rng_state_all": _get_states,
    "set_rng_state_all": _set_states,
}
"""What stands in the same places and does something."""

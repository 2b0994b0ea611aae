"""The state of the process and its libraries, and putting it back to what a new process has."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]
import os
import random
import signal
import sys
import warnings
from typing import Any

import matplotlib
import matplotlib.pyplot
import numpy
import torch
import torch.nn.functional

from . import BACKEND
from .outputs import STREAMS
from .settings import SETTINGS

_set_default_dtype, _set_grad_enabled = torch.set_default_dtype, torch.set_grad_enabled
_set_num_threads, _set_default_device = torch.set_num_threads, torch.set_default_device
_get_default_dtype, _is_grad_enabled, _geterr = torch.get_default_dtype, torch.is_grad_enabled, numpy.geterr
_recursion_limit = sys.getrecursionlimit()
_SWITCH_S = 1e-4
"""How long a thread that a notebook left running keeps us waiting each time; Python's own value is 50 times this."""
_given: dict[str, Any] = {"dtype": torch.float32, "gradients": True, "numpy": _geterr()}
"""What is put back; the lesson's own first cell may have set it."""
_left: dict[str, Any] = dict(_given)
"""What the cells have left of it."""
_SIGNALS = (
    signal.SIGALRM,
    signal.SIGCHLD,
    signal.SIGPROF,
    signal.SIGTERM,
    signal.SIGUSR1,
    signal.SIGUSR2,
    signal.SIGVTALRM,
)
_DEFAULT = _signal.getsignal(signal.SIGALRM)
_filters: list[Any] = []
_settings: dict[str, Any] = {}


def put_back_state() -> None:
    """Undo what a notebook may have left behind in process-wide state."""
    sys.stdout, sys.stderr = STREAMS
    sys.__stdout__, sys.__stderr__ = STREAMS  # type: ignore[misc, assignment]
    sys.settrace(None)
    sys.setprofile(None)
    if sys.getrecursionlimit() < _recursion_limit:  # a higher one harms nobody, and answers may need it
        sys.setrecursionlimit(_recursion_limit)
    sys.setswitchinterval(_SWITCH_S)
    for number in _SIGNALS:  # without the enums of `signal`, which take longer than the call
        if _signal.getsignal(number) is not _DEFAULT:
            _signal.signal(number, _DEFAULT)
    if torch.get_default_dtype() is not _given["dtype"]:
        _set_default_dtype(_given["dtype"])
    if torch.is_grad_enabled() is not _given["gradients"]:
        _set_grad_enabled(_given["gradients"])
    if torch.get_num_threads() != 1:
        _set_num_threads(1)
    warnings.filters[:] = _filters  # type: ignore[index]
    if numpy.geterr() != _given["numpy"]:
        numpy.seterr(**_given["numpy"])
    try:
        os.chdir(SETTINGS.workdir)
    except OSError:
        pass


def _read_settings() -> dict[str, Any]:
    return {"dtype": _get_default_dtype(), "gradients": _is_grad_enabled(), "numpy": _geterr()}


def keep_left() -> None:
    """Remember what all cells have left, before anything is put back."""
    _left.update(_read_settings())


def keep_given() -> bool:
    """Let what the lesson's first cell has set, which has just run once more, be what is put back from now on.

    Return whether the cells left something else.
    """
    _given.update(_read_settings())
    return _left != _given


def use_left() -> None:
    """Let what the cells have left be what is put back from now on."""
    _given.update(_left)


def put_back_libraries() -> None:
    """Undo what a notebook may have set in torch and matplotlib, and forget its figures."""
    if hasattr(torch, "set_default_device"):
        _set_default_device(None)
    matplotlib.pyplot.close("all")
    if not are_settings_usual():
        matplotlib.rcdefaults()
        matplotlib.use(BACKEND)


def remember_filters() -> None:
    """Keep the filters of warnings as they are now: everything is loaded, and no shell has added one."""
    _filters[:] = warnings.filters


def remember_settings() -> None:
    """Keep matplotlib's settings as they are now."""
    _settings.update(dict.copy(matplotlib.rcParams))  # type: ignore[arg-type]


def are_settings_usual() -> bool:
    """Whether matplotlib's settings are those that were kept."""
    return dict.copy(matplotlib.rcParams) == _settings


def put_back_seeds() -> None:
    """Seed all generators as they are in a new process."""
    torch.manual_seed(0)
    numpy.random.seed(0)
    random.seed(0)


def stop_timers() -> None:
    """Stop timers, which could interrupt whatever runs next at any moment."""
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        signal.setitimer(timer, 0)

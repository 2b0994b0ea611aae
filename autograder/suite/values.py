"""Values of student code, as readers see them and as numbers. No value whatever makes these functions fail."""

from __future__ import annotations

import itertools

import numpy
import torch

from autograder.sandbox import Handle

__all__ = ["as_number", "as_tensor", "as_text", "describe", "show_numbers"]


def describe(value: object, most: int = 400) -> str:
    """Return a value as a reader wants to see it, on few lines and at most `most` characters."""
    text = _describe(value, 0)
    return text if len(text) <= most else text[: most - 1] + "…"


def _describe(value: object, depth: int) -> str:
    if isinstance(value, torch.Tensor):
        shape = tuple(value.shape)
        kind = f"{str(value.dtype).removeprefix('torch.')} {shape}"
        if value.numel() > 64:
            return f"tensor of {kind}"
        numbers = show_numbers(value.detach().tolist())
        gradient = ", requires_grad" if value.requires_grad else ""
        return f"tensor({numbers}) {kind}{gradient}"
    if isinstance(value, numpy.ndarray):
        if value.size > 64:
            return f"numpy array of {value.dtype} {value.shape}"
        return f"numpy array({show_numbers(value.tolist())}) {value.dtype} {value.shape}"
    if isinstance(value, numpy.generic):
        return f"numpy.{value.dtype}({show_numbers(value.item())})"
    if isinstance(value, float):
        return show_numbers(value)
    if depth < 4 and isinstance(value, (list, tuple)):
        inside = ", ".join(_describe(item, depth + 1) for item in value[:12]) + (", …" if len(value) > 12 else "")
        if isinstance(value, list):
            return f"[{inside}]"
        return f"({inside},)" if len(value) == 1 else f"({inside})"
    if depth < 4 and isinstance(value, dict):
        pairs = [f"{_describe(k, depth + 1)}: {_describe(v, depth + 1)}" for k, v in list(value.items())[:12]]
        return "{" + ", ".join(pairs) + (", …" if len(value) > 12 else "") + "}"
    if depth < 4 and isinstance(value, (set, frozenset)):
        items = sorted(_describe(item, depth + 1) for item in itertools.islice(value, 64))
        return "{" + ", ".join(items[:12]) + (", …" if len(value) > 12 else "") + "}" if items else "set()"
    value = value[:200] if isinstance(value, (str, bytes)) else value
    text = repr(value) if isinstance(value, (str, bytes, int, bool, complex, Handle, type(None))) else "…"
    return text if len(text) <= 200 else text[:199] + "…"


def show_numbers(value: object) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(show_numbers(item) for item in value) + "]"
    if isinstance(value, float):
        return f"{value:.6g}" + ("." if value.is_integer() and abs(value) < 1e6 else "")
    return str(value)


def as_tensor(value: object) -> torch.Tensor | None:
    """Return numbers in any container (tensor, array, nested list, number) as a plain tensor, else None."""
    if isinstance(value, torch.Tensor):
        return value.detach()
    try:
        if isinstance(value, (numpy.ndarray, numpy.generic)):
            array = numpy.asarray(value)
            if array.dtype.kind == "u" and array.dtype.itemsize > 1:
                array = array.astype("int64")
            return torch.from_numpy(array.copy())
        if isinstance(value, (bool, int, float)):
            return torch.tensor(value)
        if isinstance(value, (list, tuple)):
            return torch.tensor(value) if _is_plain(value) else _stack([as_tensor(item) for item in value])
    except (TypeError, ValueError, RuntimeError, OverflowError):
        return None
    return None


def _is_plain(value: list[object] | tuple[object, ...]) -> bool:
    """Whether there are Python's own numbers in a nested list, and nothing else."""
    for item in value:
        if type(item) in (list, tuple):
            if not _is_plain(item):  # type: ignore[arg-type]
                return False
        elif type(item) not in (float, int, bool):
            return False
    return True


def _stack(parts: list[torch.Tensor | None]) -> torch.Tensor | None:
    found = [part for part in parts if part is not None]
    if len(found) < len(parts):
        return None
    if not found:
        return torch.empty(0)
    if any(part.shape != found[0].shape for part in found):
        return None
    kind = found[0].dtype
    for part in found[1:]:
        kind = torch.promote_types(kind, part.dtype)
    return torch.stack([part.to(kind) for part in found])


def as_number(value: object) -> float | None:
    """Return a plain number, numpy scalar or tensor with one element as a float, else None. A bool counts as 0 or 1."""
    tensor = as_tensor(value)
    if tensor is None or tensor.numel() != 1 or tensor.is_complex():
        return None
    return float(tensor.item())


def as_text(value: object) -> str | None:
    """Return a string, or the one string in a container, else None."""
    return value if isinstance(value, str) else None

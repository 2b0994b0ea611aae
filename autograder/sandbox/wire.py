"""The wire between the trusted process and student code: plain values in, plain values out.

This file is used at both ends. Inside the jail it is loaded alone, so it imports nothing of this package.

A frame is::

    4 bytes   length of the header, unsigned, network order
    8 bytes   length of the blob, unsigned, network order
    header    JSON (UTF-8), an array of value trees: a frame holds several values, one behind the other
    blob      raw bytes of tensors, arrays and bytes, one behind the other in the order of the trees

None, a bool, an int, a float and a str are themselves in a tree (floats as Python's json writes them, with NaN,
Infinity and -Infinity). All else is a JSON array whose first element is a tag::

    ["c", real, imaginary]           complex
    ["y", length]                    bytes
    ["l" | "t" | "S", tree, ...]     list (also for a range, a view of a dict, an array of strings), tuple, set
    ["d", tree, tree, ...]           dict: a key, its value, a key, its value
    ["T", dtype, shape, 0 | 1]       torch.Tensor of C-contiguous bytes; 1 if a gradient is asked for
    ["A", dtype, shape]              numpy.ndarray
    ["N", dtype]                     numpy scalar
    ["h", id, type name]             a handle: an object that stays where it is

The pieces of the blob fill it, and no byte is read twice, so the values are never larger than their frame.

Every count, depth, size, dtype and shape is checked against `WireLimits` before memory is allocated for it. What does
not fit raises `WireError`, the one exception that decoding can raise. Nothing here can execute what it reads.
"""

from __future__ import annotations

import itertools
import json
import math
import struct
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import torch

__all__ = [
    "GIVEN_UP",
    "LATER",
    "PREFIX",
    "Encoded",
    "Frame",
    "Handle",
    "WireError",
    "WireLimits",
    "decode",
    "encode",
    "frame_sizes",
]

PREFIX = struct.Struct("!IQ")
GIVEN_UP = 81
"""The exit status of a process that cannot go on: its end of the wire is closed, or it could not start."""


class WireError(Exception):
    """Bytes that are not a frame of this protocol, or a value that does not fit into one."""


@dataclass(frozen=True)
class WireLimits:
    """What one frame may hold, all its values together. Sizes in bytes."""

    header_bytes: int = 4 << 20
    blob_bytes: int = 64 << 20
    depth: int = 24
    nodes: int = 100_000
    text_chars: int = 1 << 20
    int_digits: int = 1_000
    dimensions: int = 16
    name_chars: int = 200
    same_hash: int = 64


LIMITS = WireLimits()
LATER = 1 << 30
"""Handles from this number on stand for the answers of the same script: the first one is that of its first step."""


class Handle:
    """An object in the student's process, known here by number and type name only. `origin` tells processes apart.

    A handle has no truth value and equals nothing: asking is a wrong answer of the student, who handed over an object
    where a value was promised.
    """

    __slots__ = ("id", "origin", "type_name")

    def __init__(self, id: int, type_name: str) -> None:
        self.id = id
        self.type_name = type_name
        self.origin = 0

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"

    def __bool__(self) -> bool:
        raise AssertionError(f"an object of type {self.type_name} came back where a value was expected")

    def __eq__(self, other: object) -> bool:
        raise AssertionError(f"an object of type {self.type_name} came back where a value was expected")

    __hash__ = None  # type: ignore[assignment]


TENSOR_DTYPES: dict[str, torch.dtype] = {
    name: getattr(torch, name)
    for name in (
        "bool",
        "uint8",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "bfloat16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
}
TENSOR_NAMES = {dtype: name for name, dtype in TENSOR_DTYPES.items()}
ARRAY_DTYPES: dict[str, numpy.dtype[Any]] = {
    name: numpy.dtype(name)
    for name in (
        "bool",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "int8",
        "int16",
        "int32",
        "int64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    )
}
_BARE = {type(None), bool, float}
_KEYS = {str, int, float, bool, bytes, type(None)}
_DICTS: tuple[dict[Any, Any], ...] = ({}, OrderedDict())
_VIEWS = {range} | {type(view()) for one in _DICTS for view in (one.keys, one.values, one.items)}
_NUMPY_KEYS = {numpy.dtype(name).type for name in ARRAY_DTYPES if not name.startswith("complex")}
_KEY_READERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str.__str__),
    (int, int.__int__),
    (float, float.__float__),
    (tuple, lambda value: tuple(map(_plain_key, tuple.__iter__(value)))),
)
_GRADIENT_DTYPES = {name for name, dtype in TENSOR_DTYPES.items() if dtype.is_floating_point or dtype.is_complex}
_LONGEST_FLOAT = 40  # characters; Python writes none with more than 24
_TENSOR_PARTS = 4  # a tensor or an array counts as so many parts more: it takes that much longer to make
_EMPTY_BYTES = 1 << 40  # the strides of an empty tensor are computed as if it were full, and must not overflow


# --- encoding ------------------------------------------------------------------------------------------------------


class Frame:
    """Values on their way, one behind the other. A value is as it was when it was added, whatever changes it later.

    `keep` is asked for a handle if an object has no plain form; without it such an object is a `WireError`.
    """

    def __init__(self, *, keep: Callable[[Any], Handle] | None = None, limits: WireLimits = LIMITS) -> None:
        self.limits = limits
        self.keep = keep
        self.trees: list[Any] = []
        self.blob: list[bytes] = []
        self.blob_bytes = 0
        self.nodes = 0

    def add(self, value: Any) -> None:
        """Put a value behind those that are there. One that does not fit is a `WireError` and leaves no trace."""
        pieces, blob_bytes, nodes = len(self.blob), self.blob_bytes, self.nodes
        try:
            self.trees += self.branches([value], 0)
        except BaseException:
            del self.blob[pieces:]
            self.blob_bytes, self.nodes = blob_bytes, nodes
            raise

    def to_bytes(self) -> bytes:
        """Return the frame; a `WireError` if its header would be too large."""
        header = _WRITER.encode(self.trees).encode()
        if len(header) > self.limits.header_bytes:
            raise WireError("the value is too large to be sent")
        return b"".join([PREFIX.pack(len(header), self.blob_bytes), header, *self.blob])

    def put(self, data: bytes) -> None:
        self.blob_bytes += len(data)
        if self.blob_bytes > self.limits.blob_bytes:
            raise WireError("the value is too large to be sent")
        self.blob.append(data)

    def tree(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is torch.Tensor:  # the kinds that are sent most come first
            return self.tensor(value)
        if kind is int:
            return self.whole(value)
        if kind is dict:
            return self.pairs(value, depth)
        if kind is list:
            return self.items("l", value, depth)
        if kind is str:
            return self.text(value)
        if issubclass(kind, numpy.generic):
            return self.numpy_scalar(value)
        if issubclass(kind, int):
            return self.whole(int.__int__(value))
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, complex):
            return ["c", complex.real.__get__(value), complex.imag.__get__(value)]
        if issubclass(kind, str):
            return self.text(str.__str__(value))
        if kind is Fraction or kind is Decimal:
            return kind.__float__(value)
        if issubclass(kind, (bytes, bytearray)):
            data = bytes((bytes if issubclass(kind, bytes) else bytearray).__getitem__(value, slice(None)))
            self.put(data)
            return ["y", len(data)]
        if issubclass(kind, torch.Tensor):
            return self.tensor(value)
        if issubclass(kind, numpy.ndarray):
            return self.array(value, depth)
        if issubclass(kind, list):
            return self.items("l", list(list.__iter__(value)), depth)
        if issubclass(kind, tuple):
            return self.items("t", list(tuple.__iter__(value)), depth)
        if issubclass(kind, (set, frozenset)):
            base = set if issubclass(kind, set) else frozenset
            keys = _plain_keys(list(base.__iter__(value)))
            return self.handle(value) if keys is None else self.items("S", keys, depth)
        if issubclass(kind, dict):
            return self.pairs(value, depth)
        if kind in _VIEWS:
            return self.items("l", list(itertools.islice(value, self.limits.nodes + 1)), depth)
        return self.handle(value)

    def pairs(self, value: dict[Any, Any], depth: int) -> list[Any]:
        items: list[Any] = []
        for pair in list(dict.items(value)):
            if type(pair[0]) is not str:
                return self.pairs_of_any(value, depth)
            items += pair
        return self.items("d", items, depth)

    def pairs_of_any(self, value: dict[Any, Any], depth: int) -> list[Any]:
        keys = _plain_keys(list(dict.keys(value)))
        if keys is None:
            return self.handle(value)
        items = [part for pair in zip(keys, list(dict.values(value)), strict=True) for part in pair]
        return self.items("d", items, depth)

    def items(self, tag: str, items: list[Any], depth: int) -> list[Any]:
        if depth > self.limits.depth:
            raise WireError("the value is nested too deeply to be sent")
        return [tag, *self.branches(items, depth + 1)]

    def branches(self, items: list[Any], depth: int) -> list[Any]:
        self.count(len(items))
        most, trees = self.limits.text_chars, []
        for item in items:  # nearly all of what is sent is decided here, without a call
            kind = type(item)
            is_bare = kind in _BARE or (kind is str and len(item) <= most)
            trees.append(item if is_bare else self.tree(item, depth))
        return trees

    def count(self, parts: int) -> None:
        self.nodes += parts
        if self.nodes > self.limits.nodes:
            raise WireError("the value has too many parts to be sent")

    def whole(self, number: int) -> int:
        if number.bit_length() > self.limits.int_digits * 3:
            raise WireError("the int is too large to be sent")
        return number

    def text(self, text: str) -> str:
        if len(text) > self.limits.text_chars:
            raise WireError("the text is too long to be sent")
        return text

    def tensor(self, value: torch.Tensor) -> list[Any]:
        with torch._C.DisableTorchFunctionSubclass():
            plain = value.as_subclass(torch.Tensor) if type(value) is not torch.Tensor else value
            name = TENSOR_NAMES.get(plain.dtype)
            if name is None or plain.is_meta or plain.ndim > self.limits.dimensions or plain.is_quantized:
                return self.handle(value)
            size = plain.numel() * plain.element_size()
            if size + self.blob_bytes > self.limits.blob_bytes or (not size and self.is_wide(plain)):
                raise WireError("the tensor is too large to be sent")
            self.count(_TENSOR_PARTS)
            requires_grad = bool(plain.requires_grad)
            dense = plain.detach()  # from here on nothing is recorded for gradients
            if not dense.is_cpu or dense.layout is not torch.strided:
                dense = dense.cpu().to_dense()
            if dense.is_conj() or dense.is_neg():
                dense = dense.resolve_conj().resolve_neg()
            if name == "bfloat16":  # numpy has none: its bytes as those of an int
                dense = dense.view(torch.int16)
            if size:
                self.put(dense.numpy().tobytes())  # in C order, whatever the strides
            return ["T", name, list(plain.shape), int(requires_grad)]

    def is_wide(self, plain: Any) -> bool:
        """Whether an array without elements has sizes that the other side refuses."""
        sizes = [int(size) or 1 for size in plain.shape]
        return math.prod(sizes) * plain.itemsize > _EMPTY_BYTES or max(sizes, default=1) > self.limits.blob_bytes

    def array(self, value: Any, depth: int) -> Any:
        plain = numpy.ndarray.view(value, numpy.ndarray)
        if plain.dtype.kind == "U":
            return self.tree(plain[: self.limits.nodes + 1].tolist() if plain.ndim else plain.item(), depth)
        name = plain.dtype.name
        if ARRAY_DTYPES.get(name) != plain.dtype or plain.ndim > self.limits.dimensions:
            return self.handle(value)
        if plain.nbytes + self.blob_bytes > self.limits.blob_bytes or (not plain.nbytes and self.is_wide(plain)):
            raise WireError("the array is too large to be sent")
        self.count(_TENSOR_PARTS)
        self.put(numpy.ascontiguousarray(plain).tobytes())
        return ["A", name, list(plain.shape)]

    def numpy_scalar(self, value: Any) -> Any:
        array = numpy.asarray(value)
        if isinstance(array[()], numpy.str_):
            return self.text(str(array[()]))
        if ARRAY_DTYPES.get(array.dtype.name) != array.dtype:
            return self.handle(value)
        self.count(_TENSOR_PARTS)
        self.put(array.tobytes())
        return ["N", array.dtype.name]

    def handle(self, value: Any) -> list[Any]:
        if type(value) is Handle:
            return ["h", value.id, value.type_name[: self.limits.name_chars]]
        if self.keep is None:
            raise WireError(f"a value of type {type(value).__name__} cannot be sent")
        kept = self.keep(value)
        return ["h", kept.id, kept.type_name[: self.limits.name_chars]]


def _is_key(value: Any) -> bool:
    """Whether a value may be a dict key or set element on the other side: plain, exact and hashable."""
    kind = type(value)
    return kind in _KEYS or (kind is tuple and all(map(_is_key, value)))


def _plain_keys(keys: list[Any]) -> list[Any] | None:
    """Return keys as the other side may have them, None if they cannot be had there, or if two would be one.

    A number of numpy's or of an enum is the same key as the number that it equals.
    """
    plain = list(map(_plain_key, keys))
    return plain if all(map(_is_key, plain)) and len({*plain}) == len(plain) else None


def _plain_key(value: Any) -> Any:
    """Return a key without what a student's class or numpy has made of it; what is no such key as it is."""
    kind = type(value)
    if kind in _KEYS:
        return value
    if kind in _NUMPY_KEYS:
        return value.item()
    for base, read in _KEY_READERS:
        if issubclass(kind, base):
            return read(value)
    return value


_WRITER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


class Encoded:
    """Values that are encoded once and sent often, each time behind another first value."""

    def __init__(self, values: Sequence[Any], *, limits: WireLimits = LIMITS) -> None:
        """Raises `WireError` where one frame does not hold them."""
        frame = Frame(limits=limits)
        for value in values:
            frame.add(value)
        self.count = len(values)
        self._rest = frame.to_bytes()[PREFIX.size + 1 :]  # without the bracket that opens the list
        self._blob_bytes = frame.blob_bytes

    def behind(self, first: str) -> bytes:
        """Return the frame with this value before the others."""
        start = _WRITER.encode([first])[:-1].encode() + (b"," if self.count else b"")
        header = len(start) + len(self._rest) - self._blob_bytes
        return b"".join([PREFIX.pack(header, self._blob_bytes), start, self._rest])


def encode(*values: Any, keep: Callable[[Any], Handle] | None = None, limits: WireLimits = LIMITS) -> bytes:
    """Return the frame for values; a `WireError` if they do not fit into one."""
    frame = Frame(keep=keep, limits=limits)
    for value in values:
        frame.add(value)
    return frame.to_bytes()


# --- decoding ------------------------------------------------------------------------------------------------------


def frame_sizes(prefix: bytes | bytearray, *, limits: WireLimits = LIMITS) -> tuple[int, int]:
    """Return the lengths (header, blob) in bytes that a frame's prefix announces; refuse those over the limits."""
    if len(prefix) != PREFIX.size:
        raise WireError("the frame is cut short")
    header, blob = PREFIX.unpack(prefix)
    if header > limits.header_bytes or blob > limits.blob_bytes:
        raise WireError("the frame is larger than the protocol allows")
    return header, blob


class _Decoder:
    def __init__(self, blob: bytes | memoryview, limits: WireLimits, resolve: Callable[[Handle], Any] | None) -> None:
        self.blob = memoryview(blob)
        self.limits = limits
        self.resolve = resolve
        self.nodes = 0
        self.taken = 0

    def values(self, trees: list[Any], depth: int) -> list[Any]:
        """Return the values of trees at this depth; they count as parts, as the sender counts them."""
        self.count(len(trees))
        values = []
        for tree in trees:
            kind = type(tree)
            if kind is str:
                values.append(self.text(tree))
            elif kind is list:
                values.append(self.branch(tree, depth))
            else:
                values.append(tree)  # None, a bool, an int or a float: the parser makes nothing else
        return values

    def count(self, parts: int) -> None:
        self.nodes += parts
        if self.nodes > self.limits.nodes:
            raise WireError("the value has too many parts")

    def text(self, text: str) -> str:
        if len(text) > self.limits.text_chars:
            raise WireError("a text is too long")
        return text if text.isascii() else _printable(text)

    def branch(self, tree: list[Any], depth: int) -> Any:
        """Return the value of an array of the header: a tag and what follows."""
        if not tree or type(tree[0]) is not str:
            raise WireError("not a value tree")
        length, read = _READERS.get(tree[0], (0, None))
        if read is None or (length and length != len(tree)):
            raise WireError("unknown kind of value")
        if not length and depth > self.limits.depth:
            raise WireError("the value is nested too deeply")
        return read(self, tree, depth)

    def read_complex(self, tree: list[Any], depth: int) -> complex:
        if type(tree[1]) is not float or type(tree[2]) is not float:
            raise WireError("not a complex number")
        return complex(tree[1], tree[2])

    def read_data(self, tree: list[Any], depth: int) -> bytes:
        return bytes(self.take(self.whole(tree[1], self.limits.blob_bytes)))

    def read_list(self, tree: list[Any], depth: int) -> list[Any]:
        return self.values(tree[1:], depth + 1)

    def read_tuple(self, tree: list[Any], depth: int) -> tuple[Any, ...]:
        return tuple(self.values(tree[1:], depth + 1))

    def keys(self, keys: list[Any]) -> list[Any]:
        """Return keys. Numbers can be chosen to share one hash: each such key is compared with all before it."""
        hashes: dict[int, int] = {}
        for key in keys:
            if type(key) is str:
                continue  # whose hash nobody can choose
            if not _is_key(key):
                raise WireError("not a dict key")
            number = hash(key)
            hashes[number] = hashes.get(number, 0) + 1
            if hashes[number] > self.limits.same_hash:
                raise WireError("too many keys share one hash")
        return keys

    def read_set(self, tree: list[Any], depth: int) -> set[Any]:
        return set(self.keys(self.values(tree[1:], depth + 1)))

    def read_dict(self, tree: list[Any], depth: int) -> dict[Any, Any]:
        parts = self.values(tree[1:], depth + 1)
        if len(parts) % 2:
            raise WireError("a dict key without a value")
        found = dict(zip(self.keys(parts[::2]), parts[1::2], strict=True))
        if len(found) * 2 != len(parts):
            raise WireError("a dict key stands twice")
        return found

    def whole(self, number: Any, most: int) -> int:
        if type(number) is not int or not 0 <= number <= most:
            raise WireError("not a number in the allowed range")
        return number

    def take(self, length: int) -> memoryview:
        """Return the next bytes of the blob."""
        start, self.taken = self.taken, self.taken + length
        if self.taken > len(self.blob):
            raise WireError("a value is larger than its frame")
        return self.blob[start : self.taken]

    def shape(self, shape: Any, item_bytes: int) -> tuple[list[int], int]:
        """Return a checked shape and its size in bytes."""
        if type(shape) is not list or len(shape) > self.limits.dimensions:
            raise WireError("not a shape")
        count = 1
        most = _EMPTY_BYTES if 0 in shape else self.limits.blob_bytes
        for size in shape:
            count *= self.whole(size, self.limits.blob_bytes) or 1
            if count * item_bytes > most:
                raise WireError("the tensor is larger than the protocol allows")
        return shape, 0 if 0 in shape else count * item_bytes

    def read_tensor(self, tree: list[Any], depth: int) -> torch.Tensor:
        name = tree[1]
        if type(name) is not str or name not in TENSOR_DTYPES:
            raise WireError("unknown dtype")
        dtype = TENSOR_DTYPES[name]
        shape, size = self.shape(tree[2], dtype.itemsize)
        requires_grad = self.whole(tree[3], 1)
        raw = self.take(size)
        self.count(_TENSOR_PARTS)
        if not size:
            tensor = torch.empty(shape, dtype=dtype)
        elif name == "bool":
            tensor = torch.from_numpy((numpy.frombuffer(raw, dtype="uint8") != 0).reshape(shape))
        elif name == "bfloat16":
            tensor = torch.from_numpy(numpy.frombuffer(bytearray(raw), dtype="int16").reshape(shape)).view(dtype)
        else:
            tensor = torch.from_numpy(numpy.frombuffer(bytearray(raw), dtype=ARRAY_DTYPES[name]).reshape(shape))
        if requires_grad:
            if name not in _GRADIENT_DTYPES:
                raise WireError("this dtype has no gradient")
            tensor.requires_grad_()
        return tensor

    def read_array(self, tree: list[Any], depth: int) -> Any:
        name = tree[1]
        if type(name) is not str or name not in ARRAY_DTYPES:
            raise WireError("unknown dtype")
        dtype = ARRAY_DTYPES[name]
        shape, size = self.shape(tree[2], dtype.itemsize)
        raw = self.take(size)
        self.count(_TENSOR_PARTS)
        if name == "bool":
            return (numpy.frombuffer(raw, dtype="uint8") != 0).reshape(shape)
        return numpy.frombuffer(raw, dtype=dtype).reshape(shape).copy()

    def read_numpy_scalar(self, tree: list[Any], depth: int) -> Any:
        return self.read_array(["A", tree[1], []], depth)[()]

    def read_handle(self, tree: list[Any], depth: int) -> Any:
        number, type_name = self.whole(tree[1], 1 << 31), tree[2]
        if type(type_name) is not str or len(type_name) > self.limits.name_chars:
            raise WireError("not the name of a type")
        handle = Handle(number, _printable(type_name))
        return handle if self.resolve is None else self.resolve(handle)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


_Reader = Callable[[_Decoder, list[Any], int], Any]
# By tag: how long the array is (0: any length, a container), and what reads it.
_READERS: dict[str, tuple[int, _Reader]] = {
    "l": (0, _Decoder.read_list),
    "t": (0, _Decoder.read_tuple),
    "S": (0, _Decoder.read_set),
    "d": (0, _Decoder.read_dict),
    "c": (3, _Decoder.read_complex),
    "y": (2, _Decoder.read_data),
    "T": (4, _Decoder.read_tensor),
    "A": (3, _Decoder.read_array),
    "N": (2, _Decoder.read_numpy_scalar),
    "h": (3, _Decoder.read_handle),
}


_QUOTE, _BRACKET = b'"['


def _check_list_count(header: bytes, limits: WireLimits) -> None:
    """Refuse a header with more lists than its nodes can need, before they are made. Brackets in texts are none."""
    most = 2 * (limits.nodes + 1)  # a tensor's and its shape's, for each part and for the whole
    if header.count(b"[") > most:
        plain = numpy.frombuffer(header.replace(rb"\\", b"").replace(rb"\"", b""), dtype="uint8")
        is_outside = numpy.cumsum(plain == _QUOTE, dtype="uint8") % 2 == 0
        if numpy.count_nonzero(is_outside & (plain == _BRACKET)) > most:
            raise WireError("the value has too many parts")


def _integer(digits: str) -> int:
    if len(digits) > LIMITS.int_digits + 1:
        raise WireError("an int is too large")
    return int(digits)


def _real(digits: str) -> float:
    if len(digits) > _LONGEST_FLOAT:
        raise WireError("not a float")
    return float(digits)


def _refuse_object(_: Any) -> Any:
    raise WireError("an object does not belong in a header")


_PARSER = json.JSONDecoder(parse_int=_integer, parse_float=_real, object_pairs_hook=_refuse_object)


def decode(
    header: bytes,
    blob: bytes | memoryview = b"",
    *,
    resolve: Callable[[Handle], Any] | None = None,
    limits: WireLimits = LIMITS,
) -> list[Any]:
    """Return the values of a frame.

    `resolve` turns a handle into the object it stands for (in the student's process); without it handles stay handles.
    Raises `WireError`, and nothing else, for whatever is not a frame of this protocol.
    """
    if len(header) > limits.header_bytes or len(blob) > limits.blob_bytes:
        raise WireError("the frame is larger than the protocol allows")
    _check_list_count(header, limits)
    try:
        trees = _PARSER.decode(header.decode("utf-8"))
    except WireError:
        raise
    except (ValueError, RecursionError) as error:
        raise WireError(f"the header is not JSON: {type(error).__name__}") from None
    if type(trees) is not list:
        raise WireError("the header is no list")
    decoder = _Decoder(blob, limits, resolve)
    values = decoder.values(trees, 0)
    if decoder.taken != len(decoder.blob):
        raise WireError("the frame is longer than its values")
    return values

"""The wire: values arrive as they were, nothing else arrives, and nothing but WireError comes of bad bytes."""

from __future__ import annotations

import contextlib
import enum
import json
import math
import tracemalloc
from collections import Counter
from typing import Any, NamedTuple

import numpy
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.sandbox.wire import (
    PREFIX,
    TENSOR_DTYPES,
    Encoded,
    Frame,
    Handle,
    WireError,
    WireLimits,
    decode,
    encode,
    frame_sizes,
)

SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text(max_size=20)
KEYS = st.text(max_size=5) | st.integers(-5, 5) | st.tuples(st.text(max_size=3), st.integers(0, 3))
VALUES = st.recursive(
    SCALARS | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.sets(KEYS, max_size=4)
    ),
    max_leaves=20,
)


def read_frame(frame: bytes, **options: Any) -> list[Any]:
    header, blob = frame_sizes(frame[: PREFIX.size])
    assert len(frame) == PREFIX.size + header + blob
    return decode(frame[PREFIX.size : PREFIX.size + header], frame[PREFIX.size + header :], **options)


def there_and_back(value: Any, **options: Any) -> Any:
    [back] = read_frame(encode(value, **options))
    return back


def decode_tree(tree: Any, blob: bytes = b"") -> Any:
    [value] = decode(json.dumps([tree]).encode(), blob)
    return value


@given(VALUES)
@settings(max_examples=300, deadline=None)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    """Scalars and containers keep value and type, at any nesting."""
    back = there_and_back(value)
    assert back == value
    assert repr(back) == repr(value) or isinstance(value, (set, dict, list, tuple))
    assert type(back) is type(value)


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, -0.0, 5e-324, 1.7976931348623157e308])
def test_odd_floats_arrive_bit_for_bit(number: float) -> None:
    """nan, infinities, negative zero and the extremes survive."""
    assert numpy.float64(there_and_back(number)).tobytes() == numpy.float64(number).tobytes() or math.isnan(number)
    assert math.isnan(there_and_back(number)) == math.isnan(number)


@pytest.mark.parametrize("name", sorted(TENSOR_DTYPES))
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 0, 4), (1, 2, 3, 2)])
def test_tensors_arrive_whole(name: str, shape: tuple[int, ...]) -> None:
    """Every dtype and shape, strided views too, and whether a gradient is asked for."""
    dtype = TENSOR_DTYPES[name]
    tensor = (torch.randn(shape) * 3).to(dtype)
    for sent in (tensor, tensor.transpose(0, -1) if tensor.ndim > 1 else tensor):
        back = there_and_back(sent)
        assert type(back) is torch.Tensor
        assert back.dtype is dtype
        assert back.shape == sent.shape
        assert torch.equal(back, sent)
    if dtype.is_floating_point:
        assert there_and_back(tensor.clone().requires_grad_()).requires_grad
        assert not back.requires_grad


@pytest.mark.parametrize(
    "value", [numpy.float64(1.5), numpy.bool_(True), numpy.int8(-3), numpy.arange(6).reshape(2, 3)[:, ::2]]
)
def test_numpy_arrives_as_numpy(value: Any) -> None:
    """Arrays and scalars keep dtype, shape and numbers."""
    back = there_and_back(value)
    assert type(back) is type(value)
    assert back.dtype == value.dtype
    assert numpy.array_equal(back, value)


class Liar(torch.Tensor):
    """A tensor that answers every torch function with True."""

    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return True


def test_subclasses_arrive_as_the_plain_value() -> None:
    """What a subclass overrides does not cross: the base value does."""

    class Int(int):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = int.__hash__

        def __int__(self) -> int:
            return 99

    class Text(str):
        def __str__(self) -> str:
            return "lie"

    class List(list):  # type: ignore[type-arg]
        def __iter__(self) -> Any:
            return iter([99])

    class Dict(dict):  # type: ignore[type-arg]
        def items(self) -> Any:
            return [("lie", 1)]

    for sent, plain in ((Int(7), 7), (Text("true"), "true"), (List([1, 2]), [1, 2]), (Dict(a=1), {"a": 1})):
        back = there_and_back(sent)
        assert type(back) is type(plain)
        assert back == plain
    back = there_and_back(torch.arange(3.0).as_subclass(Liar))
    assert type(back) is torch.Tensor
    assert torch.equal(back, torch.arange(3.0))


class Kind(enum.IntEnum):
    CAT = 0
    DOG = 1


class Pair(NamedTuple):
    left: Any
    right: Any


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (dict(zip(*numpy.unique([3, 1, 3], return_counts=True), strict=True)), {1: 1, 3: 2}),
        (Counter(numpy.array([True, False, True])), {True: 2, False: 1}),
        ({numpy.float32(0.5): "a", numpy.str_("x"): "b"}, {0.5: "a", "x": "b"}),
        ({Kind.CAT: 2, Kind.DOG: 5}, {0: 2, 1: 5}),
        ({(numpy.int64(0), numpy.int64(2)): 1.0, Pair(Kind.DOG, "x"): 2.0}, {(0, 2): 1.0, (1, "x"): 2.0}),
        ({(b"t", b"h"): 3, b"th": 256}, {(b"t", b"h"): 3, b"th": 256}),
        (set(numpy.arange(3)), {0, 1, 2}),
    ],
)
def test_keys_arrive_as_the_plain_values_that_they_equal(value: Any, plain: Any) -> None:
    """Numbers of numpy and of enums are keys and elements like others, in tuples too; so are bytes."""
    back = there_and_back(value)
    assert back == plain
    assert type(back) is type(plain)
    numbers = [*back, *(part for key in back if isinstance(key, tuple) for part in key)]
    assert {type(part) for part in numbers} <= {bool, int, float, str, bytes, tuple}


def test_keys_that_would_be_one_are_no_keys() -> None:
    """Where a class lets equal numbers be different keys, the dict stays where it is."""

    class Int(int):
        __eq__ = object.__eq__
        __hash__ = int.__hash__

    with pytest.raises(WireError):
        encode({Int(1): "a", Int(1): "b"})
    with pytest.raises(WireError):
        encode({Int(1), Int(1)})


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (range(2, 9, 3), [2, 5, 8]),
        ({"a": 1, "b": 2}.keys(), ["a", "b"]),
        ({"a": 1}.values(), [1]),
        (torch.nn.Linear(2, 1).state_dict().keys(), ["weight", "bias"]),
        ([{"a": 1}.items()], [[("a", 1)]]),
        (numpy.unique(["b", "a", "b"]), ["a", "b"]),
        (numpy.array([["a"], ["bc"]]), [["a"], ["bc"]]),
        (numpy.array("a"), "a"),
    ],
)
def test_what_is_nearly_a_list_arrives_as_one(value: Any, plain: Any) -> None:
    """A range, a view of a dict and an array of strings are what they hold."""
    back = there_and_back(value)
    assert back == plain
    assert type(back) is type(plain)


def test_what_is_nearly_a_list_is_as_limited() -> None:
    """A range of any length is refused before it is counted out; so is a view that holds itself."""
    with pytest.raises(WireError):
        encode(range(10**18))
    with pytest.raises(WireError):
        encode(range(10**30))
    own: dict[str, Any] = {}
    own["a"] = own.values()
    with pytest.raises(WireError):
        encode(own)


def test_other_objects_become_handles_or_are_refused() -> None:
    """Without `keep` an object cannot be sent; with it, a handle goes in its place."""
    with pytest.raises(WireError):
        encode(object())
    back = there_and_back([object()], keep=lambda value: Handle(4, type(value).__name__))
    assert back[0].id == 4
    assert back[0].type_name == "object"


def test_a_handle_is_never_asked_for_truth_equality_or_hash() -> None:
    """Asking is a wrong answer of the student, so it is an AssertionError."""
    handle = Handle(1, "Model")
    for ask in (lambda: bool(handle), lambda: handle == handle, lambda: handle != 1):
        with pytest.raises(AssertionError, match="Model"):
            ask()
    with pytest.raises(TypeError):
        hash(handle)


@pytest.mark.parametrize(
    "tree",
    [
        {},
        [],
        [None],
        [3],
        ["x"],
        ["i", 3],
        10**2000,
        ["l", 10**2000],
        ["c", 1.0],
        ["c", 1, 2],
        ["c", "1.0", "2.0"],
        "x" * (1 << 21),
        ["d", "a"],
        ["d", "a", 1, "b"],
        ["d", "a", None, "a", None],
        ["d", ["l"], None],
        ["d", ["T", "float32", [1], 0], None],
        ["S", ["l"]],
        ["l", []],
        ["y", -1],
        ["y", 5],
        ["y", 1.0],
        ["y", True],
        ["T", "float32", [2], 0],
        ["T", "float32", [-1], 0],
        ["T", "float32", [1 << 40], 0],
        ["T", "float32", [1 << 20, 1 << 20], 0],
        ["T", "float32", [1.0], 0],
        ["T", "float32", [True], 0],
        ["T", "float32", [1] * 40, 0],
        ["T", "float32", [1], 2],
        ["T", "float32", [1], False],
        ["T", "float32", [1]],
        ["T", "int64", [0], 1],
        ["T", "qint8", [0], 0],
        ["T", "float32", [0, *[1 << 26] * 15], 0],
        ["A", "float32", [1 << 26, 1 << 26, 1 << 26, 0]],
        ["l", ["y", 4], ["y", 4]],
        ["l", ["y", 2], ["y", 3]],
        ["y", 3],
        1,
        ["S", *[n * (2**61 - 1) for n in range(1000)]],
        ["d", *[part for n in range(1000) for part in (n * (2**61 - 1), None)]],
        ["d", *[part for n in range(1000) for part in (["t", n * (2**61 - 1)], None)]],
        ["T", ["float32"], [0], 0],
        ["A", "object", [0]],
        ["N", "float64"],
        ["h", -1, "x"],
        ["h", 1, "x" * 1000],
        ["h", 1, None],
        ["h", 1 << 40, "x"],
    ],
    ids=lambda tree: str(tree)[:40],
)
def test_what_is_no_value_is_refused(tree: Any) -> None:
    """Wrong tags, types, lengths, shapes and repeated keys are a WireError, as are bytes that belong to nothing."""
    with pytest.raises(WireError):
        decode_tree(tree, b"abcd")


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\xff\xfe",
        b"nan",
        b"1.5",
        b'"text"',
        b"[[1.5]]",
        b'[["l"]',
        b'{"a":1}',
        b'[["l",{"a":1}]]',
        b"[" * 100_000,
        b"[0." + b"1" * 100 + b"]",
        b"[" + b"1" * 5000 + b"]",
        b"[-" + b"1" * 3000 + b"]",
    ],
)
def test_what_is_no_header_is_refused(header: bytes) -> None:
    """Bytes that are not the JSON of this protocol are a WireError, however deep they nest."""
    with pytest.raises(WireError):
        decode(header)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["T", "A", "N", "l", "d", "S", "t", "c", "y", "h", "float32", "int64", "bool"])
    | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=6),
    max_leaves=25,
)


@given(JSON, st.binary(max_size=40))
@settings(max_examples=600, deadline=None)
def test_any_tree_is_a_value_or_a_wire_error(tree: Any, blob: bytes) -> None:
    """No tree makes the decoder raise anything else."""
    with contextlib.suppress(WireError):
        decode_tree(tree, blob)


@given(st.binary(max_size=200))
@settings(max_examples=400, deadline=None)
def test_any_bytes_are_a_value_or_a_wire_error(data: bytes) -> None:
    """No bytes make the decoder raise anything else."""
    with contextlib.suppress(WireError):
        frame_sizes(data[:12])
        decode(data[12:])


WHOLE = st.integers(-2, 1 << 40) | st.sampled_from([0, 1, 2, 3, 4, 8, 1 << 26, 1 << 31, (1 << 63) - 1])
ARRAYS = st.builds(
    lambda shape, name: torch.zeros(shape).to(TENSOR_DTYPES[name]),
    st.lists(st.integers(0, 3), max_size=3),
    st.sampled_from(sorted(TENSOR_DTYPES)),
)
RICH = st.lists(
    VALUES | ARRAYS | ARRAYS.map(lambda t: t.numpy() if t.dtype is not torch.bfloat16 else None), max_size=5
)


def mutate(data: st.DataObject, tree: Any, depth: int = 0) -> Any:
    """Return a tree with one place changed."""
    if not isinstance(tree, list) or not tree or data.draw(st.integers(0, 4)) == 0 or depth > 8:
        return data.draw(WHOLE | JSON)
    place = data.draw(st.integers(0, len(tree) - 1))
    kind = data.draw(st.sampled_from(["into", "drop", "twice", "swap"]))
    if kind == "into":
        return [*tree[:place], mutate(data, tree[place], depth + 1), *tree[place + 1 :]]
    if kind == "drop":
        return [*tree[:place], *tree[place + 1 :]]
    if kind == "twice":
        return [*tree[: place + 1], *tree[place:]]
    return [*tree[:place], tree[-1], *tree[place + 1 : -1], tree[place]]


@given(st.data(), RICH)
@settings(max_examples=600, deadline=None)
def test_a_frame_with_one_thing_changed_is_a_value_or_a_wire_error(data: st.DataObject, value: Any) -> None:
    """A valid frame whose tree or bytes were tampered with raises nothing else, and yields no more than it held."""
    frame = encode("0" * 16, value)
    header, _ = frame_sizes(frame[: PREFIX.size])
    trees = json.dumps(mutate(data, json.loads(frame[PREFIX.size : PREFIX.size + header]))).encode()
    blob = frame[PREFIX.size + header :][: data.draw(st.integers(0, 1 << 10))]
    with contextlib.suppress(WireError):
        found, again = decode(trees, blob), decode(trees, blob)
        assert encode(*found, keep=lambda item: item) == encode(*again, keep=lambda item: item)


@given(RICH)
@settings(max_examples=200, deadline=None)
def test_every_kind_of_value_is_sent_again_as_the_same_frame(value: Any) -> None:
    """What arrives is sent on byte for byte as it came: tensors, arrays and containers in any mixture."""
    frame = encode(value)
    if not any(isinstance(item, set) for item in value) and "S" not in frame.decode("latin-1"):
        assert encode(there_and_back(value)) == frame


def test_a_promise_of_much_data_allocates_nothing() -> None:
    """A shape or a length beyond what came is refused before memory is taken for it."""
    tracemalloc.start()
    for tree in (["T", "float64", [1 << 22], 0], ["y", 1 << 25], ["T", "bool", [1 << 25], 0]):
        with pytest.raises(WireError):
            decode_tree(tree, b"1234")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1 << 20
    with pytest.raises(WireError):
        frame_sizes(PREFIX.pack(1 << 30, 0))
    with pytest.raises(WireError):
        frame_sizes(PREFIX.pack(1, 1 << 60))


def test_many_values_in_one_small_frame_stay_small() -> None:
    """Bytes that are pointed to twice, and lists that no tree can need, are refused before they are multiplied."""
    frames = (
        (json.dumps([["l", *[["T", "bool", [1 << 20], 0]] * 2000]]).encode(), bytes(1 << 20)),
        (json.dumps([["T", "bool", [1 << 20], 0]] * 2000).encode(), bytes(1 << 20)),
        (b'[["l",' + b"[]," * 1_390_000 + b"[]]]", b""),
        (b'[["l","' + rb"\\\"" * 1000 + b'",' + b"[]," * 1_300_000 + b"[]]]", b""),
        (b'[["l",' + b"1," * 2_000_000 + b"1]]", b""),
        (b"[" + b"1," * 2_000_000 + b"1]", b""),
    )
    for header, blob in frames:
        tracemalloc.start()
        with pytest.raises(WireError):
            decode(header, blob)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 32 << 20


def test_brackets_in_a_text_are_no_lists() -> None:
    """A long text of brackets, quotes and backslashes is still a text."""
    for text in ("[" * 900_000, '["\\' * 200_000, '\\"[' * 300_000):
        assert there_and_back([text, "after"]) == [text, "after"]


def test_empty_tensors_of_absurd_sizes_are_refused_by_the_sender() -> None:
    """What the other side would refuse is not sent, so that it does not look like a damaged channel."""
    for value in (torch.empty(0, 1 << 30), numpy.empty((0, 1 << 25, 1 << 25), dtype="uint8")):
        with pytest.raises(WireError, match="too large"):
            encode(value)
    assert there_and_back(torch.empty(0, 1 << 20)).shape == (0, 1 << 20)


def test_limits_hold_when_sending() -> None:
    """Too deep, too many, too long and too large values are refused by the sender as well."""
    small = WireLimits(nodes=10, depth=3, text_chars=5, blob_bytes=100)
    for value in ([[[[[]]]]], list(range(20)), "abcdef", torch.ones(100), b"x" * 200, 10**5000):
        with pytest.raises(WireError):
            encode(value, limits=small)


@given(st.lists(RICH, max_size=3), st.integers(0, 14), st.integers(0, 4))
@settings(max_examples=300, deadline=None)
def test_what_is_sent_is_taken(values: list[Any], nodes: int, depth: int) -> None:
    """Both ends have the same limits: no value is sent and then refused. One that is not sent leaves no trace."""
    limits = WireLimits(nodes=nodes, depth=depth, text_chars=10, blob_bytes=64)
    frame, sent = Frame(limits=limits), []
    for value in values:
        with contextlib.suppress(WireError):
            frame.add(value)
            sent.append(value)
    data = frame.to_bytes()
    try:
        found = read_frame(data, limits=limits)
    except WireError as error:
        raise AssertionError("the other side refuses it") from error
    assert len(found) == len(sent)
    assert [encode(value) for value in found] == [encode(value) for value in sent] or "S" in data.decode("latin-1")


def test_a_value_is_sent_as_it_was_when_it_was_added() -> None:
    """What is changed after it was added to a frame arrives as it was before."""
    tensor, items = torch.zeros(2), [1]
    frame = Frame()
    frame.add({"tensor": tensor, "items": items})
    tensor += 1
    items.append(2)
    frame.add([tensor, items])
    first, second = read_frame(frame.to_bytes())
    assert (first["tensor"].tolist(), first["items"]) == ([0.0, 0.0], [1])
    assert (second[0].tolist(), second[1]) == ([1.0, 1.0], [1, 2])


def test_as_many_parts_as_are_allowed_arrive() -> None:
    """Up to the limit, of which a tensor takes as much as five; one more is refused by the sender."""
    most = WireLimits().nodes - 1  # the list itself is one
    for dense in (torch.zeros(()), torch.zeros(1).numpy(), torch.zeros(1).numpy()[0]):
        assert len(there_and_back([dense] * (most // 5))) == most // 5
        with pytest.raises(WireError, match="too many parts"):
            encode([dense] * (most // 5 + 1))
    assert len(there_and_back([None] * most)) == most
    with pytest.raises(WireError, match="too many parts"):
        encode([None] * (most + 1))


def test_texts_with_lone_surrogates_arrive_printable() -> None:
    """What cannot be written as UTF-8 is replaced, so that no later step fails on it."""
    assert decode_tree("\ud800") == "?"
    assert decode_tree(["l", "a\udfff"]) == ["a?"]
    assert decode_tree(["d", "\ud800", "\ud800"]) == {"?": "?"}
    assert decode_tree(["h", 1, "\ud800"]).type_name == "?"


def test_bytes_of_a_bool_are_never_other_than_0_and_1() -> None:
    """A bool tensor of forged bytes is still a bool tensor."""
    tensor = decode_tree(["T", "bool", [3], 0], b"\x00\x07\xff")
    assert tensor.tolist() == [False, True, True]
    assert int(tensor.sum()) == 2


SENT_OFTEN = [{"op": "x", "data": b"abc"}, [torch.arange(3.0), "中文"], numpy.arange(2), None, Handle(1 << 30, "later")]


@pytest.mark.parametrize("values", [SENT_OFTEN, SENT_OFTEN[:1], [None], []])
@pytest.mark.parametrize("first", ["", "0123456789abcdef", 'a "quoted" 文'])
def test_values_encoded_once_are_the_frame_of_all(values: list[Any], first: str) -> None:
    """Behind any first value, as often as they are wanted: the same bytes as if all were encoded together."""
    encoded = Encoded(values)
    assert encoded.count == len(values)
    assert encoded.behind("other") != encoded.behind(first) == encode(first, *values)


def test_values_encoded_once_stay_as_they_were() -> None:
    """What becomes of them later is not sent; what no frame holds is refused at once."""
    tensor = torch.zeros(2)
    encoded = Encoded([tensor])
    tensor += 1
    first, second = read_frame(encoded.behind("n"))
    assert (first, second.tolist()) == ("n", [0.0, 0.0])
    with pytest.raises(WireError, match="too many parts"):
        Encoded([[None] * 100], limits=WireLimits(nodes=50))

"""What is run in the jail so that a function of a student's can be stood in for: source, and no code of this side.

`INSTALL` puts stand-ins into the `names` of a copy of the source's notebook, and gives the state that they share;
`LEARN` tells them what a student's functions gave, and `LOOK` what they were asked and did not know. `TURN` is run in a
copy of the student's notebook: it reverses the results of a function of the student's.
"""

from __future__ import annotations

__all__ = ["INSTALL", "LEARN", "LOOK", "TURN"]

INSTALL = """
import builtins

class State:
    pass

state = State()
state.noted, state.odd, state.memo, state.names = {}, [], {}, names

def copied(value, depth=0):
    # A plain copy of a value, and what tells it from all others.
    kind = type(value)
    if depth > 8:
        raise TypeError("too deep")
    if value is None or kind in (bool, int, str, bytes):
        return value, (kind.__name__, value)
    if kind in (float, complex):
        return value, (kind.__name__, repr(value))
    if kind in (torch.Tensor, nn.Parameter):
        plain = value.detach().clone()
        numbers = plain.contiguous().reshape(-1).view(torch.uint8).numpy().tobytes()
        key = ("tensor", str(value.dtype), tuple(value.shape), value.requires_grad, numbers)
        return plain.requires_grad_(value.requires_grad), key
    if kind is numpy.ndarray:
        return value.copy(), ("array", str(value.dtype), value.shape, value.tobytes())
    if kind in (list, tuple):
        parts = [copied(item, depth + 1) for item in value]
        return kind(plain for plain, _ in parts), (kind.__name__, *(key for _, key in parts))
    if kind is dict:
        parts = [(copied(name, depth + 1), copied(item, depth + 1)) for name, item in value.items()]
        return {k: v for (k, _), (v, _) in parts}, ("dict", *((k, v) for (_, k), (_, v) in parts))
    raise TypeError("no plain value")

def raised(name, message):
    kind = getattr(builtins, name, None)
    is_known = isinstance(kind, type) and issubclass(kind, Exception)
    error = Exception.__new__(kind if is_known else type(name, (Exception,), {}))
    error.args = (message,)
    return error

class StandIn:
    def __init__(self, name, own):
        self.__dict__.update(name=name, own=own)

    def __call__(self, *args, **kwargs):
        try:
            (plain, key), (named, named_key) = copied(list(args)), copied(kwargs)
        except Exception:
            state.odd.append(self.name)
            return self.own(*args, **kwargs)
        if (self.name, key, named_key) not in state.memo:
            state.noted[self.name, key, named_key] = [self.name, plain, named]
            return self.own(*args, **kwargs)
        error, value, after = state.memo[self.name, key, named_key]
        if error:
            raise raised(*error)
        if copied(after)[1] != key:
            self.change(args, after)
        return copied(value)[0]

    def change(self, args, after):
        for mine, new in zip(args, after):
            if copied(mine)[1] == copied(new)[1]:
                continue
            if all(isinstance(one, torch.Tensor) for one in (mine, new)) and mine.shape == new.shape:
                with torch.no_grad():
                    mine.copy_(new)
            else:
                state.odd.append(self.name)

    def __getattr__(self, name):
        state.odd.append(self.name)
        return getattr(self.own, name)

for name in functions:
    names[name] = StandIn(name, names.get(name))
names.update(values)
for name in missing:
    names.pop(name, None)
state.copied = copied
state
"""

LEARN = """
state.noted.clear()
state.odd.clear()
for name in own:
    state.names.pop(name, None)
for name, args, kwargs, *found in answers:
    state.memo[name, state.copied(args)[1], state.copied(kwargs)[1]] = found
"""

LOOK = "[list(state.noted.values()), state.odd]"

TURN = """
def _turned(function):
    def turned(*args, **kwargs):
        value = function(*args, **kwargs)
        if isinstance(value, (list, tuple)):
            return value[::-1]
        if isinstance(value, (int, float)):
            return value + 1
        return value.flip(0) if getattr(value, "ndim", 0) and hasattr(value, "flip") else value
    return turned
"""

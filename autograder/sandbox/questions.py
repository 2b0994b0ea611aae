"""What a suite can ask of a student's notebook: names to read, functions to call, values that come back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.errors import StudentCrashed, StudentError, StudentMissing, StudentRaised, explain_name_error
from autograder.sandbox.code import compile_source
from autograder.sandbox.replies import read_error
from autograder.sandbox.wire import LATER, Handle

__all__ = [
    "Call",
    "NotRehearsed",
    "Rehearsal",
    "Replay",
    "Student",
    "expect_own_handles",
    "give_or_raise",
]

_LONGEST_NAME = 200


@dataclass(slots=True)
class Call:
    """One thing that a suite asked of the student, and what came back. It `is_shown` if the student may read it."""

    target: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    is_call: bool = True
    is_shown: bool = True
    result: Any = None
    error: StudentError | None = None


class Student:
    """What a suite can ask of a student's notebook. Every question raises a `StudentError` if there is no value."""

    def __init__(self) -> None:
        self._remembered: dict[Hashable, tuple[Any, Exception | None, list[Call]]] = {}
        self.calls: list[Call] = []

    def read(self, name: str) -> Any:
        """Return the value of a name of the notebook."""
        return self._question(Call(name, is_call=False), {"op": "read", "name": name})["value"]

    def call(self, target: str | Handle, *args: Any, **kwargs: Any) -> Any:
        """Call a function, a class or an object of the notebook; return the value."""
        return self._call(target, "", args, kwargs)["value"]

    def method(self, target: str | Handle, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method of an object; return the value."""
        return self._call(target, name, args, kwargs)["value"]

    def call_and_watch(self, target: str | Handle, *args: Any, **kwargs: Any) -> tuple[Any, list[Any]]:
        """Call a function; return the value, and what its positional arguments were afterwards."""
        reply = self._call(target, "", args, kwargs, watch=True)
        after = reply.get("args")
        if type(after) is not list or len(after) != len(args):
            raise StudentCrashed("the process sent a reply without the arguments")
        return reply["value"], after

    def evaluate(self, source: str, **values: Any) -> Any:
        """Run trusted source next to the student's objects; return the value of its last expression.

        The notebook's names are there, but for those of Python's own functions; what the source binds does not reach
        the notebook. `torch`, `nn`, `F`, `numpy`, `matplotlib` and `plt` are there whatever the notebook calls so, the
        values by their names, and `fresh_axes()`: empty axes that are not the current ones. What it returns is as good
        as any value from the student's process: it may be a lie.
        """
        statements, last = compile_source(source)
        request = {"op": "evaluate", "code": statements, "last": last, "values": values}
        return self._question(Call(source, is_call=False, is_shown=False), request)["value"]

    def apart(self) -> contextlib.AbstractContextManager[Student]:
        """Yield the same notebook in another copy of its process, which nobody has asked anything.

        For what the student's own functions are expected to agree with: they answer as if the function that is judged
        did not exist. Objects of one copy are unknown in another.
        """
        raise NotImplementedError

    def _call(
        self, target: str | Handle, method: str, args: tuple[Any, ...], kwargs: dict[str, Any], *, watch: bool = False
    ) -> dict[str, Any]:
        is_name = type(target) is str and len(target) <= _LONGEST_NAME and target.isidentifier()
        if not is_name and type(target) is not Handle:
            kind = type(target).__name__
            raise StudentRaised("TypeError", f"a {kind} is no object to be called / 返回的 {kind} 不能调用")
        name = target if isinstance(target, str) else target.type_name.lower()
        request: dict[str, Any] = {"op": "call", "target": target, "args": list(args)}
        if method:
            request["method"] = method
        if kwargs:
            request["kwargs"] = kwargs
        if watch:
            request["watch"] = True
        return self._question(Call(f"{name}.{method}" if method else name, args, kwargs), request)

    def _question(self, call: Call, request: dict[str, Any]) -> dict[str, Any]:
        self.calls.append(call)
        try:
            reply = self._value(call.target, self._answer(call.target, request))
        except StudentError as error:
            call.error = error
            raise
        call.result = reply["value"]
        return reply

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        """Return the reply to a request that is about this name."""
        raise NotImplementedError

    def _value(self, name: str, reply: dict[str, Any]) -> dict[str, Any]:
        """Return the reply if it holds a value; raise what it says otherwise."""
        if reply.get("missing") is True:
            raise StudentMissing(name, self._reason_missing(name))
        error = read_error(reply)
        if error is not None:
            raise explain_name_error(error, self._reason_missing)
        if "value" not in reply:
            raise StudentCrashed("the process sent a reply without a value")
        return reply

    def _reason_missing(self, name: str) -> str:
        """Return why a name is not there, "" if nobody knows."""
        return ""

    def remember(self, key: Hashable, ask: Callable[[], Any]) -> Any:
        """Return what `ask()` returns; the next test of this process with the same key gets the same, without asking.

        Use it for values that are slow to get and wanted by several tests. Errors and calls are remembered as well.
        """
        if key not in self._remembered:
            before = len(self.calls)
            value, problem = None, None
            try:
                value = ask()
            except (StudentError, AssertionError) as raised:
                problem = raised
            self._remembered[key] = (value, problem, self.calls[before:])
        else:
            self.calls += self._remembered[key][2]
        value, error, _ = self._remembered[key]
        if error is not None:
            raise error
        return value

    def gather(self, asks: Sequence[Callable[[], Any]]) -> list[Any]:
        """Return what each of these gives, or the exception that it raises. They may be called in any order."""
        return [give_or_raise(ask) for ask in asks]

    def gather_values(self, asks: Sequence[Callable[[], Any]]) -> Iterator[Any]:
        """Yield what each of these gives, in their order; what one raises is raised when it is its turn.

        They are asked as `gather` asks them, when the first one is wanted.
        """
        for got in self.gather(asks):
            if isinstance(got, Exception):
                raise got
            yield got

    def begin_test(self) -> None:
        """Forget what earlier tests asked."""
        self.calls = []


class Rehearsal(Student):
    """Notes what is asked, and gives for each answer a `Handle` that stands for it, whatever it will be."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: list[dict[str, Any]] = []

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        self.steps.append(request)
        return {"value": Handle(LATER + len(self.steps) - 1, "later"), "args": list(request.get("args", ()))}

    def apart(self) -> contextlib.AbstractContextManager[Student]:
        raise NotRehearsed("another copy")


class Replay(Student):
    """Gives the answers to what was rehearsed, in that order."""

    def __init__(self, replies: Sequence[Any]) -> None:
        super().__init__()
        self._replies = list(replies)

    def _answer(self, name: str, request: dict[str, Any]) -> dict[str, Any]:
        if not self._replies:
            raise NotRehearsed(name)
        reply = self._replies.pop(0)
        return reply if type(reply) is dict else {}


class NotRehearsed(Exception):
    """Something is asked that was not asked in the rehearsal."""


def give_or_raise(ask: Callable[[], Any]) -> Any:
    """Return what `ask` gives, or the exception that it raises."""
    try:
        return ask()
    except (Exception, SystemExit) as error:
        return error


def expect_own_handles(request: dict[str, Any], number: int) -> bool:
    """Whether a request names objects of the process with this number; `StudentCrashed` if they are another's."""
    target, args, values = request.get("target"), request.get("args", ()), request.get("values")
    handles = [value for value in (target, *args, *(values.values() if values else ())) if type(value) is Handle]
    for handle in handles:
        if handle.origin != number:
            raise StudentCrashed("the object is gone with its process / 对象已随进程消失")
    return bool(handles)

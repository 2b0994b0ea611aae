"""A child's end of its channel: requests are read, answered one after the other, and their replies sent back."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

from .. import wire
from .copies import end_copy, fork_copy
from .notebook import Notebook, describe_error
from .pictures import redraw
from .shell import Shell
from .state import stop_timers

OBJECTS: list[Any] = []
_INBOX = memoryview(bytearray(1 << 16))
_ROOM = socket.CMSG_SPACE(4)


def serve(channel: socket.socket, shell: Shell) -> None:
    """Answer requests until the other end closes the channel."""
    notebook = Notebook(shell)
    owner = os.getpid()
    descriptors: list[int] = []
    while True:
        nonce, *requests = receive(channel, descriptors)
        frame = wire.Frame(keep=keep)
        frame.add(nonce)
        if descriptors:
            reply = fork_copy(channel, descriptors)
            if reply is None:
                owner = os.getpid()
                continue
            frame.add(reply)
            requests = []
        for request in requests:
            try:
                frame.add(answer(notebook, request))
            except wire.WireError as error:
                frame.add(unsendable(error))
            except BaseException as error:
                frame.add({"error": describe_error(error)})
            if os.getpid() != owner:
                os._exit(0)  # a copy that student code forked and let come back: the reply is the original's
        try:
            data = frame.to_bytes()
        except wire.WireError as error:
            data = wire.encode(nonce, *[unsendable(error)] * len(requests))
        channel.sendall(data)


def receive(channel: socket.socket, descriptors: list[int]) -> list[Any]:
    """Return the values of the next frame; leave the process if the other end is gone.

    A descriptor that comes with it is put into the list.
    """
    unread = bytearray()
    while True:
        if len(unread) >= wire.PREFIX.size:
            header, blob = wire.frame_sizes(unread[: wire.PREFIX.size])
            data = memoryview(unread)[wire.PREFIX.size :]
            if len(data) >= header + blob:
                return wire.decode(bytes(data[:header]), data[header:], resolve=resolve)
            data.release()
        count, sent, _, _ = channel.recvmsg_into([_INBOX], _ROOM)
        if not count:
            os._exit(0)
        descriptors += [int.from_bytes(part, sys.byteorder) for _, _, part in sent]
        unread += _INBOX[:count]


def answer(notebook: Notebook, request: dict[str, Any]) -> dict[str, Any]:
    """Return the reply to a request."""
    operation = request.pop("op")
    if operation == "end":
        return end_copy(**request)
    try:
        if operation == "script":
            return follow(notebook, **request)
        reply: dict[str, Any] = OPERATIONS[operation](notebook, **request)
    finally:
        stop_timers()
    return reply


def unsendable(error: wire.WireError) -> dict[str, Any]:
    return {"error": {"type": "Unsendable", "message": str(error), "frames": []}}


def keep(value: Any) -> wire.Handle:
    """Put an object aside and return the handle that stands for it."""
    OBJECTS.append(value)
    return wire.Handle(len(OBJECTS) - 1, type.__getattribute__(type(value), "__name__"))


def resolve(handle: wire.Handle) -> Any:
    """Return the object behind a handle; one that stands for a later answer stays what it is."""
    return handle if handle.id >= wire.LATER else OBJECTS[handle.id]


def follow(notebook: Notebook, steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Answer requests one after the other, in which answers of earlier ones may stand; end with the first failure."""
    replies: list[dict[str, Any]] = []
    for step in steps:
        try:
            operation = step.pop("op")
            filled = {name: _fill(value, replies) for name, value in step.items()}
            reply: dict[str, Any] = OPERATIONS[operation](notebook, **filled)
        except BaseException as error:
            reply = {"error": describe_error(error)}
        stop_timers()
        replies.append(reply)
        if "value" not in reply:
            break
    return {"replies": replies}


def _fill(value: Any, replies: list[dict[str, Any]]) -> Any:
    """Return a part of a request with answers in the place of what stands for them."""
    if type(value) is wire.Handle:
        return replies[value.id - wire.LATER]["value"]
    if type(value) is list:
        return [_fill(item, replies) if type(item) is wire.Handle else item for item in value]
    if type(value) is dict:
        return {name: _fill(item, replies) if type(item) is wire.Handle else item for name, item in value.items()}
    return value


OPERATIONS: dict[str, Any] = {
    "cell": Notebook.cell,
    "cells": Notebook.cells,
    "settle": Notebook.settle,
    "as_left": Notebook.as_left,
    "knows": Notebook.knows,
    "picture": lambda _, data: redraw(data),
    "without": Notebook.without,
    "write": Notebook.write,
    "earlier": Notebook.earlier,
    "read": Notebook.read,
    "call": Notebook.call,
    "evaluate": Notebook.evaluate,
}

"""The program inside the jail: a warm process that forks children, each for one student. Nothing here is trusted.

It runs alone, this folder and `wire.py` beside it, and imports nothing else of the package. It knows no answer, no
grade, and no test but those that students have. Started as ``python inside/__main__.py JSON`` with the keys of
`settings.Settings` in the JSON.

**The control socket** (SOCK_SEQPACKET, descriptor `control`; only the warm process holds it):

    {"op": "fork"} with one descriptor attached   ->   {"pid": N} with a pidfd attached
    {"op": "reap", "pid": N}                      ->   {"status": wait status}   (blocks until the child is dead)
    {"op": "learn", "source": TEXT}               ->   {}   (a cell that every student is given: compiled once for all)
    {"op": "lacks", "names": [NAME, ...]}         ->   {"lacks": those top-level modules that no notebook can import}
    end of file                                   ->   the warm process ends

**A child's channel** (SOCK_STREAM, the descriptor that came with "fork") carries the frames of `wire.py`: a nonce and
requests, each a dict with "op" and the operation's own keys. They are answered one after the other, and the frame that
goes back holds the same nonce and their replies:

    cell      source, index          ->  "outputs", and "error" if the cell raised
    cells     cells, prelude         ->  "results": a reply of "cell" for each (index, source); "leaves", as it settles
    settle    source                 ->  "outputs", "error": run the locked first cell again, silently; "leaves":
              whether the cells left torch or numpy set otherwise than that one does, which is put back
    as_left                          ->  "value": None; from now on what the cells left is put back
    without                          ->  "value": None; from now on a GPU means the CPU
    picture   data                   ->  "value": the picture as a small PNG
    write     name, data             ->  "value": None; the file is in the working directory
    earlier   name, cells, problem   ->  "value": None; the notebook may import an earlier one by this name: its cells,
              as text or as marshalled code of the trusted side, or why there are none
    knows     name                   ->  "value": whether there is such a name; no code of the student's runs
    read      name                   ->  "value", or "missing": True
    call      target, args, and if needed method, kwargs, watch
                                     ->  "value" (and "args" afterwards if watch), or "error"
    evaluate  code, last, values     ->  "value" (of `last`, an expression or b"") or "error"; both are marshalled code
              of the trusted side
    script    steps: requests        ->  "replies" of the steps up to the first that gives no value. A handle of number
              2**30 + n stands for the value of step n
    copy      with one descriptor attached
                                     ->  "pid": a fork of this process answers on that descriptor from now on
    end       pid                    ->  "status": that copy was killed; its wait status

An "error" is a dict: "type", "bases" (names of its base classes), "message",
"frames" (cell index, line, function, text of the line).
What student code prints during read, call and evaluate goes nowhere.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import types

_PACKAGE = "_jail"


def main() -> None:
    """Load this folder and `wire.py` as a package of their own, then start the warm process.

    The package is found by its path, and never through `sys.path`: a module of a student's may have any name of ours,
    and neither is taken for the other. Nothing that is loaded is garbage: to look for some would take a quarter second.
    """
    gc.disable()
    package = types.ModuleType(_PACKAGE)
    package.__path__ = [os.path.dirname(os.path.dirname(os.path.abspath(__file__)))]
    sys.modules[_PACKAGE] = package
    importlib.import_module(f"{_PACKAGE}.inside.warm").main()


if __name__ == "__main__":
    main()

"""nbgrader's own commands, run in this process as its program runs them: nbgrader takes two seconds to load."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from jupyter_core.application import NoStart
from nbgrader.apps import NbGraderApp

__all__ = ["nbgrader"]


def nbgrader(root: Path, *words: str, code: int = 0) -> str:
    """Run an nbgrader command in the course folder; return what it logged and printed."""
    text = io.StringIO()
    NbGraderApp.clear_instance()
    ended = 0
    app = NbGraderApp.instance()
    try:
        with contextlib.chdir(root), contextlib.redirect_stdout(text), contextlib.redirect_stderr(text):
            app.initialize(list(words))
            app.start()
    except NoStart:
        pass  # how a command that was started by another one ends well
    except SystemExit as end:
        ended = int(end.code or 0)
    finally:
        if app.subapp is not None:
            app.subapp.clear_instance()
        NbGraderApp.clear_instance()
    assert ended == code, text.getvalue()
    return text.getvalue()

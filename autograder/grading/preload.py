"""All that workers need, for the process that they are forked from. Nobody else imports this.

While it is loaded nothing of it is garbage, and what is loaded stays: to look for garbage there would cost each run and
each worker a good part of a second, and a copy of the memory that they share.
"""

from __future__ import annotations

import gc

gc.disable()
try:
    import autograder.grading.worker  # noqa: F401
finally:
    gc.freeze()
    gc.enable()

"""How a folder goes in which student code has written: it may be deeper than Python can go, and closed to its owner.

Both sides use this file.
"""

from __future__ import annotations

import os

__all__ = ["removing"]


def removing(folder: str) -> list[str]:
    """Return the command that removes a folder. Nobody may write there any more; no link in it is followed."""
    opening = "" if os.getuid() == 0 else 'chmod -R u+rwX -- "$0" 2>/dev/null; '
    return ["sh", "-c", f'{opening}exec rm -rf -- "$0"', folder]

"""How a course begins: from nothing, or from a course of nbgrader's that moves in."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

"""The desk as a tool of an LMS by LTI 1.3: launches, links to lessons, the roster, scores."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

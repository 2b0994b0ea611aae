"""Grade the grader: right and wrong sample answers, mutants, and a sheet that says how often it is wrong."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

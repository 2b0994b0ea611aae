"""Everything that the author of a grading suite needs: `from autograder.suite import ...`.

What a suite asks (`Student`), what it expects (`expect_*`), what it shows (`show_*`), and what may go wrong.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)

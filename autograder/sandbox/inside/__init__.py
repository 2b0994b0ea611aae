"""The program inside the jail; `__main__.py` says what it does and how to talk to it."""

import matplotlib

BACKEND = "module://matplotlib_inline.backend_inline"
matplotlib.use(BACKEND)  # before any module here loads pyplot, which would look for a backend by itself

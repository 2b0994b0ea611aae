from .adopting import Adopted, adopt_course
from .fresh import make_course

__all__ = ["Adopted", "adopt_course", "make_course"]

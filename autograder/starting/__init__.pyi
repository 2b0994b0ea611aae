from .fresh import make_course

__all__ = ["make_course"]

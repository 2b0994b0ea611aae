from .packing import pack_grader
from .platforms import Platform
from .upload import grade_upload

__all__ = ["Platform", "grade_upload", "pack_grader"]

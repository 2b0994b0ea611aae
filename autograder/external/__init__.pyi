from .packing import DISTRIBUTION, list_requirements, pack_grader
from .platforms import Platform
from .upload import grade_upload

__all__ = ["DISTRIBUTION", "Platform", "grade_upload", "list_requirements", "pack_grader"]

from .forget import Forgotten, Removal, forget_student

__all__ = ["Forgotten", "Removal", "forget_student"]

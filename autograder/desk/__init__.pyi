from .links import Link, LinkDoor, read_key
from .people import Door, Person, Role
from .settings import DeskSettings, read_desk_settings

__all__ = ["DeskSettings", "Door", "Link", "LinkDoor", "Person", "Role", "read_desk_settings", "read_key"]

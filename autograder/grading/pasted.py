"""Pictures that students pasted into their answers, as readers see them: drawn anew, of a bounded size."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Mapping
from typing import NamedTuple

from autograder.sandbox import WarmProcess, redraw_pictures
from autograder.submissions import RestoredNotebook, Shown, split_pictures
from autograder.text import clean_markdown, join_languages, spell_out_direction

__all__ = ["CleanPictures", "clean_pictures", "reencode_png", "show_pasted"]

_MOST_PIXELS = 4_000_000
_MOST_OF_NOTEBOOK = 8  # to draw one anew takes a tenth of a second
_ODD = re.compile(r"[^\w .-]")


class CleanPictures(NamedTuple):
    """The pictures of one cell: PNG in base64 by the name that the text has, "" for one that cannot be shown."""

    by_name: Mapping[str, str]


def clean_pictures(restored: RestoredNotebook, warm: WarmProcess) -> dict[int, CleanPictures]:
    """Return the pictures of each cell that has some, by the cell's index: of answers first, if there are too many."""
    cells = {index: cell.pictures for index, cell in enumerate(restored.cells) if cell.pictures}
    order = sorted(cells, key=lambda index: restored.cells[index].origin is None)
    wanted = [(index, picture) for index in order for picture in cells[index]][:_MOST_OF_NOTEBOOK]
    drawn = redraw_pictures(warm, [picture.data for _, picture in wanted]) if wanted else []
    found: dict[int, dict[str, str]] = {index: {} for index in cells}
    for (index, picture), data in zip(wanted, drawn, strict=True):
        found[index][picture.name] = reencode_png(data) if data else ""
    return {index: CleanPictures(pictures) for index, pictures in found.items()}


def show_pasted(source: str, pictures: CleanPictures) -> tuple[str, dict[str, dict[str, str]]]:
    """Return a text of a student's made harmless, and its pictures as attachments of a notebook's cell.

    A picture that cannot be shown is named in its place; one that the text does not have comes at its end.
    """
    parts = split_pictures(source)
    named = {part.name for part in parts if isinstance(part, Shown)}
    parts += [Shown(name) for name in pictures.by_name if name not in named and pictures.by_name[name]]
    attachments: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    shown = []
    for part in parts:
        if not isinstance(part, Shown):
            shown.append(spell_out_direction(clean_markdown(part)))
            continue
        data = pictures.by_name.get(part.name, "")
        if data:
            names.setdefault(part.name, f"picture-{len(names) + 1}.png")
            attachments[names[part.name]] = {"image/png": data}
            shown.append(f"\n\n![picture](attachment:{names[part.name]})\n\n")
        else:
            shown.append(f" {_describe_broken(part.name)} ")
    return "".join(shown).strip("\n"), attachments


def _describe_broken(name: str) -> str:
    plain = _ODD.sub("", name)[:60].strip() or "?"
    return "*" + join_languages(f"picture {plain}: cannot be shown", f"图片 {plain}：无法显示") + "*"


def reencode_png(data: bytes) -> str:
    """Return the picture drawn anew, in base64; or "" if it is not a PNG of reasonable size."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                return ""
            buffer = io.BytesIO()
            picture.convert("RGB").quantize(128, method=Image.Quantize.FASTOCTREE).save(buffer, "PNG")
    except Exception:
        return ""
    return base64.b64encode(buffer.getvalue()).decode()

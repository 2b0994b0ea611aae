"""Draw the packages and their imports: `python tools/draw_architecture.py` writes docs/architecture.svg anew.

The order of the packages is that of the contract in pyproject.toml, the sentences are the first ones of their
docstrings, the arcs are their imports. A test compares the file with the code.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from html import escape
from pathlib import Path

import grimp

REPOSITORY = Path(__file__).resolve().parents[1]
PICTURE = REPOSITORY / "docs" / "architecture.svg"
WIDTH, ROW, TOP, BOX, RIGHT = 1180, 54, 64, 42, 850
FONT = "font-family='system-ui, sans-serif'"


@dataclass(frozen=True)
class Floor:
    """One package, or one module directly below the root."""

    name: str
    sentence: str
    modules: int


def read_floors() -> list[Floor]:
    """Return the packages from the top down."""
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    return [_read_floor(layer.removeprefix("autograder.")) for layer in layers]


def _read_floor(name: str) -> Floor:
    path = REPOSITORY / "autograder" / name
    files = [file for file in path.rglob("*.py") if file.name != "__init__.py"] if path.is_dir() else [path]
    source = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    said = ast.get_docstring(ast.parse(source.read_text(encoding="utf-8"))) or ""
    return Floor(name, " ".join(said.split("\n\n")[0].split()), len(files))


def count_imports() -> dict[tuple[str, str], int]:
    """Return how many modules of a package import another package, by (importer, imported)."""
    graph = grimp.build_graph("autograder", cache_dir=None)
    found: dict[tuple[str, str], int] = {}
    for module in graph.modules:
        here = module.split(".")[1] if "." in module else ""
        targets = {target.split(".")[1] for target in graph.find_modules_directly_imported_by(module) if "." in target}
        for there in targets - {here} if here else ():
            found[here, there] = found.get((here, there), 0) + 1
    return found


def draw() -> str:
    """Return the picture."""
    floors = read_floors()
    rows = {floor.name: TOP + number * ROW for number, floor in enumerate(floors)}
    imports = {pair: count for pair, count in sorted(count_imports().items()) if set(pair) <= set(rows)}
    height = TOP + len(floors) * ROW + 10
    parts = [
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' role='img'>",
        "<title>The packages of autograder: each imports only from those below it</title>",
        f"<rect width='{WIDTH}' height='{height}' fill='#ffffff'/>",
        f"<text x='20' y='36' {FONT} font-size='17' fill='#1b2430'>Each package imports only from those below it."
        f" {sum(floor.modules for floor in floors)} modules, {len(imports)} ways between packages.</text>",
    ]
    parts += [_draw_arc(rows[here], rows[there], count) for (here, there), count in imports.items()]
    parts += [_draw_floor(floor, rows[floor.name]) for floor in floors]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _draw_floor(floor: Floor, y: int) -> str:
    count = f"{floor.modules} modules" if floor.modules > 1 else "1 module"
    sentence = floor.sentence if len(floor.sentence) <= 120 else f"{floor.sentence[:119]}…"
    return (
        f"<rect x='20' y='{y}' width='{RIGHT - 20}' height='{BOX}' rx='6' fill='#eef3fa' stroke='#9db4d3'/>"
        f"<text x='34' y='{y + 19}' {FONT} font-size='15' font-weight='600' fill='#16345f'>{floor.name}"
        f"<tspan font-weight='400' font-size='12' fill='#5a6575'>   {count}</tspan></text>"
        f"<text x='34' y='{y + 35}' {FONT} font-size='12.5' fill='#2d3846'>{escape(sentence)}</text>"
    )


def _draw_arc(start: int, end: int, count: int) -> str:
    """Return an arc on the right from the importer down to what it imports; thicker where more modules do."""
    top, bottom = start + BOX / 2 + 6, end + BOX / 2 - 6
    reach = RIGHT + 30 + (bottom - top) * 0.42
    return (
        f"<path d='M{RIGHT} {top:g} C{reach:.0f} {top:g} {reach:.0f} {bottom:g} {RIGHT} {bottom:g}' fill='none'"
        f" stroke='#2b62b3' stroke-opacity='0.45' stroke-width='{min(1 + count * 0.35, 4.5):g}'/>"
    )


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")

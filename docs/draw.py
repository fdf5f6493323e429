"""Draws the program's rooms from its imports and lists its modules, both into `docs/architecture.md`.

    python docs/draw.py            write the blocks between their markers anew
    python docs/draw.py --check    exit code 1 where a block is not what the program says

A room is a package that lies directly in `bwtb/`. An arrow leads from a room to one whose modules it imports; imports inside
functions and those for types alone count too. An arrow is left out where others lead the same way, so that the order can be seen.
Of each module the first sentence of its own description is shown, so that the list cannot say anything else than the file.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Mapping
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/architecture.md"
MARKERS = ("<!-- {what}: written by `make docs` (docs/draw.py). -->\n", "<!-- End of {what}. -->\n")

Edges = Mapping[str, set[str]]  # a room → the rooms that it imports


def imported_rooms(graph: grimp.ImportGraph) -> dict[str, set[str]]:
    """What every room imports directly, itself left out."""
    rooms = {child for child in graph.find_children("bwtb") if graph.find_children(child)}
    edges: dict[str, set[str]] = {room: set() for room in rooms}
    for module in graph.modules:
        importer = ".".join(module.split(".")[:2])
        for imported in graph.find_modules_directly_imported_by(module):
            room = ".".join(imported.split(".")[:2])
            if importer in rooms and room in rooms and room != importer:
                edges[importer].add(room)
    return edges


def reachable(edges: Edges, start: str) -> set[str]:
    """Every room that can be reached from one along the arrows; ValueError where that leads back to it."""
    reached: set[str] = set()
    coming = set(edges[start])
    while coming:
        room = coming.pop()
        reached.add(room)
        coming |= edges[room] - reached
    if start in reached:
        raise ValueError(f"{start} imports itself in a circle: `make lint` shows where")
    return reached


def reduced(edges: Edges) -> dict[str, set[str]]:
    """The fewest arrows that lead as far (the transitive reduction)."""
    reach = {room: reachable(edges, room) for room in edges}
    return {room: {r for r in below if not any(r in reach[other] for other in below)} for room, below in edges.items()}


def flowchart(edges: Edges) -> str:
    """Mermaid's text: every room, from those that nothing imports downward, with its arrows."""
    # Who imports a room reaches more than it does, so this order has importers first.
    order = sorted(edges, key=lambda room: (-len(reachable(edges, room)), room))
    names = {room: room.partition(".")[2] for room in order}
    arrows = [f"  {names[room]} --> {names[below]}" for room in order for below in sorted(edges[room])]
    return "\n".join(["```mermaid", "flowchart TD", *(f"  {name}" for name in names.values()), *arrows, "```", ""])


def module_list() -> str:
    """Every module below its room, with the first sentence of its description."""
    lines: list[str] = []
    for room in sorted(path for path in (ROOT / "bwtb").iterdir() if (path / "__init__.py").is_file()):
        lines += ["", f"### {room.name}", "", described(room / "__init__.py"), "", "| module | holds |", "|---|---|"]
        for file in sorted(room.rglob("*.py")):
            name = file.relative_to(room).with_suffix("").as_posix()
            if file.stem != "__init__":
                lines.append(f"| `{name}` | {described(file)} |")
            elif file.parent != room and described(file):
                lines.append(f"| `{name.removesuffix('__init__')}` | {described(file)} |")
    return "\n".join([*lines[1:], ""])


def described(file: Path) -> str:
    """The first paragraph of a module's description, on one line that a table can hold."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("|", "\\|")


def with_block(page: str, what: str, text: str) -> str:
    """The page with the text between two markers. ValueError where a marker is missing."""
    begin, end = (marker.format(what=what) for marker in MARKERS)
    before, begins, rest = page.partition(begin)
    _old, ends, after = rest.partition(end)
    if not begins or not ends:
        raise ValueError(f"docs/{PAGE.name} has to have these two lines:\n{begin}{end}")
    return f"{before}{begin}\n{text}\n{end}{after}"


def rooms() -> str:
    """The rooms and their imports as a flowchart. ValueError where a folder without `__init__.py` hides modules."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("bwtb", cache_dir=None)
    files = (file.relative_to(ROOT).with_suffix("").parts for file in (ROOT / "bwtb").rglob("*.py"))
    if hidden := {".".join(parts).removesuffix(".__init__") for parts in files} - graph.modules:
        raise ValueError(f"a folder without __init__.py hides these from the drawing: {', '.join(sorted(hidden))}")
    return flowchart(reduced(imported_rooms(graph)))


def main(arguments: list[str]) -> int:
    """Write both blocks, or with `--check` only compare; gives the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    new = with_block(with_block(page, "The drawing", rooms()), "The modules", module_list())
    if new == page:
        return 0
    if arguments == ["--check"]:
        print(f"docs/{PAGE.name} is not what the program says: run `make docs`.", file=sys.stderr)
        return 1
    PAGE.write_text(new, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

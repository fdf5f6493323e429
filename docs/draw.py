"""Draws the program's structure from its imports, as a Mermaid flowchart, into `docs/architecture.md`.

    python docs/draw.py            rewrite the block between the two markers
    python docs/draw.py --check    exit code 1 where the block is not what the imports say

A room is what lies directly in `bwtb/`: a package (a box) or a single module (a rounded box). An arrow leads from a room to a
room whose modules it imports; imports inside functions and those for types alone count too. An arrow is left out where
others lead the same way (transitive reduction), so that the order can be seen. Rooms that import each other in a circle
keep all the arrows among themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/architecture.md"
BEGIN = "<!-- The drawing below is written by `make docs` (docs/draw.py). -->\n"
END = "<!-- End of the drawing. -->\n"

Edges = dict[str, set[str]]  # a room → the rooms that it imports


def imported_rooms(graph: grimp.ImportGraph) -> Edges:
    """What every room imports directly, itself left out. `bwtb` itself and `bwtb.__main__` are no rooms."""
    rooms = {child for child in graph.find_children("bwtb") if not child.endswith("__")}
    edges: Edges = {room: set() for room in rooms}
    for module in graph.modules:
        importer = ".".join(module.split(".")[:2])
        for imported in graph.find_modules_directly_imported_by(module):
            room = ".".join(imported.split(".")[:2])
            if importer in rooms and room in rooms and room != importer:
                edges[importer].add(room)
    return edges


def reachable(edges: Edges, start: str) -> set[str]:
    """Every room that can be reached from one along the arrows; the room itself only where it lies on a circle."""
    found: set[str] = set()
    coming = set(edges[start])
    while coming:
        room = coming.pop()
        found.add(room)
        coming |= edges[room] - found
    return found


def reduced(edges: Edges) -> Edges:
    """The fewest arrows that lead as far, but for circles: an arrow within one stays, and only one leads to it."""
    reach = {room: reachable(edges, room) for room in edges}
    circle = {room: frozenset({room} | {r for r in reach[room] if room in reach[r]}) for room in edges}
    kept: Edges = {room: {r for r in edges[room] if circle[r] == circle[room]} for room in edges}
    for members in sorted(set(circle.values()), key=min):
        outward = sorted((a, b) for a in members for b in edges[a] - members)
        for _importer, target in outward:
            others = {r for _a, r in outward if circle[r] != circle[target]}
            if any(target in reach[r] for r in others):
                continue
            if not any(circle[r] == circle[target] for a in members for r in kept[a]):
                kept[min(a for a, r in outward if r == target)].add(target)
    return kept


def flowchart(edges: Edges, packages: set[str]) -> str:
    """Mermaid's text: every room, from those that nothing imports downward, with its arrows."""
    # Who imports a room reaches more than it does, so this order has importers first.
    lines = ["```mermaid", "flowchart TD"]
    for room in sorted(edges, key=lambda r: (-len(reachable(edges, r)), r)):
        name = room.partition(".")[2]
        lines.append(f"  {name}[{name}]" if room in packages else f"  {name}([{name}])")
    for room in sorted(edges):
        lines += [f"  {room.partition('.')[2]} --> {target.partition('.')[2]}" for target in sorted(edges[room])]
    return "\n".join([*lines, "```", ""])


def module_name(file: Path) -> str:
    """The dotted name of a file of the program: `bwtb/cli/app.py` is `bwtb.cli.app`."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def drawn(page: str) -> str:
    """The page with the block between its markers drawn anew. ValueError where a marker is missing."""
    before, begin, rest = page.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"docs/{PAGE.name} has to have these two lines:\n{BEGIN}{END}")
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("bwtb", cache_dir=None)
    unseen = {module_name(f) for f in (ROOT / "bwtb").rglob("*.py")} - graph.modules
    if unseen:
        raise ValueError(f"a folder without __init__.py hides these from the drawing: {', '.join(sorted(unseen))}")
    packages = {room for room in graph.find_children("bwtb") if graph.find_children(room)}
    return f"{before}{BEGIN}\n{flowchart(reduced(imported_rooms(graph)), packages)}\n{END}{after}"


def main(arguments: list[str]) -> int:
    """Draw, or with `--check` only compare; gives the exit code."""
    page = PAGE.read_text(encoding="utf-8")
    new = drawn(page)
    if arguments == ["--check"]:
        if new != page:
            print(f"The drawing in docs/{PAGE.name} is not what the imports say: run `make docs`.", file=sys.stderr)
        return int(new != page)
    if new != page:
        PAGE.write_text(new, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

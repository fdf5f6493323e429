"""Units and categories as people name them: by code, by name as listed, in full, or shortened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined
from bwtb.base.values import nearest, plain
from bwtb.cli.terminal import inert
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog, other_names

Names = list[tuple[str, tuple[str, ...]]]


def units(catalog: Catalog) -> Names:
    """Every unit with its names: as listed, in full, and as people shorten it (民政局, 罗店)."""
    return [(code, (str(unit.get("name", code)), *other_names(unit))) for code, unit in catalog.lists["units"].items()]


def categories() -> Names:
    """Every category with its name."""
    return [(code, (name,)) for code, name in schema.codes("/category").items()]


def code_meant(text: str, names: Iterable[tuple[str, Sequence[str]]]) -> str | None:
    """The code that a code, one of its names, or a part of only one first name (民政) stands for.

    `names`: codes, each with its names, the one it is listed by first.
    """
    wanted = plain(text)
    spelt = [(code, [plain(name) for name in others if name]) for code, others in names]
    for code, others in spelt:
        if wanted.lower() == code or wanted in others:
            return code
    holding = [code for code, others in spelt if others and wanted in others[0]]
    return holding[0] if len(holding) == 1 and len(wanted) > 1 else None


def pick(text: str, names: Names, option: str) -> str:
    """The code meant by an option. Raises UserError with the nearest one where there is none."""
    if (code := code_meant(text, names)) is not None:
        return code
    listed = dict(names)
    if near := nearest(text, listed, at_least=0.5):
        hint = _("Did you mean {code} ({name})?").format(code=near, name=listed[near][0])
    elif option == "--unit":
        hint = _("`bwtb catalog list units` lists the units.")
    else:
        hint = _("There are: {codes}.").format(codes=joined(f"{c} ({others[0]})" for c, others in names))
    raise UserError(_("{option}: there is no “{value}”.").format(option=option, value=inert(text)), hint)

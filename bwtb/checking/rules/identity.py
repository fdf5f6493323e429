"""A request's id, file and folder, and the earlier request that it continues."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case
from bwtb.registry.layout import ID


def own_id(case: Case) -> Iterator[Finding]:
    """The id is the file's name; its year the folder's; its unit the applying one. One id stands for one request."""
    request, match = case.request, ID.fullmatch(case.request.id)
    if not match:
        return
    folder, name = request.path.split("/")[-2:]
    if not ID.fullmatch(name.removesuffix(".yaml")):
        return  # said of the file as a whole
    own = f"requests/{match['year']}/{request.id}.yaml"
    if name != f"{request.id}.yaml":
        if own != request.path and case.source.read(own) is not None:
            message = _("The id {id} is already taken by {path}.").format(id=request.id, path=own)
            hint = _("Give this request an id of its own: {id}, as its file is called.").format(
                id=name.removesuffix(".yaml")
            )
            yield case.error("ID_DUPLICATE", "/id", message, hint)
        else:
            message = _("The id is {id}, but the file is called {name}.").format(id=request.id, name=name)
            yield case.error(
                "FILE_NAME",
                "/id",
                message,
                _("Rename the file to {name}.yaml, or correct the id.").format(name=request.id),
            )
    elif folder != match["year"]:
        message = _("A request for {year} stands in the folder {folder}.").format(year=match["year"], folder=folder)
        yield case.error("FILE_PLACE", "/id", message, _("Move the file to {path}.").format(path=own))
    elif request.unit and match["unit"] != request.unit and case.catalog.entry("units", request.unit):
        message = _("The id names the unit {named}, but the applying unit is {unit}.").format(
            named=match["unit"], unit=request.unit
        )
        hint = _("Correct the id (and the file's name with it) or the unit; the leading unit's code stands in the id.")
        yield case.error("ID_UNIT", "/id", message, hint)


def continues(case: Case) -> Iterator[Finding]:
    """A request over several years names the one of an earlier year that it continues."""
    earlier = case.request.text("continues")
    match = ID.fullmatch(earlier)
    if not match:
        return
    if case.request.year and int(match["year"]) >= case.request.year:
        message = _("{id} is not of an earlier year.").format(id=earlier)
        yield case.error(
            "CONTINUES_YEAR", "/continues", message, _("Name the request of an earlier year, or delete the line.")
        )
    elif case.source.read(f"requests/{match['year']}/{earlier}.yaml") is None:
        message = _("There is no request {id} in the registry.").format(id=earlier)
        yield case.error("CONTINUES_UNKNOWN", "/continues", message, _("Check the id; `bwtb status` lists them."))

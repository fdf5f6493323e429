"""A request's id, file and folder, and the earlier request that it continues."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry.layout import ID


def own_id(case: Case) -> Iterator[Finding]:
    """The id is the file's name; its year the folder's; its unit the applying one. One id stands for one request."""
    request, match = case.request, ID.fullmatch(case.request.id)
    folder, name = request.path.split("/")[-2:]
    called = name.removesuffix(".yaml")
    if not match or not ID.fullmatch(called):
        return  # said of the field, or of the file as a whole
    own = f"requests/{match['year']}/{request.id}.yaml"
    if called != request.id and own != request.path and case.source.read_bounded(own) is not None:
        hint = Message(messages.ID_AS_FILE, id=called)
        yield case.error("ID_DUPLICATE", "/id", messages.ID_TAKEN, hint, id=request.id, path=own)
    elif called != request.id:
        hint = Message(messages.RENAME_FILE_OR_ID, name=request.id, id=called)
        yield case.error("FILE_NAME", "/id", messages.ID_UNLIKE_FILE, hint, id=request.id, name=name)
    elif folder != match["year"]:
        unlike, move = messages.YEAR_UNLIKE_FOLDER, messages.MOVE_FILE_TO
        yield case.error("FILE_PLACE", "/id", unlike, move, year=match["year"], folder=folder, path=own)
    elif request.unit and match["unit"] != request.unit and case.catalog.entry("units", request.unit):
        named, unit = (Choice(code, case.catalog.name("units", code)) for code in (match["unit"], request.unit))
        fitting = f"{match['year']}-{request.unit}-{match['number']}"
        other, correct = messages.ID_OF_OTHER_UNIT, messages.CORRECT_ID_OR_UNIT
        yield case.error("ID_UNIT", "/id", other, correct, named=named, unit=unit, code=match["unit"], id=fitting)


def continues(case: Case) -> Iterator[Finding]:
    """A request over several years names the one of an earlier year that it continues."""
    earlier = case.request.text("continues")
    match = ID.fullmatch(earlier)
    if not match:
        return
    if case.request.year and int(match["year"]) >= case.request.year:
        yield case.error("CONTINUES_YEAR", "/continues", messages.NOT_EARLIER, messages.NAME_EARLIER, id=earlier)
    elif case.source.read_bounded(f"requests/{match['year']}/{earlier}.yaml") is None:
        yield case.error("CONTINUES_UNKNOWN", "/continues", messages.NO_SUCH_REQUEST, messages.CHECK_ID, id=earlier)

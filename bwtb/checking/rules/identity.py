"""A request's id, file and folder, and the earlier request that it continues."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
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
            message = Message(messages.ID_TAKEN, id=request.id, path=own)
            hint = Message(messages.ID_AS_FILE, id=name.removesuffix(".yaml"))
            yield case.error("ID_DUPLICATE", "/id", message, hint)
        else:
            message = Message(messages.ID_UNLIKE_FILE, id=request.id, name=name)
            yield case.error(
                "FILE_NAME",
                "/id",
                message,
                Message(messages.RENAME_FILE_OR_ID, name=request.id),
            )
    elif folder != match["year"]:
        message = Message(messages.YEAR_UNLIKE_FOLDER, year=match["year"], folder=folder)
        yield case.error("FILE_PLACE", "/id", message, Message(messages.MOVE_FILE_TO, path=own))
    elif request.unit and match["unit"] != request.unit and case.catalog.entry("units", request.unit):
        message = Message(messages.ID_OF_OTHER_UNIT, named=match["unit"], unit=request.unit)
        hint = Message(messages.CORRECT_ID_OR_UNIT)
        yield case.error("ID_UNIT", "/id", message, hint)


def continues(case: Case) -> Iterator[Finding]:
    """A request over several years names the one of an earlier year that it continues."""
    earlier = case.request.text("continues")
    match = ID.fullmatch(earlier)
    if not match:
        return
    if case.request.year and int(match["year"]) >= case.request.year:
        message = Message(messages.NOT_EARLIER, id=earlier)
        yield case.error("CONTINUES_YEAR", "/continues", message, Message(messages.NAME_EARLIER))
    elif case.source.read(f"requests/{match['year']}/{earlier}.yaml") is None:
        message = Message(messages.NO_SUCH_REQUEST, id=earlier)
        yield case.error("CONTINUES_UNKNOWN", "/continues", message, Message(messages.CHECK_ID))

"""Articles 2 and 3: which projects the regulation is for, where the money comes from, what kind of project it is."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import shown
from bwtb.registry import schema


def not_classified(case: Case) -> Iterator[Finding]:
    """Article 2: the regulation is for projects that are not classified; a classified one must not even be written here."""
    if case.value("/scope/classified") is True:
        message = Message(messages.IS_CLASSIFIED)
        hint = Message(messages.DO_NOT_COMMIT)
        yield case.error("CLASSIFIED", "/scope/classified", message, hint)


def funding(case: Case) -> Iterator[Finding]:
    """Article 2: at least one source of money; with only non-fiscal money the project must concern public data."""
    sources = case.value("/scope/funding")
    if sources == []:
        message = Message(messages.EMPTY, label=schema.label("/scope/funding"))
        yield case.missing("FUNDING_MISSING", "/scope/funding", message, Message(messages.NAME_FUNDING))
    if sources == ["non_fiscal"] and case.value("/scope/public_data") is not True:
        message = Message(messages.NON_FISCAL_ALONE)
        hint = Message(messages.SAY_PUBLIC_DATA)
        pointer = "/scope/public_data" if "public_data" in case.request.mapping("scope") else "/scope/funding"
        yield case.error("PUBLIC_DATA", pointer, message, hint)


def item_funding(case: Case) -> Iterator[Finding]:
    """Article 2: with several sources of money each budget item names its own, and one of those the request names."""
    sources = case.texts("/scope/funding")
    for pointer, item in case.mappings("/budget/items"):
        own = item.get("funding")
        if own is None and len(sources) > 1:
            message = Message(messages.ITEM_NAMES_NO_SOURCE)
            hint = Message(messages.ADD_ITEM_FUNDING, codes=" | ".join(sources))
            yield case.missing("ITEM_FUNDING", f"{pointer}/funding", message, hint)
        elif isinstance(own, str) and sources and own in schema.codes("budget.items.funding") and own not in sources:
            message = Message(messages.SOURCE_NOT_NAMED, value=schema.code_label("budget.items.funding", own))
            hint = Message(messages.ADD_SOURCE)
            yield case.error("ITEM_FUNDING", f"{pointer}/funding", message, hint)


def nature(case: Case) -> Iterator[Finding]:
    """Article 3: the kind of project; operations alone are usually asked for by the big data centre (article 13)."""
    natures = case.value("/nature")
    if natures == []:
        message = Message(messages.EMPTY, label=schema.label("/nature"))
        yield case.missing("NATURE_MISSING", "/nature", message, Message(messages.NAME_NATURE))
    if natures == ["operations"] and case.draft:
        message = Message(messages.OPERATIONS_ALONE)
        hint = Message(messages.ASK_BIG_DATA_CENTRE, bigdata=case.catalog.party("bigdata").get("short", "bigdata"))
        yield case.warning("OPERATIONS_ALONE", "/nature", message, hint)


def application_types(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one tick in 申请类型, unless operations alone are asked for."""
    application = case.request.mapping("application")
    if "application" not in case.request.data or case.value("/nature") == ["operations"]:
        return
    ticks = ("new_item", "new_scenario", "integration")
    if not any(application.get(t) for t in ticks) and application.get("new_system") is not True:
        message = Message(messages.NOTHING_TICKED, label=schema.label("/application"))
        hint = Message(messages.NAME_TYPE)
        code = "DRAFT_INCOMPLETE" if case.draft else "NO_APPLICATION_TYPE"
        yield case.warning(code, "/application", message, hint)


def platforms(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one platform of the form, or another by its name."""
    if case.value("/platforms") == [] and not case.filled("/platform_other"):
        message = Message(messages.EMPTY, label=schema.label("/platforms"))
        hint = Message(messages.NAME_PLATFORM)
        yield case.missing("PLATFORM_MISSING", "/platforms", message, hint)


def other_texts(case: Case) -> Iterator[Finding]:
    """Where the regulation ends a list with 等, `other` says in words what it is."""
    for chosen, text in (
        ("/application/new_scenario", "/application/new_scenario_other"),
        ("/scopes", "/scopes_other"),
    ):
        is_other = "other" in case.texts(chosen)
        key = text.rpartition("/")[2]
        if is_other and not case.filled(text) and case.value(text) is None:
            message = Message(messages.OTHER_NOT_WRITTEN_OUT, value=shown("other"))
            yield case.missing("OTHER_TEXT", text, message, Message(messages.ADD_FIELD, key=key))
        elif case.filled(text) and not is_other:
            message = Message(messages.OTHER_NOT_CHOSEN, label=schema.label(text))
            hint = Message(messages.ADD_OTHER, field=chosen.rpartition("/")[2])
            yield case.warning("OTHER_TEXT", text, message, hint)

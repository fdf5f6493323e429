"""Articles 2 and 3: which projects the regulation is for, where the money comes from, what kind of project it is."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Listed, Message
from bwtb.checking import lacking, messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import say_codes
from bwtb.registry import schema

_TICKS = ("new_item", "new_scenario", "new_system", "integration")
PLATFORM_OTHER = Choice("platform_other", schema.title("/platform_other"))


def not_classified(case: Case) -> Iterator[Finding]:
    """Article 2: the regulation is for projects that are not classified; a classified one must not even be written here."""
    if case.value("/scope/classified") is True:
        yield case.error("CLASSIFIED", "/scope/classified", messages.IS_CLASSIFIED, messages.DO_NOT_COMMIT)


def funding(case: Case) -> Iterator[Finding]:
    """Article 2: at least one source of money; with only non-fiscal money the project must concern public data."""
    sources = case.value("/scope/funding")
    if sources == []:
        name = Listed((Message(messages.NAME_FUNDING), say_codes(schema.codes("scope.funding"))), by="sentences")
        yield case.missing("FUNDING_MISSING", "/scope/funding", messages.EMPTY, name)
    if sources == ["non_fiscal"] and case.value("/scope/public_data") is not True:
        pointer = "/scope/public_data" if "public_data" in case.request.mapping("scope") else "/scope/funding"
        yield case.error("PUBLIC_DATA", pointer, messages.NON_FISCAL_ALONE, messages.SAY_PUBLIC_DATA)


def item_funding(case: Case) -> Iterator[Finding]:
    """Article 2: with several sources of money each budget item names its own, and one of those the request names."""
    sources = case.texts("/scope/funding")
    for pointer, item in case.mappings("/budget/items"):
        own, here = item.get("funding"), f"{pointer}/funding"
        if own is None and len(sources) > 1:
            names_none, add = messages.ITEM_NAMES_NO_SOURCE, messages.ADD_ITEM_FUNDING
            known = schema.codes("budget.items.funding")
            lines = Listed(tuple(Choice(f"“funding: {s}”", known.get(s, s)) for s in sources))
            yield case.missing("ITEM_FUNDING", here, names_none, add, lines=lines)
        elif isinstance(own, str) and sources and own in schema.codes("budget.items.funding") and own not in sources:
            value = schema.code_label("budget.items.funding", own)
            add_source = Message(messages.ADD_SOURCE, line=f"funding: [{', '.join([*sources, own])}]")
            yield case.error("ITEM_FUNDING", here, messages.SOURCE_NOT_NAMED, add_source, value=value)


def nature(case: Case) -> Iterator[Finding]:
    """Article 3: the kind of project; operations alone are usually asked for by the big data centre (article 13)."""
    natures = case.value("/nature")
    if natures == []:
        name = Listed((Message(messages.NAME_NATURE), say_codes(schema.codes("nature"))), by="sentences")
        yield case.missing("NATURE_MISSING", "/nature", messages.EMPTY, name)
    if natures == ["operations"] and case.draft:
        bigdata, ask = case.catalog.party("bigdata").get("short", "bigdata"), messages.ASK_BIG_DATA_CENTRE
        yield case.warning("OPERATIONS_ALONE", "/nature", messages.OPERATIONS_ALONE, ask, bigdata=bigdata)


def application_types(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one tick in 申请类型, unless operations alone are asked for."""
    application = case.request.mapping("application")
    if "application" not in case.request.data or case.value("/nature") == ["operations"]:
        return
    if not any(application.get(t) for t in _TICKS if t != "new_system") and application.get("new_system") is not True:
        code = "DRAFT_INCOMPLETE" if case.draft else "NO_APPLICATION_TYPE"
        fields = Listed(tuple(Choice(t, schema.title(f"/application/{t}")) for t in _TICKS))
        yield case.warning(code, "/application", messages.NOTHING_TICKED, Message(messages.NAME_TYPE, fields=fields))


def platforms(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one platform of the form, or another by its name."""
    if case.value("/platforms") == [] and not case.filled("/platform_other"):
        codes = say_codes(schema.codes("platforms", catalog=case.catalog))
        name = Listed((Message(messages.NAME_PLATFORM, field=PLATFORM_OTHER), codes), by="sentences")
        yield case.missing("PLATFORM_MISSING", "/platforms", messages.EMPTY, name)


def other_texts(case: Case) -> Iterator[Finding]:
    """Where the regulation ends a list with 等, `other` says in words what it is."""
    for chosen in ("/application/new_scenario", "/scopes"):
        is_other, text = "other" in case.texts(chosen), f"{chosen}_other"
        other = Choice("other", schema.codes(chosen, catalog=case.catalog).get("other", "other"))
        if is_other and case.value(text) is None:
            not_written, add = messages.OTHER_NOT_WRITTEN_OUT, lacking.to_add(text, case.kind, case.catalog)
            yield case.missing("OTHER_TEXT", text, not_written, add, value=other)
        elif case.filled(text) and not is_other:
            field = Choice(chosen.rpartition("/")[2], schema.title(chosen))
            not_chosen, choose = messages.OTHER_NOT_CHOSEN, messages.ADD_OTHER
            yield case.warning("OTHER_TEXT", text, not_chosen, choose, field=field, other=other)

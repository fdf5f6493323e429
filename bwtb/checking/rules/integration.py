"""Article 7, integration: a unit's own system and the platform."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _, joined
from bwtb.checking.rules.case import Case
from bwtb.registry import schema

SHARED_PLATFORMS = ("channel", "citizen_store", "enterprise_store")
SHARED_SURFACE = "workbench"


def block(case: Case) -> Iterator[Finding]:
    """Article 7: the mode, the system, who operates it, and deep connection as a condition of 立项 and 验收."""
    if "integration" not in case.request.data:
        message = _("A request of this category says how the system is integrated.")
        hint = _("Add “integration:” with mode, system, operator and conditions.")
        yield case.missing("INTEGRATION_MISSING", "/integration", message, hint)
        return
    integration = case.request.mapping("integration")
    if not integration:
        return
    operator = integration.get("operator")
    if "operator" not in integration:
        message = _(
            "The applying unit itself is responsible for updating, operating and 好差评; the request has to say so."
        )
        yield case.missing("OPERATOR", "/integration/operator", message, _("Add “operator: unit”."))
    elif operator in ("centre", "bigdata"):
        message = _("Updating, operating and 好差评 are the applying unit's own, not {operator}'s.").format(
            operator=schema.code_label("integration.operator", operator)
        )
        yield case.error("OPERATOR", "/integration/operator", message, _("Write operator: unit."))
    conditions = integration.get("conditions", {})
    if isinstance(conditions, dict) and not (conditions.get("initiation") is conditions.get("acceptance") is True):
        message = _(
            "Deep connection with the platform is a condition of initiation and of acceptance; the request has to declare both."
        )
        hint = _("Write “conditions: {initiation: true, acceptance: true}”.")
        yield case.missing("CONDITIONS", "/integration/conditions", message, hint)


def opinion(case: Case) -> Iterator[Finding]:
    """Article 7: an interface needs the centre's 整合意见, with its date and issuer, before the review."""
    integration = case.request.mapping("integration")
    if integration.get("mode") == "interface" and "opinion" not in integration:
        centre = case.catalog.name("parties", "centre")
        message = _("An interface needs the integration opinion of {centre}.").format(centre=centre)
        hint = _("Ask {centre} for it, then add “opinion: {{date: …, issuer: …}}”.").format(centre=centre)
        yield case.missing("OPINION", "/integration/opinion", message, hint)


def shared(case: Case) -> Iterator[Finding]:
    """Article 7: the system shares with the channel, one of the two stores, or the workbench."""
    chosen = set(case.texts("/platforms")) & set(SHARED_PLATFORMS)
    if chosen or SHARED_SURFACE in case.texts("/surfaces") or not isinstance(case.value("/platforms"), list):
        return
    names = [case.catalog.name("channels", code) for code in SHARED_PLATFORMS]
    names.append(case.catalog.name("surfaces", SHARED_SURFACE))
    message = _("The system shares with none of {platforms}.").format(platforms=joined(names))
    hint = _("Name at least one of the platforms channel, citizen_store, enterprise_store or the surface workbench.")
    yield case.missing("NOT_SHARED", "/platforms", message, hint)


def borne_by(case: Case) -> Iterator[Finding]:
    """Article 7: each budget item says who bears it; what is merged deeply need not be built by the unit."""
    deep = case.request.mapping("integration").get("mode") == "deep_merge"
    for pointer, item in case.mappings("/budget/items"):
        if "borne_by" not in item:
            message = _("In this category each item says who bears it.")
            hint = _("Add “borne_by: platform” or “borne_by: unit”.")
            yield case.missing("BORNE_BY", f"{pointer}/borne_by", message, hint)
        elif deep and item["borne_by"] == "unit":
            message = _(
                "What becomes part of the platform need not be built by the unit, yet the unit bears this item."
            )
            yield case.warning(
                "UNIT_BORNE", f"{pointer}/borne_by", message, _("Check whether the platform should bear it.")
            )


RULES = (block, opinion, shared, borne_by)

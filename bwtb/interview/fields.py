"""The questions of the form, in its order: where each answer goes, when it is asked, what may be chosen.

Labels, explanations and codes come from the schema and the catalog; nothing is said twice. A few questions stand for a part
of a field, or for several together, and have pointers of their own (`PART`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bwtb.base.languages import _, language
from bwtb.base.messages import N_
from bwtb.registry import draft, schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import DESCRIPTION

# What is known so far, as in a request file. Keys that begin with “+” are notes of the interview and never written.
Answers = dict[str, Any]
When = Callable[[Mapping[str, Any]], bool]

CLASSIFIED = "/scope/classified"
LATER = "+later"  # the six texts are written in the editor afterwards
# Questions for a part of a field: of the basis the work points and the documents, of the promise both halves at once.
PART = ("/basis/work_point", "/basis/document", "/integration/conditions", "/description")
ENTRIES = {
    "/basis/document": ("document", "number"),
    "/budget/items": ("name", "kind", "amount", "funding", "borne_by", "note"),
}
OTHER = "+"  # beside the codes of the platforms: another one, by its name
# Where the schema explains how a field is written in the file, a person who is asked needs other words.
_HELP = {
    CLASSIFIED: N_("Classified projects are outside these rules and must not be entered here."),
    "/unit": N_("Where several units apply together: the leading one."),
    "/joint_units": N_("The other units that apply together with it; none, if it applies alone."),
    "/nature": N_("One or several (article 3)."),
    "/scopes": N_("The scopes of application that the request belongs to, one or several (article 7)."),
    "/application/new_item": N_("The form's first line; one, several or none."),
    "/application/item_names": N_("The items' full names as listed; several: with “；” between them."),
    "/application/new_scenario": N_("The form's second line; one, several or none."),
    "/application/new_system": N_("The form's third line: is a whole system newly developed?"),
    "/application/integration": N_("The form's fourth line; one, several or none."),
    "/platforms": N_("Where it goes online; one or several."),
    "/capabilities": N_("The capabilities of annex 2 that it builds on. Type a part of a name to find one."),
    "/surfaces": N_("Where the capabilities are applied (article 7); one, several or none."),
    "/scope/funding": N_("Where the money comes from; one or several (article 2)."),
    "/scope/public_data": N_("With non-fiscal money alone, the rules are only for projects that concern public data."),
    "/basis/work_point": N_("The work points of the year that the request rests on; one, several or none."),
    "/basis/document": N_("Documents that the request rests on, each with its number."),
    "/basis/document/number": N_("As printed on the document; leave it open where there is none."),
    "/description": N_("System goals, content, functions, data, security, operations: six texts."),
    "/integration/conditions": N_(
        "Is deep connection with the district's platform made a condition of initiation and of acceptance (article 7)?"
    ),
    "/integration/opinion/date": N_("When the centre gave its opinion; leave it open while there is none."),
    "/supplementary/approval/date": N_("When the district government approved it; leave it open while it has not."),
    "/budget/items": N_("One line for each cost; the sum is computed."),
    "/budget/items/kind": N_("What kind of cost it is."),
    "/budget/items/amount": N_("In yuan; 48万 and 12.5万元 are understood too."),
    "/budget/items/funding": N_("Which of the sources pays for it."),
    "/contact/phone": N_("Office number, extension or mobile; several are fine."),
}


@dataclass(frozen=True)
class Question:
    """One question. `extra`: asked only when somebody asks for it."""

    pointer: str
    when: When
    extra: bool = False


@dataclass(frozen=True)
class Row:
    """Something to choose: its code, its name, what it is, other names it goes by; `tag`: the code where it is shown."""

    code: str
    name: str
    more: str = ""
    also: tuple[str, ...] = ()
    tag: str = ""


def get(answers: Mapping[str, Any], pointer: str) -> Any:
    """What has been answered to a question; None where nothing has."""
    basis = [e for e in answers.get("basis") or () if isinstance(e, dict)]
    match pointer:
        case "/basis/work_point":
            return [e["work_point"] for e in basis if "work_point" in e] or None
        case "/basis/document":
            return [e for e in basis if "work_point" not in e] or None
        case "/description":
            return answers.get(LATER)
        case "/integration/conditions":
            given = (
                get(answers, "/integration/conditions/initiation"),
                get(answers, "/integration/conditions/acceptance"),
            )
            return None if given == (None, None) else given == (True, True)
    found: Any = answers
    for step in pointer.split("/")[1:]:
        if isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        elif isinstance(found, dict):
            found = found.get(step)
        else:
            return None
    return found


def put(answers: Answers, pointer: str, value: Any) -> None:
    """Note an answer; None, an empty text or list takes it out."""
    match pointer:
        case "/basis/work_point":
            entries = [{"work_point": code} for code in value or ()]
            _set(answers, "/basis", entries + (get(answers, "/basis/document") or []))
        case "/basis/document":
            points = [{"work_point": code} for code in get(answers, "/basis/work_point") or ()]
            _set(answers, "/basis", points + (value or []))
        case "/description":
            answers[LATER] = value
        case "/integration/conditions":
            _set(answers, pointer, {"initiation": True, "acceptance": True} if value else None)
        case _:
            _set(answers, pointer, value)


def _set(answers: Answers, pointer: str, value: Any) -> None:
    *above, last = pointer.split("/")[1:]
    place: Any = answers
    for step in above:
        below = place[int(step)] if isinstance(place, list) else place.get(step)
        if not isinstance(below, dict | list):
            if value in (None, "", []):
                return
            below = {}
            place[step] = below
        place = below
    if value in (None, "", []):
        place.pop(last, None)
    else:
        place[last] = value


def _has(pointer: str, code: str) -> When:
    def when(answers: Mapping[str, Any]) -> bool:
        value = get(answers, pointer)
        return code in value if isinstance(value, list) else value == code

    return when


def _always(_answers: Mapping[str, Any]) -> bool:
    return True


def _of(*categories: str) -> When:
    return lambda answers: answers.get("category") in categories


def _writes_now(answers: Mapping[str, Any]) -> bool:
    return not answers.get(LATER)


def _names_items(answers: Mapping[str, Any]) -> bool:
    return bool({"public_service", "licence"} & set(get(answers, "/application/new_item") or ()))


def _builds_on_capabilities(answers: Mapping[str, Any]) -> bool:
    return answers.get("category") in ("scenario", "integration") and bool(answers.get("capabilities"))


def _only_other_money(answers: Mapping[str, Any]) -> bool:
    return bool(get(answers, "/scope/funding") == ["non_fiscal"])


def _interface(answers: Mapping[str, Any]) -> bool:
    return answers.get("category") == "integration" and get(answers, "/integration/mode") == "interface"


def _opinion_given(answers: Mapping[str, Any]) -> bool:
    return _interface(answers) and bool(get(answers, "/integration/opinion/date"))


def _approved(answers: Mapping[str, Any]) -> bool:
    return answers.get("category") == "supplementary" and bool(get(answers, "/supplementary/approval/date"))


def _no_money(answers: Mapping[str, Any]) -> bool:
    return not total(answers)


def _another_platform(answers: Mapping[str, Any]) -> bool:
    return OTHER in answers or bool(answers.get("platform_other"))


QUESTIONS: tuple[Question, ...] = (
    Question(CLASSIFIED, _always),
    Question("/title", _always),
    Question("/unit", _always),
    Question("/joint_units", _always),
    Question("/category", _always),
    Question("/continues", _always, extra=True),
    Question("/nature", _always),
    Question("/scopes", _of("work_point")),
    Question("/scopes_other", lambda a: _of("work_point")(a) and _has("/scopes", "other")(a)),
    Question("/application/new_item", _always),
    Question("/application/item_names", _names_items),
    Question("/application/new_scenario", _always),
    Question("/application/new_scenario_other", _has("/application/new_scenario", "other")),
    Question("/application/new_system", _always),
    Question("/application/integration", _always),
    Question("/platforms", _always),
    Question("/platform_other", _another_platform),
    Question("/capabilities", _always),
    Question("/surfaces", _builds_on_capabilities),
    Question("/scope/funding", _always),
    Question("/scope/public_data", _only_other_money),
    Question("/basis/work_point", _always),
    Question("/basis/document", _always),
    Question("/description", _always),
    *(Question(f"/description/{key}", _writes_now) for key in DESCRIPTION),
    Question("/integration/mode", _of("integration")),
    Question("/integration/system", _of("integration")),
    Question("/integration/conditions", _of("integration")),
    Question("/integration/opinion/date", _interface),
    Question("/integration/opinion/issuer", _opinion_given),
    Question("/integration/opinion/number", _opinion_given, extra=True),
    Question("/integration/opinion/summary", _opinion_given, extra=True),
    Question("/supplementary/level", _of("supplementary")),
    Question("/supplementary/approval/date", _of("supplementary")),
    Question("/supplementary/approval/authority", _approved),
    Question("/supplementary/approval/number", _approved, extra=True),
    Question("/budget/items", _always),
    Question("/budget/note", _no_money),
    Question("/contact/name", _always),
    Question("/contact/phone", _always),
    Question("/contact/email", _always, extra=True),
    Question("/remarks", _always, extra=True),
)


def relevant(answers: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers lead to, in the order of the form."""
    return [q for q in QUESTIONS if q.when(answers)]


def total(answers: Mapping[str, Any]) -> int:
    """The sum of the budget so far, in yuan."""
    amounts = [i.get("amount") for i in get(answers, "/budget/items") or () if isinstance(i, dict)]
    return sum(a for a in amounts if isinstance(a, int))


def finished(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they go into the file: without notes, without what belongs to a category given up, without blanks."""
    kept = {key: value for key, value in answers.items() if not key.startswith("+")}
    category = kept.get("category")
    for key, owner in (("scopes", "work_point"), ("integration", "integration"), ("supplementary", "supplementary")):
        if category is not None and category != owner:
            kept.pop(key, None)
    if "other" not in kept.get("scopes", ()):
        kept.pop("scopes_other", None)
    if category != "integration" and get(kept, "/budget/items"):
        items = [{k: v for k, v in item.items() if k != "borne_by"} for item in kept["budget"]["items"]]
        kept["budget"] = {**kept["budget"], "items": items}
    if "other" not in (get(kept, "/application/new_scenario") or ()) and isinstance(kept.get("application"), dict):
        kept["application"] = {k: v for k, v in kept["application"].items() if k != "new_scenario_other"}
    return {key: value for key, value in kept.items() if value not in (None, "", [], {})}


def kind(pointer: str) -> str:
    """How a question is answered: one, many, yes, amount, date, names, entries, lines (several of text) or text."""
    if pointer in ENTRIES:
        return "entries"
    if pointer in PART:
        return {"/basis/work_point": "many", "/integration/conditions": "yes", "/description": "one"}[pointer]
    spec = schema.field(pointer) or {}
    if spec.get("type") == "array":
        return "many" if _coded(pointer) else "names"
    if _coded(pointer):
        return "one"
    by_type = {"boolean": "yes", "integer": "amount"}
    if spec.get("type") in by_type:
        return by_type[str(spec["type"])]
    if pointer.endswith("/date"):
        return "date"
    return "lines" if spec.get("maxLength", 0) >= 2000 else "text"


def _coded(pointer: str) -> bool:
    return schema.general(pointer) in schema.CATALOG_FIELDS or bool(schema.codes(pointer))


def label(pointer: str) -> str:
    """A question's name, as the form has it."""
    if pointer == "/basis/document":
        return schema.label("/basis") + _(" (documents)")
    if pointer == "/basis/work_point":
        return schema.label("/basis") + _(" (work points)")
    if pointer.startswith(("/integration/opinion/", "/supplementary/approval/")):
        return f"{schema.label(pointer.rpartition('/')[0])} · {schema.label(pointer)}"
    return schema.label(pointer)


def help(pointer: str) -> str:
    """What a question means, for somebody who answers it; of an entry's field also without its number."""
    general = "/" + schema.general(pointer).replace(".", "/")
    said = _HELP.get(general)
    return _(said) if said else schema.description(pointer)


def rows(pointer: str, answers: Mapping[str, Any], catalog: Catalog, year: int) -> list[Row]:
    """What there is to choose from, in the order of the form."""
    if pointer == "/description":
        return [Row("now", _("Write the six texts now")), Row("later", _("Write them in an editor afterwards"))]
    if kind(pointer) == "yes":
        return [Row("yes", _("yes"), also=("y", "是", "true")), Row("no", _("no"), also=("n", "否", "false"))]
    pointer = {"/basis/work_point": "/basis/0/work_point"}.get(pointer, pointer)
    listed = schema.CATALOG_FIELDS.get(schema.general(pointer))
    explained = _explained(pointer)
    found = []
    for code, name in schema.codes(pointer, catalog=catalog).items():
        entry = catalog.entry(listed, code) if listed else None
        if listed == "work_points" and not draft.citable(code, year):
            continue
        if pointer == "/joint_units" and code == answers.get("unit"):
            continue
        if schema.general(pointer) == "budget.items.funding" and code not in (get(answers, "/scope/funding") or ()):
            continue
        more = explained.get(code, "") or str((entry or {}).get("text") or (entry or {}).get("description") or "")
        found.append(Row(code, name, more, _also(listed, entry or {}), _tag(code)))
    if pointer == "/platforms":
        found.append(Row(OTHER, _("another platform, by its name")))
    return found


def _tag(code: str) -> str:
    """A code that says something to a person: a number of a list. Where the names are foreign, any code does."""
    return code if language() == "en" or any(c.isdigit() for c in code) else ""


def _explained(pointer: str) -> dict[str, str]:
    """Codes that the schema fixes, each with what it says of them."""
    spec: Mapping[str, Any] = schema.field(pointer) or {}
    if spec.get("type") == "array":
        spec = schema.field(f"{pointer}/0") or {}
    return {str(c["const"]): str(c.get("description", "")) for c in spec.get("oneOf", ()) if "const" in c}


def _also(listed: str | None, entry: Mapping[str, Any]) -> tuple[str, ...]:
    if listed != "units":
        return ()
    name = str(entry.get("name", ""))
    return str(entry.get("full_name", "")), name.removeprefix("区").removesuffix("镇").removesuffix("街道")


def entry_fields(pointer: str, answers: Mapping[str, Any]) -> Sequence[str]:
    """What is asked of one entry of a list, in order."""
    several = len(get(answers, "/scope/funding") or ()) > 1
    integrating = answers.get("category") == "integration"
    left_out = {None if several else "funding", None if integrating else "borne_by"}
    return [name for name in ENTRIES[pointer] if name not in left_out]


def entry_pointer(pointer: str, answers: Mapping[str, Any], index: int) -> str:
    """Where an entry of a question's list stands in the request."""
    if pointer == "/basis/document":
        return f"/basis/{len(get(answers, '/basis/work_point') or ()) + index}"
    return f"{pointer}/{index}"

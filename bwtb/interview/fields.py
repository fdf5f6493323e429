"""The questions of the form, in its order: where each answer goes, when it is asked, what may be chosen.

Labels, explanations and codes come from the schema and the catalog; nothing is said twice. A few questions stand for a part
of a field, or for several together, and have pointers of their own (`PART`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bwtb.base.messages import Fact, Message
from bwtb.checking.rules.categories import ONLY_IN
from bwtb.interview import access, conditions, messages
from bwtb.interview.access import OTHER, Answers, Way, of_field
from bwtb.interview.conditions import APPROVED, INTERFACE, OPINION_GIVEN, When, always, answered, both, has, of_category
from bwtb.registry import draft, schema
from bwtb.registry.catalogs import Catalog, other_names
from bwtb.registry.request import DESCRIPTION
from bwtb.yaml.pointers import value_at

CLASSIFIED = "/scope/classified"
# The fields of one entry of a list, in the order in which they are asked.
ENTRIES = {
    "/basis/document": ("document", "number"),
    "/budget/items": ("name", "kind", "amount", "funding", "borne_by", "note"),
}


@dataclass(frozen=True)
class Question:
    """One question of the form.

    `pointer` is the JSON pointer of its field, `when` says whether it is asked; `extra`: asked only when somebody asks for
    it. `kind` says how it is answered where the schema does not, `way` how its answer is read and written where it is not
    simply the value of the field.
    """

    pointer: str
    when: When = always
    extra: bool = False
    kind: str = ""
    way: Way | None = None


@dataclass(frozen=True)
class Option:
    """Something to choose: its code, its name, what it is, other names it goes by.

    `listed`: the code is one of the schema's or the catalog's, which people know; else it only serves the interview.
    """

    code: str
    name: Fact
    more: str = ""
    also: tuple[str, ...] = ()
    listed: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question(CLASSIFIED),
    Question("/title"),
    Question("/unit"),
    Question("/joint_units"),
    Question("/category"),
    Question("/continues", extra=True),
    Question("/nature"),
    Question("/scopes", of_category("work_point")),
    Question("/scopes_other", both(of_category("work_point"), has("/scopes", "other"))),
    Question("/application/new_item"),
    Question("/application/item_names", has("/application/new_item", "public_service", "licence")),
    Question("/application/new_scenario"),
    Question("/application/new_scenario_other", has("/application/new_scenario", "other")),
    Question("/application/new_system"),
    Question("/application/integration"),
    Question("/platforms", way=access.PLATFORMS),
    Question("/platform_other", conditions.another_platform),
    Question("/capabilities"),
    Question("/surfaces", both(of_category("scenario", "integration"), answered("/capabilities"))),
    Question("/scope/funding"),
    Question("/scope/public_data", conditions.only_other_money),
    Question("/basis/work_point", kind="many", way=access.WORK_POINTS),
    Question("/basis/document", kind="entries", way=access.DOCUMENTS),
    Question("/description", kind="one", way=access.NOW_OR_LATER),
    *(Question(f"/description/{key}", conditions.writes_now) for key in DESCRIPTION),
    Question("/integration/mode", of_category("integration")),
    Question("/integration/system", of_category("integration")),
    Question("/integration/conditions", of_category("integration"), kind="yes", way=access.BOTH_CONDITIONS),
    Question("/integration/opinion/date", INTERFACE),
    Question("/integration/opinion/issuer", OPINION_GIVEN),
    Question("/integration/opinion/number", OPINION_GIVEN, extra=True),
    Question("/integration/opinion/summary", OPINION_GIVEN, extra=True),
    Question("/supplementary/level", of_category("supplementary")),
    Question("/supplementary/approval/date", of_category("supplementary")),
    Question("/supplementary/approval/authority", APPROVED),
    Question("/supplementary/approval/number", APPROVED, extra=True),
    Question("/budget/items", kind="entries"),
    Question("/budget/note", conditions.no_money),
    Question("/contact/name"),
    Question("/contact/phone"),
    Question("/contact/email", extra=True),
    Question("/remarks", extra=True),
)
_BY_POINTER = {question.pointer: question for question in QUESTIONS}
# Questions for a part of a field: of the basis the work points and the documents, of the promise both halves at once.
PART = ("/basis/work_point", "/basis/document", "/integration/conditions", "/description")


def get(answers: Mapping[str, Any], pointer: str) -> Any:
    """What has been answered to a question, or what stands at any other pointer; None where nothing does."""
    return _way(pointer).read(answers)


def put(answers: Answers, pointer: str, value: Any) -> None:
    """Note an answer to a question, or a value at any other pointer; None, an empty text or list takes it out."""
    _way(pointer).write(answers, value)


def given(answers: Mapping[str, Any], pointer: str) -> bool:
    """Whether there is an answer that can be checked; of another platform not until its name is given, which is asked next."""
    return get(answers, pointer) not in (None, "", [], {}, [OTHER])


def _way(pointer: str) -> Way:
    question = _BY_POINTER.get(pointer)
    return (question and question.way) or of_field(pointer)


def relevant(answers: Mapping[str, Any]) -> list[Question]:
    """The questions that these answers lead to, in the order of the form."""
    return [question for question in QUESTIONS if question.when(answers)]


def finished(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they go into the file: without notes, without what belongs to a category given up, without blanks."""
    kept = {key: value for key, value in answers.items() if not key.startswith("+")}
    category = kept.get("category")
    for key, owner in ONLY_IN.items():
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
    question = _BY_POINTER.get(pointer)
    if question and question.kind:
        return question.kind
    spec = schema.field(pointer) or {}
    if spec.get("type") == "array":
        return "many" if _coded(pointer) else "names"
    if _coded(pointer):
        return "one"
    match spec.get("type"):
        case "boolean":
            return "yes"
        case "integer":
            return "amount"
    if pointer.endswith("/date"):
        return "date"
    return "lines" if spec.get("maxLength", 0) >= 2000 else "text"


def _coded(pointer: str) -> bool:
    return schema.general(pointer) in schema.CATALOG_FIELDS or bool(schema.codes(pointer))


def label(pointer: str) -> Fact:
    """A question's name, as the form has it."""
    if pointer in ("/basis/document", "/basis/work_point"):
        part = messages.DOCUMENTS if pointer == "/basis/document" else messages.WORK_POINTS
        return Message(part, field=schema.label("/basis"))
    if pointer.startswith(("/integration/opinion/", "/supplementary/approval/")):
        group = pointer.rpartition("/")[0]
        return Message(messages.IN_GROUP, group=schema.label(group), field=schema.label(pointer))
    return schema.label(pointer)


def help(pointer: str) -> Fact:
    """What a question means, for somebody who answers it; of an entry's field also without its number."""
    general = "/" + schema.general(pointer).replace(".", "/")
    sentence = messages.HELP.get(general)
    return Message(sentence) if sentence else schema.description(pointer)


def options(pointer: str, answers: Mapping[str, Any], catalog: Catalog, year: int) -> list[Option]:
    """What there is to choose from, in the order of the form; of the work points those that the year's requests may cite."""
    if pointer == "/description":
        return [Option("now", Message(messages.WRITE_NOW)), Option("later", Message(messages.WRITE_LATER))]
    if kind(pointer) == "yes":
        yes = Option("yes", Message(messages.YES), also=("y", "是", "true"))
        return [yes, Option("no", Message(messages.NO), also=("n", "否", "false"))]
    pointer = {"/basis/work_point": "/basis/0/work_point"}.get(pointer, pointer)
    listed = schema.CATALOG_FIELDS.get(schema.general(pointer))
    explained = _explained(pointer)
    offered = []
    for code, name in schema.codes(pointer, catalog=catalog).items():
        if _may_be_chosen(pointer, code, answers, year):
            entry = (catalog.entry(listed, code) if listed else None) or {}
            more = explained.get(code, "") or str(entry.get("text") or entry.get("description") or "")
            also = other_names(entry) if listed == "units" else ()
            offered.append(Option(code, name, more, also, listed=True))
    if pointer == "/platforms":
        offered.append(Option(OTHER, Message(messages.ANOTHER_PLATFORM)))
    return offered


def _may_be_chosen(pointer: str, code: str, answers: Mapping[str, Any], year: int) -> bool:
    """Whether what has been answered leaves a code open to be chosen."""
    if pointer == "/joint_units":
        return code != answers.get("unit")
    if schema.general(pointer) == "budget.items.funding":
        return code in (value_at(answers, "/scope/funding") or ())
    return draft.citable(code, year)


def _explained(pointer: str) -> dict[str, str]:
    """Codes that the schema fixes, each with what it says of them."""
    spec: Mapping[str, Any] = schema.field(pointer) or {}
    if spec.get("type") == "array":
        spec = schema.field(f"{pointer}/0") or {}
    return {str(c["const"]): str(c.get("description", "")) for c in spec.get("oneOf", ()) if "const" in c}


def entry_fields(pointer: str, answers: Mapping[str, Any]) -> Sequence[str]:
    """What is asked of one entry of a list, in order."""
    more_sources = len(value_at(answers, "/scope/funding") or ()) > 1
    integrating = answers.get("category") == "integration"
    left_out = {None if more_sources else "funding", None if integrating else "borne_by"}
    return [name for name in ENTRIES[pointer] if name not in left_out]


def entry_pointer(pointer: str, answers: Mapping[str, Any], index: int) -> str:
    """Where an entry of a question's list stands in the request."""
    if pointer == "/basis/document":
        return f"/basis/{len(get(answers, '/basis/work_point') or ()) + index}"
    return f"{pointer}/{index}"

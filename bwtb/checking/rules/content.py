"""What any request says: real dates, sums that are right, a telephone number that can be dialled, and article 6's subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bwtb.base import values
from bwtb.base.findings import Finding
from bwtb.base.messages import Message, short
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import is_date as is_date
from bwtb.checking.wrong_values import not_a_day
from bwtb.registry import schema
from bwtb.registry.request import DESCRIPTION

MIN_PHONE_DIGITS = 7
FEW_YUAN = 1000  # no item of a request costs less
_NAMES = (
    "/integration/system", "/integration/opinion/issuer", "/integration/opinion/number", "/supplementary/approval/authority",
    "/supplementary/approval/number",
)  # fmt: skip
# 不涉及 without a reason: nothing but the word and punctuation.
_NOT_CONCERNED = re.compile(r"(?:本项目)?(?:不涉及|无|没有)[。.，,；;！!\s]*")


def dates_of(data: Any) -> list[str]:
    """Where a request has dates: of the opinion on integration, of the district's approval, of each endorsement."""
    entries = data.get("endorsements") if isinstance(data, Mapping) else None
    endorsed = [f"/endorsements/{index}/date" for index in range(len(entries) if isinstance(entries, list) else 0)]
    return ["/integration/opinion/date", "/supplementary/approval/date", *endorsed]


def dates(case: Case) -> Iterator[Finding]:
    """Every date is a day that exists."""
    for pointer in dates_of(case.document.data):
        date = case.value(pointer)
        if case.filled(pointer) and not is_date(date):
            yield case.error("DATE_INVALID", pointer, not_a_day(date), messages.WRITE_REAL_DATE)


def sums(case: Case) -> Iterator[Finding]:
    """Quantity times price is the amount, where both are given; cents may be rounded away."""
    for pointer, item in case.mappings("/budget/items"):
        quantity, price, amount = item.get("quantity"), item.get("price"), item.get("amount")
        if not (_number(quantity) and _number(price) and isinstance(amount, int)):
            continue
        product = Decimal(str(quantity)) * Decimal(str(price))
        if abs(product - amount) > Decimal("0.5"):
            message = Message(
                messages.PRODUCT_DIFFERS,
                quantity=str(quantity),
                price=str(price),
                product=f"{product.normalize():f}",
                amount=amount,
            )
            whole = int(product.to_integral_value(ROUND_HALF_UP))
            yield case.error("AMOUNT_MISMATCH", f"{pointer}/amount", message, messages.CORRECT_PRODUCT, product=whole)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def few_yuan(case: Case) -> Iterator[Finding]:
    """An item of so little money was most likely written in 万元."""
    for pointer, item in case.mappings("/budget/items"):
        amount = item.get("amount")
        if type(amount) is int and 0 < amount < FEW_YUAN:
            few = Message(messages.FEW_YUAN, label=schema.label(f"{pointer}/amount"), value=amount)
            meant = Message(messages.WAN_MEANT, value=amount, yuan=amount * 10_000)
            yield case.warning("AMOUNT_SMALL", f"{pointer}/amount", few, meant)


def in_signs(case: Case) -> Iterator[Finding]:
    """Short facts stand without quotation marks and titles without 书名号: the form prints what is written."""
    entries = [*case.mappings("/endorsements"), ("/contact", case.request.mapping("contact"))]
    pointers = [f"{pointer}/{key}" for pointer, _entry in entries for key in ("name", "phone")]
    pointers += [f"{pointer}/{key}" for pointer, _entry in case.mappings("/basis") for key in ("document", "number")]
    for pointer in (*pointers, *_NAMES):
        text = case.value(pointer)
        inner = values.unquoted(text.strip()) if isinstance(text, str) else None
        if inner and not any(sign in inner for sign in text.strip()[:: len(text.strip()) - 1]):
            signs = text.strip()[0] + text.strip()[-1]
            within = Message(messages.IN_SIGNS, label=schema.label(pointer), value=short(text), signs=signs)
            without = Message(messages.WITHOUT_SIGNS, value=inner, signs=signs)
            yield case.warning("FIELD_SIGNS", pointer, within, without)


def budget_years(case: Case) -> Iterator[Finding]:
    """An item belongs to the request's year or a later one."""
    own = case.request.year
    for pointer, item in case.mappings("/budget/items"):
        year = item.get("year")
        if isinstance(year, int) and year < own:
            before, correct = messages.BEFORE_OWN_YEAR, messages.CORRECT_YEAR
            yield case.error("BUDGET_YEAR", f"{pointer}/year", before, correct, year=year, own=own)


def basis_entries(case: Case) -> Iterator[Finding]:
    """An entry of the basis is a work point or a document, not both; a number belongs to a document."""
    for pointer, entry in case.mappings("/basis"):
        if "work_point" in entry and ("document" in entry or "number" in entry):
            yield case.error("BASIS_KIND", pointer, messages.TWO_KINDS_OF_BASIS, messages.MAKE_TWO_ENTRIES)
        elif "number" in entry and "document" not in entry:
            lacking = messages.NUMBER_WITHOUT_DOCUMENT
            yield case.error("BASIS_KIND", f"{pointer}/number", lacking, messages.ADD_DOCUMENT)


def phone(case: Case) -> Iterator[Finding]:
    """The telephone number has at least seven digits; how it is written is the unit's affair."""
    number = case.value("/contact/phone")
    if case.filled("/contact/phone") and sum(c.isdigit() for c in number) < MIN_PHONE_DIGITS:
        too_few, whole = messages.TOO_FEW_DIGITS, messages.WRITE_WHOLE_NUMBER
        yield case.error("PHONE_SHORT", "/contact/phone", too_few, whole, count=MIN_PHONE_DIGITS)


def basis(case: Case) -> Iterator[Finding]:
    """Article 6: sufficient basis: at least one entry."""
    if case.value("/basis") == []:
        yield case.missing("SUBJECT_MISSING", "/basis", messages.EMPTY, messages.NAME_BASIS)


def reasons(case: Case) -> Iterator[Finding]:
    """Article 6: a subject that does not apply says why."""
    for pointer in (f"/description/{key}" for key in DESCRIPTION):
        text = case.value(pointer)
        if isinstance(text, str) and _NOT_CONCERNED.fullmatch(text.strip()):
            yield case.missing("SUBJECT_REASON", pointer, messages.NOT_CONCERNED, messages.SAY_WHY_NOT)


def budget(case: Case) -> Iterator[Finding]:
    """Article 6: a budget; without items, or of nothing, a note says why."""
    items = case.value("/budget/items")
    if not isinstance(items, list) or case.filled("/budget/note"):
        return
    amounts = [entry.get("amount") for _pointer, entry in case.mappings("/budget/items")]
    if len(amounts) == len(items) and all(type(a) is int and a == 0 for a in amounts):
        nothing = messages.NOTHING_ASKED if items else messages.NO_ITEMS
        yield case.missing("BUDGET_NOTE", "/budget/items", nothing, messages.ADD_ITEMS_OR_NOTE)

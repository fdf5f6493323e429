"""What holds of any request: real dates, sums that are right, a telephone number that can be dialled, sound lists."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case

MIN_PHONE_DIGITS = 7


def is_date(text: object) -> bool:
    """Whether a text is a day that the calendar has, as year-month-day."""
    try:
        return isinstance(text, str) and len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def dates(case: Case) -> Iterator[Finding]:
    """Every date is a day that exists."""
    pointers = ["/integration/opinion/date", "/supplementary/approval/date"]
    pointers += [f"{pointer}/date" for pointer, _entry in case.mappings("/endorsements")]
    for pointer in pointers:
        if case.filled(pointer) and not is_date(case.value(pointer)):
            yield case.error("DATE_INVALID", pointer, messages.NOT_A_DAY, messages.WRITE_REAL_DATE)


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
            yield case.error("AMOUNT_MISMATCH", f"{pointer}/amount", message, messages.CORRECT_PRODUCT)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


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

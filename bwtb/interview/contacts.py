"""Who was named as contact in a unit's earlier requests: so that nobody types a telephone number twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bwtb.registry.layout import request_paths
from bwtb.registry.request import read_request
from bwtb.registry.source import Source

MOST_FILES = 20
MOST_PEOPLE = 5
Contact = Mapping[str, Any]


def of_unit(source: Source, unit: str) -> list[tuple[str, Contact]]:
    """The contacts of a unit's latest requests, the newest first, each once, with the id of the request that names them."""
    own = [p for p in request_paths(source) if f"-{unit}-" in p.rpartition("/")[2]]
    people: dict[tuple[str, str], tuple[str, Contact]] = {}
    for path in sorted(own, reverse=True)[:MOST_FILES]:
        request, _document = read_request(source, path)
        contact = request.mapping("contact") if request else {}
        name, phone = contact.get("name"), contact.get("phone")
        if request and isinstance(name, str) and isinstance(phone, str) and name.strip() and phone.strip():
            kept = {key: text for key, text in contact.items() if key in ("name", "phone", "email") and text}
            people.setdefault((name, phone), (request.id, kept))
        if len(people) == MOST_PEOPLE:
            break
    return list(people.values())

"""What a decision is bound to: canonical JSON, however it is put together."""

from __future__ import annotations

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.signing.binding import catalog_digest, catalog_text

names = st.text(st.characters(categories=("L", "N", "P", "So")), min_size=1, max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | names,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)
entries = st.dictionaries(names, st.dictionaries(names, values, max_size=4), max_size=6)


@given(entries, entries)
def test_it_is_the_canonical_json_of_all_that_is_meant(
    surfaces: dict[str, dict[str, object]], scopes: dict[str, dict[str, object]]
) -> None:
    """Put together from entries written one by one, in the order of RFC 8785: by UTF-16, not by code points."""
    catalog = Catalog({"surfaces": surfaces, "scopes": scopes})
    request = Request("requests/2027/2027-mzj-001.yaml", b"", {"surfaces": [*surfaces, "?"], "scopes": [*scopes]})
    meant = {"catalog/surfaces.yaml": surfaces, "catalog/scopes.yaml": scopes}
    wanted = rfc8785.dumps({file: found for file, found in meant.items() if found})
    assert catalog_text(request, catalog) == wanted
    assert catalog_text(request, catalog) == wanted  # from what was kept of the first time


def test_what_canonical_json_cannot_hold_has_no_digest() -> None:
    catalog = Catalog({"surfaces": {"mobile": {"code": "mobile", "n": 2**60}}})
    assert catalog_digest(Request("", b"", {"surfaces": ["mobile"]}), catalog) == ""
    assert catalog_digest(Request("", b"", {"surfaces": []}), catalog).startswith("sha256:")

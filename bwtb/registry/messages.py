"""The sentences about a registry as a whole: its folders, its catalog, and the comments in a new request's file."""

from __future__ import annotations

from bwtb.base.messages import N_

# Where a registry lies.
NOT_A_REGISTRY = N_("{path} is not a registry: it does not hold the folders catalog and requests.")
NAME_THE_REGISTRY = N_("Name the registry's own folder after --registry.")
NOT_INSIDE_A_REGISTRY = N_("You are not inside a registry: no folder above this one holds catalog and requests.")
CHANGE_INTO_THE_REGISTRY = N_(
    "Change into the registry's folder, or name it after --registry; `bwtb init DIR` begins a new one."
)

# Ids and paths.
NOT_AN_ID = N_("“{id}” is not a request's id.")
HOW_AN_ID_READS = N_("An id reads year-unit-number, like 2027-mzj-001; `bwtb status` lists them.")
BELOW_A_LINK = N_("{path} is, or lies below, a symbolic link; nothing was written.")
PUT_AN_ORDINARY_FOLDER = N_("Put an ordinary folder or file in its place.")

# The catalog.
LIST_MISSING = N_("The catalog has no file {path}.")
PUT_LIST_BACK = N_("Put it back, from history or from the catalog that came with the tool.")
CATALOG_UNREADABLE = N_("The catalog cannot be read: {path}:{line}: {message}")
VALIDATE_CATALOG = N_("`bwtb validate catalog` shows everything that is wrong.")

# The comments in the file of a new request.
DRAFT_OF_A_REQUEST = N_("Draft of a request for {year}. Lines that begin with “# ” explain the field below them;")
DRAFT_OPTIONAL_FIELDS = N_(
    "an optional field begins with “#”: delete the “#” to use it. When it is filled in, check it with"
)
DRAFT_TEXTS_BELOW = N_("Write each text below its “|”, indented by four spaces.")

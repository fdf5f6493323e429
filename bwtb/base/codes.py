"""Every code a finding can have: what it means in a line, and the article behind it. Codes never change."""

from __future__ import annotations

from bwtb.base.messages import N_

# The generation of the rules, which a frozen proposal's list notes: docs/architecture.md says how a stricter rule is brought
# in without undoing a year that was frozen under older ones.
GENERATION = 2
# The codes of errors that came with a later generation than the first.
SINCE = {"FIELD_UNFILLED": 2, "YAML_COMMENT_IN_TEXT": 2}

# code → (meaning, article or "")
CODES: dict[str, tuple[str, str]] = {
    # The file as a whole.
    "FILE_TOO_LARGE": (N_("The file is larger than it may be."), ""),
    "FILE_ENCODING": (N_("The file is not UTF-8 text."), ""),
    "FILE_BOM": (N_("The file begins with a byte order mark."), ""),
    "FILE_LINE_ENDINGS": (N_("Lines end with CR instead of a plain line feed."), ""),
    "FILE_EMPTY": (N_("The file holds no data."), ""),
    "FILE_LINK": (N_("The file is a symbolic link."), ""),
    "FILE_NAME": (N_("The file's name does not fit its content."), ""),
    "FILE_PLACE": (N_("The file stands in the wrong folder."), ""),
    "FILE_COLLISION": (N_("Two file names differ only in case or in their Unicode form."), ""),
    "FILE_UNREADABLE": (N_("The file or folder cannot be read."), ""),
    "INTERNAL": (N_("The program failed on this file: a mistake of the program's own."), ""),
    "FILE_FROZEN": (N_("A request in a frozen proposal was edited or removed."), "art-10"),
    # Characters.
    "TEXT_CONTROL": (N_("A control character stands in the text."), ""),
    "TEXT_LINE_BREAK": (N_("A line break other than the line feed stands in the text."), ""),
    "TEXT_INVISIBLE": (N_("An invisible character stands in the text."), ""),
    "TEXT_BIDI": (N_("A character that turns the writing direction stands in the text."), ""),
    "TEXT_SPACE": (N_("A space that is not the ordinary one stands in the text."), ""),
    "TEXT_NOT_NFC": (N_("The text is not in Unicode's composed form (NFC)."), ""),
    # YAML.
    "YAML_SYNTAX": (N_("The file is not valid YAML."), ""),
    "YAML_TAB": (N_("A tab is used as indentation."), ""),
    "YAML_FULLWIDTH": (N_("A full-width sign stands where YAML needs the ASCII one."), ""),
    "YAML_UNCLOSED": (N_("A quote or bracket is opened and never closed."), ""),
    "YAML_COMMENT_IN_TEXT": (N_("A text is cut short by a “#”, which begins a comment."), ""),
    "YAML_DUPLICATE_KEY": (N_("A field is written twice."), ""),
    "YAML_KEY": (N_("A field's name is not plain text."), ""),
    "YAML_AMBIGUOUS": (N_("A value is read differently by different programs."), ""),
    "YAML_ANCHOR": (N_("Anchors (&) and aliases (*) are not allowed."), ""),
    "YAML_MERGE_KEY": (N_("Merge keys (<<) are not allowed."), ""),
    "YAML_TAG": (N_("Tags (!) are not allowed."), ""),
    "YAML_DIRECTIVE": (N_("Directives (%) are not allowed."), ""),
    "YAML_DOCUMENTS": (N_("The file holds more than one YAML document."), ""),
    "YAML_DEPTH": (N_("The data is nested too deeply."), ""),
    # Fields, as the schema has them.
    "DRAFT_INCOMPLETE": (N_("Something is still missing in a draft."), ""),
    "FIELD_MISSING": (N_("A field that must be filled in is missing or empty."), ""),
    "FIELD_UNFILLED": (N_("A field still holds a mark like “…”, or nothing that can be seen."), ""),
    "FIELD_UNKNOWN": (N_("There is no field of this name here."), ""),
    "FIELD_TYPE": (N_("The value is of the wrong kind: text, number, list …"), ""),
    "FIELD_FORMAT": (N_("The text does not have the form that the field needs."), ""),
    "FIELD_LENGTH": (N_("The text is too long."), ""),
    "FIELD_RANGE": (N_("The number is too small or too large."), ""),
    "FIELD_COUNT": (N_("The list has too few or too many entries."), ""),
    "FIELD_DUPLICATE": (N_("An entry stands twice in a list."), ""),
    "FIELD_MISPLACED": (N_("The field belongs to another category of request."), "art-07"),
    "AMOUNT_FORMAT": (N_("An amount is not a plain number of yuan."), ""),
    "FIELD_SIGNS": (N_("A name or number stands in quotation marks, which would be printed with it."), ""),
    "AMOUNT_SMALL": (N_("An amount is so small that it may have been meant in 万元."), ""),
    "AMOUNT_MISMATCH": (N_("Quantity times price is not the amount."), ""),
    "DATE_FORMAT": (N_("A date is not written as year-month-day."), ""),
    "DATE_INVALID": (N_("A date does not exist in the calendar."), ""),
    "DATE_AHEAD": (N_("What is said to have been done is dated after today."), ""),
    # Codes and ids.
    "CODE_UNKNOWN": (N_("The code is not known."), ""),
    "CODE_DUPLICATE": (N_("A code stands twice in a list of the catalog."), ""),
    "CATALOG_MISSING": (N_("A list of the catalog is missing."), ""),
    "ID_DUPLICATE": (N_("Two requests have the same id."), ""),
    "ID_UNIT": (N_("The id names another unit than the applying one."), ""),
    "CONTINUES_UNKNOWN": (N_("The request that is continued does not exist."), ""),
    "CONTINUES_YEAR": (N_("The request that is continued is not of an earlier year."), ""),
    # Attachments.
    "ATTACHMENT_OUTSIDE": (N_("An attachment is not in the request's own folder."), ""),
    "ATTACHMENT_MISSING": (N_("An attachment is not there."), ""),
    "ATTACHMENT_LINK": (N_("An attachment is a symbolic link."), ""),
    "ATTACHMENT_HASH": (N_("An attachment does not have the checksum given."), ""),
    # The regulation.
    "CLASSIFIED": (N_("The request is for a classified project."), "art-02"),
    "FUNDING_MISSING": (N_("No source of money is named."), "art-02"),
    "PUBLIC_DATA": (N_("Non-fiscal money alone, and no public data."), "art-02"),
    "ITEM_FUNDING": (N_("A budget item does not name one of the request's sources of money."), "art-02"),
    "NATURE_MISSING": (N_("The kind of project is not named."), "art-03"),
    "OPERATIONS_ALONE": (N_("Operations alone are usually asked for by the big data centre."), "art-13"),
    "SUBJECT_MISSING": (N_("One of the eight subjects of article 6 is missing."), "art-06"),
    "SUBJECT_REASON": (N_("A subject that does not apply gives no reason."), "art-06"),
    "BUDGET_NOTE": (N_("A budget of nothing has no explanation."), "art-06"),
    "BUDGET_YEAR": (N_("A budget item is for a year before the request's."), "art-06"),
    "BASIS_KIND": (N_("An entry of the basis is neither a work point nor a document, or both."), "art-06"),
    "WORK_POINT_MISSING": (N_("A work-point request cites no work point."), "art-07"),
    "WORK_POINT_YEAR": (N_("A work point of another year is cited."), "art-07"),
    "SCOPES_MISSING": (N_("A work-point request names no scope of application."), "art-07"),
    "OTHER_TEXT": (N_("“Other” is chosen without saying what it is, or the reverse."), "art-07"),
    "SCENARIO_EMPTY": (N_("A scenario request has neither a new item nor a capability."), "art-07"),
    "INTEGRATION_MISSING": (N_("An integration request does not say how the system is integrated."), "art-07"),
    "OPERATOR": (N_("The applying unit is not named as the one who operates the system."), "art-07"),
    "CONDITIONS": (N_("Deep connection is not declared as a condition of initiation and acceptance."), "art-07"),
    "OPINION": (N_("An interface has no integration opinion of the centre."), "art-07"),
    "NOT_SHARED": (N_("The system shares with none of the platform's channels."), "art-07"),
    "BORNE_BY": (N_("A budget item does not say who bears it."), "art-07"),
    "UNIT_BORNE": (N_("The unit bears an item of what becomes part of the platform."), "art-07"),
    "SUPPLEMENTARY_MISSING": (N_("A supplementary request does not name its level."), "art-08"),
    "CENTRE_MISSING": (N_("A supplementary request is not made by the centre and a unit together."), "art-08"),
    "APPROVAL_PENDING": (N_("The district government's approval is not there yet."), "art-08"),
    "APPROVAL_SCAN": (N_("The document of the government's approval is not attached."), "art-08"),
    "ENDORSEMENT_MISSING": (N_("The endorsement of an applying unit is missing."), "art-09"),
    "ENDORSEMENT_UNIT": (N_("A unit endorses that does not apply."), "art-09"),
    "ENDORSEMENT_TWICE": (N_("A unit has endorsed twice."), "art-09"),
    "NO_APPLICATION_TYPE": (N_("Nothing is ticked in the application type of the form."), "art-09"),
    "PLATFORM_MISSING": (N_("No platform is named."), "art-09"),
    "PHONE_SHORT": (N_("The telephone number is too short."), "art-09"),
}


def article(code: str) -> str:
    """The article behind a code (`art-07`), "" where there is none."""
    return CODES[code][1]

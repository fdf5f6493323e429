"""Every code a finding can have: what it means in a line, and the article behind it. Codes never change."""

from __future__ import annotations

from bwtb.i18n import N_

# code → (meaning, article or "")
CODES: dict[str, tuple[str, str]] = {
    # The file as a whole.
    "FILE_TOO_LARGE": (N_("The file is larger than 1 MiB."), ""),
    "FILE_ENCODING": (N_("The file is not UTF-8 text."), ""),
    "FILE_BOM": (N_("The file begins with a byte order mark."), ""),
    "FILE_LINE_ENDINGS": (N_("Lines end with CR instead of a plain line feed."), ""),
    "FILE_EMPTY": (N_("The file holds no data."), ""),
    "FILE_LINK": (N_("The file is a symbolic link."), ""),
    "FILE_NAME": (N_("The file's name does not fit its content."), ""),
    "FILE_PLACE": (N_("The file stands in the wrong folder."), ""),
    "FILE_COLLISION": (N_("Two file names differ only in case or in their Unicode form."), ""),
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
    "YAML_DUPLICATE_KEY": (N_("A field is written twice."), ""),
    "YAML_KEY": (N_("A field's name is not plain text."), ""),
    "YAML_AMBIGUOUS": (N_("A value is read differently by different programs."), ""),
    "YAML_ANCHOR": (N_("Anchors (&) and aliases (*) are not allowed."), ""),
    "YAML_MERGE_KEY": (N_("Merge keys (<<) are not allowed."), ""),
    "YAML_TAG": (N_("Tags (!) are not allowed."), ""),
    "YAML_DIRECTIVE": (N_("Directives (%) are not allowed."), ""),
    "YAML_DOCUMENTS": (N_("The file holds more than one YAML document."), ""),
    "YAML_DEPTH": (N_("The data is nested too deeply."), ""),
}


def article(code: str) -> str:
    """The article behind a code (`art-07`), "" where there is none."""
    return CODES[code][1]

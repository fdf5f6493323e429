"""The sentences of rendering: its steps, what is wrong with a template or a chart, and what a PDF's fonts lack."""

from __future__ import annotations

from bwtb.base.messages import N_

# The steps of making a proposal's files, in their order.
LAYING_OUT = N_("Laying out the page")
WRITING_WORD = N_("Writing the Word file")
SETTING_PDF = N_("Setting the PDF")
WRITING_WORKBOOK = N_("Writing the workbook")

TITLE_TOO_LONG = N_("Warning: the title's line “{line}” is too long for one line and will break somewhere inside.")

# A template that cannot be rendered, and what to do.
NOT_UTF8 = N_("The template {name} is not UTF-8 text.")
DOES_NOT_WORK = N_("The template {name} does not work: {problem}")
COMPARE_WITH_DEFAULT = N_(
    "Compare it with the default template of the same name; `bwtb templates check` looks at all of them."
)
STOPPED = N_("The template {name} takes more time or memory than a document can need, and was stopped.")
LOOK_FOR_A_LOOP = N_(
    "Look for a loop or a text that grows without end; compare it with the default template of the same name."
)
NESTED_TOO_DEEP = N_("A template's page is nested more than {number} elements deep.")
CLOSE_EVERY_ELEMENT = N_("Close every element that the template opens.")
TOO_MANY_CHARTS = N_("A template's page has more than {number} charts.")

# What `bwtb templates check` finds: each follows the template's path, without a full stop.
NO_EFFECT = N_("it has no effect: default/… is always the tool's own")
IS_NOT_UTF8 = N_("it is not UTF-8 text")
IS_NESTED_TOO_DEEP = N_("it is nested too deep")
NO_FILTER = N_("there is no filter or test “{name}”")
UNDEFINED = N_("nothing defines “{name}”")
NO_TEMPLATE = N_("there is no template “{name}”")
UNUSED = N_("no document uses it; the tool's own are called {names}")
MISSING = N_("“{part}” is missing from the document")

# A chart that cannot be drawn: the sentence, then what may stand for {problem}.
CHART_NOT_DRAWN = N_("The chart “{caption}” cannot be drawn: {problem}.")
COMPARE_WITH_MACRO = N_("Compare it with the macro `chart` of the default templates.")
ONLY_BARS = N_("there is only data-chart=bar")
TABLE_DOES_NOT_FIT = N_("it needs a first row of names, 1 to {bars} rows and 1 to {series} columns of values")
ROWS_DIFFER = N_("its rows are not of the same length")
NOT_A_NUMBER = N_("“{text}” is not a number")

# Fonts.
NO_TYPST = N_("PDF files need typst, which is not installed.")
INSTALL_THE_EXTRA = N_("Install the extra: pip install 'bwtb[pdf]'")
NO_FONT = N_("No font is installed that could stand in for {font}.")
INSTALL_FONTS = N_("Install it, or the free fonts Noto CJK (Debian: fonts-noto-cjk) and Liberation (fonts-liberation).")
STAND_IN = N_("{font} is not installed; {other} stands in for it.")
LENT = N_("{font} lacks {characters}, taken from {other}.")
EMPTY_BOXES = N_("Warning: no installed font has {characters}: empty boxes stand in their place.")

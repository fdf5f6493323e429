"""The sentences about a file's bytes, its characters and its YAML: what stands there, and what to do about it."""

from __future__ import annotations

from bwtb.base.messages import N_

# The file's bytes.
TOO_LARGE = N_("The file is larger than 1 MiB and was not read.")
TOO_MANY_NODES = N_("The file has more than {most} names and values and was read no further than to this line.")
ATTACH_LONG_DOCUMENTS = N_("Put long documents beside the request as attachments and name them in it.")
BYTE_ORDER_MARK = N_("The file begins with a byte order mark (BOM).")
SAVE_WITHOUT_BOM = N_("Save it as “UTF-8”, not as “UTF-8 with BOM”.")
CARRIAGE_RETURNS = N_("Lines end with CR LF (Windows) or CR; the registry uses LF alone.")
SAVE_WITH_LF = N_("Choose “LF” as line ending in the editor and save again.")
OTHER_ENCODING = N_("The file is saved as {encoding}, not as UTF-8.")
STRAY_BYTE = N_("The file is not UTF-8 text: byte {byte} does not belong there.")
SAVE_AS_UTF8 = N_("Open it in the editor and save it with the encoding “UTF-8”.")

# Characters.
TAB_IN_INDENTATION = N_("A tab stands in the indentation; YAML allows only spaces there.")
INDENT_WITH_SPACES = N_("Indent with two spaces a level.")
WRITTEN_IN_PARTS = N_("“{character}” is written in parts here, not as one composed character (Unicode NFC).")
LOOK_ALIKE = N_("“{character}” stands here as a look-alike ({name}), not as the ordinary character (Unicode NFC).")
TYPE_CHARACTER_AGAIN = N_("Type the character again with the input method.")
CONTROL_CHARACTER = N_("A control character ({name}) stands in the text.")
DELETE_COPIED = N_("Delete it; it often comes in by copying from other programs.")
LINE_BREAK = N_("A special line break ({name}) stands in the text; programs disagree on where the line ends.")
PRESS_ENTER = N_("Delete it and press the Enter key instead.")
TURNS_DIRECTION = N_(
    "A character that turns the writing direction ({name}) stands in the text; it can hide what is really written."
)
DELETE_UNNEEDED = N_("Delete it; nothing in Chinese or English text needs it.")
INVISIBLE_CHARACTER = N_("An invisible character ({name}) stands in the text.")
DELETE_INVISIBLE = N_("Delete it (delete the characters around it and type them again).")
SPECIAL_SPACE = N_("A non-breaking or other special space ({name}) stands in the text; it often comes from Word.")
REPLACE_SPACE = N_("Replace it with an ordinary space.")
OCCURS_TIMES = N_("It occurs {count} times in the file.")

# Fields' names.
NAME_NOT_TEXT = N_("A field's name must be plain text.")
QUOTE_NAME = N_("Write “name: value”; put a name that looks like a number, yes or no in quotes.")
COMMA_ENDS_AMOUNT = N_(
    "The comma ends the value here, so that only “{read}” is read: an amount has no commas between thousands."
)
WRITE_AMOUNT = N_("Write {right}.")
NAME_TOO_LONG = N_("A field's name stands here that has {count} characters; there is no such field.")
CHECK_NAME = N_("Check what was pasted here; write “name: value” with the name of a field.")
WRITTEN_TWICE = N_("“{key}” is written twice: it already stands on line {line}.")
KEEP_ONE = N_("Keep one of the two and delete the other.")

# How many findings there are.
AND_MORE = N_("And {count} more of this kind.")
MEND_THOSE_ABOVE = N_("Mend those above first, then check again.")

# Comments.
CUT_BY_COMMENT = N_("Only “{kept}” is read: “#” after a space begins a comment, and “{lost}” is lost.")
NOTHING_BEFORE_COMMENT = N_("Nothing is read here: “#” after a space begins a comment, and “{lost}” is lost.")
QUOTE_WITH_HASH = N_(
    "If it belongs to the text, put the whole text in single quotes: {quoted}. If it is a remark, write it on a line of its own."
)

# Merge conflicts.
MERGE_CONFLICT = N_(
    "Two people changed these lines, and nobody has chosen yet: an unsolved merge conflict, lines {first} to {last}."
)
KEEP_ONE_SIDE = N_(
    "Keep what stands above or below line {between}, delete the other, and delete the lines of marks: {marks}."
)
CONFLICT_MARK = N_("The line “{mark}” is left over from a merge conflict.")
DELETE_MARK = N_("Delete the line, and check that the lines around it stand there once.")

# Values without quotes.
CHINESE_QUOTE_OPEN = N_("The Chinese quotation mark {mark} opens here, and no {closing} closes it.")
CLOSE_CHINESE_QUOTE = N_("Add the closing {closing}, or delete {mark}.")
TYPE_CHINESE_CLOSING = N_("The text ends with {ascii}: type {closing} in its place.")
FULLWIDTH_BLANK = N_("A full-width blank (U+3000) stands where YAML needs an ordinary one.")
TYPE_SPACES = N_("Delete it and type ordinary spaces.")
FULLWIDTH_SIGN = N_("“{sign}” is a full-width sign; YAML knows only the ordinary “{ordinary}”.")
TYPE_ORDINARY_SIGN = N_("Type “{ordinary}” in its place, with the English input method.")
MARKS_ARE_CONTENT = N_("Chinese quotation marks stand around “{value}” and become part of it.")
TYPE_QUOTES = N_('Type English quotes, "{value}", or leave the marks out.')
TOO_MANY_DIGITS = N_("“{value}” has {count} digits; no amount or number has so many.")
CHECK_THE_NUMBER = N_("Check what was pasted or held down here, and write the number in plain digits, like 480000.")
AMBIGUOUS = N_("“{value}” is not read alike by all programs: some take it for text, others for a number, or yes or no.")
WRITE_TRUTH_OR_QUOTE = N_('Write {truth} for yes or no; as text put it in quotes: "{value}".')
QUOTE_OR_PLAIN_DIGITS = N_('As text put it in quotes: "{value}"; a number is written in plain digits, like 480000.')

# Colons.
FULLWIDTH_COLON = N_("A full-width colon “：” stands after the field's name.")
TYPE_ASCII_COLON = N_("Type an ASCII colon and a space: “name: value”.")
NO_COLON = N_("This line has no “name: value” form: the colon is missing.")
NO_SPACE_AFTER_COLON = N_("A space is missing after the colon.")
WRITE_NAME_AND_VALUE = N_("Write “name: value”.")
WRITE_LINE = N_("Write “{line}”.")
COLON_IN_TEXT = N_("A colon followed by a space stands inside the text, and reads as a second field.")

# Indentation and lists.
WRONG_INDENTATION = N_("The indentation of this line does not fit the lines above.")
INDENTED_TOO_FAR = N_("This line is indented further than the line above allows.")
ONE_COLUMN_A_LEVEL = N_("Fields of one level begin in the same column.")
TEXT_TOO_LITTLE = N_("Every line of the text below “{header}” has to be indented by {needs}; this one is by {has}.")
BEGIN_WITH_BLANKS = N_("Indent this line by {needs} (spaces).")
FIELD_TOO_FAR = N_("“{name}” is indented by {has}, the fields beside it by {needs}.")
MOVE_LEFT = N_("Take {count} off the spaces before “{name}”.")
FIELD_TOO_LITTLE = N_("“{name}” is indented by {has}, “{other}” above it by {needs}.")
FIELD_IS_TEXT = N_("“{name}” is indented so far that it counts as text of “{above}”.")
MOVE_FIELD_LEFT = N_("Let “{name}” begin in the same column as “{above}”.")
NO_SPACE_AFTER_DASH = N_("A space is missing after “-”.")
WRITE_ENTRY = N_("Write “- {entry}”.")
ENTRY_EXPECTED = N_("A list entry that begins with “- ” was expected here.")
ENTRIES_IN_ONE_COLUMN = N_(
    "Entries of one list begin with “- ” in the same column; fields of the level above stand further left."
)
ENTRY_NOT_HERE = N_("A list entry cannot begin here.")
ENTRY_ON_OWN_LINE = N_("Put each “- ” on a line of its own below the field's name.")
TOO_DEEP_BY_FAR = N_("The data is nested far too deeply.")
CHECK_BRACKETS_AND_INDENTATION = N_("Check the brackets and the indentation.")

# Quotes and brackets.
NO_QUOTE_TO_YAML = N_("The Chinese quotation mark {character} is no quote to YAML.")
SINGLE_QUOTE_AROUND_CHINESE = N_(
    "Put the whole text in single quotes ('…'); the Chinese quotation marks may stay inside."
)
NEVER_CLOSED = N_("What is opened here with {sign} is never closed.")
ADD_CLOSING = N_("Add the closing {sign} where what it opens ends.")
LINE_ENDS_IN_CHINESE_QUOTE = N_("The line ends with {mark}, which is no quote to YAML: type {sign} in its place.")
COMMA_OR_BRACKET_EXPECTED = N_("A comma or the closing bracket was expected here.")
SEPARATE_WITH_COMMAS = N_("Separate the entries of a list in brackets with “, ”.")
TEXT_AFTER_QUOTE = N_("More text stands after the closing quote.")
QUOTE_SINGLE_AROUND_DOUBLE = N_("Put the whole text in single quotes ('…'); double quotes may then stand inside.")
QUOTE_DOUBLE_AROUND_SINGLE = N_('Put the whole text in double quotes ("…"); single quotes may then stand inside.')
QUOTE_SINGLE = N_("Put the whole text in single quotes ('…').")
QUOTE = N_("Put the whole text in quotes.")

# What else the parser objects to.
UNKNOWN_ESCAPE = N_("A backslash in double quotes begins an escape, and this one does not exist.")
QUOTE_BACKSLASH = N_("Use single quotes around text that holds a backslash.")
BEGINS_LIKE_ANCHOR = N_("Text cannot begin with * or & here.")
CANNOT_BEGIN_WITH = N_("Text cannot begin with “{sign}” here.")
VALUE_EXPECTED = N_("A value was expected here.")
CHECK_BRACKETS = N_("Check for a bracket or comma too many.")
NOT_YAML = N_("This is not valid YAML. The parser says: {problem}.")
COMPARE_WITH_SAMPLE = N_("Compare with a sample request; check quotes, colons and indentation.")

# What the strict profile does not allow.
ANCHOR = N_("Anchors (&) and aliases (*) are not allowed: what is signed must read the same for everybody.")
WRITE_OUT_VALUE = N_("Write the value out in each place; put text that begins with & or * in quotes.")
MERGE_KEY = N_("Merge keys (<<) are not allowed.")
WRITE_OUT_FIELDS = N_("Write the fields out in each place.")
TAG = N_("Tags (!) are not allowed.")
DELETE_TAG = N_("Delete the tag; put text that begins with ! in quotes.")
DIRECTIVE = N_("Directives (lines beginning with %) are not allowed.")
DELETE_LINE = N_("Delete the line.")
SECOND_DOCUMENT = N_("A second YAML document begins here (---); a file holds only one.")
ONE_FILE_EACH = N_("Put the second one in a file of its own, or delete the line “---”.")
TOO_DEEP = N_("The data is nested more than {limit} levels deep.")
NO_SUCH_DEPTH = N_("Nothing in a registry needs such depth; check the brackets and the indentation.")

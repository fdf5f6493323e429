"""The sentences of findings: what stands in a file, what was expected, and what to do. By subject, as the rules are."""

from __future__ import annotations

from bwtb.base.messages import N_

# The file as a whole: its name and place, links, git's attributes.
NO_DATA = N_("The file holds no data.")
WRITE_OR_DELETE_FILE = N_("Write its content, or delete the file.")
FILE_IS_LINK = N_("The file is a symbolic link; only regular files count.")
PUT_FILE_ITSELF = N_("Put the file itself there.")
NOT_A_FILE = N_("No regular file stands here, or a folder that cannot be looked into.")
CANNOT_BE_READ = N_("The file cannot be read: {reason}.")
MAKE_READABLE = N_("Put an ordinary file or folder there that you may read.")
STRAY_FOLDER = N_("{name} is no folder of a registry's; what stands in it is overlooked.")
STRAY_FILE = N_("{name} is no file of a registry's, so it would be overlooked.")
MOVE_OR_DELETE = N_(
    "Delete it; what belongs to a request goes into the folder with the request's id, like requests/2027/2027-mzj-001/."
)
RENAME_REQUEST = N_("If it is a request, rename it to {name}.")
INTERNAL = N_("The program failed on this file ({error}; log: {log}); the other files were checked.")
SEND_LOG = N_("The fault is the program's: send this line, the log, and the file if you may, to those who keep bwtb.")
NAME_IS_NO_ID = N_("{name} is not a request's id with .yaml after it.")
CALL_FILE_BY_ID = N_("Call the file year-unit-number.yaml, like 2027-mzj-001.yaml.")
NOT_IN_YEAR_FOLDER = N_("Requests stand in the folder of their year, not in {folder}.")
MOVE_TO_YEAR = N_("Move the file to requests/{year}.")
NAME_WITHOUT_YAML = N_("{name} does not end in .yaml, so it would be overlooked.")
RENAME_TO_YAML = N_("Rename it to end in .yaml.")
NO_LIST_OF_CATALOG = N_("{name} is none of the catalog's lists.")
LISTS_ARE = N_("The lists are: {lists}.")
OUTSIDE_YEAR_FOLDER = N_("{name} stands outside the folder of a year, so it would be overlooked.")
MOVE_INTO_YEAR = N_("Move it into requests/<year>/.")
NAMES_ALIKE = N_("The name differs from {other} only in case or in its Unicode form.")
RENAME_ONE = N_("Rename one of the two: some computers cannot tell them apart.")
GIT_CHANGES_FILES = N_("{words} makes git change files on their way into a checkout.")
TAKE_ATTRIBUTE_OUT = N_("Take it out: what is signed has to be what everybody sees.")

# Fields: missing, empty, unknown.
EMPTY = N_("{label} is empty.")
FILL_IN = N_("Fill it in.")
ON_LINE = N_("{field} (line {line})")
FILL_IN_DRAFT = N_("Fill them in before anybody endorses; delete the lines of what does not apply.")
FILL_IN_OR_DELETE = N_("Fill it in, or delete the line if it does not apply.")
MISSING = N_("{label} is missing.")
ADD_LINE = N_("Add “{line}”.")
ADD_VALUE = N_("Add “{key}: {value}”, which `bwtb validate --fix` does.")
FILL_IN_VALUE = N_("Write {key}: {value}, which `bwtb validate --fix` does.")
OF_FIELD = N_("For {key}: {said}")
TRUE_IS_CLASSIFIED = N_("It says that the project is not classified; a classified one must not stand in this registry.")
UNFILLED = N_("{label} still holds {value}, which says nothing.")
ONLY_INVISIBLE = N_("{label} holds nothing that can be seen: {signs}.")
SEVERAL_MISSING = N_("{labels} are missing.")
ADD_FIELDS = N_("Add {fields}.")
NO_SUCH_FIELD = N_("There is no field “{key}” here.")
NO_SUCH_FIELDS = N_("There are no fields “{keys}” here.")
FIELD_MEANT = N_("Did you mean “{key}” ({label})?")
FIELDS_HERE = N_("Delete it; the fields here are: {fields}.")
BELONGS_TO_NO_GROUP = N_("“{key}” belongs to no group: take away the indentation before it.")
BELONGS_BELOW = N_("“{key}” belongs below {place}.")
COMPUTED = N_("“{key}” need not be filled in: the program adds up the items.")
DERIVED = N_("“{key}” need not be filled in: the state follows from the signatures.")
DELETE_LINE = N_("Delete the line.")
MORE_NAMES = N_("{count} more names here are none of the fields.")
MORE_FINDINGS = N_("{count} more things are wrong or doubtful in this file.")
MEND_FIRST = N_("Put these right first, then check again.")
COLON_MISSING = N_("The colon after “{field}” is missing.")
QUOTE_RUNS_ON = N_("The text in quotes goes on over the field “{key}”: its closing quote is missing.")
CLOSE_QUOTE_BEFORE = N_("Add the closing {sign} before “, {key}:”.")

# Values of the wrong kind.
TEXT = N_("text")
WHOLE_NUMBER = N_("a whole number")
NUMBER = N_("a number")
TRUE_OR_FALSE = N_("true or false")
LIST = N_("a list")
GROUP = N_("a group of fields")
NOTHING = N_("nothing")
EXPECTED_KIND = N_("{label} is {value}; expected was {wanted}.")
WRITE_KIND = N_("Write {wanted}.")
WRITE_VALUE = N_("Write {value}.")
WRITE_ONE_TEXT = N_("Write it as one text, without brackets and without “- ”.")
WRITE_ONE_QUOTED_TEXT = N_("Write it as one text; put text with a colon in quotes.")
QUOTE_VALUE = N_('Put it in quotes: "{value}".')
BEGIN_ENTRIES = N_("Begin each entry of the list with “- ”.")
WRITE_LIST = N_("Write a list: [{items}].")
FIELDS_WITHOUT_DASH = N_("Write its fields without “- ” before them.")
FIELDS_BELOW = N_("Write its fields on the lines below, indented by two spaces.")
WRITE_TRUE_OR_FALSE = N_("Write true or false, without quotes.")

# Values of the wrong form, size or number.
NOT_AS_EXPECTED = N_("{label} is not as expected.")
WRONG_FORM = N_("{label} is {value}, which does not have the form expected.")
TOO_LONG = N_("{label} has {count} characters; at most {limit} are allowed.")
SHORTEN = N_("Shorten it; put long explanations in an attachment.")
NOT_ONE_LINE = N_("{label} must be one line.")
WRITE_ONE_LINE = N_("Write it on one line.")
FULLWIDTH_QUOTES = N_("{label} stands in full-width quotes, which belong to the text.")
WITHOUT_FULLWIDTH_QUOTES = N_("Write {value}, without the full-width quotes.")
IN_SIGNS = N_("{label} is {value}: the signs {signs} around it would be printed with it.")
WITHOUT_SIGNS = N_("Write {value}, without {signs}.")
CHECKSUM_FORM = N_("It is 64 hexadecimal digits in lower case, as `sha256sum FILE` prints them.")
ID_FORM = N_("An id reads year-unit-number, like 2027-mzj-001.")
PATH_FORM = N_("Write the request's id, a slash and the file's name, like 2027-mzj-001/需求说明.pdf.")
TOO_SMALL = N_("{label} is {value}; it must be at least {limit}.")
TOO_LARGE = N_("{label} is {value}; it must be at most {limit}.")
CORRECT_NUMBER = N_("Correct the number.")
TOO_MANY_ENTRIES = N_("{label} has {count} entries; at most {limit} are allowed.")
SHORTEN_LIST = N_("Shorten the list.")
LIST_TOO_LONG_TO_CHECK = N_("The list has {count} entries; more than {most} are not checked.")
ONLY_OF_THIS_REQUEST = N_("Leave in the list what belongs to this request.")
MUST_NOT_BE_EMPTY = N_("{label} must not be empty.")
ADD_ENTRY = N_("Add at least one entry.")
TWICE_IN_LIST = N_("“{value}” stands twice in the list.")
DELETE_ONE = N_("Delete one of the two.")

# Amounts, numbers and dates.
EXPECTED_AMOUNT = N_("{label} is {value}; expected was an amount in yuan in plain digits, without quotes.")
EXPECTED_WHOLE_AMOUNT = N_("{label} is {value}; expected was a whole number of yuan in plain digits, without quotes.")
WRITE_YUAN_OR_WAN = N_("In yuan: write {value}; if 万元 was meant, write {wan}.")
ROUND_YUAN_OR_WAN = N_("Round it to a whole number of yuan; if 万元 was meant, write {wan}.")
ROUND = N_("Round it to a whole number.")
ROUND_YUAN = N_("Round it to a whole number of yuan, like {value}.")
FEW_YUAN = N_("{label} is {value} yuan, which is very little.")
WAN_MEANT = N_("Amounts are in yuan: should it be {yuan} ({value} 万元)? If it is {value} yuan indeed, leave it.")
PLAIN_DIGITS = N_("Write plain digits, without separators.")
EXPECTED_DATE = N_("{label} is {value}; expected was a date like 2026-08-20.")
WRITE_DATE = N_("Write year-month-day, like 2026-08-20.")
NOT_A_DAY = N_("{value} is not a day of the calendar.")
NO_SUCH_MONTH = N_("There is no month {month}.")
NO_SUCH_DAY = N_("Month {month} of {year} has no day {day}.")
DAY_AHEAD = N_("{label} is {value}, which is after today ({today}).")
CORRECT_DAY_AHEAD = N_("Write the day on which it was signed; if the date is right, set this computer's clock.")
WRITE_REAL_DATE = N_("Write the real date as year-month-day, like 2026-08-20.")

# Codes.
EXPECTED_CODE = N_("{label} is {value}; expected was one of its codes.")
NOT_A_CODE = N_("{value} is not a code of {label}.")
SEVERAL_CODES = N_("These are several codes; separate them with ASCII commas: {codes}.")
CODE_WITHOUT_QUOTES = N_("Write {code}, without the full-width quotes.")
CODE_FOR_NAME = N_("The code for {name} is {code}: write {code}.")
CODE_MEANT = N_("Did you mean {code} ({name})?")
CODES_AMONG_THEM = N_("There are {count} codes, among them {codes}; `bwtb catalog list {list}` shows all.")
CODES_ARE = N_("The codes are: {codes}.")
NOT_A_PLATFORM = N_("{value} is a channel of annex 2, not a platform of the form.")
OTHER_PLATFORM = N_("Write any other platform in platform_other.")
LEADING_UNIT_TWICE = N_("{unit} is the leading unit and is listed again among the joint units.")
DELETE_JOINT_UNIT = N_("Delete it from the joint units.")

# The catalog's own files.
CODE_TWICE = N_("The code {code} stands twice; it is already on line {line}.")
OWN_CODE_EACH = N_("Give one of the two entries a code of its own.")
NOT_A_CODE_OF_LIST = N_("{value} is not a code of catalog/{list}.yaml.")

# A request's id, and the request that it continues.
ID_TAKEN = N_("The id {id} is already taken by {path}.")
ID_AS_FILE = N_("Give this request an id of its own: {id}, as its file is called.")
ID_UNLIKE_FILE = N_("The id is {id}, but the file is called {name}.")
RENAME_FILE_OR_ID = N_("Rename the file to {name}.yaml, or correct the id.")
YEAR_UNLIKE_FOLDER = N_("A request for {year} stands in the folder {folder}.")
MOVE_FILE_TO = N_("Move the file to {path}.")
ID_OF_OTHER_UNIT = N_("The id names the unit {named}, but the applying unit is {unit}.")
CORRECT_ID_OR_UNIT = N_(
    "Correct the id (and the file's name with it) or the unit; the leading unit's code stands in the id."
)
NOT_EARLIER = N_("{id} is not of an earlier year.")
NAME_EARLIER = N_("Name the request of an earlier year, or delete the line.")
NO_SUCH_REQUEST = N_("There is no request {id} in the registry.")
CHECK_ID = N_("Check the id; `bwtb status` lists them.")

# Attachments.
OUTSIDE_OWN_FOLDER = N_("{value} is not in the request's own folder {folder}.")
PUT_INTO_OWN_FOLDER = N_("Put the file into {folder} beside the request and write its path from there.")
ATTACHMENT_IS_LINK = N_("{value} is a symbolic link.")
ATTACHMENT_TOO_LARGE = N_("{path} is larger than {megabytes} MB and was not read.")
ATTACH_SMALLER = N_("Scan it with a lower resolution, or attach it in several files.")
NO_SUCH_FILE = N_("There is no file {path}.")
ADD_FILE = N_("Add the file (and commit it), or correct its name.")
OTHER_CHECKSUM = N_("The file {path} does not have this checksum; it was changed, or the checksum is another file's.")
WRITE_CHECKSUM = N_("If the file is the right one, write sha256: {digest}.")

# Sums, years, the basis, the telephone number.
PRODUCT_DIFFERS = N_("{quantity} × {price} is {product}, but the amount is {amount}.")
CORRECT_PRODUCT = N_("Correct the quantity, the price or the amount.")
BEFORE_OWN_YEAR = N_("The item is for {year}, before the request's own year {own}.")
CORRECT_YEAR = N_("Correct the year, or delete the line.")
TWO_KINDS_OF_BASIS = N_("This entry names a work point and a document together.")
MAKE_TWO_ENTRIES = N_("Make two entries of it.")
NUMBER_WITHOUT_DOCUMENT = N_("The number of a document is given, but not its name.")
ADD_DOCUMENT = N_("Add “document: …”.")
TOO_FEW_DIGITS = N_("{label} is {value}; at least {count} digits are needed.")
WRITE_WHOLE_NUMBER = N_("Write the whole number, with its area code.")

# Article 2: what the regulation is for, and where the money comes from.
IS_CLASSIFIED = N_("A classified project is outside the regulation (article 2) and must not stand in this registry.")
DO_NOT_COMMIT = N_(
    "Do not commit this file: take it out of the registry and handle it by the secrecy rules. If it has been committed, "
    "report it to the secrecy office at once."
)
NAME_FUNDING = N_("Name at least one source of the money.")
NON_FISCAL_ALONE = N_("With non-fiscal money alone, the regulation is only for projects that concern public data.")
SAY_PUBLIC_DATA = N_(
    "Write public_data: true if the project collects, processes or develops public data; else it is outside article 2."
)
ITEM_NAMES_NO_SOURCE = N_("With several sources of money each item names its own.")
ADD_ITEM_FUNDING = N_("Add “funding: …” ({codes}).")
SOURCE_NOT_NAMED = N_("{value} is not among the request's sources of money.")
ADD_SOURCE = N_("Add {code} to {field} of the whole request, or correct the item.")

# Articles 3 and 13: the kind of project.
NAME_NATURE = N_("Name at least one kind of project.")
OPERATIONS_ALONE = N_("The request asks for operations alone.")
ASK_BIG_DATA_CENTRE = N_(
    "Check whether it is needed: for systems in use and out of free maintenance {bigdata} applies (article 13)."
)

# Article 6: the eight subjects.
NAME_BASIS = N_("Name at least one work point or document.")
NOT_CONCERNED = N_("{label} says “not concerned” without a reason.")
SAY_WHY_NOT = N_("Say in a sentence why it does not apply, like “不涉及：沿用平台现有…”.")
NO_ITEMS = N_("The budget has no items.")
NOTHING_ASKED = N_("The budget amounts to 0 yuan.")
ADD_ITEMS_OR_NOTE = N_("Add items, or say why in “note: …” of the budget.")

# Article 7: work points and scenarios.
NO_WORK_POINT = N_("A request of this category cites at least one work point.")
CITE_WORK_POINT = N_("Add “- work_point: …” to the basis; `bwtb catalog list work_points` lists them.")
NO_SCOPES = N_("A request of this category names its scopes of application.")
ADD_SCOPES = N_("Add “scopes: […]” with those that fit.")
WORK_POINT_OF_OTHER_YEAR = N_(
    "The work point {code} is of {year}; requests for {own} rest on those of {before} or {own}."
)
CHECK_NEWER = N_("Check whether a newer one says the same.")
NO_SCENARIO = N_("A request of this category has a new item, or builds on at least one capability of annex 2.")
ADD_CAPABILITIES = N_(
    "Add “capabilities: [cap-…]” (`bwtb catalog list capabilities` lists them), or say in “new_item: […]” which items are new."
)
OF_OTHER_CATEGORY = N_("{label} belongs to the category {owner} only; this request is {category}.")
DELETE_OR_CORRECT_CATEGORY = N_("Delete it, or correct the category.")
BORNE_BY_OF_OTHER_CATEGORY = N_("Who bears an item is said in requests of the category {owner} only.")
DELETE_BORNE_BY = N_("Delete “borne_by”.")
OTHER_NOT_WRITTEN_OUT = N_("{value} is chosen; what it is has to be written out.")
OTHER_NOT_CHOSEN = N_("{label} is written out, but “other” is not chosen.")
ADD_OTHER = N_("Add other to {field}, or delete the line.")

# Article 7: integration.
NO_INTEGRATION = N_("A request of this category says how the system is integrated.")
ADD_INTEGRATION = N_(
    "Add “integration: {mode: …, system: …, operator: unit, conditions: {initiation: true, acceptance: true}}”; "
    "mode is deep_merge (深度融合) or interface (接口对接)."
)
NO_OPERATOR = N_(
    "The applying unit itself is responsible for updating, operating and 好差评; the request has to say so."
)
ADD_OPERATOR = N_("Add “operator: unit”.")
OTHER_OPERATOR = N_("Updating, operating and 好差评 are the applying unit's own, not {operator}'s.")
WRITE_OPERATOR = N_("Write operator: unit.")
NO_CONDITIONS = N_(
    "Deep connection with the platform is a condition of initiation and of acceptance; the request has to declare both."
)
WRITE_CONDITIONS = N_("Write “conditions: {initiation: true, acceptance: true}”.")
NO_OPINION = N_("An interface needs the integration opinion of {centre}.")
ASK_FOR_OPINION = N_("Ask {centre} for it, then add “opinion: {{date: …, issuer: …}}”.")
NOT_SHARED = N_("The system shares with none of {platforms}.")
NAME_PLATFORM_OR_SURFACE = N_("Add at least one of {platforms} to platforms, or {surface} to surfaces.")
NOBODY_BEARS = N_("In this category each item says who bears it.")
ADD_BORNE_BY = N_("Add “borne_by: platform” (it becomes part of the platform) or “borne_by: unit” (the unit bears it).")
UNIT_BEARS = N_("What becomes part of the platform need not be built by the unit, yet the unit bears this item.")
CHECK_BEARER = N_("Check whether the platform should bear it.")

# Article 8: supplementary requests.
NO_LEVEL = N_("A supplementary request says at which level the innovation is.")
ADD_LEVEL = N_("Add “supplementary: {level: national}” (国家级) or “supplementary: {level: municipal}” (市级).")
WITHOUT_CENTRE = N_("A supplementary request is made by the unit and {centre} together.")
ADD_CENTRE = N_("Add “joint_units: [{centre}]”.")
CENTRE_ALONE = N_("A supplementary request is made by {centre} together with a unit.")
NAME_UNIT = N_("Add “joint_units: […]” with the unit's code.")
NOT_YET_APPROVED = N_("The district government's approval is not there yet; the request stays submitted until it is.")
ADD_APPROVAL = N_("When it is given, add “approval: {date: …, authority: …, scan: {…}}”.")
NO_SCAN = N_("The document of the approval is not attached.")
ADD_SCAN = N_("Put its scan into the request's folder and add “scan: {path: …, sha256: …}”.")

# Article 9 and annex 1: endorsements and ticks.
ENDORSED_TWICE = N_("{unit} has endorsed twice.")
ONE_ENDORSEMENT_EACH = N_("Keep one endorsement a unit.")
ENDORSES_WITHOUT_APPLYING = N_("{unit} endorses, but does not apply.")
CORRECT_UNIT = N_("Correct the unit, or add it to joint_units.")
NO_ENDORSEMENT = N_("The endorsement of {unit} is missing.")
ADD_ENDORSEMENT = N_("Add its leader's endorsement; while the request is a draft, leave out “endorsements” altogether.")
NOTHING_TICKED = N_("Nothing is ticked in {label}.")
NAME_TYPE = N_("Fill in at least one of these: {fields}.")
NAME_PLATFORM = N_("Name at least one platform, or write another in platform_other.")

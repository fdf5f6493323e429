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
    "If it is needed, move it into the folder with the request's id that it belongs to, like requests/2027/2027-mzj-001/; if not,"
    " delete it."
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
FILL_IN = N_("Fill it in after “{key}:”.")
FILL_IN_ENTRY = N_("Fill this entry in, or delete it.")
EMPTY_ENTRY = N_("An entry of {label} is empty.")
ON_LINE = N_("{field} (line {line})")
FILL_IN_DRAFT = N_("Fill them in before anybody endorses; delete the lines of what does not apply.")
FILL_IN_OR_DELETE = N_("Fill it in after “{key}:”; if it does not apply, delete “{key}:”.")
MISSING = N_("{label} is missing.")
ADD_LINE = N_("Add “{line}”.")
ADD_VALUE = N_("Add “{key}: {value}”, which `bwtb validate --fix` does.")
FILL_IN_VALUE = N_("Write {key}: {value}, which `bwtb validate --fix` does.")
OF_FIELD = N_("{key}: {said}")
TRUE_IS_CLASSIFIED = N_("It says that the project is not classified; a classified one must not stand in this registry.")
UNFILLED = N_("{label} still holds {value}, which says nothing.")
ONLY_INVISIBLE = N_("{label} holds nothing that can be seen: {signs}.")
SEVERAL_MISSING = N_("{labels} are missing.")
ADD_FIELDS = N_("Add {fields}.")
NO_SUCH_FIELD = N_("There is no field “{key}” here.")
NO_SUCH_FIELDS = N_("There are no fields {keys} here.")
FIELD_MEANT = N_("Did you mean “{key}” ({label})?")
FIELDS_HERE = N_("Delete it; the fields here are: {fields}.")
BELONGS_TO_NO_GROUP = N_("“{key}” belongs to no group: take away the indentation before it.")
BELONGS_BELOW = N_("{key} belongs below {place}.")
COMPUTED = N_("“{key}” need not be filled in: the program adds up the items.")
DERIVED = N_("“{key}” need not be filled in: the state follows from the signatures.")
DELETE_FIELD = N_("Delete “{key}:” and what stands behind it.")
DELETE_NAMES = N_("Delete them, or correct their names.")
MORE_NAMES = N_("{count} more names here are none of the fields.")
MORE_FINDINGS = N_("{count} more things are wrong or doubtful in this file.")
MANY_MORE = N_("At least {count} more things are wrong or doubtful in this file.")
MEND_FIRST = N_("Put these right first, then check again.")
COLON_MISSING = N_("The colon after “{field}” is missing.")
QUOTE_RUNS_ON = N_("The text in quotes goes on over the field “{key}”: its closing quote is missing.")
CLOSE_QUOTE_BEFORE = N_("Add the closing {sign} before “, {key}:”.")

# The whole of a file, where fields have their labels.
WHOLE_FILE = N_("The file as a whole")

# Values of the wrong kind.
TEXT = N_("text")
WHOLE_NUMBER = N_("a whole number")
NUMBER = N_("a number")
TRUE_OR_FALSE = N_("true or false")
ONE_OF_CODES = N_("one of its codes")
LIST = N_("a list")
GROUP = N_("a group of fields")
NOTHING = N_("nothing")
EXPECTED_KIND = N_("{label} is {value}; expected was {wanted}.")
FILE_OF_KIND = N_("The file as a whole is {value}; expected was {wanted}.")
WRITE_KIND = N_("Write {wanted}.")
WRITE_VALUE = N_("Write {value}.")
WRITE_UNQUOTED = N_("Write {value}, without quotes.")
WRITE_FIELD = N_("Write “{line}”.")
WRITE_ONE_TEXT = N_("Write it as one text, without brackets and without “- ”.")
WRITE_ONE_QUOTED_TEXT = N_("Write it as one text; put text with a colon in quotes.")
QUOTE_VALUE = N_('Put it in quotes: "{value}".')
BEGIN_ENTRIES = N_("Begin each entry of the list with “- ”.")
WRITE_LIST = N_("Write a list: [{items}].")
FIELDS_WITHOUT_DASH = N_("Write its fields without “- ” before them.")
FIELDS_BELOW = N_("Write it with its fields: “{line}”.")
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
CHECKSUM_FORM = N_(
    "It is 64 hexadecimal digits in lower case. Delete “sha256:” with what stands behind it; `bwtb validate --fix` fills it in."
)
ID_FORM = N_("An id reads year-unit-number, like 2027-mzj-001.")
ID_OF_FILE = N_("Write {id}, as the file is called.")
PATH_FORM = N_("Write the request's id, a slash and the file's name: {path}.")
TOO_SMALL = N_("{label} is {value}; it must be at least {limit}.")
TOO_LARGE = N_("{label} is {value}; it must be at most {limit}.")
WRITE_BETWEEN = N_("Write a number from {least} to {most}.")
AT_LEAST = N_("Write a number that is not below {least}.")
AT_MOST = N_("Write a number that is not above {most}.")
WITHOUT_MINUS = N_("If the minus sign is a slip, write {value}.")
TOO_MANY_DIGITS = N_("Check whether there are digits too many: the amount is in yuan.")
TOO_MANY_ENTRIES = N_("{label} has {count} entries; at most {limit} are allowed.")
SHORTEN_LIST = N_("Shorten the list.")
LIST_TOO_LONG_TO_CHECK = N_("The list has {count} entries; more than {most} are not checked.")
ONLY_OF_THIS_REQUEST = N_("Leave in the list what belongs to this request.")
MUST_NOT_BE_EMPTY = N_("{label} must not be empty.")
ADD_ENTRY = N_("Add at least one entry.")
TWICE_IN_LIST = N_("“{value}” stands twice in the list.")
DELETE_ONE = N_("Delete one of the two.")

# Amounts, numbers and dates.
EXPECTED_AMOUNT = N_("{label} is {value}; expected was an amount in yuan, in plain digits.")
EXPECTED_WHOLE_AMOUNT = N_("{label} is {value}; expected was a whole number of yuan, in plain digits.")
WRITE_YUAN_OR_WAN = N_("In yuan: write {value}; if 万元 was meant, write {wan}.")
ROUND_YUAN_OR_WAN = N_("If 万元 was meant, write {wan}; else round it to whole yuan and write {value}.")
ROUND = N_("Round it to a whole number, like {value}.")
ROUND_YUAN = N_("Round it to a whole number of yuan, like {value}.")
FEW_YUAN = N_("{label} is {value} yuan, which is very little.")
WAN_MEANT = N_("Amounts are in yuan: should it be {yuan} ({value} 万元)? If it is {value} yuan indeed, leave it.")
PLAIN_DIGITS = N_("Write plain digits, like 480000, without separators, units and a leading 0.")
EXPECTED_DATE = N_("{label} is {value}; expected was a date like 2026-08-20.")
WRITE_DATE = N_("Write year-month-day, like 2026-08-20.")
NOT_A_DAY = N_("{value} is not a day of the calendar.")
NO_SUCH_MONTH = N_("{value} is not a day of the calendar: there is no month {month}.")
NO_SUCH_DAY = N_("{value} is not a day of the calendar: month {month} of {year} has no day {day}.")
DAY_AHEAD = N_("{label} is {value}, which is after today ({today}).")
CORRECT_DAY_AHEAD = N_(
    "Write the day on which it was signed or given; if the date is right, set this computer's clock."
)
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
CODES_OF = N_("The codes of {key} are: {codes}.")
CODES_OF_AMONG_THEM = N_("{key} has {count} codes, among them {codes}; `bwtb catalog list {list}` shows all.")
NOT_A_PLATFORM = N_("{value} is a channel of annex 2, not a platform of the form.")
OTHER_PLATFORM = N_("Write any other platform in {field}.")
LEADING_UNIT_TWICE = N_("{unit} is the leading unit and is listed again among the joint units.")
DELETE_JOINT_UNIT = N_("Delete {code} from {field}.")

# The catalog's own files.
CODE_TWICE = N_("The code {code} stands twice; it is already on line {line}.")
OWN_CODE_EACH = N_("Give one of the two entries a code of its own.")
NOT_A_CODE_OF_LIST = N_("{value} is not a code of catalog/{list}.yaml.")

# A request's id, and the request that it continues.
ID_TAKEN = N_("The id {id} is already taken by {path}.")
ID_AS_FILE = N_("Give this request an id of its own: {id}, as its file is called.")
ID_UNLIKE_FILE = N_("The id is {id}, but the file is called {name}.")
RENAME_FILE_OR_ID = N_("Rename the file to {name}.yaml, or write id: {id}.")
YEAR_UNLIKE_FOLDER = N_("A request for {year} stands in the folder {folder}.")
MOVE_FILE_TO = N_("Move the file to {path}.")
ID_OF_OTHER_UNIT = N_("The id names the unit {named}, but the applying unit is {unit}.")
CORRECT_ID_OR_UNIT = N_(
    "The leading unit's code stands in the id. If {named} applies, write unit: {code}; if {unit} does, give the request an id like"
    " {id}, and its file that name."
)
NOT_EARLIER = N_("{id} is not of an earlier year.")
NAME_EARLIER = N_("Name the request of an earlier year, or delete “continues: {id}”.")
NO_SUCH_REQUEST = N_("There is no request {id} in the registry.")
CHECK_ID = N_("Check the id; `bwtb status` lists them.")

# Attachments.
OUTSIDE_OWN_FOLDER = N_("{value} is not in the request's own folder {folder}.")
IN_SIGNOFFS = N_("{value} is in the folder of the sign-offs, where no attachment belongs.")
PUT_INTO_OWN_FOLDER = N_("Put the file into {folder} beside the request, and write path: {path}.")
ATTACHMENT_IS_LINK = N_("{value} is a symbolic link.")
ATTACHMENT_TOO_LARGE = N_("{path} is larger than {megabytes} MB and was not read.")
ATTACH_SMALLER = N_("Scan it with a lower resolution, or attach it in several files.")
NO_SUCH_FILE = N_("There is no file {path}.")
ADD_FILE = N_("Put the file into {folder} and commit it, or correct its name here.")
OTHER_CHECKSUM = N_("The file {path} does not have this checksum; it was changed, or the checksum is another file's.")
WRITE_CHECKSUM = N_("If the file is the right one, write sha256: {digest}.")

# Sums, years, the basis, the telephone number.
PRODUCT_DIFFERS = N_("{quantity} × {price} is {product}, but the amount is {amount}.")
CORRECT_PRODUCT = N_(
    "If quantity and price are right, write amount: {product}; else correct the quantity or the price."
)
BEFORE_OWN_YEAR = N_("The item is for {year}, before the request's own year {own}.")
CORRECT_YEAR = N_("Write year: {own} or a later one, or delete “year: {year}”.")
TWO_KINDS_OF_BASIS = N_("This entry names a work point and a document together.")
MAKE_TWO_ENTRIES = N_("Make two entries of it: “- {work_point: …}” and “- {document: …, number: …}”.")
NUMBER_WITHOUT_DOCUMENT = N_("The number of a document is given, but not its name.")
ADD_DOCUMENT = N_("Add “document: …”.")
TOO_FEW_DIGITS = N_("{label} is {value}; at least {count} digits are needed.")
WRITE_WHOLE_NUMBER = N_("Write the whole number, with its area code, like 021-56691234.")

# Article 2: what the regulation is for, and where the money comes from.
IS_CLASSIFIED = N_("A classified project is outside the regulation (article 2) and must not stand in this registry.")
DO_NOT_COMMIT = N_(
    "Do not commit this file: take it out of the registry and handle it by the secrecy rules. If it has been committed, "
    "report it to the secrecy office at once."
)
NAME_FUNDING = N_("Name at least one source of the money, like “funding: [district]”.")
NON_FISCAL_ALONE = N_("With non-fiscal money alone, the regulation is only for projects that concern public data.")
SAY_PUBLIC_DATA = N_(
    "Write public_data: true if the project collects, processes or develops public data; else it is outside article 2."
)
ITEM_NAMES_NO_SOURCE = N_("With several sources of money each item names its own.")
ADD_ITEM_FUNDING = N_("Add one of these: {lines}.")
SOURCE_NOT_NAMED = N_("{value} is not among the request's sources of money.")
ADD_SOURCE = N_("Write “{line}” for the whole request, or correct the item.")

# Articles 3 and 13: the kind of project.
NAME_NATURE = N_("Name at least one kind of project, like “nature: [upgrade]”.")
OPERATIONS_ALONE = N_("The request asks for operations alone.")
ASK_BIG_DATA_CENTRE = N_(
    "Check whether it is needed: for systems in use and out of free maintenance {bigdata} applies (article 13). If it is, leave it."
)

# Article 6: the eight subjects.
NAME_BASIS = N_("Name at least one work point, “- {work_point: …}”, or document, “- {document: …, number: …}”.")
NOT_CONCERNED = N_("{label} says “not concerned” without a reason.")
SAY_WHY_NOT = N_("Say in a sentence why it does not apply, like “不涉及：沿用平台现有…”.")
NO_ITEMS = N_("The budget has no items.")
NOTHING_ASKED = N_("The budget amounts to 0 yuan.")
ADD_ITEMS_OR_NOTE = N_("Add items, or say why in “note: …” of the budget.")

# Article 7: work points and scenarios.
NO_WORK_POINT = N_("A request of this category cites at least one work point.")
CITE_WORK_POINT = N_("Add “- work_point: …” to the basis; `bwtb catalog list work_points` lists them.")
NO_SCOPES = N_("A request of this category names its scopes of application.")
ADD_SCOPES = N_("Write “scopes: […]” with those that fit.")
WORK_POINT_OF_OTHER_YEAR = N_(
    "The work point {code} is of {year}; requests for {own} rest on those of {before} or {own}."
)
CHECK_NEWER = N_("Check whether a newer one says the same; `bwtb catalog list work_points` lists them.")
NO_SCENARIO = N_("A request of this category has a new item, or builds on at least one capability of annex 2.")
ADD_CAPABILITIES = N_(
    "Write “capabilities: [cap-…]” (`bwtb catalog list capabilities` lists them), or say in “new_item: […]” which items are new."
)
OF_OTHER_CATEGORY = N_("{label} belongs to the category {owner} only; this request is {category}.")
DELETE_OR_CORRECT_CATEGORY = N_("Delete “{key}:” and all that belongs to it, or correct {field}.")
BORNE_BY_OF_OTHER_CATEGORY = N_("Who bears an item is said in requests of the category {owner} only.")
DELETE_BORNE_BY = N_("Delete “borne_by”.")
OTHER_NOT_WRITTEN_OUT = N_("{value} is chosen; what it is has to be written out.")
OTHER_NOT_CHOSEN = N_("{label} is written out, but {other} is not chosen.")
ADD_OTHER = N_("Add other to {field}, or delete “{key}:” and what stands behind it.")

# Article 7: integration.
NO_INTEGRATION = N_("A request of this category says how the system is integrated.")
ADD_INTEGRATION = N_(
    "Add “integration: {mode: …, system: …, operator: unit, conditions: {initiation: true, acceptance: true}}”; "
    "mode (整合方式) is deep_merge (深度融合) or interface (接口对接)."
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
CHECK_BEARER = N_("If the platform should bear it, write borne_by: platform; else leave it.")

# Article 8: supplementary requests.
NO_LEVEL = N_("A supplementary request says at which level the innovation is.")
ADD_LEVEL = N_("Add “supplementary: {level: national}” (国家级) or “supplementary: {level: municipal}” (市级).")
WITHOUT_CENTRE = N_("A supplementary request is made by the unit and {centre} together.")
WRITE_JOINT_UNITS = N_("Write “joint_units: [{units}]”.")
CENTRE_ALONE = N_("A supplementary request is made by {centre} together with a unit.")
NAME_UNIT = N_("Write “joint_units: […]” with the unit's code; `bwtb catalog list units` lists them.")
NOT_YET_APPROVED = N_("The district government's approval is not there yet; the request stays submitted until it is.")
ADD_APPROVAL = N_("When it is given, add “approval: {date: …, authority: …, scan: {path: …}}”.")
NO_SCAN = N_("The document of the approval is not attached.")
ADD_SCAN = N_(
    "Put its scan into {folder} beside the request and add “scan: {{path: {folder}…}}”; `bwtb validate --fix` then fills in the"
    " checksum."
)

# Article 9 and annex 1: endorsements and ticks.
ENDORSED_TWICE = N_("{unit} has endorsed twice.")
ONE_ENDORSEMENT_EACH = N_("Keep one endorsement a unit.")
ENDORSES_WITHOUT_APPLYING = N_("{unit} endorses, but does not apply.")
CORRECT_UNIT = N_("Correct the unit; or, if it applies too, write “joint_units: [{units}]”.")
NO_ENDORSEMENT = N_("The endorsement of {unit} is missing.")
ADD_ENDORSEMENT = N_(
    "Add “- {{unit: {code}, name: …, opinion: …, date: …}}” below “endorsements:”; while the request is a draft, leave out"
    " “endorsements” altogether."
)
NOTHING_TICKED = N_("Nothing is ticked in {label}.")
NAME_TYPE = N_("Fill in at least one of these: {fields}.")
NAME_PLATFORM = N_("Name at least one platform, like “platforms: [channel]”, or write another in {field}.")

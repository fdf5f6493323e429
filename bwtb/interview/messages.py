"""The sentences of the interview: what questions mean to who answers them, and what may be chosen."""

from __future__ import annotations

from bwtb.base.messages import N_

# Where the schema explains how a field is written in the file, a person who is asked needs other words.
# JSON pointer of a question → what it means.
HELP = {
    "/scope/classified": N_("Classified projects are outside these rules and must not be entered here."),
    "/unit": N_("Where several units apply together: the leading one."),
    "/joint_units": N_("The other units that apply together with it; none, if it applies alone."),
    "/nature": N_("One or several (article 3)."),
    "/scopes": N_("The scopes of application that the request belongs to, one or several (article 7)."),
    "/application/new_item": N_("The form's first line; one, several or none."),
    "/application/item_names": N_("The items' full names as listed; several: with “；” between them."),
    "/application/new_scenario": N_("The form's second line; one, several or none."),
    "/application/new_system": N_("The form's third line: is a whole system newly developed?"),
    "/application/integration": N_("The form's fourth line; one, several or none."),
    "/platforms": N_("Where it goes online; one or several."),
    "/capabilities": N_("The capabilities of annex 2 that it builds on. Type a part of a name to find one."),
    "/surfaces": N_("Where the capabilities are applied (article 7); one, several or none."),
    "/scope/funding": N_("Where the money comes from; one or several (article 2)."),
    "/scope/public_data": N_("With non-fiscal money alone, the rules are only for projects that concern public data."),
    "/basis/work_point": N_("The work points of the year that the request rests on; one, several or none."),
    "/basis/document": N_("Documents that the request rests on, each with its number."),
    "/basis/document/number": N_("As printed on the document; leave it open where there is none."),
    "/description": N_("System goals, content, functions, data, security, operations: six texts."),
    "/integration/conditions": N_(
        "Is deep connection with the district's platform made a condition of initiation and of acceptance (article 7)?"
    ),
    "/integration/opinion/date": N_("When the centre gave its opinion; leave it open while there is none."),
    "/supplementary/approval/date": N_("When the district government approved it; leave it open while it has not."),
    "/budget/items": N_("One line for each cost; the sum is computed."),
    "/budget/items/kind": N_("What kind of cost it is."),
    "/budget/items/amount": N_("In yuan; 48万 and 12.5万元 are understood too."),
    "/budget/items/funding": N_("Which of the sources pays for it."),
    "/contact/phone": N_("Office number, extension or mobile; several are fine."),
}

# Names of questions for a part of a field, or for a field that is known by the group it stands in.
DOCUMENTS = N_("{field} (documents)")
WORK_POINTS = N_("{field} (work points)")
IN_GROUP = N_("{group} · {field}")

# What may be chosen where the schema and the catalog have no names for it.
WRITE_NOW = N_("Write the six texts now")
WRITE_LATER = N_("Write them in an editor afterwards")
YES = N_("yes")
NO = N_("no")
ANOTHER_PLATFORM = N_("another platform, by its name")

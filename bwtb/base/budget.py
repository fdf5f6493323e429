"""What one file, tree or message may cost: every bound of the house stands here, with the one error for what is beyond.

A stranger may push anything, and a text of ten megabytes packed can unfold to ten gigabytes: whoever reads asks for the size
first, and no count below grows with what was sent. The bounds leave several times what twenty years of a district take.
"""

from __future__ import annotations

KIB, MIB = 1 << 10, 1 << 20

# Bytes of one file or object. What is larger is not read.
YAML_BYTES = MIB  # requests, keyrings, lists of the catalog, records
MANIFEST_BYTES = 16 * MIB  # the list of a year's frozen proposal
ATTACHMENT_BYTES = 128 * MIB  # only hashed, in pieces
PROPOSAL_BYTES = 64 * MIB  # what lies beside built documents and says what they are
SETTINGS_BYTES = 64 * KIB  # bwtb.toml
COMMIT_BYTES = 4 * MIB  # a meeting of a thousand requests takes half of one; a larger commit is never a sign-off
TREE_BYTES = 4 * MIB  # some eighty thousand names in one folder
STREAMED_BYTES = MIB  # blobs of more are streamed by git, not taken into memory
PIECE_BYTES = 256 * KIB  # what is read at once of what is only hashed

# Paths and folders of one tree.
ENTRIES = 400_000  # paths below one folder
DEPTH = 16  # folders in one another; the layout has six

# What one push may bring, beside the bounds on each object.
PUSHED_OBJECTS = 200_000
PUSHED_BYTES = 1024 * MIB  # unpacked

# Within one file.
NODES = 30_000  # names, values, lists and groups of fields: the largest of ours has a tenth of it
NESTING = 32  # lists and fields in one another
BRACKETS = 400  # signs of YAML's one-line lists before its reader is asked
DIGITS = 18  # of a whole number: more than all the money there is
FINDINGS = 200  # shown of one file; the others are counted
COUNTED = 1_000  # mistakes of one file that its schema, or a rule on a list, looks for: of more nobody says how many
GUESSES = 20  # names for which the nearest known one is looked for, in one file
GUESSED_LETTERS = 60  # a longer name is no misspelling of one of ours

# What a registry's own templates may take. A thousand requests take three seconds and 300 MB.
TEMPLATE_SECONDS = 60  # of processor time
TEMPLATE_MEMORY = 1024 * MIB
TEMPLATE_TEXT = 64 * MIB  # characters


class OverBudgetError(Exception):
    """Something costs more than this module allows. `what` names it: a path, or an object's id."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

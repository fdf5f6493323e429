"""What the program says of keys, keyrings and sign-offs."""

from __future__ import annotations

from bwtb.base.messages import N_

# Keys to sign with.
CANNOT_SIGN = N_("ssh-keygen could not sign with {path}.")
KEY_AT_HAND = N_("Is the key in your ssh-agent (`ssh-add -l`), or the hardware key plugged in?")
NAME_A_KEY = N_("Name your private key after --key, or the .pub file of a key in your ssh-agent.")
NO_SIGNING_KEY = N_("{path} cannot be unlocked: the passphrase is wrong, or the file is damaged.")
KEYS_THAT_SIGN = N_("ed25519, ECDSA P-256 and RSA of 3072 bits or more may sign; `ssh-keygen -t ed25519` makes a key.")

# Files that people hand in as public keys.
NAME_PUBLIC_KEY = N_("Name the .pub file that ssh-keygen wrote; it holds one line like “ssh-ed25519 AAAA… name”.")
KEY_IN_UTF16 = N_("{path} is saved as UTF-16, as PowerShell's “>” does, and not as plain text.")
SAVE_KEY_AS_UTF8 = N_(
    "Name the .pub file that ssh-keygen wrote, or open this one in the editor and save it as “UTF-8”."
)
KEY_FILE_EMPTY = N_("{path} is empty; one public key was expected.")
IS_PRIVATE_KEY = N_("{path} is a private key, which only its owner may have; the public one was expected.")
NAME_PUB_BESIDE = N_("Name its public key: {path}.")
KEY_IN_OTHER_FORM = N_("{path} holds a public key in another form than OpenSSH's one line.")
CONVERT_KEY = N_("`{command}` prints it as that line: save what it prints as a .pub file and name that.")
SEVERAL_KEYS = N_("{path} holds {count} lines; one public key was expected.")
ONE_FILE_A_KEY = N_("Put each key into a .pub file of its own, and give each with a --person of its own.")
UNFIT_KEY = N_("{path}: {what}.")
DELETE_OPTIONS = N_("Delete what stands before “{kind}”, so that the line begins with it.")
# What is wrong with one line: each is part of a sentence.
HOLDS_NO_KEY = N_("“{text}” is no public key")
OPTIONS_BEFORE_KEY = N_("“{text}” stands before the key, as in authorized_keys or known_hosts")
IS_CERTIFICATE = N_("this is a certificate, not a key")
KIND_MAY_NOT_SIGN = N_("keys of the kind {kind} may not sign")
RSA_TOO_SHORT = N_("this is an RSA key of {bits} bits, and at least {least} are needed")
KEY_DAMAGED = N_("the key is damaged: part of it is missing, or was changed in copying")

# Why a keyring version must not be used: each is part of a sentence.
NO_MAPPING = N_("the file is not a mapping")
BAD_REGISTRY_ID = N_("the registry's id is missing or malformed")
OTHER_VERSION = N_("the version's number is not that of the file's name")
BAD_PREVIOUS = N_("the digest of the version before is malformed")
FIRST_HAS_NONE = N_("only version 1 has no version before it")
UNKNOWN_ENTRIES = N_("unknown entries: {names}")
NOT_THE_PARTIES = N_("the parties are not exactly centre, office and bigdata")
BAD_UNIT = N_("a unit's code is malformed or that of a party")
UNKNOWN_ENTRIES_OF = N_("{owner}: unknown entries: {names}")
NO_PEOPLE = N_("{owner} has no people")
NO_NAME_OR_KEYS = N_("{owner} has a person without a name or without keys")
BAD_ACCEPT_UNTIL = N_("{person}: accept_until is not a commit's full id")
NO_PUBLIC_KEY = N_("{person}: {what}")
KEY_TWICE = N_("the key {fingerprint} is listed twice, for {first} and {second}")
PERSON_TWICE = N_("{person} is listed under both {first} and {second}")
NO_SUCCESSOR = N_("it does not continue the version in force")
DROPS_KEY = N_("it drops the key {fingerprint} of {person}")
MOVES_KEY = N_("it moves the key {fingerprint} to {owner}")
REVIVES_KEY = N_("it revives the key {fingerprint} of {person}")

# The pin.
NO_FINGERPRINT = N_("{where}: “{value}” is not a keyring's fingerprint.")
FORM_OF_FINGERPRINT = N_(
    "A fingerprint reads sha256: and 64 hexadecimal digits, as `bwtb keyring fingerprint` prints it."
)
CONFIGURATION_UNREADABLE = N_("Your configuration {path} cannot be read: {reason}.")
FORM_OF_CONFIGURATION = N_('It holds one line such as: trust_root = "sha256:…"')

# Why what was seen before cannot be used: each is part of a sentence.
NO_HOME = N_("there is no home folder")
NOT_JSON = N_("it is not JSON")
OTHER_MEMORY = N_("it is not a memory of this registry")

# A bad sign-off; `what` is one of the meanings below.
BAD_SIGNOFF = N_("The sign-off of {party} on {subject} (commit {commit}) {what}.")

# A sign-off's code → what it says of it. The codes are fixed (docs/sign-off.md).
MEANINGS = {
    "OK": N_("counts"),
    "STALE": N_("is about an earlier version of the file, which was edited afterwards"),
    "SUPERSEDED": N_("was replaced by a later decision of the same party"),
    "CATALOG_CHANGED": N_("is no longer about what the catalog says: an entry the request refers to was changed"),
    "ATTACHMENT_CHANGED": N_("is no longer about the attachments as they are: one was changed or removed"),
    "SIG_MISSING": N_("is not signed; a rebase or cherry-pick leaves such commits: that party has to sign again"),
    "SIG_FORMAT": N_("carries a signature in a form that is not accepted"),
    "SIG_BAD": N_("carries a signature that does not match: message, files or parent were altered"),
    "SIG_NO_PRESENCE": N_("was signed by a hardware key without anybody touching it"),
    "COMMIT_FORMAT": N_("is a commit of a form that is not accepted (extra headers, two signatures, or a NUL)"),
    "KEY_UNKNOWN": N_("was signed by a key that the keyring in force does not list"),
    "KEY_RETIRED": N_("was signed by a key that has been retired"),
    "KEY_REVOKED": N_("was signed by a key that has been revoked"),
    "PARTY_MISMATCH": N_("was signed by a key of another party"),
    "SIGNOFF_DIFF": N_("changes something other than adding its own record files"),
    "BINDING_MISMATCH": N_("does not belong to this subject, these bytes or this registry"),
    "FREEZE_MISMATCH": N_("freezes a proposal that is not what was approved"),
}

# Code of a notice → what it says of the history as a whole, or of one commit, record file or keyring version.
NOTICES = {
    "UNTRUSTED_ROOT": N_(
        "No keyring is pinned, so nobody's sign-off can be relied on. Get the fingerprint from the engineers who keep"
        " the keys (not from this checkout), then type `bwtb keyring trust sha256:…` with it; for one command"
        " --trust-root sha256:… does, in CI BWTB_TRUST_ROOT."
    ),
    "UNTRUSTED_PIN": N_(
        "The pinned fingerprint {pin} is that of no keyring version in this history: another registry, or history was"
        " rewritten. Ask the engineers who keep the keys."
    ),
    "INTERNAL": N_(
        "The program failed on commit {commit} ({error}; log: {log}), a fault of its own. The commit counts for nothing, and"
        " nobody's sign-off can be relied on until bwtb is mended: send the log to those who keep it."
    ),
    "NOT_A_SIGNOFF": N_("Commit {commit} contains lines of a sign-off but is none; it counts for nothing."),
    "FILE_PLACE": N_(
        "{path} is no folder of a registry's: what stands below it is not looked at and counts for nothing. Take it out."
    ),
    "SIGNOFF_LOST": N_(
        "The record {path} was not added by any sign-off commit (a squash leaves such); it counts for nothing:"
        " that party has to sign again."
    ),
    "REQUEST_UNREADABLE": N_("{path} has no state: {reason}"),
    "ENDORSEMENT_UNSCANNED": N_(
        "{request}: the endorsement by the leader of {unit} is only typed in. Add the scan of the stamped form to it as"
        " “scan”, with “path: {request}/…”; `bwtb validate --fix` then fills in the checksum."
    ),
    "FREEZE_MISMATCH": N_(
        "The frozen proposal for {year}, version {number} (commit {commit}), does not count: {reason}. The centre freezes a"
        " corrected version with `bwtb build-proposal {year} --freeze`."
    ),
    "FREEZE_ALTERED": N_(
        "{path}, the list of the frozen proposal for {year}, version {number}, was altered or removed. What was signed stands;"
        " put the file back as commit {commit} has it."
    ),
    "FROZEN_EDITED": N_(
        "{path} is frozen in the proposal for {year}, version {number}, and it, or a file attached to it, was edited or removed"
        " since. The frozen text stands until a corrected version is frozen."
    ),
    "FROZEN_DECIDED": N_(
        "{request}: {owner} decided “{decision}” (commit {commit}) after the proposal for {year}, version {number}, was frozen,"
        " which stands; a correction is a new version."
    ),
    "FROZEN_KEY": N_(
        "A key of {owner} ({key}) was retired or revoked after the proposal for {year}, version {number}, was frozen, and"
        " approvals in it were made with it: {ids}. The frozen proposal stands."
    ),
    "FROZEN_LEFT_OUT": N_(
        "Approved on another branch, and not in the proposal for {year}, version {number}, that was frozen beside it: {ids}."
    ),
    "KEYRING_CONFLICT": N_(
        "Two keyring versions of one number are in force here, from two branches, so nobody's sign-off can be relied on."
        " The engineers have to make a later version on top of the right one and give out its fingerprint as the pin."
    ),
    "REVOCATION_UNVERIFIED": N_(
        "The revocation {path} cannot be verified. Until it is put right or removed, nothing is relied on."
    ),
    "KEYRING_INVALID": N_("Keyring version {path} must not be used: {reason}."),
    "KEYRING_ROLLBACK": N_(
        "The chain of keyring versions is broken at {path}: put back every version that was in force. `git log {path}`"
        " shows the commits; `git checkout COMMIT {path}` brings the file back."
    ),
    "KEYRING_UNAPPROVED": N_(
        "Keyring version {path} as it stands has not been approved by the three parties; it is not used. `bwtb keyring show`"
        " names who has to sign it, and how."
    ),
    "HISTORY_REWOUND": N_(
        "Branch {branch} no longer contains commit {commit} ({what}), which was accepted here before: history was rewound,"
        " or this clone is behind. `git pull` first; if it stays so, ask the other parties what became of that commit, and only"
        " then say `bwtb verify --allow-rewind`."
    ),
    "MIN_TIP_MISSING": N_(
        "The judged commit {tip} does not contain {commit}, as --min-tip demands: this clone is behind, or history was"
        " rewound. `git pull` first; if it stays so, ask whoever gave you that commit."
    ),
    "MIN_TIP_UNKNOWN": N_(
        "“{revision}”, which --min-tip demands, names no commit of this repository: this clone is behind, or history was"
        " rewound. `git pull` first; if it stays so, ask whoever gave you that commit."
    ),
    "REWIND_UNCHECKED": N_(
        "Whether history was rewound cannot be checked: {path} cannot be used ({reason}). Remove that file, or say"
        " --allow-rewind, to begin a new memory from what stands here now."
    ),
    "REWIND_UNREMEMBERED": N_("What was accepted could not be remembered in {path}: {reason}."),
}

# Texts of their own that share a public code.
PUBLIC_CODES = {
    "UNTRUSTED_PIN": "UNTRUSTED_ROOT",
    "FREEZE_ALTERED": "FREEZE_MISMATCH",
    "KEYRING_CONFLICT": "KEYRING_INVALID",
    "REVOCATION_UNVERIFIED": "KEY_REVOKED",
    "MIN_TIP_MISSING": "HISTORY_REWOUND",
    "MIN_TIP_UNKNOWN": "HISTORY_REWOUND",
    "REWIND_UNREMEMBERED": "REWIND_UNCHECKED",
}

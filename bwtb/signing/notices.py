"""The codes that judging gives, and what each says to a person."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.base.languages import _
from bwtb.base.messages import N_, one_line


@dataclass(frozen=True)
class Notice:
    """A problem or a warning about the history as a whole, or about one commit, record file or keyring version.

    `kind` tells apart what has a text of its own under a public code: FREEZE_ALTERED is a FREEZE_MISMATCH.
    """

    code: str
    message: str
    commit: str = ""
    kind: str = ""


# Code → what it says. The codes are fixed (docs/sign-off.md); what each means for a decision is in `verify`.
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

NOTICES = {
    "UNTRUSTED_ROOT": N_(
        "No keyring is pinned, so nobody's sign-off can be relied on. Get the fingerprint from the engineers who keep"
        " the keys (not from this checkout) and give it with --trust-root, BWTB_TRUST_ROOT or your own configuration."
    ),
    "UNTRUSTED_PIN": N_(
        "The pinned fingerprint {pin} is that of no keyring version in this history: another registry, or history was"
        " rewritten. Ask the engineers who keep the keys."
    ),
    "NOT_A_SIGNOFF": N_("Commit {commit} contains lines of a sign-off but is none; it counts for nothing."),
    "SIGNOFF_LOST": N_(
        "The record {path} was not added by any sign-off commit (a squash leaves such); it counts for nothing:"
        " that party has to sign again."
    ),
    "REQUEST_UNREADABLE": N_("{path} has no state: {reason}"),
    "ENDORSEMENT_UNSCANNED": N_(
        "{request}: the endorsement by the leader of {unit} is only typed in, without a scan of the stamped form."
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
    "FROZEN_RULES": N_(
        "{request}, frozen in the proposal for {year}, version {number}, breaks rules that are newer than that: {codes}."
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
        "The chain of keyring versions is broken at {path}: put back every version that was in force."
    ),
    "KEYRING_UNAPPROVED": N_(
        "Keyring version {path} as it stands has not been approved by the three parties; it is not used."
    ),
    "HISTORY_REWOUND": N_(
        "Branch {branch} no longer contains commit {commit} ({what}), which was accepted here before: history was rewound,"
        " or this clone is behind. Fetch first; if it stays so, ask the other parties what became of that commit, and only"
        " then say `bwtb verify --allow-rewind`."
    ),
    "MIN_TIP_MISSING": N_(
        "The judged commit {tip} does not contain {commit}, as --min-tip demands: this clone is behind, or history was"
        " rewound. Fetch first; if it stays so, ask whoever gave you that commit."
    ),
    "MIN_TIP_UNKNOWN": N_(
        "“{revision}”, which --min-tip demands, names no commit of this repository: this clone is behind, or history was"
        " rewound. Fetch first; if it stays so, ask whoever gave you that commit."
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


def meaning(code: str) -> str:
    """What a sign-off's code says of it, in the language in force: “this sign-off …”."""
    return _(MEANINGS[code])


def notice(code: str, *, commit: str = "", subject: str = "", party: str = "", **facts: str) -> Notice:
    """A problem or warning with its text in the language in force."""
    facts = {name: one_line(fact) for name, fact in facts.items()}
    if code in NOTICES:
        text = _(NOTICES[code]).format(commit=commit[:12], **facts)
    else:
        text = _("The sign-off of {party} on {subject} (commit {commit}) {what}.").format(
            party=party, subject=subject, commit=commit[:12], what=meaning(code)
        )
    return Notice(PUBLIC_CODES.get(code, code), text, commit, code)

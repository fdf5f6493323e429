"""The sentences of what changes something: refusals with their remedies, and the demonstration's narration."""

from __future__ import annotations

from bwtb.base.messages import N_

# Beginning a registry.
CANNOT_BECOME_REGISTRY = N_("{path} cannot be made a registry: {problem}")
NOTHING_LEFT_BEHIND = N_("Nothing was left behind. See that the folder can be written to and the disk is not full.")
NOT_A_FOLDER = N_("{path} is there already and is not a folder.")
NAME_ANOTHER_FOR_INIT = N_("Name another folder: bwtb init DIR")
REGISTRY_ALREADY = N_("{path} is a registry already; nothing was changed.")
USE_THE_REGISTRY = N_("`bwtb validate` checks it; `bwtb catalog schemas` renews what editors use.")
BARE_REPOSITORY = N_("{path} is a bare repository, without files of its own.")
CLONE_IT_FIRST = N_("Clone it, and begin the registry in the clone: git clone {path} registry && bwtb init registry")
FOLDER_NOT_EMPTY = N_("{path} is there already and is not an empty folder.")
NEW_FOLDER_OR_REPOSITORY = N_(
    "Name a new folder, or run `git init` in this one first: then only what is missing is added."
)
HAS_ITS_OWN = N_("{path} has a {name} of its own already.")
NAME_A_NEW_FOLDER = N_("A registry needs catalog and requests for itself: name a new folder.")

# What may be signed, and by whom.
NO_BRANCH = N_("No branch is checked out, so a sign-off would belong to none.")
SWITCH_TO_BRANCH = N_("Check out the registry's branch first: `git switch main`.")
NO_KEYRING = N_("This registry has no keyring, so nobody can sign.")
ENGINEERS_MAKE_KEYRING = N_(
    "The engineers who keep the keys make one with `bwtb keyring init`, commit and push it; `git pull` brings it here."
)
KEY_NOT_LISTED = N_("The keyring does not list your key {fingerprint}.")
ASK_TO_BE_ADDED = N_("`bwtb keyring show` lists who may sign; ask the engineers to add your key.")
KEY_OF_ANOTHER = N_("Your key belongs to {owner}, not to {party}.")
SIGN_AS_OWNER = N_("Sign with --party {owner}.")
KEY_NOT_IN_USE = N_("Your key {fingerprint} has been retired or revoked.")
SIGN_WITH_ANOTHER_KEY = N_("Sign with another key of yours; `bwtb keyring show` lists those in use.")
NOTHING_TO_WITHDRAW = N_("there is nothing to withdraw")
IS_A_DRAFT = N_("it is a draft: the unit's leader has not endorsed it")
HAS_ERRORS = N_("it has {count} errors: run `bwtb validate {path}`")
DATED_AHEAD = N_("{label} in it is {date}, after today ({today}): correct it, or this computer's clock")
ENDORSEMENT_MISSING = N_("the endorsement by key of {units} is missing or about an earlier version")
RECORDED_BY_CENTRE = N_("a supplementary request is recorded by the centre alone (article 8)")
NO_GOVERNMENT_APPROVAL = N_("the district government's approval is not in the file yet (article 8)")
APPROVED_ALREADY = N_("this party has approved it already, exactly as it stands")
NOT_AN_APPLYING_UNIT = N_("{unit} is not an applying unit of it")
LEADER_ONLY_ENDORSES = N_("a leader endorses a request or withdraws the endorsement; nothing else")
NO_ENDORSEMENT_ENTRY = N_("the file has no endorsement entry of {unit} yet: enter name, opinion and date first")
ENDORSED_ALREADY = N_("it is endorsed already, exactly as it stands")
NO_SUCH_REQUEST = N_("there is no such request in the last commit")
CATALOG_NUMBER_TOO_LARGE = N_("the catalog entries it refers to hold a number that is too large to be signed")
KEYRING_VERSION_NAME = N_("a keyring version is named like keyring:0002")
KEYRING_DECIDED_BY_PARTIES = N_("keyring versions are decided by the three parties")
NO_SUCH_KEYRING_VERSION = N_("there is no such keyring version in the last commit")
KEYRING_VERSION_IN_FORCE = N_("this keyring version is in force already")
KEYRING_VERSION_UNFIT = N_("it must not be used: {reason}")
PROPOSAL_NAME = N_("a frozen proposal is named like proposal:2027-1")
PROPOSAL_ONLY_WITHDRAWN = N_(
    "the centre freezes a proposal with `bwtb build-proposal --freeze`; here it can only withdraw one"
)
NOT_FROZEN = N_("no such version is frozen")

# Signing.
REFUSED_LINE = N_("  {id}: {reason}")
MAY_NOT_BE_SIGNED = N_("Nothing was signed. What may not be signed now:")
LEAVE_THESE_OUT = N_("Leave these out, or have them put right first.")
KEYRING_BY_ITSELF = N_("A keyring version is signed by itself, not together with requests.")
NOT_ACCEPTED = N_("The sign-off was not accepted when read back: it {what}. Nothing was signed.")

# Signing on a server, together with others.
UNPUSHED_COMMITS = N_("Your branch holds {count} commits that the server does not have.")
PUSH_FIRST = N_("Push them first (`git pull --no-rebase`, then `git push`), or sign without --push.")
NO_BRANCH_ON_SERVER = N_("The server has no branch {branch} yet.")
PUSH_BRANCH_FIRST = N_("Push it first: `git push {remote} {branch}`.")
BRANCH_MOVED = N_("The server's branch moved meanwhile; signing again on top of it.")
NEVER_FREE = N_("In {count} attempts the server's branch was never free: others pushed first. Nothing was signed.")
NOT_TAKEN = N_("The server took the sign-off in none of {count} attempts; nothing was signed. It says:")
KEEPERS_OF_THE_SERVER = N_(
    "Show this to those who keep the server. A lock that it names is left of a command that was killed there: they remove it."
)
TRY_AGAIN = N_("Try again in a while: the same command.")
PUSH_UNCERTAIN = N_("The push failed, and whether the server has the sign-off is not known: {said}")
LOOK_AT_SERVER = N_(
    "When the server can be reached, look with `git pull` and `bwtb status`, and sign again if need be."
)
HISTORY_REWRITTEN = N_("The history on the server was rewritten while you were signing; nothing was signed.")
ASK_ENGINEERS = N_("Ask the engineers who keep the server before you sign anything.")
KEYRING_UNRELIABLE = N_("The keyring on the server can no longer be relied on; nothing was signed.")
VERIFY_SAYS_WHY = N_("`git pull` and `bwtb verify` say why.")
CHANGED_MEANWHILE = N_("it was changed while you were signing: look at it again")
DECIDED_MEANWHILE = N_("your party has decided on it meanwhile")
SERVER_REFUSED = N_("The server refused the sign-off; nothing was signed. It says:")
PUT_RIGHT_AND_SIGN = N_("Put right what it names and sign again.")
NOTHING_LEFT_TO_SIGN = N_("Nothing was signed; meanwhile nothing was left to sign:")
LOOK_AT_CHANGES = N_("Look at what changed with `git pull` and `bwtb status`, then sign again what should be.")

# Building a proposal.
REWOUND = N_("{code}: nothing was built. {message}")
FETCH_FIRST = N_("`git fetch` first; when the other parties have said why it is gone, `bwtb verify --allow-rewind`.")
NO_PIN = N_("UNTRUSTED_ROOT: no keyring is pinned, so nobody's approval can be relied on; nothing was built.")
GET_THE_FINGERPRINT = N_(
    "Get the fingerprint from the engineers who keep the keys, then type `bwtb keyring trust sha256:…` with it; in CI set"
    " BWTB_TRUST_ROOT."
)
NOT_A_PROPOSAL_YEAR = N_("“{year}” is not a year that proposals are made for.")
READING_REQUESTS = N_("Reading the requests")
NO_REQUESTS = N_("There are no requests for {year} in commit {commit}.")
NAME_THE_YEAR = N_("Name the year the proposal is for: bwtb build-proposal YEAR")
NAME_ANOTHER_OUTPUT = N_("Name another folder after -o.")

# Comparing a folder with the proposal built again.
NAME_PROPOSAL_FOLDER = N_("Name the folder that `bwtb build-proposal` wrote.")
NO_LIST_OF_FILES = N_("{path} is no list of a proposal's files.")
FILE_MISSING = N_("{name} is not there")
FILE_DIFFERS = N_("{name} is not what the commit gives")
OTHER_VERSION_OF_TOOL = N_("it was built with bwtb {old}, and again with {new}: that alone can make a difference")
OTHER_FONTS = N_("a PDF is the same only with the same fonts")

# Freezing a proposal.
KEY_OF_THE_CENTRE = N_("A proposal is frozen with a key of the centre's in use: --key FILE.")
NOTHING_APPROVED = N_("No request for {year} is approved by all, so there is nothing to freeze.")
STATUS_SAYS_WHAT = N_("`bwtb status --year {year}` says what is missing.")
FROZEN_ALREADY = N_("The proposal for {year} is frozen already, as version {number}, exactly as it stands.")
WRITE_AGAIN = N_("`bwtb build-proposal {year}` writes its documents again.")
HIGHER_VERSION = N_("Version {number} of {year} is frozen, so that version {own} would not count.")
WITHDRAW_HIGHER = N_("If it is none of yours, withdraw it first: `bwtb sign proposal:{id} --party centre --withdraw`.")
IN_THE_WAY = N_("{place} stands where the list belongs, {path}.")
TAKE_AWAY = N_("Take it away and commit: `git rm -r {place}`.")
DOES_NOT_HOLD = N_("The proposal does not hold when read back: {reason}. Nothing was frozen.")
VERIFY_REGISTRY = N_("`bwtb verify` shows what is wrong with the registry.")

# Hooks.
SERVER_HAS_WORK_TREE = N_("{path} has a work tree; a server's repository is bare.")
CLONE_BARE = N_("Make one with `git clone --bare`, or install the client's hook with --client.")
HOOKS_ELSEWHERE = N_("Git takes this repository's hooks from {path} (core.hooksPath).")
UNSET_HOOKS_PATH = N_("Remove that setting with `git config --{scope} --unset core.hooksPath`, and try again.")
UNSET_HOOKS_VARIABLE = N_(
    "It is set for this command alone: start it without `git -c core.hooksPath=…` and without GIT_CONFIG_… variables."
)
FOREIGN_HOOK = N_("Another hook stands in {path}.")
CALL_OR_REPLACE = N_("Call ours from it ({command}), or put ours in its place with --replace.")
NO_FINGERPRINT = N_("{path} does not hold a keyring's fingerprint.")
SET_SERVER_PIN = N_(
    "The engineers who keep the server set it with `bwtb hook install --server REPO --trust-root sha256:…`."
)

# What a server does not take from a push.
NOT_FROM_GIT = N_("This is not what git gives a pre-receive hook: {line}")
RUN_BY_GIT = N_("The hook is run by git on the server, when somebody pushes.")
NAME_AMBIGUOUS = N_("This name can be taken for {other}: git would show the one where the other is meant.")
PUSH_ANOTHER_NAME = N_("Push it under another name, like sent-2027.")
ONLY_BRANCHES_AND_TAGS = N_("Only branches and tags are taken, not {ref}.")
PUSH_TO_A_BRANCH = N_("Push to a branch: `git push origin HEAD:main`.")
BRANCH_DELETED = N_("The branch would be deleted, and with it what was signed on it.")
LEAVE_THE_BRANCH = N_("Leave it; the engineers who keep the server can remove it.")
PUSHED_FIRST = N_("Somebody else pushed to this branch first.")
PULL_AND_PUSH = N_("`git pull --no-rebase`, then push again.")
HISTORY_INCOMPLETE = N_("The history pushed is incomplete or damaged at {commit}.")
PUSH_COMPLETE_CLONE = N_("Push from a complete clone, made without --depth and --filter.")
HISTORY_REPLACED = N_("The push would replace the branch's history, and with it what was signed.")
NEVER_FORCE = N_("Never push with --force: `git pull --no-rebase`, then push again.")
LEAVE_COMMIT_OUT = N_("Leave this commit out of what you push. Sign-offs are made by `bwtb sign` and nothing else.")

OBJECT_TOO_LARGE = N_("{path} is larger, or holds more or deeper folders, than anything of a registry's.")
COMMIT_TOO_LARGE = N_("A commit's message is longer than any of a registry's.")
PUSH_WITHOUT_IT = N_(
    "Push without it: take it out of the commits that were never pushed (`git rebase -i`), and push again."
)
PUSH_TOO_LARGE = N_("The push brings more than {most} objects, or more than {megabytes} MB.")
PUSH_IN_PARTS = N_("Push in several parts: git push origin COMMIT:main, an older commit first.")

# Code → what the pusher has to do. The message itself says what is wrong.
REMEDIES = {
    "SIG_MISSING": N_(
        "Push the original sign-off commits: merge, never rebase or cherry-pick them; or leave this commit out and let"
        " that party sign again."
    ),
    "SIGNOFF_LOST": N_(
        "Push the sign-off commits themselves: merge with a merge commit, never by squashing; or remove this file and let"
        " that party sign again."
    ),
    **dict.fromkeys(
        ("KEYRING_ROLLBACK", "KEYRING_UNAPPROVED"),
        N_(
            "Put the files in catalog/keyring back as the server has them. A keyring changes only by its next version:"
            " `bwtb keyring add` or `retire`."
        ),
    ),
    "KEYRING_INVALID": N_("Write the next version with `bwtb keyring add` or `retire`, not by hand."),
    "KEY_REVOKED": N_("Take this file out. A key is revoked by `bwtb keyring revoke`, which makes a signed commit."),
    "FREEZE_MISMATCH": N_(
        "If you signed something while it was being frozen: `git branch kept` (so that nothing is lost), `git fetch`,"
        " `git reset --keep @{u}`, and sign again, on top of the freeze. If you froze it: the same, and then"
        " `bwtb build-proposal --freeze` again."
    ),
    "FREEZE_ALTERED": N_(
        "Put the list back, byte for byte. A correction is a new version: `bwtb build-proposal --freeze`."
    ),
    "UNTRUSTED_ROOT": N_(
        "Push the registry whose keyring this server trusts; or ask the engineers who keep the server whether its pin is"
        " right."
    ),
}

# The demonstration: where it is played.
REMOVE_EARLIER_PLAY = N_("Name another folder after -o, or remove this one first: rm -r {path}")
ANOTHER_SAMPLE = N_("The sample {id} is not the one the demonstration was written for.")
SAMPLE_MISSING = N_("The sample request {path} is missing.")

# The demonstration: what is told between the commands, chapter by chapter.
CHAPTER_REGISTRY = N_("1. The centre lays the registry: catalog, schemas, settings, in git")
CHAPTER_KEYS = N_("2. Each of the three parties makes a key; the keyring says who signs for whom")
TELL_PRIVATE_KEYS = N_("In earnest every private key stays with its owner; only the .pub files are handed over.")
TELL_FINGERPRINT = N_(
    "Everyone who verifies gets this fingerprint by another way than the registry itself, and pins it:"
)
CHAPTER_APPLICATIONS = N_("3. Departments, towns and subdistricts hand in their applications")
TELL_DRAFT = N_("One of them starts from a draft (at a terminal, `bwtb new` asks for what is missing):")
TELL_FILLED_IN = N_("The others have filled theirs in, and their leaders have endorsed them on the stamped form:")
TELL_CHECKED = N_(
    "Everything is checked, from the form's fields to the articles of the regulation; drafts may be incomplete:"
)
CHAPTER_REVIEW = N_("4. The three review jointly: each signs once for the whole meeting, with its own key")
TELL_SENT_BACK = N_("The big data centre sends one back, and leaves two open that it still has to look into:")
CHAPTER_EDIT = N_("5. Somebody edits an approved application: every approval of it turns stale")
TELL_LEFT_OUT = N_("It is left out of the proposal, with the reason. The three look at the change and sign it again:")
CHAPTER_PROPOSAL = N_("6. Everything is judged once more, and the proposal is built from what all three approved")
TELL_FACTS = N_("The keeper commits the facts of the covering letter, of which a draft has been left:")
CHAPTER_SUBMISSION = N_(
    "7. The centre hands the proposal in: from now on exactly this set stands (in a copy of the registry)"
)
TELL_CORRECTED = N_(
    "The big data centre has looked into the two that it had left open. The corrected version names the difference:"
)

# Repairing files.
CHANGED_UNDER_THE_REPAIR = N_("{path} was changed by somebody else just now; it was not repaired.")
RUN_THE_COMMAND_AGAIN = N_("Run the command again.")

"""What the program says of repositories, servers and checkouts."""

from __future__ import annotations

from bwtb.base.messages import N_

# Programs.
INSTALL_GIT = N_("Install git 2.34 or newer and try again.")
INSTALL_SSH = N_("Install OpenSSH's client and try again.")
NOT_INSTALLED = N_("{program} is not installed.")

# The repository, and git's own refusals.
GIT_FAILED = N_("git could not do “{command}”: {said}")
LOOK_AT_REPOSITORY = N_("Look at the repository with `git status` and `git fsck`.")
NO_REPOSITORY = N_("{path} is not the top of a git repository.")
MAKE_REPOSITORY = N_("Sign-offs are commits: run `git init` in the registry's folder and commit its files first.")
NO_SUCH_COMMIT = N_("“{revision}” names no commit of this repository.")
NAME_A_COMMIT = N_("Commit the registry's files first, or name an existing branch, tag or commit.")
NO_IDENTITY = N_("Git does not know yet who you are, and every commit names its author.")
SET_IDENTITY = N_('Run `git config --global user.name "…"` and `git config --global user.email "…"`, then try again.')

# The server.
NO_SERVER = N_("No server is set up for this registry, so there is nowhere to push to.")
ADD_SERVER = N_("Add it with `git remote add origin ADDRESS`, or sign without --push.")
SERVER_UNREACHABLE = N_("The server cannot be reached: {said}")
CHECK_ACCESS = N_("Check the network and your access with `git fetch {remote}`, then try again.")

# What keeps a checkout from being brought forward: each is part of a sentence.
MERGE_UNDER_WAY = N_("a merge, rebase or the like is under way")
NOTHING_CHECKED_OUT = N_("nothing is checked out")
GIT_AT_WORK = N_("another git command is at work here")
NO_ORDINARY_FILE = N_("{path} is no ordinary file")
IS_STAGED = N_("{path} is staged")
FOLDER_TAKEN = N_("something stands where the folder of {path} belongs")
STANDS_ALREADY = N_("{path} stands there already")
CANNOT_BE_WRITTEN = N_("{path} cannot be written: {reason}")
NOT_COMMITTED = N_("{path} was edited and not committed")

# Commits on the branch that is checked out.
NOTHING_SIGNED = N_("Nothing was signed: {reason}.")
SIGN_LATER = N_(
    "Try again when it has ended. If a git or bwtb command was killed here, remove .git/index.lock; `bwtb "
    "status` then says what else is to be put right."
)
SIGNED_NOT_WRITTEN = N_("It is signed, in commit {commit}; but its files could not be put into the folder: {reason}")
RESTORE_FILES = N_("Do not sign again. Clear what is in the way, then: git restore --staged --worktree {paths}")
NOTHING_WRITTEN = N_("Nothing was written: {reason}.")
BRANCH_ELSEWHERE = N_("Another command has moved the branch {branch} meanwhile, so nothing was done.")
RUN_AGAIN = N_("Run the same command again: it begins with what is there now.")
NO_BRANCH = N_("No branch is checked out in {path}.")
SWITCH_BRANCH = N_("Switch to the branch that the registry is to be on: `git switch main`.")
NOTHING_COMMITTED = N_("Nothing can be committed in {path}: {reason}.")
COMMIT_LATER = N_(
    "Finish or abort what is under way there (`git status` names it), then try again. After a git command was "
    "killed, remove .git/index.lock first."
)

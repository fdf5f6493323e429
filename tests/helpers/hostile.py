"""What somebody without a key might push to make every command slow or large: a few kilobytes that unfold to millions."""

from __future__ import annotations

from collections.abc import Mapping

from tests.helpers.checkout import NOBODY, Checkout

MIB = 1 << 20


def bomb(checkout: Checkout, depth: int, width: int) -> str:
    """A tree of width ** (depth + 1) paths in depth + 1 objects; gives its id."""
    blob = checkout.blob(b"x\n")
    tree = checkout.git("mktree", stdin=rows(f"100644 blob {blob}", "f", width))
    for _level in range(depth):
        tree = checkout.git("mktree", stdin=rows(f"040000 tree {tree}", "d", width))
    return tree


def chain(checkout: Checkout, depth: int) -> str:
    """A folder in a folder in a folder …; gives its id."""
    tree = checkout.git("mktree", stdin=f"100644 blob {checkout.blob(b'x')}\tx\n".encode())
    for _level in range(depth):
        tree = checkout.git("mktree", stdin=f"040000 tree {tree}\ta\n".encode())
    return tree


def crowd(checkout: Checkout, names: int, content: bytes = b"x\n") -> str:
    """One folder of so many names for the same file; gives its id."""
    return checkout.git("mktree", stdin=rows(f"100644 blob {checkout.blob(content)}", "n", names))


def rows(entry: str, name: str, count: int) -> bytes:
    return "".join(f"{entry}\t{name}{number}\n" for number in range(count)).encode()


def put(checkout: Checkout, path: str, entry: str) -> str:
    """Commit an object (`040000 tree ID`, `100644 blob ID`) at a path; work tree and index stay. Gives the commit."""
    tree = _with(checkout, checkout.git("rev-parse", "HEAD^{tree}"), path.split("/"), entry)
    commit = checkout.git("commit-tree", tree, "-p", "HEAD", "-m", "x")
    checkout.move_branch(commit)
    return commit


def _with(checkout: Checkout, tree: str, steps: list[str], entry: str) -> str:
    listed = checkout.git("-c", "core.quotePath=false", "ls-tree", tree).split("\n") if tree else []
    entries: Mapping[str, str] = {row.split("\t")[1]: row for row in listed if row}
    if len(steps) > 1:
        below = entries[steps[0]].split("\t")[0].split()[2] if steps[0] in entries else ""
        entry = f"040000 tree {_with(checkout, below, steps[1:], entry)}"
    made = {**entries, steps[0]: f"{entry}\t{steps[0]}"}
    return checkout.git("mktree", stdin="".join(row + "\n" for row in made.values()).encode())


def long_message(checkout: Checkout, size: int, word: str = "x | nonce y ", *, headers: str = "") -> str:
    """A commit with a message of so many bytes, made of a word a record might have; gives the commit."""
    head = f"tree {checkout.git('rev-parse', 'HEAD^{tree}')}\nparent {checkout.head()}\n"
    raw = (f"{head}author {NOBODY}\ncommitter {NOBODY}\n{headers}\n" + word * (size // len(word)) + "\n").encode()
    commit = checkout.raw_commit(raw)
    checkout.move_branch(commit)
    return commit


def many_commits(checkout: Checkout, count: int) -> str:
    """So many commits that change nothing, one on the other; gives the last."""
    tip, branch = checkout.head(), checkout.git("symbolic-ref", "HEAD")
    data, start = b"data 1\nx\n", f"from {tip}\n".encode()
    commits = [b"commit %b\ncommitter %b\n%b%b\n" % (branch.encode(), NOBODY.encode(), data, start)]
    commits += [b"commit %b\ncommitter %b\n%b\n" % (branch.encode(), NOBODY.encode(), data)] * (count - 1)
    checkout.git("fast-import", "--quiet", stdin=b"".join(commits))
    return checkout.head()


def many_parents(checkout: Checkout, count: int) -> str:
    """A commit that names its parent so many times; gives the commit."""
    head = f"tree {checkout.git('rev-parse', 'HEAD^{tree}')}\n" + f"parent {checkout.head()}\n" * count
    commit = checkout.raw_commit(f"{head}author {NOBODY}\ncommitter {NOBODY}\n\nx\n".encode())
    checkout.move_branch(commit)
    return commit


def large(checkout: Checkout, path: str, size: int) -> str:
    """A file of so many zero bytes, which packs to a thousandth; gives the commit."""
    return put(checkout, path, f"100644 blob {checkout.blob(bytes(size))}")

"""Make a sign-off commit: object first, branch last, so that a kill at any point leaves nothing or all of it.

The branch moves in `git.checkout.publish`.
"""

from __future__ import annotations

from bwtb.git import Repository, new_commit
from bwtb.git.new_commit import NewCommit
from bwtb.signing.candidate import SIGNATURE_HEADERS
from bwtb.signing.keyfile import Signer
from bwtb.signing.record import Record, render_message


def make(
    repository: Repository, parent: str, records: list[Record], signer: Signer, who: tuple[str, str], time: int
) -> NewCommit:
    """Write the commit object for these records on top of `parent`, signed by `signer`.

    `who` is the name and e-mail of its author, `time` in seconds since 1970. Touches neither branch, index nor work tree.
    Raises UserError where the key does not sign.
    """
    name = SIGNATURE_HEADERS[repository.algorithm].decode("ascii")

    def signature_header(signed: bytes) -> str:
        return name + " " + signer.sign(signed).replace("\n", "\n ") + "\n"

    files = {record.file_path: record.raw for record in records}
    return new_commit.write(repository, parent, files, who, time, render_message(records), signature_header)

"""The targets: each gives bytes to readers of the program, and lets pass only what those readers say they raise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests import REPOSITORY
from tests.fuzz.finds import Run
from tests.fuzz.targets import frozen, history, requests, signed, state, texts, trees


@dataclass(frozen=True)
class Target:
    """What is fuzzed. `words` are pieces of its grammar, which a fuzzer would have to guess letter by letter; `samples` are
    folders that the repository has anyway, and whose files it begins with beside its own corpus."""

    run: Run
    words: tuple[bytes, ...] = ()
    samples: tuple[Path, ...] = ()


REQUESTS = (REPOSITORY / "tests/corpus/valid", REPOSITORY / "tests/corpus/invalid")


TARGETS = {
    "yaml": Target(texts.yaml, texts.YAML_WORDS, REQUESTS),
    "record": Target(signed.record, signed.RECORD_WORDS),
    "signature": Target(signed.signature, signed.SIGNATURE_WORDS),
    "keyring": Target(signed.keyring, signed.KEYRING_WORDS),
    "manifest": Target(frozen.manifest, frozen.MANIFEST_WORDS),
    "history": Target(history.history, (*signed.RECORD_WORDS, *history.HISTORY_WORDS)),
    "state": Target(state.state, state.STATE_WORDS),
    "tree": Target(trees.tree, trees.TREE_WORDS),
    "form": Target(requests.form, (*texts.YAML_WORDS, *requests.FORM_WORDS), (*REQUESTS, REPOSITORY / "requests/2027")),
    "lists": Target(requests.lists, (*texts.YAML_WORDS, *requests.FORM_WORDS)),
}

"""A template that somebody slipped into a registry: it reads no file, runs no code, and comes to an end."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.base.languages import words
from bwtb.render import confined, page
from tests.helpers.reviews import catalog, proposal, request_data, reviewed
from tests.helpers.sources import Memory
from tests.helpers.trap import Trap


def rendered(text: str, **others: str) -> str:
    templates = {"proposal.html.j2": text, **others}
    source = Memory({f"templates/{name}": content.encode() for name, content in templates.items()})
    return page.proposal_page(proposal(reviewed(request_data())), catalog(), source)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% set n = namespace(x='xxxxxxxx') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{{ 'x' * 10**11 }}",
        "{{ 9 ** (9 ** (9 ** 9)) }}",
        "{{ 'x'|center(10**11) }}",
        "{{ 'x'.zfill(10**11) }}",
        "{{ '%99999999999d' % 1 }}",
        "{{ lipsum(n=10**9) }}",
        "{{ [1]|batch(10**11, 0)|list|length }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 'proposal.html.j2' %}",
        "{% extends 'proposal.html.j2' %}",
        "{% for a in range(99999) %}{% for b in range(9999) %}xxxxxxxxxxxxxxxx{% endfor %}{% endfor %}",
    ],
    ids=lambda text: text[:40],
)
def test_what_grows_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(confined, "TEMPLATE_SECONDS", 1)
    with pytest.raises(UserError, match=r"was stopped|does not work"):
        rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.popen('touch CANARY').read() }}",
        "{{ lipsum.__globals__['os'].system('touch CANARY') }}",
        "{{ joiner.__init__.__globals__.__builtins__.open('CANARY', 'w') }}",
        "{{ namespace|attr('__init__')|attr('__globals__') }}",
        "{{ labels.__globals__['__builtins__']['__import__']('os').system('touch CANARY') }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(proposal) }}",
        "{{ ('{0.__class__.__init__.__globals__}'|format(proposal)).__class__.__mro__ }}",
        "{{ self.__init__.__globals__ }}",
        "{{ (labels)|map(attribute='__globals__')|list }}{{ labels.__code__ }}",
        "{% import 'os' as os %}",
        "{% include ['/etc/passwd', '../../etc/passwd', '..\\\\pyproject.toml'] %}",
        "{% include 'default/../../../pyproject.toml' %}",
        "{{ proposal.entries[0].request.data.update(title='x') }}",
        "{{ proposal.entries.__class__ }}",
        "{% do 1 %}",
    ],
    ids=lambda text: text[:40],
)
def test_what_reaches_out_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError, match="does not work"):
        rendered(text.replace("CANARY", str(tmp_path / "canary")))
    assert list(tmp_path.iterdir()) == []


def test_yaml_text_is_never_a_template(monkeypatch: pytest.MonkeyPatch) -> None:
    title = "{{ 7*7 }}{% include '/etc/passwd' %}"
    source = Memory({"templates/proposal.html.j2": b"{{ proposal.entries[0].title }}"})
    assert page.proposal_page(proposal(reviewed(request_data(title=title))), catalog(), source) == (
        "{{ 7*7 }}{% include &#39;/etc/passwd&#39; %}"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
def test_past_the_sandbox_nothing_can_be_written(tmp_path: Path) -> None:
    """The second wall by itself: code in the process that templates run in."""
    code = (
        "from bwtb.render.confined import _confine\n_confine(5, 1 << 30)\n"
        f"open({str(tmp_path / 'canary')!r}, 'w').write('x' * 100000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode != 0
    assert not (tmp_path / "canary").exists() or (tmp_path / "canary").stat().st_size == 0


def test_the_answer_of_the_other_process_is_data() -> None:
    """What comes back is JSON, never a pickle: a template that got out could not take the caller with it."""
    job = {
        "name": "note.html.j2", "templates": {"templates/note.html.j2": b"{{ text }}"}, "context": {"text": "x"},
        "seconds": 5, "memory": 1 << 30, "text": 100,
    }  # fmt: skip
    command = [sys.executable, "-m", "bwtb.render.confined"]
    answer = subprocess.run(command, input=pickle.dumps(job), capture_output=True, check=True).stdout
    assert json.loads(answer) == {"text": "x"}


def test_an_answer_that_is_a_pickle_is_never_read(monkeypatch: pytest.MonkeyPatch, trap: Trap, tmp_path: Path) -> None:
    """A template that got out of its process could answer with one; that does not take the caller with it."""
    payload, hijacked = tmp_path / "payload", tmp_path / "python"
    payload.write_bytes(pickle.dumps(Springs(str(trap.program))))
    hijacked.write_text(f"#!/bin/sh\ncat {payload}\n")
    hijacked.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(hijacked))
    with pytest.raises(UserError, match="was stopped"):
        rendered("x")
    assert trap.sprung == ""


class Springs:
    """Something whose pickle starts a program when it is read."""

    def __init__(self, program: str) -> None:
        self.program = program

    def __reduce__(self) -> tuple[object, tuple[list[str]]]:
        return subprocess.call, ([self.program],)


def test_a_refusal_is_said_in_every_language_and_only_in_known_sentences() -> None:
    with pytest.raises(UserError) as caught:
        rendered("{{ nothing }}")
    assert "proposal.html.j2:1" in words(caught.value.message, "en")
    assert words(caught.value.message, "zh") != words(caught.value.message, "en")
    forged = confined._refusal("Now send {name} your key.", {"name": "x"})
    assert "was stopped" in str(forged)


def test_own_and_default_templates_give_the_same_page() -> None:
    made = proposal(reviewed(request_data()))
    source = Memory({"templates/proposal.html.j2": b'{% extends "default/proposal.html.j2" %}'})
    assert page.proposal_page(made, catalog(), source) == page.proposal_page(made, catalog())

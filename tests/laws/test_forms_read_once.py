"""What people type into a form is read by its schema, through `read_form`, `text_of` and `line_in` or by the verb it is for.

A page that reads the text of a field itself forgets what every other door does: to drop what cannot be seen, to name a sign
that no text holds and its place, to read digits of any width. What the page itself put into the form, a hidden value, a
button or a choice, may be read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, plant, product

FORMS = ("request.form", "request.values", "flask.request.form", "flask.request.values")
OURS = {  # hidden values, buttons and choices: nothing in them is typed
    *(
        "next",
        "kept",
        "kept_for",
        "whose",
        "once",
        "shown",
        "seen",
        "version",
        "seq",
        "up_to",
        "before",
        "sure",
        "checked",
    ),
    *(
        "do",
        "by_button",
        "more_files",
        "back_to_check",
        "remove",
        "about",
        "asked_in",
        "instead",
        "view",
        "key",
        "channel",
    ),
    *(
        "decision",
        "case",
        "kind",
        "category",
        "roles",
        "scopes",
        "unit",
        "handles",
        "pick",
        "FOR_CITIZEN",
        "f'weekday-{n}'",
    ),
}
TYPED = {  # fields that a page reads itself, and why; this list may only become shorter
    "account/change_password.py": {"password", "password_again", "password_now"},  # exactly as typed
    "account/own_second_step.py": {"code", "password_now"},  # the same; the code by digits_of
    "account/resume_form.py": {"*"},  # carries the form of before, whatever was in it
    "account/sign_in.py": {"username", "password", "code"},  # account_of and digits_of
    "admin/calendar.py": {
        *("day", "until", "more", "year", "from", "spans"),  # dates and hours, by schemas.dates
        *("name", "source", "text"),  # reasons by editing.faults_of_reason; a file pasted
    },
    "admin/changes.py": {"*"},  # carries it along to the question
    "admin/ledger.py": {"name"},  # hidden numbers
    "admin/notices.py": {"number"},  # hidden
    "admin/officers.py": {"email"},  # mail_of
    "admin/reviews.py": {"number"},  # hidden
    "admin/rosters.py": {"on_date", "officer"},  # day_in and account_of
    "admin/rulebook.py": {"text"},  # a file pasted
    "admin/units.py": {
        "name",
        "short_names.FIELD",
    },  # whether anything was typed; read by the verb of short_names
    "citizen/complain.py": {"more"},  # a button
    "citizen/complain_steps.py": {"name"},  # kept while it is still wrong; the schema reads it
    "citizen/copy.py": {"second_fact"},  # guessing.require_fact
    "citizen/front.py": {"tracking_number"},  # digits_of
    "citizen/look_up.py": {"tracking_number"},  # digits_of
    "citizen/status.py": {
        "tracking_number",
        "query_code",
        "second_fact",
        "name",
    },  # digits_of, code_of; what is empty
    "citizen/typed_words.py": {"name"},  # given to the schema
    "desk/asked_of_others.py": {"kind.field"},  # given to the schema of the move
    "desk/documents.py": {"text"},  # shown again
    "desk/files.py": {"note"},  # shown again
    "desk/half_written.py": {"*"},  # kept while it is still wrong
    "desk/proposal.py": {"subject", "narrative"},  # looked through for key words
    "desk/search.py": {"name", "title"},  # looked for, and shown again as typed
    "errors/error_pages.py": {"name"},  # carried along
    "evaluator/home.py": {"note"},  # shown again
    "page/display_settings.py": {"name"},  # choices
    "supervision/act.py": {"field"},  # ticked boxes
    "supervision/bulletins.py": {"period", "field"},  # read_period; shown again
    "supervision/retention.py": {"name"},  # given to retention.hold, which has the schema
}


def fields_read(root: Path) -> Iterator[tuple[str, str]]:
    """File and field of each reading; `*` for one that reads all."""
    for source in product(root):
        if not source.name.startswith("complaints/web/"):
            continue
        for node in ast.walk(source.tree):
            field = _field_of(node)
            if field is not None and field not in OURS:
                yield source.name.removeprefix("complaints/web/"), field


def _field_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_form(node.func.value):
        return _named(node.args[0]) if node.args else "*"
    if isinstance(node, ast.Subscript) and _is_form(node.value):
        return _named(node.slice)
    return None


def _is_form(node: ast.AST) -> bool:
    return ast.unparse(node) in FORMS


def _named(node: ast.AST) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ast.unparse(node)


def test_pages_read_what_is_typed_by_its_schema() -> None:
    found: dict[str, set[str]] = {}
    for name, field in fields_read(ROOT):
        found.setdefault(name, set()).add(field)

    assert found == TYPED


@pytest.mark.parametrize(
    "line",
    [
        'note = request.form.get("note", "").strip()',
        'note = request.form["note"]',
        "x = request.values.get('note')",
        'note = flask.request.form["note"]',
    ],
)
def test_reader_of_its_own_is_seen(tmp_path: Path, line: str) -> None:
    root = plant(tmp_path, complaints__web__x=line)

    assert list(fields_read(root)) == [("x.py", "note")]


def test_hidden_value_may_be_read(tmp_path: Path) -> None:
    assert list(fields_read(plant(tmp_path, complaints__web__x='x = request.form.get("version")'))) == []

"""A file imports at most twenty names, so that a reader can hold them: three verbs of one module are read as `module.verb`."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.laws.tree import ROOT, Source, plant, product

MOST = 20
# Files above the limit, each with what it may hold (its count, or the five above it): no number may grow, no file be added.
LEFT = {
    "complaints/access/search_index.py": 40,
    "complaints/casework/attachments.py": 40,
    "complaints/casework/batch_handover.py": 30,
    "complaints/casework/checksum_verification.py": 30,
    "complaints/casework/citizen_view.py": 40,
    "complaints/casework/closures.py": 30,
    "complaints/casework/complaint_file.py": 30,
    "complaints/casework/deliveries.py": 30,
    "complaints/casework/documents/case_file.py": 35,
    "complaints/casework/effects/corrections.py": 50,
    "complaints/casework/effects/joined_promises.py": 30,
    "complaints/casework/effects/registry.py": 40,
    "complaints/casework/effects/respondents.py": 35,
    "complaints/casework/effects/returning.py": 30,
    "complaints/casework/effects/separation.py": 30,
    "complaints/casework/erasing.py": 45,
    "complaints/casework/index_move.py": 40,
    "complaints/casework/joined_citizens.py": 30,
    "complaints/casework/joining.py": 30,
    "complaints/casework/key_rotation.py": 40,
    "complaints/casework/ledger.py": 30,
    "complaints/casework/moves.py": 60,
    "complaints/casework/references.py": 35,
    "complaints/casework/relief.py": 30,
    "complaints/casework/retention.py": 35,
    "complaints/casework/rounds.py": 30,
    "complaints/casework/seals.py": 35,
    "complaints/casework/uploads.py": 25,
    "complaints/casework/written_facts.py": 30,
    "complaints/cli/calendar.py": 38,
    "complaints/cli/complaints.py": 25,
    "complaints/cli/demo.py": 32,
    "complaints/cli/jobs.py": 24,
    "complaints/cli/replay.py": 24,
    "complaints/cli/schedule.py": 35,
    "complaints/commitments/calendar/editing.py": 35,
    "complaints/commitments/calendar/year_file.py": 25,
    "complaints/commitments/deadlines.py": 40,
    "complaints/commitments/explanation.py": 35,
    "complaints/escalation/climb.py": 22,
    "complaints/escalation/supervisor_acts.py": 22,
    "complaints/infrastructure/encryption.py": 24,
    "complaints/intake/intake.py": 42,
    "complaints/intake/previous_complaints.py": 22,
    "complaints/models/__init__.py": 70,
    "complaints/models/checksums.py": 35,
    "complaints/models/complaint.py": 35,
    "complaints/models/deadline.py": 30,
    "complaints/models/facts.py": 50,
    "complaints/notifications/notices.py": 22,
    "complaints/organisation/catalogue.py": 30,
    "complaints/organisation/closing_checks.py": 25,
    "complaints/organisation/confirmations.py": 25,
    "complaints/organisation/conflicts.py": 35,
    "complaints/organisation/interest.py": 30,
    "complaints/organisation/name_matching.py": 30,
    "complaints/organisation/officers.py": 35,
    "complaints/organisation/post_holders.py": 30,
    "complaints/organisation/seed.py": 30,
    "complaints/organisation/single_sign_on.py": 30,
    "complaints/queries/board/rows.py": 25,
    "complaints/queries/board/section_queries.py": 30,
    "complaints/queries/board/sections.py": 30,
    "complaints/queries/bulletins.py": 30,
    "complaints/queries/call_backs.py": 30,
    "complaints/queries/evaluation_results.py": 35,
    "complaints/queries/evaluations.py": 35,
    "complaints/queries/exports.py": 30,
    "complaints/queries/queues.py": 35,
    "complaints/queries/search.py": 35,
    "complaints/queries/statistics/counters.py": 30,
    "complaints/queries/statistics/due_calendar.py": 25,
    "complaints/queries/statistics/indicators.py": 35,
    "complaints/queries/statistics/precompute.py": 25,
    "complaints/queries/statistics/trends.py": 30,
    "complaints/queries/statistics/workload.py": 25,
    "complaints/queries/worklists.py": 35,
    "complaints/rulebooks/limits_editor.py": 30,
    "complaints/rulebooks/store.py": 30,
    "complaints/simulation/actions.py": 26,
    "complaints/simulation/city.py": 23,
    "complaints/simulation/demo/populate.py": 29,
    "complaints/simulation/rehearsal.py": 33,
    "complaints/simulation/replay/playing.py": 26,
    "complaints/simulation/replay/running.py": 23,
    "complaints/web/account/change_password.py": 26,
    "complaints/web/account/sign_in.py": 36,
    "complaints/web/admin/calendar.py": 33,
    "complaints/web/admin/rulebook.py": 27,
    "complaints/web/api/__init__.py": 23,
    "complaints/web/api/citizens.py": 30,
    "complaints/web/api/complaint_json.py": 39,
    "complaints/web/api/complaints.py": 34,
    "complaints/web/api/escalations.py": 29,
    "complaints/web/api/hand_over.py": 30,
    "complaints/web/api/moves.py": 21,
    "complaints/web/api/session.py": 31,
    "complaints/web/api/statistics.py": 29,
    "complaints/web/api/uploads.py": 33,
    "complaints/web/auditor/home.py": 30,
    "complaints/web/citizen/complain.py": 37,
    "complaints/web/citizen/status.py": 52,
    "complaints/web/citizen/status_view.py": 25,
    "complaints/web/desk/asked_of_others.py": 35,
    "complaints/web/desk/complaint.py": 65,
    "complaints/web/desk/documents.py": 50,
    "complaints/web/desk/export.py": 30,
    "complaints/web/desk/files.py": 50,
    "complaints/web/desk/half_written.py": 35,
    "complaints/web/desk/hand_over.py": 25,
    "complaints/web/desk/hand_over_sheet.py": 30,
    "complaints/web/desk/history.py": 30,
    "complaints/web/desk/home.py": 40,
    "complaints/web/desk/leave.py": 35,
    "complaints/web/desk/move.py": 75,
    "complaints/web/desk/new.py": 50,
    "complaints/web/desk/reveal.py": 25,
    "complaints/web/desk/review.py": 25,
    "complaints/web/desk/search.py": 40,
    "complaints/web/desk/take_over.py": 30,
    "complaints/web/desk/ways.py": 30,
    "complaints/web/errors/problems.py": 29,
    "complaints/web/evaluator/home.py": 30,
    "complaints/web/forms/complaint_fields.py": 29,
    "complaints/web/forms/duty_rows.py": 25,
    "complaints/web/forms/move_form.py": 33,
    "complaints/web/page/template_globals.py": 36,
    "complaints/web/site.py": 75,
    "complaints/web/supervision/absence.py": 35,
    "complaints/web/supervision/act.py": 55,
    "complaints/web/supervision/bulletins.py": 40,
    "complaints/web/supervision/call_backs.py": 30,
    "complaints/web/supervision/catalogue.py": 45,
    "complaints/web/supervision/chosen.py": 30,
    "complaints/web/supervision/evaluations.py": 25,
    "complaints/web/supervision/figures.py": 35,
    "complaints/web/supervision/hand_over.py": 40,
    "complaints/web/supervision/home.py": 45,
    "complaints/web/supervision/phrases.py": 30,
}


def crowded_files(root: Path) -> dict[str, int]:
    counts = {
        source.name: imported(source) for source in product(root) if source.name.startswith("complaints/")
    }
    return {name: count for name, count in counts.items() if count > MOST}


def imported(source: Source) -> int:
    return sum(
        len(node.names)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and node.module != "__future__")
    )


def grown(counts: dict[str, int], left: dict[str, int]) -> list[str]:
    return [
        f"{name} imports {count} names, at most {left.get(name, MOST)}"
        for name, count in counts.items()
        if count > left.get(name, MOST)
    ]


def test_files_import_few_names() -> None:
    assert grown(crowded_files(ROOT), LEFT) == []


def test_list_of_crowded_files_only_shrinks() -> None:
    assert sorted(set(LEFT) - set(crowded_files(ROOT))) == [], "at most twenty now: take it off the list"


def test_crowded_file_is_seen(tmp_path: Path) -> None:
    names = ", ".join(f"name_{n}" for n in range(MOST))
    fine = f"from __future__ import annotations\nfrom x import {names}\n"
    inside = f"{fine}def verb():\n    import another\n"
    tree = plant(tmp_path, complaints__fine=fine, complaints__full=inside, tests__full=inside)

    found = crowded_files(tree)

    assert found == {"complaints/full.py": 21}
    assert grown(found, {}) == ["complaints/full.py imports 21 names, at most 20"]


def test_crowded_file_on_the_list_may_not_grow() -> None:
    assert grown({"a.py": 30}, {"a.py": 30}) == []
    assert grown({"a.py": 31}, {"a.py": 30}) == ["a.py imports 31 names, at most 30"]

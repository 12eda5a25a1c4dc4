"""Why an officer cannot leave a post yet: work in their hands, or a post on which a promise rests and nobody else holds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.errors import WorkError
from complaints.models import Officer, OfficerRole
from complaints.organisation import closing_checks
from workflows.language import Text

# Without them an escalation ends with an administrator, who may not read it; a restricted complaint is nobody's to see;
# what came back twice is stuck; and nobody can put it right.
MUST_BE_HELD = {
    "last_resort": Text("最后责任人", "last resort"),
    "discipline": Text("纪检人员", "discipline officer"),
    "supervisor": Text("督办人员", "supervisor"),
    "admin": Text("管理员", "administrator"),
}


def refuse_while_they_hold(officer: Officer) -> None:
    """Complaints, or reviews that wait for them. Raises WorkError."""
    held = closing_checks.of_officer(officer.id)
    if held.any:
        raise WorkError(
            Text(
                f"此人手上还有 {held.any} 件未办完的投诉（首问 {held.first_responder} 件，当前负责 {held.answerable} 件，"
                f"承办 {held.handler} 件），请先办理首问交接或改派。",
                f"{held.any} open complaints are in their hands (first responder of {held.first_responder}, answerable for "
                f"{held.answerable}, handler of {held.handler}); hand them over first.",
            )
        )
    if held.reviews:
        raise WorkError(
            Text(
                f"还有 {held.reviews} 项升级等待此人处理，请先由本人或督办人员处理。",
                f"{held.reviews} escalations wait for their review; they, or a supervisor, must review them first.",
            )
        )


def refuse_the_last(officer: Officer, roles: Iterable[str]) -> None:
    """Raises WorkError where one of the roles must be held and nobody else who is active holds it."""
    for role in sorted(set(roles) & MUST_BE_HELD.keys()):
        if not _held_by_others(role, officer):
            name = MUST_BE_HELD[role]
            raise WorkError(
                Text(
                    f"这是最后一名{name.zh}，不能停用或改为其他角色。",
                    f"This is the last {name.en}; there must be one.",
                )
            )


def _held_by_others(role: str, officer: Officer) -> bool:
    """All who hold it are locked, in one order: of two changes at once, the second sees what the first has left."""
    query = select(OfficerRole.officer_id).join(Officer, Officer.id == OfficerRole.officer_id)
    query = query.filter(OfficerRole.role == role, Officer.active).order_by(OfficerRole.officer_id)
    return bool(set(db.session.scalars(query.with_for_update())) - {officer.id})

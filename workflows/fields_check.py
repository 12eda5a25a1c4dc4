"""Faults of the fields that a rulebook declares for its moves, each with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from workflows.language import Move, Party, Text
from workflows.move_fields import LONGEST, SHARED, FieldKind, MoveField
from workflows.rulebook import Rulebook

PAGES = (
    "documents",
    "files",
    "keep",
    "ways",
    "reveal",
    "review",
)  # pages of a complaint, at the addresses where the forms of moves stand
ANSWERED_IN_CODES = (FieldKind.CHOICE, FieldKind.YES_NO)
OUTSIDERS = {Party.CITIZEN, Party.SYSTEM}


def faults_of_fields(book: Rulebook, forms: Mapping[str, Collection[str]]) -> Iterator[Text]:
    """`forms`: the words that the program itself asks for, by move."""
    for move in book.moves.values():
        if move.fields is not None:
            yield from _of_move(move, forms)


def _of_move(move: Move, forms: Mapping[str, Collection[str]]) -> Iterator[Text]:
    where = f"moves.{move.called}"
    if OUTSIDERS & set(move.parties):
        yield Text(
            f"{where}.fields：投诉人和系统的动作不能另设字段。",
            f"{where}.fields: moves of the citizen and of the system take no fields of their own.",
        )
    if move.name in PAGES or not move.name.isidentifier() or not move.name.islower() or len(move.name) > 40:
        yield Text(
            f"{where}：动作名须为小写英文字母、数字和下划线，最多 40 个，且不能是 {'、'.join(PAGES)}。",
            f"{where}: a move is named in small letters, digits and _, at most 40, and not {', '.join(PAGES)}.",
        )
    seen: dict[str, MoveField] = {}
    for one in move.fields or ():
        place = f"{where}.fields.{one.name}"
        if one.name in seen or one.name in forms.get(move.name, ()):
            yield Text(f"{place}：这个动作已经有这一项。", f"{place}: the move has this field already.")
        yield from _of_name(one, place, forms)
        yield from _of_kind(one, place)
        yield from _of_condition(one, place, seen)
        seen[one.name] = one


def _of_name(one: MoveField, place: str, forms: Mapping[str, Collection[str]]) -> Iterator[Text]:
    """A word that effects of the program read is what they take it for."""
    kind = SHARED.get(one.name)
    if kind is not None and kind != one.kind:
        yield Text(f"{place}：这一项的类型须是 {kind}。", f"{place}: this field is of the kind {kind}.")
    elif kind is None and any(one.name in names for names in forms.values()):
        yield Text(
            f"{place}：这个名称程序自己在用，请另起一个。",
            f"{place}: the program uses this name itself; choose another.",
        )


def _of_kind(one: MoveField, place: str) -> Iterator[Text]:
    if (one.kind == FieldKind.CHOICE) != bool(one.choices):
        yield Text(
            f"{place}：choice 类型须写明 choices，其他类型不写。",
            f"{place}: a choice says its choices; other kinds have none.",
        )
    if one.most and one.kind not in LONGEST:
        yield Text(f"{place}：这种类型没有 most。", f"{place}: this kind has no most.")


def _of_condition(one: MoveField, place: str, seen: Mapping[str, MoveField]) -> Iterator[Text]:
    """It hangs on the answer to a field above, which has such an answer."""
    if one.required_when is None:
        return
    name, answer = one.required_when
    other = seen.get(name)
    if other is None or other.kind not in ANSWERED_IN_CODES:
        yield Text(
            f"{place}：required_when 须指前面的 choice 或 yes_no 项。",
            f"{place}: required_when names a choice or yes_no field above.",
        )
    elif answer not in ([code for code, _ in other.choices] or ["yes", "no"]):
        yield Text(
            f"{place}：“{name}”没有“{answer}”这个答案。", f"{place}: “{name}” has no answer “{answer}”."
        )
    elif one.required:
        yield Text(
            f"{place}：required 和 required_when 只写一个。",
            f"{place}: say required or required_when, not both.",
        )

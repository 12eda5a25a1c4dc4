"""The report of a replay in Markdown; for two rulebooks over one log, each number is beside its counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from complaints.simulation.replay.figures import PAUSED, RUNNING
from complaints.simulation.replay.running import Outcome
from schemas.text import isolated
from workflows.language import Text

Numbers = dict[str, tuple[int, ...]]  # a row of a table: its label, and its numbers in each column

ACCOUNT = {
    "cases": "件数 cases",
    "events": "事件 events in the file",
    "accepted": "接受 accepted",
    "refused": "拒绝 refused",
    "ignored": "不作动作 mean nothing",
    "left_out": "未取用 left out by the limit",
    "bad_rows": "其中坏行 of the refused: rows that cannot be used",
    "unmapped": "其中未对照 of those that mean nothing: unknown to the mapping",
    "moves": "动作 moves made",
    "moves_refused": "被拒动作 moves refused",
    "kept": "按时兑现的承诺 promises kept",
    "late": "未按时的承诺 promises broken",
    "rungs": "升级和提醒 rungs climbed",
    "handling_late": "办理超期 handling promises broken",
    "events_in_ledger": "台账事件 events in the ledger",
}
KINDS = {
    "made": "作出 made",
    "kept": "按时 kept",
    "late": "超期 broken",
    "void": "终止 ended otherwise",
    RUNNING: "未到期 not yet due",
    PAUSED: "暂停 paused",
}


def totals(outcome: Outcome) -> dict[str, int]:
    account, ours = outcome.account, outcome.promises
    handling = outcome.figures.promises.get("handling")
    return {
        "cases": account.cases,
        "events": account.events + account.left_out,
        "accepted": account.accepted,
        "refused": account.refused,
        "ignored": account.ignored,
        "left_out": account.left_out,
        "bad_rows": len(account.bad_rows),
        "unmapped": sum(account.unmapped.values()),
        "moves": sum(account.made.values()),
        "moves_refused": account.moves_refused,
        "kept": sum(row.kept for row in ours.values()),
        "late": sum(row.late for row in ours.values()),
        "rungs": outcome.figures.climbed,
        "handling_late": handling.late if handling else 0,
        "events_in_ledger": outcome.figures.events,
    }


def report(outcomes: Sequence[Outcome], title: str) -> str:
    return "\n".join([*_head(outcomes, title), *_body(outcomes)]) + "\n"


def _head(outcomes: Sequence[Outcome], title: str) -> Iterator[str]:
    yield f"# 重放 Replay: {title}"
    yield ""
    versions = " → ".join(outcome.book.version for outcome in outcomes)
    yield f"规则 rulebook: {versions}"
    if len(outcomes) > 1:
        yield ""
        yield "每个数字：前者 → 后者（差）。Each number: under the first → under the second (difference)."


def _body(outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield from _table("总账 The account", ["数 count"], _each(outcomes, _account))
    yield from _table("拒绝 Refused by the rules", ["数 count"], _each(outcomes, _refusals))
    yield from _bad_rows(outcomes[0])
    yield from _table("不作动作 Events that mean nothing", ["数 count"], _each(outcomes, _nothing))
    yield from _table("备注 What the log did without a word", ["数 count"], _each(outcomes, _remarks))
    yield from _table("承诺 Promises", list(KINDS.values()), _each(outcomes, _promises))
    yield from _table("升级 Rungs climbed", ["数 count"], _each(outcomes, _rungs))
    yield from _table("动作 Moves made", ["数 count"], _each(outcomes, _moves))
    yield from _table("结束时 At the end of the log", ["件 cases"], _each(outcomes, _list_ends))


def _each(outcomes: Sequence[Outcome], section: Callable[[Outcome], Numbers]) -> list[Numbers]:
    return [section(outcome) for outcome in outcomes]


def _table(title: str, columns: list[str], sections: list[Numbers]) -> Iterator[str]:
    labels = list(dict.fromkeys(label for section in sections for label in section))
    if not labels:
        return
    yield from ("", f"## {title}", "")
    yield _line(["", *columns])
    yield _line(["---", *["---:" for _ in columns]])
    nothing = (0,) * len(columns)
    for label in labels:
        rows = [section.get(label, nothing) for section in sections]
        yield _line([label, *(_cell(numbers) for numbers in zip(*rows, strict=True))])


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    """Escape text of the log, so that it is no markup and reverses no text beside it."""
    return isolated(text).replace("|", "\\|").replace("<", "\\<")


def _cell(numbers: tuple[int, ...]) -> str:
    first, last = numbers[0], numbers[-1]
    return f"{first}" if len(numbers) == 1 or first == last else f"{first} → {last} ({last - first:+d})"


def _account(outcome: Outcome) -> Numbers:
    return {ACCOUNT[name]: (number,) for name, number in totals(outcome).items()}


def _number_rows(rows: Counter[Any], label: Callable[[Any], str]) -> Numbers:
    return {label(key): (number,) for key, number in rows.most_common()}


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _refusals(outcome: Outcome) -> Numbers:
    return _number_rows(outcome.account.refusals, lambda key: f"{isolated(key[0])}: {_both(key[1])}")


def _nothing(outcome: Outcome) -> Numbers:
    known = _number_rows(outcome.account.nothing, lambda key: f"{isolated(key[0])}: {_both(key[1])}")
    unknown = _number_rows(
        outcome.account.unmapped,
        lambda name: f"{isolated(name)}: 对照表中没有这一活动。 The mapping does not know this activity.",
    )
    return known | unknown


def _bad_rows(outcome: Outcome) -> Iterator[str]:
    if outcome.account.bad_rows:
        yield from ("", "## 坏行 Rows that cannot be used", "")
        for row in outcome.account.bad_rows:
            yield f"- 第 {row.line} 行 line {row.line}: {_plain(_both(row.why))}"


def _remarks(outcome: Outcome) -> Numbers:
    return _number_rows(outcome.account.remarks, _both)


def _promises(outcome: Outcome) -> Numbers:
    return {
        _both(outcome.book.commitments[name].label): tuple(getattr(row, kind) for kind in KINDS)
        for name in outcome.book.commitments
        if (row := outcome.figures.promises.get(name))
    }


def _rungs(outcome: Outcome) -> Numbers:
    ladders = {name: outcome.book.ladders[row.ladder] for name, row in outcome.book.commitments.items()}
    return {
        f"{_both(outcome.book.commitments[name].label)} {rung.name} {_both(rung.label)}": (
            climbed[rung.name],
        )
        for name in outcome.book.commitments
        if (climbed := outcome.figures.rungs.get(name))
        for rung in ladders[name]
        if climbed[rung.name]
    }


def _moves(outcome: Outcome) -> Numbers:
    return _number_rows(outcome.account.made, lambda name: _both(outcome.book.moves[name].label))


def _list_ends(outcome: Outcome) -> Numbers:
    found = outcome.figures
    states = _number_rows(found.states, lambda name: _both(outcome.book.states[name].label))
    handlers = {
        f"签收 {count} 次 taken {count} times": (cases,) for count, cases in sorted(found.handovers.items())
    }
    lapses = {
        f"派单失效 {count} 次 offers lapsed: {count}": (cases,)
        for count, cases in sorted(found.lapses.items())
    }
    return states | handlers | lapses

"""The account of a replay: every event of the file is accepted, refused, or ignored for a reason; none is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from complaints.simulation.replay.reading import BadRow, Row
from workflows.language import Text


class DoesNotBalance(RuntimeError):
    """Events or cases went missing, or were counted twice: the replay cannot be believed."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused event, and the sentences of the rules; `fault` when the program failed, not the rules."""

    move: str
    reasons: tuple[Text, ...]
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one event: refused when any of its moves was, ignored when it means nothing."""

    row: Row
    made: tuple[str, ...] = ()
    refusal: Refusal | None = None
    ignored: Text | None = None
    unmapped: bool = False
    remark: Text | None = None


@dataclass
class Account:
    cases: int = 0
    accepted: int = 0
    refused: int = 0
    ignored: int = 0
    made: Counter[str] = field(default_factory=Counter)
    refusals: Counter[tuple[str, Text]] = field(
        default_factory=Counter
    )  # by activity or column, and sentence
    nothing: Counter[tuple[str, Text]] = field(default_factory=Counter)  # by activity, and why
    unmapped: Counter[str] = field(default_factory=Counter)
    remarks: Counter[Text] = field(default_factory=Counter)
    bad_rows: list[BadRow] = field(default_factory=list)
    left_out: int = 0
    faults: int = 0  # events of cases the program failed on; they count as refused

    @property
    def events(self) -> int:
        return self.accepted + self.refused + self.ignored

    @property
    def moves_refused(self) -> int:
        return self.refused - len(self.bad_rows)

    def enter_bad_rows(self, rows: Iterable[BadRow]) -> None:
        for row in rows:
            self.bad_rows.append(row)
            self.refused += 1

    def enter_case(self, verdicts: list[Verdict]) -> None:
        self.cases += 1
        for verdict in verdicts:
            self._enter(verdict)

    def _enter(self, verdict: Verdict) -> None:
        self.made.update(verdict.made)
        if verdict.remark is not None:
            self.remarks[verdict.remark] += 1
        if verdict.refusal is not None:
            self.refused += 1
            self.faults += verdict.refusal.fault
            self.refusals.update((verdict.row.activity, reason) for reason in verdict.refusal.reasons[:1])
        elif verdict.unmapped:
            self.ignored += 1
            self.unmapped[verdict.row.activity] += 1
        elif verdict.ignored is not None and not verdict.made:
            self.ignored += 1
            self.nothing[verdict.row.activity, verdict.ignored] += 1
        else:
            self.accepted += 1

    def balance(self, events: int, cases: int) -> None:
        """Raises DoesNotBalance unless every event and every case of the file is in the account exactly once."""
        counted = self.events + self.left_out
        parts = (
            sum(self.refusals.values()) + len(self.bad_rows),
            sum(self.nothing.values()) + sum(self.unmapped.values()),
        )
        if counted != events or self.cases != cases or parts != (self.refused, self.ignored):
            raise DoesNotBalance(
                f"文件 {events} 个事件、{cases} 件，账上 {counted} 个事件、{self.cases} 件，对不上。/ "
                f"The file has {events} events in {cases} cases, the account {counted} in {self.cases}."
            )

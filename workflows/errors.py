"""What the rulebook says when it will not. Every error carries its own sentences."""

from __future__ import annotations

from collections.abc import Sequence

from workflows.language import Text


class RulebookError(ValueError):
    """A rulebook that cannot be used; `faults` holds one sentence for each fault."""

    def __init__(self, faults: Sequence[Text]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{fault.zh} / {fault.en}" for fault in self.faults))


class Refused(Exception):
    """A move that was not made; nothing has changed. `reasons` are the rules that refused."""

    def __init__(self, move: str, reasons: Sequence[Text]) -> None:
        self.move = move
        self.reasons = tuple(reasons)
        super().__init__("; ".join(reason.zh for reason in self.reasons))


class NotYours(Refused):
    """The person is none of the parties who may make this move."""


class NotNow(Refused):
    """The right person, but the state or a guard does not allow it now."""


class UnknownMove(Exception):
    """No such move in the rulebook of this complaint."""

    def __init__(self, move: str) -> None:
        self.move = move
        self.text = Text(f"没有名为“{move[:40]}”的动作。", f"There is no move called “{move[:40]}”.")
        super().__init__(self.text.zh)

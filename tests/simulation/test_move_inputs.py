"""The words of a simulated act: any officer tries any move, so every move that asks for words has some."""

from __future__ import annotations

from complaints.simulation.move_inputs import BY_MOVE
from schemas.moves import WORDS
from tests.workflows.plain_case import shipped


def test_every_move_that_needs_words_has_some() -> None:
    """One without them ended `flask simulate` in an error."""
    needing = {name for name, words in WORDS.items() if any(one.required for one in words().fields.values())}

    assert needing & shipped().moves.keys() - BY_MOVE.keys() == set()

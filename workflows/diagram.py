"""The rulebook's table drawn as a Mermaid state diagram."""

from __future__ import annotations

from workflows.rulebook import Rulebook


def mermaid(book: Rulebook) -> str:
    """One arrow for each pair of states, labelled with all moves between them; moves that stay are left out."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for move in book.moves.values():
        for source in move.sources or ("[*]",):
            for target in move.targets_from(source):
                if target != source:
                    arrows.setdefault((source, target), []).append(move.label.zh)
    names = [f'    state "{state.label.zh} {name}" as {name}' for name, state in book.states.items()]
    lines = [
        f"    {source} --> {target}: {' / '.join(labels)}" for (source, target), labels in arrows.items()
    ]
    ends = [f"    {name} --> [*]" for name, state in book.states.items() if state.is_end]
    return "\n".join(["stateDiagram-v2", *names, *lines, *ends])

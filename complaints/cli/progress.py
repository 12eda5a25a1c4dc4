"""How far a long command is, as a bar on standard error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress(unit: str, total: int) -> Iterator[Callable[[int], None]]:
    """Call what this gives with how many are done."""
    with tqdm(total=total, unit=f" {unit}", dynamic_ncols=True, mininterval=0.5) as bar:
        yield lambda done: bar.update(done - bar.n)

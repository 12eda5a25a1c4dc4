"""Running a whole log through one rulebook, in a scratch database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from tqdm import tqdm

from complaints.infrastructure.database import db, transaction
from complaints.rulebooks import store
from complaints.simulation.replay import people
from complaints.simulation.replay.account import Account
from complaints.simulation.replay.figures import Figures, Promises, figures
from complaints.simulation.replay.organisation import replay_house
from complaints.simulation.replay.playing import Play, play_case
from complaints.simulation.replay.reading import Log, Row
from complaints.simulation.scratch_database import scratch_folder
from schemas.replay import MappingError, ReplayMapping
from schemas.rulebook import load_rulebook
from workflows.language import Text
from workflows.rulebook import Rulebook

PAGE = 100  # cases in one transaction


@dataclass(frozen=True)
class Outcome:
    """One log under one rulebook."""

    book: Rulebook
    account: Account
    figures: Figures

    @property
    def promises(self) -> dict[str, Promises]:
        """The promises of the bureau to the citizen, without its waits and the reviews a replay does by itself."""
        owed = {name: row.owed_by for name, row in self.book.commitments.items()}
        return {
            name: row
            for name, row in self.figures.promises.items()
            if owed[name] not in ("citizen", "reviewer")
        }


def replay(log: Log, mapping: ReplayMapping, rulebook: str) -> Outcome:
    """Play the log in a scratch database. Raises RulebookError, MappingError where the two do not fit, DoesNotBalance."""
    require_fit(mapping, load_rulebook(rulebook))
    with scratch_folder("replay") as folder, replay_house(folder):
        return replay_here(log, mapping, rulebook)


def replay_here(log: Log, mapping: ReplayMapping, rulebook: str) -> Outcome:
    """Play the log in the database at hand, which must be empty. Raises RulebookError, MappingError, DoesNotBalance."""
    begins_at, ends_at = log.span
    with transaction():
        people.settle(log.officers)
        book = store.publish(rulebook, begins_at)
        require_fit(mapping, book)
    account = Account(left_out=log.left_out)
    account.enter_bad_rows(log.bad_rows)
    with tqdm(total=len(log.cases), desc=book.version, unit="case", disable=None) as bar:
        for page in _pages(log):
            _play_page(page, Play(mapping, people.find_people(), ends_at), account)
            bar.update(len(page))
    outcome = Outcome(book, account, figures(ends_at, book.commitments))
    db.session.rollback()
    account.balance(log.events, len(log.cases))
    return outcome


def _play_page(page: list[list[Row]], play: Play, account: Account) -> None:
    with transaction():
        for rows in page:
            account.enter_case(play_case(play, rows))


def _pages(log: Log) -> Iterator[list[list[Row]]]:
    cases = iter(log.cases.values())
    while page := list(islice(cases, PAGE)):
        yield page


def require_fit(mapping: ReplayMapping, book: Rulebook) -> None:
    """Raises MappingError naming everything in the mapping that this rulebook does not know."""
    begin = mapping.begin
    faults = [
        Text(f"acts.{plan.name}：规则中没有动作“{plan.move}”。", f"acts.{plan.name}: no move “{plan.move}”.")
        for plan in {plan.name: plan for plan in mapping.plans()}.values()
        if plan.move not in book.moves
    ]
    known = {
        "category": book.categories,
        "channel": book.codes["channels"],
        "urgency": book.codes["urgencies"],
    }
    faults += [
        Text(f"begin.{name}：规则中没有“{value}”。", f"begin.{name}: the rulebook has no “{value}”.")
        for name, value in ((name, getattr(begin, name)) for name in known)
        if value not in known[name]
    ]
    if faults:
        raise MappingError(faults)

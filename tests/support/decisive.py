"""Short stories in which one rule of who is kept out decides; a random walk plays each once, in an order of its own. So a rule that
is gone shows in few steps, whatever the lot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Any

from tests.support.interest_model import About

LOGGED_BY = ("window", "other", "eccentre.feng")


class Decisive:
    """`walk` is the walk of `test_conflicts_at_random`."""

    def __init__(self, walk: Any) -> None:
        self.walk, self.random = walk, Random(f"stories {walk.seed}")
        self.left: list[Callable[[datetime], object]] = [
            self.about_an_officer, self.about_a_unit, self.about_a_unit_without_a_head, self.about_own_unit,
            self.after_a_head_is_away, self.after_an_account_is_closed, self.after_a_move, self.respondent_gets_a_post,
            self.somebody_moves_in, self.by_the_name_of_a_head, self.rejected_match_and_a_change, self.first_one_steps_aside,
            self.offered_to_the_unit_complained_of, self.handler_is_named,
        ]  # fmt: skip
        self.random.shuffle(self.left)

    @property
    def is_left(self) -> bool:
        return bool(self.left)

    def play(self, at: datetime) -> None:
        self.left.pop()(at)

    def about_an_officer(self, at: datetime) -> None:
        self._logs(About(officer=self._one_of(self._plain())))

    def about_a_unit(self, at: datetime) -> None:
        self._logs(About(unit="EC-BUREAU"))

    def about_a_unit_without_a_head(self, at: datetime) -> None:
        self._logs(About(unit="EC-RM-HUBIN"))

    def about_own_unit(self, at: datetime) -> None:
        self.walk.logs("window", About(unit=self.walk.model.unit_of["window"]))

    def after_a_head_is_away(self, at: datetime) -> None:
        """The first pair that can be: the deputy comes from another branch, and is kept out by nothing else."""
        head, _ = self._head_of_a_unit(at)
        for who in (head, *self._heads()):
            for deputy in self._from_elsewhere(self.walk.model.unit_of[who])[:4]:
                self.walk.organisation.puts_in_place_of(who, deputy, at)
                if (who, deputy) in self.walk.model.deputies:
                    self._logs(About(unit=self.walk.model.unit_of[who]))
                    return

    def _from_elsewhere(self, unit: str) -> list[str]:
        model = self.walk.model
        kept = model.of(unit) | model.answering(unit) | model.people_below(unit)
        kept |= {who for who, was in model.left if was == unit}
        free = [who for who in self.walk.people if who not in kept and self._is_open(who)]
        return self.random.sample(free, len(free))

    def after_an_account_is_closed(self, at: datetime) -> None:
        """One with no work: who comes to lead their unit beside the others goes with them."""
        who, unit = self._head_alone(at)
        if self._is_open(who):
            self.walk.organisation.closes_account_of(who, at)
        self._logs(About(unit=unit))

    def after_a_move(self, at: datetime) -> None:
        who = self._free_mover()
        before = self.walk.model.unit_of[who]
        to = next(one for one in ("HR-BUREAU", "EZ-SECTION") if one != before)
        self.walk.organisation.moves_to(who, to, at)
        self._logs(About(unit=before))

    def respondent_gets_a_post(self, at: datetime) -> None:
        who = self._free_mover()
        self._logs(About(officer=who))
        self.walk.organisation.gives_post_to(who, at)

    def somebody_moves_in(self, at: datetime) -> None:
        who = self._free_mover()
        to = next(one for one in ("EC-BUREAU", "HR-BUREAU") if one != self.walk.model.unit_of[who])
        self._logs(About(unit=to))
        self.walk.organisation.moves_to(who, to, at)

    def by_the_name_of_a_head(self, at: datetime) -> None:
        head, _ = self._head_of_a_unit(at)
        self._logs(About(name=self.walk.model.names[head]))

    def rejected_match_and_a_change(self, at: datetime) -> None:
        who = self._one_of(self._plain())
        number = self._logs(About(name=self.walk.model.names[who]))
        if number is None:
            return
        self.walk.plays(
            number,
            "settle_respondent",
            self._first(number),
            lambda: {"officer": self._officer(who), "same": False},
        )
        mover = self._free_mover()
        self.walk.organisation.moves_to(mover, self._other_than(self.walk.model.unit_of[mover]), at)

    def first_one_steps_aside(self, at: datetime) -> None:
        if number := self._logs(About()):
            self.walk.plays(number, "recuse", self._first(number), lambda: {"reason": "亲属"})

    def offered_to_the_unit_complained_of(self, at: datetime) -> None:
        if number := self._logs(About(unit="EC-CENTRE")):
            self._assigns(number, "EC-CENTRE")

    def handler_is_named(self, at: datetime) -> None:
        if number := self._logs(About()):
            self._assigns(number, "EC-BUREAU")
            self.walk.plays(number, "sign_for", "handler", dict)
            named = lambda: {"officer": self._officer("handler"), "reason": "投诉人补充"}  # noqa: E731
            self.walk.plays(number, "name_respondent", self._first(number), named)

    def _assigns(self, number: str, unit: str) -> None:
        words = lambda: {"unit": self.walk.house.unit(unit), "officer": None}  # noqa: E731
        self.walk.plays(number, "assign", self._first(number), words)

    def _officer(self, username: str) -> Any:
        return self.walk.house.officer(username)

    def _logs(self, about: About) -> str | None:
        number: str | None = self.walk.logs(self.random.choice(LOGGED_BY), about)
        return number

    def _first(self, number: str) -> str:
        return str(self.walk.house.complaint(number).first_responder.username)

    def _plain(self) -> Iterator[str]:
        """Officers with an account and no post that leads."""
        heads = self.walk.model.heads
        return (who for who in self.walk.organisation.movers if who not in heads and self._is_open(who))

    def _free_mover(self) -> str:
        """With no work and no post: nothing refuses a change of theirs."""
        open_ones = map(self.walk.house.complaint, self.walk.numbers)
        busy = {
            getattr(one, part).username
            for one in open_ones
            for part in ("first_responder", "answerable", "handler")
            if getattr(one, part) is not None
        }
        return self._one_of(who for who in self._plain() if who not in busy)

    def _head_of_a_unit(self, at: datetime) -> tuple[str, str]:
        heads = self._heads()
        if not heads:
            heads = [self._free_mover()]
            self.walk.organisation.gives_post_to(heads[0], at)
        head = self._one_of(heads)
        return head, self.walk.model.unit_of[head]

    def _heads(self) -> list[str]:
        movers = self.walk.organisation.movers
        return [who for who in movers if who in self.walk.model.heads and self._is_open(who)]

    def _head_alone(self, at: datetime) -> tuple[str, str]:
        """Of the unit a mover with no work goes to, where no one else leads."""
        who = self._free_mover()
        heads = {self.walk.model.unit_of[one] for one in self.walk.model.heads}
        places = [one for one in self.walk.organisation.places if one not in heads] or ["EC-RM-HUBIN"]
        self.walk.organisation.moves_to(who, places[0], at)
        self.walk.organisation.gives_post_to(who, at)
        return who, self.walk.model.unit_of[who]

    def _is_open(self, who: str) -> bool:
        return who not in self.walk.model.closed

    def _other_than(self, unit: str) -> str:
        return next(one for one in ("HR-BUREAU", "EZ-SECTION") if one != unit)

    def _one_of(self, some: Any) -> str:
        """The first of them by lot; with none, an officer who is always there."""
        found = sorted(some)
        return self.random.choice(found) if found else "centre.he"

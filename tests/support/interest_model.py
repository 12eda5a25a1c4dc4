"""A small model of its own of who is kept out of a complaint: people and units by name, sets by what they rest on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

Kept = dict[str, set[str]]  # by cause


@dataclass
class About:
    """One respondent as it was named, and what was found out since."""

    unit: str | None = None
    officer: str | None = None
    name: str | None = None
    brought: bool = False  # by a complaint that was joined

    @property
    def is_nobody(self) -> bool:
        return not (self.unit or self.officer or self.name)


@dataclass
class Model:
    unit_of: dict[str, str]
    heads: set[str]
    above: dict[str, str | None]
    apart: set[str]  # units that answer for themselves
    names: dict[str, str]
    closed: set[str] = field(default_factory=set)  # accounts: they lead no one any more
    left: list[tuple[str, str]] = field(default_factory=list)
    led: list[tuple[str, str]] = field(default_factory=list)  # who led which unit before
    deputies: list[tuple[str, str]] = field(default_factory=list)  # officer, deputy
    about: dict[str, list[About]] = field(default_factory=lambda: defaultdict(list))
    out: dict[str, Kept] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    below: dict[str, Kept] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    leading: dict[str, str] = field(default_factory=dict)  # of those that are joined to another
    posts: dict[str, tuple[dict[str, str], set[str]]] = field(
        default_factory=dict
    )  # as each complaint came in
    rejected: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))

    def note(self, number: str) -> None:
        """A complaint comes in: who is where, and who leads."""
        self.posts[number] = (dict(self.unit_of), set(self.heads))

    def name(self, number: str, about: About) -> None:
        """A head represents the unit; beside another unit it is one more. So is a name beside an officer, unless it is theirs."""
        self.about[number].append(about)
        self.stand_for_unit(number, about)
        if about.officer and about.name and about.name != self.names[about.officer]:
            self.about[number].append(About(name=about.name))
            about.name = None
        self.settle(number)

    def stand_for_unit(self, number: str, about: About) -> None:
        """As it was when the complaint came in; an officer of a later account, as it is now."""
        unit_of, heads = self.posts.get(number, (self.unit_of, self.heads))
        if about.officer not in unit_of:
            unit_of, heads = self.unit_of, self.heads
        own = unit_of[about.officer] if about.officer in heads else None
        if own is None or own in {row.unit for row in self.about[number]}:
            return
        if about.unit is None:
            about.unit = own
        else:
            self.about[number].append(About(unit=own))

    def clear(self, number: str, officer: str) -> None:
        """The unit of the officer, past or present, goes with them; a name without a known person stays."""
        own = {self.unit_of[officer]} | {was for who, was in self.left if who == officer}
        for row in self.about[number]:
            if row.officer == officer:
                row.officer, row.unit = None, None if row.unit in own else row.unit
                row.brought = False
        self.about[number] = [row for row in self.about[number] if not row.is_nobody]
        self.settle(number)

    def confirm(self, number: str, who: str) -> None:
        for row in list(self.about[number]):
            if (
                row.name == self.names[who]
                and row.officer is None
                and (who, row.name) not in self.rejected[number]
            ):
                row.officer = who
                self.stand_for_unit(number, row)
        self.settle(number)

    def settle(self, number: str) -> None:
        rows, causes = self.about[number], set()
        for unit in {row.unit for row in rows if row.unit}:
            causes.add(f"unit {unit}")
            self._keep_unit(number, unit, f"unit {unit}")
        for who in {row.officer for row in rows if row.officer}:
            causes.add(f"officer {who}")
            self._keep_officer(number, who, f"officer {who}")
        for name in {row.name for row in rows if row.name and not row.officer}:
            causes.add(f"name {name}")
            found = {who for who in self.names if self.names[who] == name}
            gone = {who for who, what in self.rejected[number] if what == name}
            self.out[number][f"name {name}"] = found - gone
            for who in found - gone:
                causes.add(cause := f"name {name} {who}")
                self.below[number][cause] |= self.people_under(who)
        for kept in (self.out[number], self.below[number]):
            for cause in [one for one in kept if one not in causes and " " in one]:
                del kept[cause]

    def _keep_unit(self, number: str, unit: str, cause: str) -> None:
        people, heads = self.of(unit), self.answering(unit)
        out = people | {who for who, was in self.left if was == unit} | heads
        self.out[number][cause] |= out | {deputy for who, deputy in self.deputies if who in heads}
        self.below[number][cause] |= self.people_below(unit)

    def _keep_officer(self, number: str, who: str, cause: str) -> None:
        led = self.led_by(who)
        self.out[number][cause] |= {who}.union(*(self.of(unit) for unit in led))
        self.below[number][cause] |= self.people_under(who)

    def join(self, number: str, leading: str) -> None:
        """Each is closed to whom any of them is; the leading one is about the officers and names of all from now on."""
        for one in [one for one, other in self.leading.items() if other == number]:
            self.leading[one] = leading
        self.leading[number] = leading
        self._bring(number, leading)
        self.settle(leading)

    def part(self, number: str) -> None:
        leading = self.leading.pop(number)
        officers = {row.officer for row in self.about[number]} - {None}
        names = {row.name for row in self.about[number] if not row.officer} - {None}
        self.about[leading] = [
            row
            for row in self.about[leading]
            if not (row.brought and (row.officer in officers or row.name in names))
        ]
        for one in sorted(one for one, other in self.leading.items() if other == leading):
            self._bring(one, leading)
        self.settle(leading)
        self.settle(number)

    def _bring(self, number: str, leading: str) -> None:
        there = {row.officer for row in self.about[leading]} - {None}
        names = {row.name for row in self.about[leading] if not row.officer} - {None}
        for row in self.about[number]:
            officer = None if row.officer in there else row.officer
            name = None if row.officer or row.name in names else row.name
            if officer or name:
                self.about[leading].append(About(None, officer, name, brought=True))

    def judged_units(self, number: str) -> set[str]:
        """Units of officers complained of, now or lately, and of likely matches: their head and colleagues do not free them. A
        closed account holds no post that it could leave."""
        officers = {row.officer for row in self.about[number]} - {None}
        if number not in self.leading:  # likely matches are settled on the leading one
            officers |= self.likely(number)
        lately = {unit for who, unit in self.left if who in officers - self.closed}
        return {self.unit_of[who] for who in officers} | lately

    def shut(self, number: str) -> set[str]:
        """Units that never have it: complained of, or led by who is."""
        rows = self.about[number]
        led = (self.led_by(row.officer) for row in rows if row.officer)
        return {row.unit for row in rows if row.unit}.union(*led)

    def shut_until_settled(self, number: str) -> set[str]:
        """Units that may take it in, and neither are offered the work nor have it: led by who may be the one named."""
        return set().union(*(self.led_by(who) for who in self.likely(number)))

    def likely(self, number: str) -> set[str]:
        kept = self.out[number].items()
        return set().union(*(who for cause, who in kept if cause.startswith("name ")))

    def people_under(self, who: str) -> set[str]:
        """All in and below the units they lead, led lately, or lead in the place of a head who is away."""
        heads = self.heads - self.closed
        led = self.led_by(who) | {unit for one, unit in self.led if one == who}
        led |= {self.unit_of[head] for head, deputy in self.deputies if deputy == who and head in heads}
        return set().union(*(self.of(unit) | self.people_below(unit) for unit in led)) - {who}

    def led_by(self, who: str) -> set[str]:
        return {self.unit_of[who]} if who in self.heads - self.closed else set()

    def of(self, unit: str) -> set[str]:
        return {who for who, where in self.unit_of.items() if where == unit}

    def people_below(self, unit: str) -> set[str]:
        return {who for who, where in self.unit_of.items() if self.is_below(where, unit)}

    def answering(self, unit: str) -> set[str]:
        """The nearest heads from the unit up."""
        place: str | None = unit
        while place is not None:
            if heads := self.of(place) & self.heads - self.closed:
                return heads
            place = None if unit in self.apart else self.above[place]
        return set()

    def is_below(self, unit: str, other: str) -> bool:
        place = self.above[unit]
        while place is not None and place != other:
            place = self.above[place]
        return place == other

    def kept(self, number: str) -> set[str]:
        return self._of_group(number, self.out)

    def kept_below(self, number: str) -> set[str]:
        return self._of_group(number, self.below)

    def _of_group(self, number: str, kept: dict[str, Kept]) -> set[str]:
        """Likely matches are settled on the leading one, which has every name."""
        lead = self.leading.get(number, number)
        found: set[str] = set().union(*kept[lead].values())
        for one in [one for one, other in self.leading.items() if other == lead]:
            found |= set().union(*(who for cause, who in kept[one].items() if not cause.startswith("name ")))
        return found

"""Two rulebooks side by side: what moves, limits, ladders and the rest say in each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.language import Category, Commitment, Move, Promise, Rung, State, Text
from workflows.rulebook import Rulebook

PARTS = ("limits", "bases", "ladders", "moves", "commitments", "categories", "states", "roles", "codes")
Place = tuple[str, str]

NONE = Text("（无）", "(none)")
BESIDE = {
    "": Text("通用", "All categories"),
    "initial": Text("起始状态", "First state"),
    "last_resort": Text("兜底告知", "Told when nobody else may be"),
    "routes": Text("另行渠道", "Where to turn"),
    "urgent_words": Text("紧急词", "Urgent words"),
    "title": Text("名称", "Title"),
    "decline_reasons": Text("不予受理理由", "Reasons to decline"),
    "suspension_reasons": Text("中止理由", "Reasons to suspend"),
    "change_reasons": Text("更换首问责任人理由", "Reasons to change the first responder"),
    "return_reasons": Text("退回理由", "Reasons to return"),
    "outcomes": Text("办理结论", "Outcomes"),
    "feedback_methods": Text("反馈方式", "Ways of feedback"),
    "channels": Text("渠道", "Channels"),
    "grades": Text("评价等次", "Grades"),
    "urgencies": Text("紧急程度", "Urgency"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """`part` is one of PARTS; `where` is told in words; before or after is NONE where there was nothing, or is no more."""

    part: str
    where: Text
    before: Text
    after: Text


def differences(old: Rulebook, new: Rulebook) -> list[Difference]:
    before, after = dict(_flat(old)), dict(_flat(new))
    labels = {**_labels(old), **_labels(new)}
    places = [*before, *(place for place in after if place not in before)]
    found = [
        Difference(place[0], _where(place, labels), before.get(place, NONE), after.get(place, NONE))
        for place in places
        if before.get(place) != after.get(place)
    ]
    return sorted(found, key=lambda one: PARTS.index(one.part))


def _flat(book: Rulebook) -> Iterator[tuple[Place, Text]]:
    """Everything a rulebook says, one short text for each place."""
    for stage, promises in book.stage_promises.items():
        for urgency, promise in promises.items():
            yield ("limits", f"/{stage}/{urgency}"), _promise(promise)
    for code, category in book.categories.items():
        yield from (
            (("limits", f"{code}/{stage}"), _promise(one)) for stage, one in category.promises.items()
        )
        yield ("categories", code), _category(category)
    yield from _bases(book)
    yield from ((("ladders", name), _ladder(rungs)) for name, rungs in book.ladders.items())
    yield from ((("moves", name), _move(one)) for name, one in book.moves.items())
    yield from ((("commitments", name), _commitment(one)) for name, one in book.commitments.items())
    yield from ((("states", name), _state(one)) for name, one in book.states.items())
    yield ("states", "initial"), _same(book.initial)
    yield from ((("roles", name), _same(", ".join(roles))) for name, roles in book.roles.items())
    yield ("roles", "last_resort"), _same(", ".join(book.last_resort))
    for name, codes in {**book.codes, "routes": book.routes}.items():
        yield from ((("codes", f"{name}/{code}"), label) for code, label in codes.items())
    yield ("codes", "urgent_words"), _same("、".join(book.urgent_words))
    yield ("codes", "title"), book.title


def _bases(book: Rulebook) -> Iterator[tuple[Place, Text]]:
    for promises in [*book.stage_promises.values(), *(one.promises for one in book.categories.values())]:
        for promise in promises.values():
            basis = promise.basis
            mark = Text("已核", "verified") if basis.verified else Text("待法制审核", "not verified")
            said = Text(
                f"{mark.zh}。{basis.text.zh} {basis.source}", f"{mark.en}. {basis.text.en} {basis.source}"
            )
            yield ("bases", basis.name), said


def _promise(promise: Promise) -> Text:
    return _same(f"{promise.limit} · {promise.basis.name}")


def _category(one: Category) -> Text:
    known = (
        f"{one.effective_from} · {one.verified_by or '-'} · {one.unit_kind} · {one.extensions}"
        f" · {'restricted' if one.restricted else 'open'} · {'judged above' if one.judged_above else 'judged there'}"
    )
    more = [
        Text(
            f"{one.label.zh}；{one.help.zh}；{one.sanction.zh}",
            f"{one.label.en}; {one.help.en}; {one.sanction.en}",
        )
    ]
    asked = [*more, *one.supplement, _same(known)]
    return Text("；".join(text.zh for text in asked), "; ".join(text.en for text in asked))


def _state(one: State) -> Text:
    answerable = one.answerable or "–"
    return Text(
        f"{one.label.zh}：{one.sentence.zh} · {answerable}",
        f"{one.label.en}: {one.sentence.en} · {answerable}",
    )


def _ladder(rungs: tuple[Rung, ...]) -> Text:
    told = [
        (
            rung,
            " · ".join(filter(None, (rung.act, ", ".join(rung.tell), rung.review, rung.perform))),
        )
        for rung in rungs
    ]
    return Text(
        "；".join(f"{rung.name} {rung.label.zh}（{whom}）" for rung, whom in told),
        "; ".join(f"{rung.name} {rung.label.en} ({whom})" for rung, whom in told),
    )


def _move(move: Move) -> Text:
    targets = ", ".join(f"{one.state or '='}{f' ({one.when})' if one.when else ''}" for one in move.targets)
    rules = (
        f"{', '.join(move.sources) or '–'} → {targets} · {', '.join(party.value for party in move.parties)}"
        f" · {', '.join(move.guards) or '–'} · {', '.join(move.effects) or '–'} · {', '.join(move.tell) or '–'}"
        f" · {move.clock or '–'} · {'public' if move.public else 'internal'}"
    )
    return Text(
        f"{move.label.zh}：{rules}。{move.sentence.zh}", f"{move.label.en}: {rules}. {move.sentence.en}"
    )


def _commitment(one: Commitment) -> Text:
    cues = " · ".join(
        ", ".join(f"{cue.move}{f' ({cue.when})' if cue.when else ''}" for cue in group) or "–"
        for group in (one.starts, one.met_by, one.revived_by)
    )
    rest = f"{cues} · {one.runs} · {one.owed_by} · {one.ladder} · {one.pausable} · {one.public}"
    return Text(f"{one.label.zh}：{rest}", f"{one.label.en}: {rest}")


def _labels(book: Rulebook) -> dict[str, Text]:
    return {
        **{name: one.label for name, one in book.commitments.items()},
        **{name: one.label for name, one in book.moves.items()},
        **{code: one.label for code, one in book.categories.items()},
        **{name: one.label for name, one in book.states.items()},
        **book.codes.get("urgencies", {}),
        **BESIDE,
    }


def _where(place: Place, labels: dict[str, Text]) -> Text:
    words = [labels.get(word, _same(word)) for word in place[1].split("/")]
    return Text(" · ".join(word.zh for word in words), " · ".join(word.en for word in words))


def _same(words: str) -> Text:
    return Text(words, words)

"""A bulletin as the program drafts it: the eight sections of domain.md §8, in Chinese and English, from the facts alone.

Every sentence with a number is made here; a person corrects it, adds what figures do not say, and approves.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from complaints.queries.statistics.bulletin_facts import BulletinFacts, Compared
from complaints.queries.statistics.indicators import FEWEST, Share
from workflows.language import Text
from workflows.rulebook import Rulebook

Pair = list[str]  # Chinese, English
WORSE = 50  # per mille; a fall of so much against the period before is pointed out
IN_TIME = (
    "handled_in_time",
    "handled_in_time_without_extension",
    "handled_late",
    "extended",
    "acceptance_in_time",
)
QUALITY = (
    "satisfied",
    "rated",
    "called_back",
    "reworked",
    "appealed",
    "bad_ratings_verified",
    "substantiated",
)
FIRST_ASKED = ("settled_on_the_spot", "contact_in_time", "signing_in_time", "told_in_time", "returned")
FIRST_ASKED_MORE = ("lapsed", "supervised_in_time")


class Section(NamedTuple):
    heading: Text
    sentences: list[Text]
    table: dict[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        text = ["\n".join(one.zh for one in self.sentences), "\n".join(one.en for one in self.sentences)]
        return {"heading": _pair(self.heading), "text": text, "table": self.table}


def draft(facts: BulletinFacts, book: Rulebook) -> dict[str, Any]:
    """The content of a bulletin: a title and eight sections, each with a heading, a text and perhaps a table."""
    sections = (_overview, _in_time, _quality, _first_asked, _ranking, _hot_spots, _examples, _advice)
    return {
        "title": _pair(_title(facts)),
        "days": [day.isoformat() for day in facts.days],
        "sections": [make(facts, book).as_json() for make in sections],
    }


def _pair(text: Text) -> Pair:
    return [text.zh, text.en]


def _title(facts: BulletinFacts) -> Text:
    first, last = facts.days
    if (first.year, first.month) == (last.year, last.month):
        return Text(
            f"{first.year}年{first.month}月公共法律服务投诉办理情况通报",
            f"Complaints about public legal services: bulletin of {first:%B %Y}",
        )
    return Text(
        f"{first:%Y年%m月%d日}至{last:%Y年%m月%d日}公共法律服务投诉办理情况通报",
        f"Complaints about public legal services: bulletin of {first.isoformat()} to {last.isoformat()}",
    )


def _overview(facts: BulletinFacts, book: Rulebook) -> Section:
    n, accepted = facts.registered.now.over, facts.indicators["accepted"][1].now
    offered = facts.indicators["returned"][1].now.of
    spot = facts.indicators["settled_on_the_spot"][1].now
    than = _change_in_count(facts.registered)
    sentences = [
        Text(f"本期共登记 {n} 件{than.zh}。", f"{n} complaints were registered{than.en}."),
        Text(
            f"受理 {accepted.over} 件，派往承办单位 {offered} 次，办结 {spot.of} 件，其中首问责任人当场办结 {spot.over} 件。",
            f"{accepted.over} were accepted, {offered} offers went to units, {spot.of} were closed, "
            f"{spot.over} of them by the first responder on the spot.",
        ),
        Text("本通报不含限定知情的件。", "Restricted complaints are not counted in this bulletin."),
    ]
    rows = [
        [_pair(_label(book.codes["channels"], code)), n_of]
        for code, n_of in sorted(facts.by_channel.items(), key=lambda row: (-row[1], row[0]))
    ]
    head = [["来源渠道", "Channel"], ["登记件数", "Registered"]]
    return Section(Text("一、基本情况", "1. Overview"), sentences, _table(head, rows))


def _in_time(facts: BulletinFacts, book: Rulebook) -> Section:
    sentences = _sentences(facts, IN_TIME)
    if facts.mean_days is not None:
        days = facts.mean_days
        sentences.append(
            Text(
                f"已办结的件从登记到结束平均 {days} 天（自然日）。",
                f"What was closed took {days} calendar days on average.",
            )
        )
    return Section(Text("二、时效", "2. Time limits"), sentences)


def _quality(facts: BulletinFacts, book: Rulebook) -> Section:
    return Section(Text("三、质量", "3. Quality"), _sentences(facts, QUALITY))


def _first_asked(facts: BulletinFacts, book: Rulebook) -> Section:
    heading = Text("四、首问负责与承诺履行", "4. First responders and promises")
    return Section(heading, _sentences(facts, FIRST_ASKED + FIRST_ASKED_MORE))


def _ranking(facts: BulletinFacts, book: Rulebook) -> Section:
    heading = Text("五、单位排名", "5. Units")
    named = (
        "、".join(name.zh for name, _ in facts.not_ranked),
        ", ".join(name.en for name, _ in facts.not_ranked),
    )
    few = Text(
        f"到期不足 {FEWEST} 件的单位不排名：{named[0]}。",
        f"Units with fewer than {FEWEST} due are not ranked: {named[1]}.",
    )
    sentences = (
        [Text("按“按期办结率”排列。", "Ordered by the share handled in time.")] if facts.ranked else []
    )
    sentences += [few] if facts.not_ranked else []
    sentences = sentences or [Text("本期没有到期的件，不排名。", "Nothing fell due; there is no ranking.")]
    rows = [
        [place, _pair(name), f"{share.over}/{share.of}", percent(share)]
        for place, (name, share) in enumerate(facts.ranked, 1)
    ]
    head = [["名次", "Place"], ["单位", "Unit"], ["按期/到期", "In time/due"], ["按期办结率", "In time"]]
    return Section(heading, sentences, _table(head, rows))


def _hot_spots(facts: BulletinFacts, book: Rulebook) -> Section:
    joined = facts.indicators["joined"][1].now
    sentences = [
        Text(
            f"同一事项并案 {joined.over} 件；{facts.repeated} 个联系电话登记了两件以上。",
            f"{joined.over} were joined to another on the same matter; {facts.repeated} numbers registered more than one.",
        )
    ]
    rows = [
        [_pair(_category(book, code)), n, n - before if before or n else 0]
        for code, n, before in facts.by_category
    ]
    head = [["事项类别", "Category"], ["登记件数", "Registered"], ["比上期", "Against before"]]
    return Section(Text("六、热点与重复", "6. Hot spots and repeats"), sentences, _table(head, rows))


def _examples(facts: BulletinFacts, book: Rulebook) -> Section:
    sentences = [_example(number, one, book) for number, one in enumerate(facts.examples, 1)]
    nothing = Text("本期没有可选的典型案例。", "There is no case to tell of.")
    return Section(Text("七、典型案例（脱敏）", "7. Cases"), sentences or [nothing])


def _example(number: int, one: dict[str, Any], book: Rulebook) -> Text:
    category, outcome = _category(book, one["category"]), _label(book.codes["outcomes"], one["outcome"])
    return Text(
        f"案例{number}：反映“{category.zh}”，结论为“{outcome.zh}”，办理 {one['days']} 天。",
        f"Case {number}: about “{category.en}”, found “{outcome.en}”, took {one['days']} days.",
    )


def _advice(facts: BulletinFacts, book: Rulebook) -> Section:
    heading = Text("八、问题与建议", "8. Problems and advice")
    found = [
        Text(
            f"“{one.label.zh}”由上期的 {percent(figure.before)} 变为 {percent(figure.now)}，请有关单位查找原因。",
            f"“{one.label.en}” went from {percent(figure.before)} to {percent(figure.now)}: the units concerned look for the cause.",
        )
        for one, figure in facts.indicators.values()
        if _fell(figure, one.more_is_better)
    ]
    return Section(
        heading, found or [Text("各项指标与上期相比没有明显变差。", "No figure is much worse than before.")]
    )


def _fell(figure: Compared, more_is_better: bool) -> bool:
    if not (figure.now.is_comparable and figure.before.is_comparable):
        return False
    change = (figure.now.per_mille or 0) - (figure.before.per_mille or 0)
    return (-change if more_is_better else change) >= WORSE


def _sentences(facts: BulletinFacts, names: Iterable[str]) -> list[Text]:
    """One for each indicator, and one for all that had too few to count."""
    rows = [facts.indicators[name] for name in names]
    told = [_sentence(*row) for row in rows if row[1].now.is_comparable]
    few = [one.label for one, figure in rows if not figure.now.is_comparable]
    if few:
        zh, en = "、".join(one.zh for one in few), ", ".join(one.en for one in few)
        told.append(Text(f"不足 {FEWEST} 件，不单列：{zh}。", f"Fewer than {FEWEST}, not told: {en}."))
    return told


def _sentence(indicator: Any, figure: Compared) -> Text:
    """The count, the share, and the change where both are large enough to compare."""
    share = figure.now
    against = [_change(share, figure.before, Text("比上期", "against before"))]
    against += [_change(share, figure.year_ago, Text("比去年同期", "against a year ago"))]
    than = Text("".join(one.zh for one in against), "".join(one.en for one in against))
    return Text(
        f"{indicator.label.zh} {percent(share)}（{share.over}/{share.of}）{than.zh}。",
        f"{indicator.label.en}: {percent(share)} ({share.over}/{share.of}){than.en}.",
    )


def _change(now: Share, then: Share, than: Text) -> Text:
    if not (now.is_comparable and then.is_comparable):
        return Text("", "")
    points = ((now.per_mille or 0) - (then.per_mille or 0)) / 10
    return Text(f"，{than.zh} {points:+.1f} 个百分点", f", {points:+.1f} points {than.en}")


def _change_in_count(figure: Compared) -> Text:
    before = figure.before.over
    if not before:
        return Text("", "")
    change = round((figure.now.over - before) * 100 / before)
    return Text(f"，比上期 {change:+d}%", f", {change:+d}% against the period before")


def for_public(content: dict[str, Any]) -> dict[str, Any]:
    """The content with small counts left out of its tables: a count of a few could point at a person."""
    sections = [{**one, "table": one["table"] and _coarse(one["table"])} for one in content["sections"]]
    return {**content, "sections": sections}


def _coarse(table: dict[str, Any]) -> dict[str, Any]:
    few = [f"少于 {FEWEST}", f"< {FEWEST}"]
    rows = [
        [row[0], *(few if isinstance(cell, int) and abs(cell) < FEWEST else cell for cell in row[1:])]
        for row in table["rows"]
    ]
    return {**table, "rows": rows}


def percent(share: Share) -> str:
    return "—" if share.per_mille is None else f"{share.per_mille / 10:.1f}%"


def _table(head: list[Pair], rows: list[list[Any]]) -> dict[str, Any] | None:
    return {"head": head, "rows": rows} if rows else None


def _label(labels: Any, code: str) -> Text:
    return labels.get(code) or Text(code, code)


def _category(book: Rulebook, code: str) -> Text:
    return book.categories[code].label if code in book.categories else Text(code, code)

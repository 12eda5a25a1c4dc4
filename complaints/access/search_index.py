"""Finding complaints by people and numbers: each name, part of a name and number has a keyed token in one indexed table.

A look-up costs one statement, whatever is stored. What was typed and what is stored go through the same normal forms.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from complaints.infrastructure.database import db
from complaints.infrastructure.encryption import blind_index, blind_indexer
from complaints.infrastructure.errors import BadInput
from complaints.infrastructure.pinyin import is_mixed, parts_to_spell, spellings, typed_pinyin
from complaints.models import Complaint, Officer, SearchToken, Unit
from schemas.local_numbers import local_parts
from schemas.names import (
    PATTERN_SIGNS,
    is_in,
    normal_name,
    normal_number,
    normal_numbers,
    parts_of,
    parts_to_find,
    pattern_signs_in,
    serials_of,
    without_zeros,
)
from schemas.phones import Contact, NoPhone, contacts_of

LAST_FOUR = 4
PIECE, STEP = 12, 8  # signs: a long name is spelt in pieces that share a run of signs
TOKEN = 20  # hex digits of a token: enough that two things never share one

NAME, RESPONDENT, SENDER, SERIAL = "name", "respondent", "sender", "sender serial"
PHONE, LOCAL, LAST, ENDS = "phone", "local", "last four", "ends"
_MOBILE = re.compile(r"\+86(1\d\d)\d{4}(\d{4})")
_MASKED = re.compile(r"(?:\+?86)?(1\d\d)[*x×•·.…_#]{1,8}(\d{4})")


@dataclass(frozen=True, slots=True)
class Findable:
    """The search terms of one complaint, as they were given."""

    names: Collection[str] = ()  # of the complainant and of who speaks for them
    contacts: Collection[Contact] = ()
    respondents: Collection[str | Officer | Unit] = ()
    sender_number: str = ""


def contacts_here(text: str) -> tuple[Contact, ...]:
    """The phone numbers in a text, those without an area code being of this city. Raises schemas.phones.NoPhone."""
    return contacts_of(text, current_app.config["SHOUWEN"].area_code)


def require_contacts(text: str, field: str) -> tuple[Contact, ...]:
    """The same for text typed into a field. Raises BadInput."""
    try:
        return contacts_here(text)
    except NoPhone as wrong:
        raise BadInput({field: wrong.text}) from None


def add_to_index(complaint_id: int, findable: Findable) -> None:
    """Inside a transaction. What the complaint was found by before stays: a corrected name is still found."""
    known = set(db.session.scalars(sa.select(SearchToken.token).filter_by(complaint_id=complaint_id)))
    _insert(complaint_id, tokens_of(findable) - known)


def index_new(complaint_id: int, findable: Findable) -> None:
    """The same for a complaint that was logged in this transaction."""
    _insert(complaint_id, tokens_of(findable))


def tokens_of(findable: Findable) -> set[str]:
    return set(_tokens(findable))


def _tokens(findable: Findable) -> Iterator[str]:
    for name in findable.names:
        yield from _tokens_of_name(NAME, name)
    for about in findable.respondents:
        if isinstance(about, str):
            yield from _tokens_of_name(RESPONDENT, about)
        else:
            yield _token(about.__tablename__, str(about.id))
    for contact in findable.contacts:
        yield _token(PHONE, contact.number)
        yield _token(LAST, contact.last_four)
        yield from (_token(LOCAL, part) for part in local_parts(contact))
        if mobile := _MOBILE.fullmatch(contact.number):
            yield _token(ENDS, mobile[1] + mobile[2])
    if findable.sender_number:
        yield from (_token(SENDER, one) for one in sorted(normal_numbers(findable.sender_number)))
        yield from (_token(SERIAL, one) for one in sorted(serials_of(findable.sender_number)))
        yield from _tokens_of_signs(SENDER, findable.sender_number)


def named(kind: str, typed: str) -> sa.ColumnElement[bool]:
    """Complaints with a name that holds what was typed, or is spelt so in pinyin. `kind` is NAME or RESPONDENT."""
    name, signs, pinyin = normal_name(typed), list(_tokens_of_signs(kind, typed)), typed_pinyin(typed)
    if signs and PATTERN_SIGNS.issuperset(name):
        return _with_all(signs)
    parts = _with_all([*signs, *(_token(f"{kind} part", part) for part in parts_to_find(name))])
    return sa.or_(parts, _with_all([*signs, _token(f"{kind} pinyin", pinyin)])) if pinyin else parts


def about(typed: str) -> sa.ColumnElement[bool]:
    """Complaints about an officer or unit of that name, or of a name the citizen wrote."""
    rows = [_token(table.__tablename__, str(id)) for table in (Officer, Unit) for id in _ids_of(table, typed)]
    one_of = sa.select(SearchToken.complaint_id).where(SearchToken.token.in_(rows))
    return sa.or_(named(RESPONDENT, typed), Complaint.id.in_(one_of))


def _ids_of(table: type[Officer] | type[Unit], typed: str) -> list[int]:
    """Their tables are small, and are read whole."""
    wanted = normal_name(typed)
    rows = db.session.execute(sa.select(table.id, table.name_zh, table.name_en))
    pinyin = typed_pinyin(typed)
    return [row.id for row in rows if wanted and _is_name(typed, pinyin, row.name_zh, row.name_en)]


def _is_name(typed: str, pinyin: str, *names: str) -> bool:
    if any(is_in(typed, name) for name in names):
        return True
    return not pattern_signs_in(typed) and pinyin in spellings(normal_name(names[0]))


def called(contacts: Iterable[Contact], local: str = "") -> sa.ColumnElement[bool]:
    """Complaints with any of these numbers, or with one that is `local` behind the code of its city or country."""
    tokens = [_token(PHONE, contact.number) for contact in contacts]
    tokens += [_token(LOCAL, local)] if local else []
    return Complaint.id.in_(sa.select(SearchToken.complaint_id).where(SearchToken.token.in_(tokens)))


def ending_in(digits: str) -> sa.ColumnElement[bool]:
    """Complaints with a number that ends in these four digits."""
    return _with_all([_token(LAST, digits)])


def ends_of(typed: str) -> str:
    """The first three and the last four digits of a mobile number that is masked as people write it: 138****5678."""
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", typed).lower() if not sign.isspace() and sign != "-"
    )
    found = _MASKED.fullmatch(plain)
    return found[1] + found[2] if found else ""


def masked_as(ends: str) -> sa.ColumnElement[bool]:
    """Complaints with a mobile number of these ends."""
    return _with_all([_token(ENDS, ends)])


def sent_as(number: str) -> sa.ColumnElement[bool]:
    """Complaints that another office sent under this number of its own, its prefix left out or not."""
    signs = list(_tokens_of_signs(SENDER, number))
    tokens = [_token(SENDER, one) for one in {normal_number(number), *without_zeros(number)}]
    tokens += [_token(SERIAL, one) for one in serials_of(number, alone=True)]
    is_number = Complaint.id.in_(sa.select(SearchToken.complaint_id).where(SearchToken.token.in_(tokens)))
    return is_number & _with_all(signs) if signs else is_number


def sent_under_the_same(number: str) -> sa.ColumnElement[bool]:
    """Complaints under this number however it is separated (2026_0918), and with or without a remark behind it."""
    tokens = [_token(SENDER, one) for one in normal_numbers(number)]
    return Complaint.id.in_(sa.select(SearchToken.complaint_id).where(SearchToken.token.in_(tokens)))


def _with_all(tokens: Iterable[str]) -> sa.ColumnElement[bool]:
    wanted = sorted(set(tokens))
    found = sa.select(SearchToken.complaint_id).where(SearchToken.token.in_(wanted))
    if len(wanted) > 1:
        found = found.group_by(SearchToken.complaint_id).having(sa.func.count() == len(wanted))
    return Complaint.id.in_(found)


def _tokens_of_name(kind: str, typed: str) -> Iterator[str]:
    name = normal_name(typed)
    pieces = {*_pieces(name), *(_pieces(parts_to_spell(name)) if is_mixed(name) else ())}
    spelt = {text for piece in pieces for text in spellings(piece)}
    for form, texts in (("part", parts_of(name)), ("pinyin", spelt)):
        index = blind_indexer(f"search {kind} {form}")
        yield from (index(text)[:TOKEN] for text in texts)
    yield from _tokens_of_signs(kind, typed)


def _pieces(parts: Sequence[str]) -> Iterator[str]:
    for start in range(0, max(len(parts) - PIECE + STEP, 1), STEP):
        yield "".join(parts[start : start + PIECE])


def _tokens_of_signs(kind: str, typed: str) -> Iterator[str]:
    """A name with a star in it is found by a star, and no other name is."""
    return (_token(f"{kind} sign", sign) for sign in sorted(pattern_signs_in(typed)))


def _token(kind: str, text: str) -> str:
    return blind_index(f"search {kind}", text)[:TOKEN]


def _insert(complaint_id: int, tokens: Collection[str]) -> None:
    rows = [{"complaint_id": complaint_id, "token": token} for token in sorted(tokens)]
    if rows:
        db.session.execute(sa.insert(SearchToken), rows)

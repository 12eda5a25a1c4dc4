"""A file that comes in parts: how it is announced, named and finished, and what is answered."""

from __future__ import annotations

from marshmallow import Schema, validate

from schemas.fields import Line, Typed, Whole, Words, YesNo, both
from schemas.lengths import NOTE
from schemas.moves import LookUp
from schemas.out_fields import maybe, number, text, when

HASH = validate.Regexp(
    r"[0-9a-f]{64}\Z",
    error=both("须是 64 位小写十六进制的 SHA-256。", "This should be a SHA-256 in 64 lower-case hex digits."),
)


class AnnounceUpload(Typed):
    """`sha256` of the whole file, where the sender knows it: then what arrived is held against it."""

    name = Line(200, required=True)
    size = Whole(1, 999_999_999, required=True)
    sha256 = Line(64, validate=HASH)


class CitizenAnnounceUpload(LookUp, AnnounceUpload):
    pass


class CitizenFinishUpload(LookUp):
    pass


class FinishUpload(Typed):
    note = Words(NOTE, may_be_empty=True)
    for_citizen = YesNo()  # with the answer


class UploadOut(Schema):
    """`offset`: how much of it is here, and where the next part begins; `kind` once it is finished."""

    upload = text()
    offset = number()
    size = number()
    part_size = number()  # what a slow line manages; up to 4 MB is taken
    kind = maybe()
    expires_at = when()

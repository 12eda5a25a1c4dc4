"""The words of joint work: asking another unit for help, taking it, and answering."""

from __future__ import annotations

from schemas.consulting import OfPart
from schemas.conversation import FileIn
from schemas.fields import Code, Inner, Several, Words
from schemas.lengths import MOST_FILES, NARRATIVE, NOTE, REASON
from schemas.noted import Noted


class AddAssist(Noted):
    """Another unit than the one that has the work."""

    unit = Code(required=True)
    task = Words(NOTE, required=True)


class EndPart(OfPart):
    """By those asked or by the lead, who say why."""

    reason = Words(REASON, required=True)


class AnswerAssist(OfPart):
    note = Words(NARRATIVE, required=True)
    files = Several(Inner(FileIn), MOST_FILES)

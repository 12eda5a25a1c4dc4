"""The words of asking others for their opinion, and of giving it."""

from __future__ import annotations

from schemas.conversation import FileIn
from schemas.fields import Account, Code, Inner, Several, Typed, Whole, Words
from schemas.lengths import MOST_FILES, NARRATIVE, NOTE, REASON
from schemas.noted import Noted


class Consult(Noted):
    """A unit, or an officer, who says which unit; another unit or officer than the one that has the work."""

    unit = Code()
    officer = Account()
    question = Words(NOTE, required=True)


class OfPart(Typed):
    of = Whole(1, 2**31 - 1, required=True)  # its number among what the complaint asked of others


class WithdrawConsultation(OfPart):
    reason = Words(REASON, may_be_empty=True)


class GiveOpinion(OfPart):
    opinion = Words(NARRATIVE, required=True)
    files = Several(Inner(FileIn), MOST_FILES)

"""What citizens and officers write to each other: what is added, what is supplied, questions and answers, with files."""

from __future__ import annotations

from schemas.fields import FileBody, Inner, Line, Several, Typed, Whole, Words
from schemas.lengths import MANY, MOST_FILES, MOST_SUPPLIED, NOTE


class FileIn(Typed):
    """A photo, recording or document inside JSON, its content in base64."""

    name = Line(200, required=True)
    content = FileBody(required=True)


class UploadNamed(Typed):
    """A finished upload. `item`: which of the items asked for it is."""

    upload = Line(100, required=True)
    item = Whole(1, MANY)


class ItemFile(FileIn):
    """`item`: which of the items asked for it is, counted from 1 in the order of the list."""

    item = Whole(1, MANY)


class Supplement(Typed):
    note = Words(NOTE, required=True)
    files = Several(Inner(ItemFile), MOST_SUPPLIED)
    uploads = Several(Inner(UploadNamed), MOST_SUPPLIED)


class Add(Typed):
    note = Words(NOTE, required=True)
    files = Several(Inner(FileIn), MOST_FILES)
    uploads = Several(Inner(UploadNamed), MOST_FILES)


class AskCitizen(Typed):
    question = Words(NOTE, required=True)


class AnswerQuestion(Typed):
    """`asked_in`: the step that asked the question; all questions that wait are answered where none is said."""

    note = Words(NOTE, required=True)
    asked_in = Whole(1, 2**31 - 1)
    files = Several(Inner(FileIn), MOST_FILES)
    uploads = Several(Inner(UploadNamed), MOST_FILES)

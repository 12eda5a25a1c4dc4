"""A document as it leaves the office: its text put right by an officer, then kept as a file with its fingerprint in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from complaints.casework.attachments import File
from complaints.casework.documents.case_file import document_bytes
from complaints.casework.documents.documents import CaseDocument
from complaints.infrastructure.errors import BadInput
from complaints.models import Attachment
from schemas.text import balanced, has_visible
from workflows.language import Text


def final_file(document: CaseDocument, text: str) -> File:
    """The document with this text instead of its own, a paragraph a line; number and signature stay. Raises BadInput."""
    if not has_visible(text):
        raise BadInput({"text": Text("请写文书的正文。", "Write the text of the document.")})
    lines = (balanced(line.strip()) for line in text.split("\n"))
    paragraphs = tuple("\n".join(lines).strip("\n").split("\n"))
    return File(_file_name(document), document_bytes(replace(document, paragraphs=paragraphs)))


def final_of(document: CaseDocument, files: Sequence[Attachment]) -> Attachment | None:
    """The last one kept under its number, if any."""
    return next((one for one in reversed(files) if one.name == _file_name(document)), None)


def _file_name(document: CaseDocument) -> str:
    return f"{document.title.zh} {document.number}.docx"

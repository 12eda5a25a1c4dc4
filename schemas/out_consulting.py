"""What goes out of questions put to the officer who asks: what was asked, and no more of the complaint."""

from __future__ import annotations

from marshmallow import Schema

from schemas.out import ConsultationOut, many, text


class ConsultationToMeOut(ConsultationOut):
    tracking_number = text()
    category = text()
    category_label = text()


class ConsultationsToMeOut(Schema):
    items = many(ConsultationToMeOut)

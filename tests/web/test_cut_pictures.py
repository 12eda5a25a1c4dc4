"""Pictures that did not arrive whole: kept as a picture that opens, or refused with what to do; never half stored."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Attachment
from tests.house import PASSWORD, House
from tests.support.files import DEVICE, noted, picture
from tests.web.citizens import writes
from tests.web.pages import Visitor, words_on

PLACES = 10


def in_frames(form: str) -> bytes:
    target = io.BytesIO()
    frames = [Image.effect_noise((40, 30), 60 + at).convert("RGB") for at in range(3)]
    frames[0].save(target, form, save_all=True, append_images=frames[1:])
    return target.getvalue()


KINDS = {
    "photo.jpg": picture("JPEG"),
    "plain.jpg": noted("JPEG"),
    "progressive.jpg": noted("JPEG", progressive=True),
    "photo.png": picture("PNG"),
    "plain.png": noted("PNG"),
    "plain.gif": noted("GIF"),
    "moving.gif": in_frames("GIF"),
    "photo.webp": picture("WEBP"),
    "plain.webp": noted("WEBP"),
    "moving.webp": in_frames("WEBP"),
    "plain.bmp": noted("BMP"),
    "photo.tif": picture("TIFF"),
    "pages.tif": in_frames("TIFF"),
    "photo.heic": picture("HEIF"),
    "photo.avif": picture("AVIF"),
}


def cuts_of(whole: bytes) -> list[bytes]:
    return [whole[: max(1, len(whole) * place // PLACES - 1)] for place in range(1, PLACES + 1)]


def require_kept_or_refused(visitor: Visitor, address: str, name: str, body: bytes) -> None:
    before = db.session.scalar(select(func.count(Attachment.id)))
    answer = visitor.post(address, files={"files": (body, name)}, note="说到一半")
    db.session.rollback()
    kept = list(db.session.scalars(select(Attachment).order_by(Attachment.id)))[before:]
    told = f"{name}, {len(body)} bytes: {answer.status_code}"
    if answer.status_code == 303:
        assert len(kept) == 1, told
        with Image.open(io.BytesIO(kept[0].body)) as image:
            image.load()
        assert DEVICE.encode() not in kept[0].body, told
    else:
        assert answer.status_code == 422 and not kept, told
        words = words_on(answer)
        assert f"“{name}”" in words and ("请重新" in words or "请把" in words or "请在" in words), (
            told,
            words[:400],
        )


@pytest.mark.parametrize("name", KINDS)
def test_a_cut_picture_of_an_officer_is_kept_or_refused_with_what_to_do(house: House, now, name: str) -> None:
    number = house.logs("2026-09-21T09:00")
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    address = f"/desk/c/{number}/files"
    lin.get(address)

    for body in cuts_of(KINDS[name]):
        require_kept_or_refused(lin, address, name, body)


@pytest.mark.parametrize("name", KINDS)
def test_a_cut_picture_of_a_citizen_is_kept_or_refused_with_what_to_do(
    house: House, li: Visitor, name: str
) -> None:
    writes(li)

    for body in cuts_of(KINDS[name])[::3]:
        require_kept_or_refused(li, "/complain/files", name, body)

"""A JPEG copied without the data beside its picture shows the same picture."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops

from complaints.infrastructure.bare_jpeg import NoWholeJpeg, bare_jpeg
from tests.support.files import DEVICE, picture


def jpeg(**options: object) -> bytes:
    target = io.BytesIO()
    Image.effect_noise((200, 150), 60).convert("RGB").save(target, "JPEG", comment=DEVICE, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"progressive": True},
        {"restart_marker_blocks": 2},
        {"icc_profile": b"colours" * 20000},
        {"subsampling": "4:4:4"},
    ],
)
def test_the_picture_is_the_same_and_nothing_is_beside_it(options: dict[str, object]) -> None:
    sent = jpeg(**options)

    kept = bare_jpeg(sent + picture("JPEG"))

    with Image.open(io.BytesIO(sent)) as before, Image.open(io.BytesIO(kept)) as after:
        assert ImageChops.difference(before, after).getbbox() is None
        assert after.info.get("icc_profile") == options.get("icc_profile")
    assert DEVICE.encode() not in kept and b"Exif" not in kept


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_how_it_is_turned_stays(orientation: int) -> None:
    with Image.open(io.BytesIO(bare_jpeg(jpeg(), orientation))) as image:
        assert dict(image.getexif()) == {0x0112: orientation}


@pytest.mark.parametrize("length", [0, 1, 2, 3, 4, 100, 700, -1, -2, -20])
def test_what_is_cut_is_none(length: int) -> None:
    with pytest.raises(NoWholeJpeg):
        bare_jpeg(jpeg()[:length])

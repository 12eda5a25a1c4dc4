"""Pictures written again without what nobody sees in them: where they were taken, by which device, other pictures inside."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pillow_heif
from PIL import Image, ImageOps, ImageSequence

Image.init()  # every format by its name, not only the usual five
pillow_heif.register_heif_opener()

MOST_PIXELS = 100_000_000
MOST_FRAMES = 200
_KEPT = ("icc_profile", "transparency", "background", "duration", "loop", "gamma")
_TRACES = (b"Exif\0", b"http://ns.adobe.com/xap/", b"Photoshop 3.0\0", b"<x:xmpmeta", b"eXIf", b"EXIF")
_WRITTEN_AS = {"image/heic": ("JPEG", "image/jpeg"), "image/avif": ("JPEG", "image/jpeg")}
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/bmp": "BMP",
    "image/tiff": "TIFF",
}


_READ = (*_FORMATS.values(), "DIB", "HEIF", "AVIF")


class BrokenPicture(ValueError):
    """It cannot be opened, and yet holds words on where it was taken; or it is larger than any camera takes."""


def without_traces(body: bytes, media_type: str) -> tuple[bytes, str]:
    """The picture as it is seen, and its media type: HEIC and AVIF become JPEG, which every office opens.

    What cannot be opened and holds no traces stays as it came. Raises BrokenPicture.
    """
    form, written_as = _WRITTEN_AS.get(media_type, (_FORMATS.get(media_type, ""), media_type))
    try:
        with Image.open(io.BytesIO(body), formats=_READ) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise BrokenPicture
            return _written(picture, form), written_as
    except Exception as error:  # decoders of broken files raise whatever they stumble over
        if isinstance(error, BrokenPicture) or any(trace in body for trace in _TRACES):
            raise BrokenPicture from error
        return body, media_type


def _written(picture: Image.Image, form: str) -> bytes:
    target = io.BytesIO()
    options = _options(picture, form)
    first, *others = _frames(picture, form)
    if others:
        options |= {"save_all": True, "append_images": others}
    first.save(target, form, **options)
    return target.getvalue()


def _frames(picture: Image.Image, form: str) -> Iterator[Image.Image]:
    """Upright, with nothing beside the picture but its colours and its timing."""
    several = form in ("GIF", "WEBP", "TIFF", "PNG")
    for count, frame in enumerate(ImageSequence.Iterator(picture) if several else [picture]):
        if count == MOST_FRAMES:
            raise BrokenPicture
        upright = ImageOps.exif_transpose(frame.copy())
        upright.info = {name: upright.info[name] for name in _KEPT if name in upright.info}
        yield (
            upright.convert("RGB") if form == "JPEG" and upright.mode not in ("RGB", "L", "CMYK") else upright
        )


def _options(picture: Image.Image, form: str) -> dict[str, Any]:
    """As little is lost as the format allows."""
    colours = picture.info.get("icc_profile")
    if form == "JPEG":
        return {"quality": 92, "subsampling": "4:4:4", "optimize": True, "icc_profile": colours}
    if form == "WEBP":
        return {"quality": 92, "icc_profile": colours}
    if form == "TIFF":
        return {"compression": "group4" if picture.mode == "1" else "tiff_adobe_deflate"}
    return {"icc_profile": colours} if form == "PNG" else {}

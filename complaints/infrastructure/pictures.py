"""Pictures written again without their invisible data: where they were taken, by which device, other pictures inside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pillow_heif
from PIL import ExifTags, Image, ImageOps, ImageSequence
from PIL.TiffImagePlugin import AppendingTiffWriter

from complaints.infrastructure.bare_jpeg import bare_jpeg

Image.init()  # every format by its name, not only the usual five
pillow_heif.register_heif_opener()

MOST_PIXELS = 100_000_000  # of a picture that is decoded, and of all its frames where they are held together
MOST_OF_PAGES = 500_000_000  # of all pages of a scan, which are written one by one
MOST_FRAMES = 200
UNPACKED = 50_000_000  # pixels of a JPEG that is decoded; a larger one is written again without unpacking it
Image.MAX_IMAGE_PIXELS = None  # the bounds are above, and have sentences
_KEPT = ("icc_profile", "transparency", "background", "duration", "loop", "gamma")
_TRACES = re.compile(  # words on a picture, wherever they are in a file that is damaged or cut short
    rb"Exif\0|http://ns.adobe.com/xap/|Photoshop 3.0\0|<x:xmpmeta|eXIf|EXIF|XMP |tEXt|iTXt|zTXt|GIF8[79]a.*!\xfe"
    rb"|\A\xff\xd8.*?\xff(?:\xfe|[\xe1\xe3-\xed\xef]|\xe2(?!..ICC_PROFILE\0)|\xee(?!..Adobe)).{12}",
    re.DOTALL,
)
_BEGUN = re.compile(  # a program began to write a picture: what cannot be opened of it did not arrive whole
    rb"\A(?:\xff\xd8\xff(?:\xe0..JFIF|\xe1..(?:Exif|http)|\xdb|\xee..Adobe)|\x89PNG\r\n\x1a\n....IHDR|GIF8[79]a.{7}"
    rb"|RIFF....WEBP|BM.{12}|II\*\0|MM\0\*|....ftyp)",
    re.DOTALL,
)
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
_SUBFILE, _SUB_IMAGES, _DNG_VERSION = 254, 330, 50706


class BrokenPicture(ValueError):
    """It cannot be opened, and may hold words on where it was taken."""


class RawPicture(BrokenPicture):
    """The raw data of a camera: picture programs see only a thumbnail of it."""


class LargePicture(BrokenPicture):
    """More pixels than are decoded here."""


def without_traces(body: bytes, media_type: str) -> tuple[bytes, str]:
    """The picture as it is seen, and its media type: HEIC and AVIF become JPEG, which every office opens.

    Raises BrokenPicture for one that was cut or damaged: half a picture proves less than the one that is sent again. What is no
    picture but for its first signs, and holds no traces, stays as it came.
    """
    form, written_as = _WRITTEN_AS.get(media_type, (_FORMATS.get(media_type, ""), media_type))
    try:
        with Image.open(io.BytesIO(body), formats=_READ) as picture:
            if form == "JPEG" == picture.format and picture.width * picture.height > UNPACKED:
                return bare_jpeg(body, picture.getexif().get(ExifTags.Base.Orientation, 1)), written_as
            _refuse_raw(picture, body)
            return (_pages if form == "TIFF" else _written)(picture, form), written_as
    except Exception as error:  # decoders of broken files raise whatever they stumble over
        if isinstance(error, BrokenPicture) or _BEGUN.match(body) or _TRACES.search(body):
            raise (error if isinstance(error, BrokenPicture) else BrokenPicture()) from error
        return body, media_type


def _refuse_raw(picture: Image.Image, body: bytes) -> None:
    """CR2 says so at its beginning, DNG by a tag; NEF, ARW and others hold a thumbnail first, and the rest behind it."""
    tags = getattr(picture, "tag_v2", {})
    thumbnail_first = tags.get(_SUBFILE, 0) & 1 and _SUB_IMAGES in tags
    if tags and (body[8:10] == b"CR" or _DNG_VERSION in tags or thumbnail_first):
        raise RawPicture


def _pages(picture: Image.Image, form: str) -> bytes:
    """A page of a fax is packed as one, a page in colours as a picture."""
    target = io.BytesIO()
    with AppendingTiffWriter(target, new=True) as writer:
        for page in _frames(picture, form):
            page.save(writer, form, compression="group4" if page.mode == "1" else "tiff_adobe_deflate")
            writer.newFrame()
    return target.getvalue()


def _written(picture: Image.Image, form: str) -> bytes:
    target = io.BytesIO()
    first, *others = _frames(picture, form)
    options = _options(picture, form)
    if others:
        options |= {"save_all": True, "append_images": others}
    first.save(target, form, **options)
    return target.getvalue()


def _frames(picture: Image.Image, form: str) -> Iterator[Image.Image]:
    """Upright, with nothing beside the picture but its colours and its timing."""
    several, pixels = form in ("GIF", "WEBP", "TIFF", "PNG"), 0
    for count, frame in enumerate(ImageSequence.Iterator(picture) if several else [picture]):
        pixels += frame.width * frame.height
        together = MOST_OF_PAGES if form == "TIFF" else MOST_PIXELS
        if count == MOST_FRAMES or pixels > together or frame.width * frame.height > MOST_PIXELS:
            raise LargePicture
        upright = ImageOps.exif_transpose(frame.copy() if several else frame)
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
    return {"icc_profile": colours} if form == "PNG" else {}

"""The types of files that are taken, each under one media type and one ending."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.language import Text

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, the ending its files have, and what people call it."""

    media_type: str
    ending: str
    name: Text

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")


_PHOTO, _PICTURE = ("照片", "photo"), ("图片", "picture")
_RECORDING, _VIDEO = ("录音", "recording"), ("录像", "video")
_DOCUMENT, _TABLE, _SLIDES = ("文档", "document"), ("表格", "spreadsheet"), ("演示文稿", "slides")
_ROWS: tuple[tuple[str, str, str, tuple[str, str]], ...] = (
    ("image/jpeg", ".jpg", "JPG", _PHOTO),
    ("image/png", ".png", "PNG", _PHOTO),
    ("image/webp", ".webp", "WebP", _PHOTO),
    ("image/heic", ".heic", "HEIC", _PHOTO),
    ("image/avif", ".avif", "AVIF", _PHOTO),
    ("image/gif", ".gif", "GIF", _PICTURE),
    ("image/bmp", ".bmp", "BMP", _PICTURE),
    ("image/tiff", ".tif", "TIFF", _PICTURE),
    ("application/pdf", ".pdf", "PDF", ("文件", "file")),
    ("application/ofd", ".ofd", "OFD", ("文件", "file")),
    ("audio/mpeg", ".mp3", "MP3", _RECORDING),
    ("audio/mp4", ".m4a", "M4A", _RECORDING),
    ("audio/amr", ".amr", "AMR", _RECORDING),
    ("audio/wav", ".wav", "WAV", _RECORDING),
    ("audio/aac", ".aac", "AAC", _RECORDING),
    ("audio/ogg", ".ogg", "OGG", _RECORDING),
    ("audio/x-ms-wma", ".wma", "WMA", _RECORDING),
    ("audio/flac", ".flac", "FLAC", _RECORDING),
    ("audio/silk", ".silk", "SILK", _RECORDING),
    ("audio/x-caf", ".caf", "CAF", _RECORDING),
    ("audio/aiff", ".aif", "AIFF", _RECORDING),
    ("audio/x-pn-realaudio", ".ra", "RA", _RECORDING),
    ("audio/x-ape", ".ape", "APE", _RECORDING),
    ("video/mp4", ".mp4", "MP4", _VIDEO),
    ("video/quicktime", ".mov", "MOV", _VIDEO),
    ("video/3gpp", ".3gp", "3GP", _VIDEO),
    ("video/webm", ".webm", "WebM", _VIDEO),
    ("video/x-ms-wmv", ".wmv", "WMV", _VIDEO),
    ("video/x-msvideo", ".avi", "AVI", _VIDEO),
    ("video/x-matroska", ".mkv", "MKV", _VIDEO),
    ("video/mpeg", ".mpg", "MPG", _VIDEO),
    ("video/mp2t", ".ts", "TS", _VIDEO),
    ("video/x-flv", ".flv", "FLV", _VIDEO),
    ("application/vnd.rn-realmedia", ".rm", "RM", _VIDEO),
    ("application/vnd.rn-realmedia-vbr", ".rmvb", "RMVB", _VIDEO),
    ("application/msword", ".doc", "Word", _DOCUMENT),
    ("application/vnd.ms-excel", ".xls", "Excel", _TABLE),
    ("application/vnd.ms-powerpoint", ".ppt", "PowerPoint", _SLIDES),
    (f"{_OFFICE}wordprocessingml.document", ".docx", "Word", _DOCUMENT),
    (f"{_OFFICE}spreadsheetml.sheet", ".xlsx", "Excel", _TABLE),
    (f"{_OFFICE}presentationml.presentation", ".pptx", "PowerPoint", _SLIDES),
    (f"{_OPEN}text", ".odt", "ODT", _DOCUMENT),
    (f"{_OPEN}spreadsheet", ".ods", "ODS", _TABLE),
    (f"{_OPEN}presentation", ".odp", "ODP", _SLIDES),
    ("application/rtf", ".rtf", "RTF", _DOCUMENT),
    ("text/plain", ".txt", "TXT", _DOCUMENT),
)
KINDS = {
    media_type: Kind(media_type, ending, Text(f"{name} {what[0]}", f"{name} {what[1]}"))
    for media_type, ending, name, what in _ROWS
}
ACCEPTED = ",".join(
    [
        *KINDS,
        *(kind.ending for kind in KINDS.values()),
        ".jpeg",
        ".tiff",
        ".heif",
        ".aiff",
        ".wps",
        ".et",
        ".dps",
    ]
)
BY_ENDING = {kind.ending: kind for kind in KINDS.values()}
SAME = {  # other endings that puremagic knows for the same
    **dict.fromkeys((".jpeg", ".jfif", ".jpe"), ".jpg"),
    **dict.fromkeys((".mpga", ".mp2"), ".mp3"),
    **dict.fromkeys((".oga", ".opus", ".ogv"), ".ogg"),
    **dict.fromkeys((".tiff",), ".tif"),
    **dict.fromkeys((".heif",), ".heic"),
    **dict.fromkeys((".aiff", ".aifc"), ".aif"),
    **dict.fromkeys((".mpeg", ".vob", ".m1v", ".m2v"), ".mpg"),
}

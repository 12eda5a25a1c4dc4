"""Files as phones, scanners and offices make them, as small as they come."""

from __future__ import annotations

import io
import struct
import zipfile

import pillow_heif
from PIL import Image
from PIL.PngImagePlugin import PngInfo

pillow_heif.register_heif_opener()
DEVICE = "SecretPhone 15"


def picture(form: str, size: tuple[int, int] = (64, 48), turned: int = 6, **options: object) -> bytes:
    """A picture with the device and the place in it, marked as lying on its side."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turned, DEVICE
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 23.0, 1.0), 3: "E", 4: (114.0, 53.0, 1.0)})
    target = io.BytesIO()
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.save(target, form, **{"exif": exif, **options})  # type: ignore[arg-type]
    return target.getvalue()


def in_zip(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return target.getvalue()


def open_document(kind: str, *names: str, manifest: str = "<manifest/>") -> bytes:
    """As LibreOffice, WPS and Google write it: the first part says the kind."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("META-INF/manifest.xml", manifest)
        for name in ("content.xml", *names):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def boxed(brand: bytes, *others: bytes, inside: bytes = b"") -> bytes:
    brands = brand + bytes(4) + b"".join(others)
    return struct.pack(">I", 8 + len(brands)) + b"ftyp" + brands + inside + bytes(100)


def asf(*streams: bytes) -> bytes:
    head = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(14)
    kinds = (stream + bytes.fromhex("4d5bcf11a8fd00805f5c442b") + bytes(54) for stream in streams)
    return head + b"".join(kinds) + bytes(100)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(400)


def tiff(bits: int = 8, dng: bool = False) -> bytes:
    """Written by hand as no library writes it: a device, a thumbnail of 4 by 4, and the picture itself elsewhere."""
    tags = [
        (254, 4, int(dng)),
        (256, 4, 4),
        (257, 4, 4),
        (258, 3, bits),
        (259, 3, 1),
        (262, 3, 1),
        (277, 3, 1),
        (279, 4, 2 * bits),
    ]
    after = 8 + 2 + 12 * (len(tags) + 2 + 2 * dng) + 4
    tags += [(271, 2, after), (273, 4, after + 16), *([(330, 4, after), (50706, 1, 0x0401)] if dng else [])]
    counts = {271: len(DEVICE) + 1, 50706: 4}
    entries = b"".join(
        struct.pack("<HHII", tag, kind, counts.get(tag, 1), value) for tag, kind, value in sorted(tags)
    )
    head = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(tags)) + entries + bytes(4)
    return head + DEVICE.encode().ljust(16, b"\0") + bytes(2 * bits)


def noted(form: str, **options: object) -> bytes:
    """A picture with a remark that names a person and a place."""
    target = io.BytesIO()
    Image.effect_noise((160, 120), 60).convert("RGB").save(target, form, **options)  # type: ignore[arg-type]
    return target.getvalue()


def png_with_text() -> bytes:
    info = PngInfo()
    info.add_text("Comment", REMARK)
    return noted("PNG", pnginfo=info)


REMARK = "13800138000 Li Daye, 30.39N 114.88E"
WORD_PAGE = (
    b'<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
    b"<head><meta charset=utf-8></head><body><p>x</p></body></html>"
)
WORD_2003 = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<?mso-application progid="Word.Document"?>\r\n'
    b'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>'
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
NOTE = "2026年9月18日上午，窗口说系统坏了。\r\n请核实。"
OFFICE = ("[Content_Types].xml", "_rels/.rels")
MOOV = struct.pack(">I4sI4s", 24, b"moov", 16, b"trak") + bytes(8)
FILES: dict[str, tuple[bytes, str]] = {  # name: content, and the ending it is kept under
    "plain.pdf": (PDF, ".pdf"),
    "leading newline.pdf": (b"\r\n" + PDF, ".pdf"),
    "byte order mark.pdf": (b"\xef\xbb\xbf" + PDF, ".pdf"),
    "printer.pdf": (b"\x1b%-12345X@PJL JOB\r\n@PJL ENTER LANGUAGE=PDF\r\n" + PDF, ".pdf"),
    "from a server.pdf": (b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n" + PDF, ".pdf"),
    "from a mac.pdf": (b"\0\x0aletter.pdf" + bytes(116) + PDF, ".pdf"),
    "far behind.pdf": (b"\x01" * 1024 + PDF, ".pdf"),
    "filled up.pdf": (PDF + bytes(5000), ".pdf"),
    "older.mov": (struct.pack(">I4sI4s", 8, b"wide", 48, b"mdat") + bytes(40) + MOOV, ".mov"),
    "streamed.mov": (MOOV + struct.pack(">I4s", 48, b"mdat") + bytes(40), ".mov"),
    "long.wav": (b"RF64\xff\xff\xff\xffWAVEds64" + bytes(60), ".wav"),
    "old.aac": (b"ADIF" + bytes(60), ".aac"),
    "radio.mp2": (b"\xff\xfd\x90\x04" + bytes(1250), ".mp3"),
    "drawn.bmp": (picture("BMP"), ".bmp"),
    "camera.mkv": (
        bytes.fromhex("1a45dfa3a34286810142f7810142f2810442f381084282886d6174726f736b61") + bytes(80),
        ".mkv",
    ),
    "screen.webm": (
        bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d") + bytes(80),
        ".webm",
    ),
    "camera.avi": (b"RIFF\0\x10\0\0AVI LIST" + bytes(80), ".avi"),
    "film.mpg": (bytes.fromhex("000001ba44000400") + bytes(80), ".mpg"),
    "film.mpeg": (bytes.fromhex("000001b3160120") + bytes(80), ".mpg"),
    "AVSEQ01.DAT": (b"RIFF\0\x10\0\0CDXAfmt \x10\0\0\0" + bytes(80), ".mpg"),
    "recorder.ts": ((b"\x47\x40\x00\x10" + bytes(184)) * 4, ".ts"),
    "00001.MTS": ((bytes(4) + b"\x47\x40\x00\x10" + bytes(184)) * 4, ".ts"),
    "meeting.flv": (b"FLV\x01\x05\0\0\0\x09" + bytes(80), ".flv"),
    "pocket.mp3": (b"\xff\xe3\x18\xc4" + bytes(100) + b"\xff\xe3\x18\xc4" + bytes(100), ".mp3"),
    "voice.ogg": (b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1" + bytes(60), ".ogg"),
    "voice.opus": (b"OggS\0\2" + bytes(20) + b"\1\x13OpusHead\1\1" + bytes(60), ".ogg"),
    "call.3gp": (boxed(b"3gp5", b"isom", inside=b"hdlr\0\0\0\0\0\0\0\0soun....samr"), ".3gp"),
    "table.et": (ole("Root Entry"), ".xls"),
    "letter.rtf": (rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0 SimSun;}}\f0 \'cd\'b6\'cb\'df\par}", ".rtf"),
    "utf-8.txt": (NOTE.encode(), ".txt"),
    "marked.txt": (NOTE.encode("utf-8-sig"), ".txt"),
    "windows.TXT": (NOTE.encode("gb18030"), ".txt"),
    "notepad.txt": (NOTE.encode("utf-16"), ".txt"),
    "bare utf-16.txt": (NOTE.encode("utf-16-le"), ".txt"),
    "really a photo.txt": (picture("JPEG"), ".jpg"),
    "tagged.mp3": (b"ID3\x04\0\0\0\0\0\x0a" + bytes(10) + b"\xff\xfb\x90\x64" + bytes(400), ".mp3"),
    "bare.mp3": (b"\xff\xfb\x90\x64" + bytes(413) + b"\xff\xfb\x90\x64" + bytes(413), ".mp3"),
    "slow.mp3": (b"\xff\xf3\x40\xc4" + bytes(400), ".mp3"),
    "iphone.m4a": (boxed(b"M4A ", b"M4A ", b"mp42", b"isom"), ".m4a"),
    "android.m4a": (boxed(b"isom", b"isom", inside=b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0soun"), ".m4a"),
    "call.amr": (b"#!AMR\n" + b"\x3c" * 64, ".amr"),
    "wide.amr": (b"#!AMR-WB\n" + b"\x3c" * 64, ".amr"),
    "wechat.silk": (b"\x02#!SILK_V3" + bytes(64), ".silk"),
    "qq.slk": (b"#!SILK_V3" + bytes(64), ".silk"),
    "voice of wechat.amr": (b"\x02#!SILK_V3" + bytes(65), ".silk"),
    "message.caf": (b"caff\0\1\0\0desc" + bytes(64), ".caf"),
    "from the web.docx": (in_zip(*OFFICE, "word/document2.xml"), ".docx"),
    "exported.xlsx": (in_zip("[Content_Types].xml", "xl\\workbook.xml"), ".xlsx"),
    "recorder.wma": (asf(b"\x40\x9e\x69\xf8"), ".wma"),
    "camera.wmv": (asf(b"\x40\x9e\x69\xf8", b"\xc0\xef\x19\xbc"), ".wmv"),
    "recorder.wav": (b"RIFF\x64\0\0\0WAVEfmt \x10\0\0\0\1\0\1\0" + bytes(80), ".wav"),
    "clip.mp4": (boxed(b"mp42", b"isom", inside=b"hdlr\0\0\0\0\0\0\0\0vide....soun"), ".mp4"),
    "iphone.mov": (boxed(b"qt  ", b"qt  "), ".mov"),
    "old.mov": (b"\0\0\0\x08wide\0\0\x10\0mdat" + bytes(64), ".mov"),
    "old phone.3gp": (boxed(b"3gp4", b"3gp4"), ".3gp"),
    "letter.docx": (in_zip(*OFFICE, "word/document.xml"), ".docx"),
    "table.xlsx": (in_zip(*OFFICE, "xl/workbook.xml"), ".xlsx"),
    "slides.pptx": (in_zip(*OFFICE, "ppt/presentation.xml"), ".pptx"),
    "notice.ofd": (in_zip("OFD.xml", "Doc_0/Document.xml"), ".ofd"),
    "letter.odt": (open_document("text"), ".odt"),
    "form.ott": (open_document("text-template"), ".odt"),
    "table.ods": (open_document("spreadsheet"), ".ods"),
    "slides.odp": (open_document("presentation"), ".odp"),
    "memo.aiff": (b"FORM\0\0\1\0AIFFCOMM" + bytes(80), ".aif"),
    "memo.aifc": (b"FORM\0\0\1\0AIFCFVER" + bytes(80), ".aif"),
    "film.rmvb": (b".RMF\0\0\0\x12\0\1" + bytes(80), ".rmvb"),
    "film.rm": (b".RMF\0\0\0\x12\0\0" + bytes(80), ".rm"),
    "voice.ra": (b".ra\xfd\0\3" + bytes(80), ".ra"),
    "voice.ape": (b"MAC \x96\x0f" + bytes(80), ".ape"),
    "call.3ga": (boxed(b"3gp4", b"3gp4", inside=b"soun"), ".3gp"),
    "old phone.3g2": (boxed(b"3g2a", b"3g2a"), ".3gp"),
    "camcorder.3gp": (boxed(b"3gp1", b"3gp1"), ".3gp"),
    "ringtone.m4r": (boxed(b"M4A ", b"M4A "), ".m4a"),
    "clip.f4v": (boxed(b"f4v ", b"isom"), ".mp4"),
    "slides.dps": (ole("Root Entry") + b"\0", ".ppt"),
    "new.wps": (in_zip(*OFFICE, "docProps/app.xml", "word/document.xml"), ".docx"),
    "new.et": (in_zip(*OFFICE, "docProps/app.xml", "xl/workbook.xml"), ".xlsx"),
    "new.dps": (in_zip(*OFFICE, "docProps/app.xml", "ppt/presentation.xml"), ".pptx"),
    "chat.log": (NOTE.encode(), ".txt"),
    "notes.md": (NOTE.encode("gb18030"), ".txt"),
    "letter.doc": (ole("WordDocument"), ".doc"),
    "table.xls": (ole("Workbook"), ".xls"),
    "letter.wps": (ole("Root Entry") + b"\1", ".doc"),
    "photo.jpg": (picture("JPEG"), ".jpg"),
    "photo.png": (picture("PNG"), ".png"),
    "photo.webp": (picture("WEBP"), ".webp"),
    "scan.tif": (picture("TIFF"), ".tif"),
    "iphone.heic": (picture("HEIF"), ".jpg"),
}
NOT_TAKEN: dict[str, bytes] = {
    "macros.odt": open_document("text", "Basic/Standard/Module1.xml"),
    "locked.odt": open_document("text", manifest="<manifest:encryption-data/>"),
    "photos.rar": b"Rar!\x1a\x07\x01\0" + bytes(60),
    "photos.zip": in_zip("a.jpg", "b.jpg"),
    "photos.7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "letter.pages": in_zip("Index/Document.iwa", "preview.jpg"),
    "IMG_0001.livp": in_zip("IMG_0001.heic", "IMG_0001.mov"),
    "paper.caj": b"CAJ\0\0\0" + bytes(60),
    "notice.ceb": b"Founder CEB 3.0" + bytes(60),
    "notice.gd": b"\x01\x02GDF" + bytes(60),
    "letter.uof": b"<?xml version='1.0'?><uof:UOF/>",
    "film.torrent": b"d8:announce" + bytes(60),
    "paper.nh": b"HN\0\0\x90" + bytes(60),
    "camera 1.dav": b"DHAV\xfd\0" + bytes(60),
    "camera 2.mp4": b"IMKH\1\1" + bytes(60),
    "meeting.dss": b"\x02dss" + bytes(60),
    "5f3a.dat": b"\x9e\x99\xbe\x81" + bytes(60),
    "film.mp4.crdownload": bytes(200),
    "mail.eml": b"Received: from mail.example.org\r\nFrom: li@example.org\r\n\r\nx",
    "mail.msg": ole("__substg1.0_0037001F"),
    "plan.dwg": b"AC1032\0\0" + bytes(60),
    "poster.psd": b"8BPS\0\1" + bytes(60),
    "app.apk": in_zip("AndroidManifest.xml", "classes.dex"),
    "page.html": b"<!DOCTYPE html><html></html>",
    "bill.csv": "日期,金额\r\n2026-09-18,5\r\n".encode("gb18030"),
    "print.xps": in_zip("[Content_Types].xml", "FixedDocSeq.fdseq"),
    "._photo.jpg": b"\0\x05\x16\x07\0\2\0\0Mac OS X" + bytes(60),
    "music.iff": b"FORM\0\0\1\x008SVXVHDR" + bytes(60),
    "program.jpg": b"MZ\x90\0" + bytes(100),
    "page.pdf": b"<html><script>alert(1)</script>%PDF-1.7 %%EOF",
    "drawing.png": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "script.mp3": b"#!/bin/sh\nrm -rf ~\n",
    "archive.docx": in_zip("photo.jpg", "setup.exe"),
    "macros.docx": in_zip(*OFFICE, "word/document.xml", "word/vbaProject.bin"),
    "macros.doc": ole("WordDocument") + "_VBA_PROJECT".encode("utf-16-le"),
    "installer.jpg": ole("Root Entry"),
    "half.jpg": picture("JPEG")[:700],
    "words.bmp": b"BMW 3er" + bytes(60),
    "empty.jpg": b"",
    "empty.txt": b"\r\n",
    "program.txt": b"MZ\x90\0" + bytes(100),
    "object.rtf": rb"{\rtf1{\object\objemb{\*\objdata 0105}}}",
    "camera.dng": tiff(dng=True),
    "camera.cr3": boxed(b"crx ", b"crx ", b"isom", inside=b"vide"),
    "cut.tif": picture("TIFF")[:-3000],
    "thirteen bits.tif": tiff(bits=13),
    "exported.doc": WORD_PAGE,
    "exported.xls": b"\xef\xbb\xbf<table><tr><td>1</td></tr></table>",
    "saved.doc": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + WORD_PAGE,
    "old.doc": WORD_2003,
    "old utf-16.xml": WORD_2003.decode().encode("utf-16"),
    "locked.docx": ole("EncryptedPackage"),
    "locked.doc": ole("EncryptedPackage"),
    "cut.pdf": PDF[:-6],
    "too far behind.pdf": b"\x01" * 1025 + PDF,
    "page before.pdf": b"<script>alert(1)</script>\n" + PDF,
    "program.pdf": b"MZ\x90\0" + PDF,
    "cut with a remark.jpg": noted("JPEG", comment=REMARK.encode())[:-900],
    "cut with words.png": png_with_text()[:-900],
    "cut with a remark.gif": noted("GIF", comment=REMARK.encode())[:-900],
    "shortcut.doc": b"L\0\0\0\x01\x14\x02\0" + bytes(60),
}

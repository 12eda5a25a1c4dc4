"""What citizens and officers attach: recordings, videos, documents and the photos of phones, by content and never inline."""

from __future__ import annotations

import io
import zipfile
from random import Random

import pytest
from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter
from sqlalchemy import select

from complaints.infrastructure.database import db
from complaints.infrastructure.pictures import BrokenPicture, without_traces
from complaints.infrastructure.public_ids import public_id
from complaints.models import Attachment
from tests.house import PASSWORD, House
from tests.support.files import DEVICE, FILES, NOT_TAKEN, REMARK, in_zip, noted, picture, png_with_text
from tests.web.citizens import writes
from tests.web.pages import Visitor, words_on

LED = {
    "photo.jpg": picture("JPEG"),
    "photo.png": picture("PNG"),
    "letter.docx": in_zip("[Content_Types].xml", "word/document.xml"),
    "letter.rtf": b"{\\rtf1\\ansi text}",
    "voice.aac": b"\xff\xf1P\x80\x02\x1f\xfc" + bytes(100),
}
LED |= {
    name: FILES[name][0]
    for name in (
        *("iphone.heic", "photo.webp", "scan.tif", "call.amr", "wechat.silk", "voice.ogg", "camera.mkv"),
        *("recorder.wav", "iphone.m4a", "clip.mp4", "iphone.mov", "tagged.mp3", "notice.ofd", "letter.doc"),
        *("recorder.wma", "meeting.flv", "message.caf", "bare.mp3", "slow.mp3", "pocket.mp3", "film.mpg"),
        *("film.mpeg", "recorder.ts", "00001.MTS"),
        *("old.mov", "older.mov", "streamed.mov", "long.wav", "old.aac", "radio.mp2", "drawn.bmp"),
    )
}


@pytest.fixture
def handling(house: House, now) -> tuple[Visitor, str]:
    """An officer with a complaint of their own, and the address where files are added to it."""
    number = house.logs("2026-09-21T09:00")
    lin = Visitor(house.app)
    lin.get("/login")
    lin.post("/login", username="window", password=PASSWORD)
    lin.get(f"/desk/c/{number}/files")
    return lin, f"/desk/c/{number}/files"


@pytest.mark.parametrize(
    "kinds", [list(FILES)[at::5] for at in range(5)], ids=["1st", "2nd", "3rd", "4th", "5th"]
)
def test_each_kind_is_taken_and_handed_out_as_a_download(handling, kinds: list[str]) -> None:
    lin, address = handling

    for name in kinds:
        body, ending = FILES[name]
        answer = lin.post(address, files={"files": (body, name)})
        assert answer.status_code == 303, (name, words_on(answer)[:400])

        db.session.rollback()
        file = db.session.scalars(select(Attachment).order_by(Attachment.id.desc())).first()
        fetched = lin.get(f"{address}/{public_id(file.id, 'file')}")
        assert file.name.endswith(ending), name
        assert fetched.headers["Content-Disposition"].startswith("attachment"), name
        assert fetched.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in fetched.headers["Content-Security-Policy"]
        assert file.kind.startswith("image/") or fetched.data == body, name


@pytest.mark.parametrize("lead", [b"\n", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xef\xbb\xbf\n"])
@pytest.mark.parametrize("name", LED)
def test_a_line_break_before_a_file_is_taken_off(handling, name: str, lead: bytes) -> None:
    lin, address = handling

    answer = lin.post(address, files={"files": (lead + LED[name], name)})

    assert answer.status_code == 303, words_on(answer)[:400]
    db.session.rollback()
    file = db.session.scalars(select(Attachment)).one()
    fetched = lin.get(f"{address}/{public_id(file.id, 'file')}").data
    ending = FILES.get(name, ("", name[-4:]))[1]
    assert file.name.endswith(ending) and (file.kind.startswith("image/") or fetched == LED[name])


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_what_is_none_of_them_is_refused_by_name(handling, name: str) -> None:
    lin, address = handling

    answer = lin.post(address, files={"files": (NOT_TAKEN[name], name)}, note="说到一半")

    assert answer.status_code == 422 and f"“{name}”" in words_on(answer) and "没有收下" in words_on(answer)
    assert "说到一半" in answer.text and not db.session.scalars(select(Attachment)).all()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "HEIF"])
def test_a_picture_keeps_no_place_and_no_device_and_stands_upright(handling, form: str) -> None:
    lin, address = handling
    sent = picture(form)
    assert DEVICE.encode() in sent

    assert lin.post(address, files={"files": (sent, "照片")}).status_code == 303

    kept = db.session.scalars(select(Attachment)).one().body
    assert DEVICE.encode() not in kept and b"Exif" not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert 0x8825 not in image.getexif() and 0x010F not in image.getexif()
        assert image.size == ((64, 48) if form == "HEIF" else (48, 64))


def test_a_scan_of_several_pages_keeps_them_all(handling) -> None:
    lin, address = handling
    pages = [Image.new("1", (40, 60), at % 2) for at in range(3)]
    sent = io.BytesIO()
    pages[0].save(sent, "TIFF", save_all=True, append_images=pages[1:], compression="group4")

    assert lin.post(address, files={"files": (sent.getvalue(), "扫描.tif")}).status_code == 303

    with Image.open(io.BytesIO(db.session.scalars(select(Attachment)).one().body)) as kept:
        assert kept.n_frames == 3


def test_a_fax_and_a_photo_in_one_file_keep_no_device(handling) -> None:
    lin, address = handling
    exif = Image.Exif()
    exif[0x010F] = DEVICE
    sent = io.BytesIO()
    with AppendingTiffWriter(sent, True) as writer:
        for page, options in (
            (Image.new("1", (40, 60)), {"compression": "group4", "exif": exif}),
            (Image.new("RGB", (40, 60), "red"), {}),
        ):
            page.save(writer, "TIFF", **options)
            writer.newFrame()

    assert lin.post(address, files={"files": (sent.getvalue(), "扫描.tif")}).status_code == 303

    kept = db.session.scalars(select(Attachment)).one().body
    with Image.open(io.BytesIO(kept)) as image:
        assert image.n_frames == 2 and DEVICE.encode() not in kept


def test_a_scan_of_forty_pages_is_kept_page_by_page(handling) -> None:
    """A4 at 200 dots an inch: 150 million pixels together."""
    lin, address = handling
    pages = [Image.new("1", (1654, 2339), 1) for _ in range(40)]
    sent = io.BytesIO()
    pages[0].save(sent, "TIFF", save_all=True, append_images=pages[1:], compression="group4")

    assert lin.post(address, files={"files": (sent.getvalue(), "扫描.tif")}).status_code == 303

    with Image.open(io.BytesIO(db.session.scalars(select(Attachment)).one().body)) as kept:
        assert kept.n_frames == 40


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("camera.dng", "另存或分享为 JPG"),
        ("camera.cr3", "另存或分享为 JPG"),
        ("cut.tif", "没有传完整"),
        ("huge.png", "超过 1 亿像素"),
        ("cut with a remark.jpg", "没有传完整"),
        ("cut with words.png", "没有传完整"),
        ("exported.doc", "另存为 DOCX"),
        ("exported.xls", "另存为 DOCX、XLSX"),
        ("saved.doc", "其实是网页"),
        ("old.doc", "2003 版的 XML"),
        ("old utf-16.xml", "2003 版的 XML"),
        ("locked.docx", "去掉密码"),
        ("locked.doc", "去掉密码"),
        ("cut.pdf", "没有结尾"),
        ("macros.docx", "不带宏"),
        ("macros.doc", "不带宏"),
        ("empty.txt", "里面没有内容"),
        ("macros.odt", "不带宏"),
        ("locked.odt", "去掉密码"),
        ("archive.docx", "压缩包"),
        ("photos.rar", "先解开"),
        ("photos.zip", "先解开"),
        ("photos.7z", "先解开"),
        ("letter.pages", "导出为 PDF 或 Word"),
        ("IMG_0001.livp", "静态照片"),
        ("paper.caj", "CAJViewer"),
        ("paper.nh", "CAJViewer"),
        ("notice.ceb", "PDF、OFD"),
        ("notice.gd", "PDF、OFD"),
        ("letter.uof", "PDF、OFD"),
        ("film.torrent", "快捷方式"),
        ("camera 1.dav", "导出为 MP4"),
        ("camera 2.mp4", "导出为 MP4"),
        ("meeting.dss", "MP3 或 WAV"),
        ("5f3a.dat", "微信或 QQ"),
        ("film.mp4.crdownload", "下载完成"),
        ("shortcut.doc", "快捷方式"),
        ("mail.eml", "邮件"),
        ("mail.msg", "邮件"),
        ("plan.dwg", "导出为 PDF"),
        ("drawing.png", "导出为 PDF"),
        ("poster.psd", "导出为 PDF"),
        ("program.jpg", "程序"),
        ("app.apk", "程序"),
        ("page.html", "网页"),
        ("bill.csv", "另存为 XLSX"),
        ("print.xps", "PDF"),
        ("._photo.jpg", "附属文件"),
        ("music.iff", "可以收"),
    ],
)
def test_a_file_that_is_not_taken_is_told_what_would_be_right(handling, name: str, said: str) -> None:
    lin, address = handling

    answer = lin.post(address, files={"files": (NOT_TAKEN.get(name) or huge("PNG"), name)})

    assert answer.status_code == 422 and said in words_on(answer)


def huge(form: str, **options: object) -> bytes:
    """108 megapixels, as phones take them; of one grey, so that it is made and sent quickly."""
    target = io.BytesIO()
    Image.new("L", (12000, 9000), 90).save(target, form, **options)
    return target.getvalue()


def test_a_photo_of_108_megapixels_is_kept_upright_without_its_place(handling) -> None:
    lin, address = handling
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, DEVICE
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 23.0, 1.0)})
    sent = huge("JPEG", exif=exif, comment=DEVICE) + picture("JPEG")

    answer = lin.post(address, files={"files": (sent, "照片.jpg")})

    kept = db.session.scalars(select(Attachment)).one().body
    assert answer.status_code == 303 and DEVICE.encode() not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (12000, 9000) and dict(image.getexif()) == {0x0112: 6}


def test_a_citizen_attaches_a_recording(house: House, li: Visitor) -> None:
    writes(li)

    assert (
        li.post("/complain/files", files={"files": (FILES["call.amr"][0], "通话\u202e录音.exe")}).status_code
        == 303
    )

    file = db.session.scalars(select(Attachment)).one()
    assert (file.name, file.kind) == ("通话录音.amr", "audio/amr")


NAMES = {
    "通话\u202e录音.exe": "通话录音.amr",
    "👨\u200d👩\u200d👧.amr": "👨\u200d👩\u200d👧.amr",
    "می\u200cخواهم": "می\u200cخواهم.amr",
    "文件/录音.amr": "录音.amr",
    "长" * 130: "长" * 120 + "….amr",
    "\u200d": "file.amr",
    "第 1 次. 通话": "第 1 次. 通话.amr",
    "2026.09.18 现场": "2026.09.18 现场.amr",
    "录音 v2.1": "录音 v2.1.amr",
    "录音.AMR": "录音.amr",
    "现场.mp4": "现场.amr",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_of_a_file_is_kept_as_it_is_seen(house: House, li: Visitor, name: str) -> None:
    writes(li)

    sent = li.post("/complain/files", files={"files": (FILES["call.amr"][0], name)})

    assert sent.status_code == 303
    assert db.session.scalars(select(Attachment)).one().name == NAMES[name]


@pytest.mark.parametrize("form", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
def test_a_damaged_picture_keeps_no_remark(form: str) -> None:
    """Wherever it is cut or one byte of it is wrong: it is written again, refused, or holds no remark any more."""
    options = {"PNG": {}, "TIFF": {"description": REMARK}, "WEBP": {"exif": picture_exif()}}
    whole = (
        png_with_text() if form == "PNG" else noted(form, **options.get(form, {"comment": REMARK.encode()}))
    )
    kind = f"image/{form.lower()}"
    assert REMARK.encode() in whole
    random = Random(5)
    damaged = [whole[: len(whole) * part // 12] for part in range(1, 12)]
    for _ in range(40):
        at = random.randrange(10, len(whole))
        damaged.append(whole[:at] + random.randbytes(3) + whole[at + 3 :])

    for body in damaged:
        try:
            kept, _ = without_traces(body, kind)
        except BrokenPicture:
            continue
        assert b"13800138000" not in kept and b"30.39N" not in kept


def picture_exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = REMARK
    return exif


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_part_of_an_archive_is_refused_with_a_sentence(handling, method: int) -> None:
    """Each byte of the packed part is broken in turn: whatever the unpacker says, the page answers."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text" * 9)
        archive.writestr("content.xml", b"<x/>")
    whole = packed.getvalue()
    start = whole.index(b"mimetype") + len(b"mimetype")
    lin, address = handling
    for place in range(start, start + 24, 4):
        body = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
        assert lin.post(address, files={"files": (body, "信.odt")}).status_code in (303, 422), place

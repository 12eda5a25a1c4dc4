"""Files of one program or device, that others cannot open: what they are, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from complaints.infrastructure.zip_types import opened
from workflows.language import Text


@dataclass(frozen=True, slots=True)
class _Unusual:
    """`begins`: how its content begins; `ends`: how its name ends, for content that says nothing; `holds`: a part of a ZIP."""

    text: Text
    begins: str = ""
    ends: str = ""
    holds: str = ""

    def is_it(self, head: bytes, name: str, parts: frozenset[str]) -> bool:
        if self.begins and re.match(self.begins.encode("latin-1"), head, re.DOTALL):
            return True
        if self.holds and any(re.fullmatch(self.holds, part) for part in parts):
            return True
        return bool(self.ends and re.search(rf"\.(?:{self.ends})$", name.strip(), re.IGNORECASE))


WITH_MACROS = Text(
    "带有宏（里面的小程序）；请另存为不带宏的 DOCX、XLSX 或 PDF 再选。",
    "holds macros; save it without them as DOCX, XLSX or PDF, and choose that.",
)
_KNOWN = (
    _Unusual(
        Text(
            "是文件夹里的附属文件，里面没有内容；请选名称前面没有“._”的那个文件。",
            "holds nothing itself; choose the file without “._” before its name.",
        ),
        begins=r"\0\x05\x16\x07",
    ),
    _Unusual(
        WITH_MACROS,
        holds=r".*vbaproject\.bin|(?:basic|scripts)/.+",
    ),
    _Unusual(
        Text(
            "是苹果电脑的 Pages、Numbers 或 Keynote 文稿；请在里面导出为 PDF 或 Word 再选。",
            "is a document of Pages, Numbers or Keynote; export it as PDF or Word, and choose that.",
        ),
        holds=r"index/.*\.iwa|index\.apxl|preview\.jpg\.iwa",
        ends="pages|numbers|key",
    ),
    _Unusual(
        Text(
            "是实况照片；请在相册里选“复制为静态照片”或分享为 JPG，视频另存为 MOV，再选。",
            "is a live photo; share the still picture as JPG, or the video as MOV, and choose that.",
        ),
        ends="livp|pvt",
    ),
    _Unusual(
        Text(
            "是知网的文献（CAJ、NH、KDH）；请在 CAJViewer 里打开，打印或另存为 PDF 再选。",
            "is in a form of CNKI (CAJ, NH, KDH); open it in CAJViewer, save it as PDF, and choose that.",
        ),
        begins=r"CAJ|HN\0|KDH |TEB",
        ends="caj|nh|kdh|caa",
    ),
    _Unusual(
        Text(
            "是公文阅读软件自己的格式（CEB、SEP、GD、UOF）；请在里面打印或另存为 PDF、OFD 或 DOCX 再选。",
            "is in the form of one program for official documents (CEB, SEP, GD, UOF); save it there as PDF, OFD or DOCX, and "
            "choose that.",
        ),
        begins=r"Founder CEB|\s*<\?xml[^>]*>\s*<(?:uof|uo):",
        ends="cebx?|sep|gdf?|gwd?|uo[ftsp]",
    ),
    _Unusual(
        Text(
            "是监控录像机自己的格式；请用录像机或它的播放软件导出为 MP4 或 AVI 再选。",
            "is in the form of one recorder of cameras; export it there as MP4 or AVI, and choose that.",
        ),
        begins=r"DHAV|IMKH|\0\0\0\x01(?:\x67|\x27|\x40\x01|\x42\x01)",
        ends="dav|ifv|h264|h265|264|265|hik|ps4",
    ),
    _Unusual(
        Text(
            "是录音笔自己的格式；请用它的播放软件另存为 MP3 或 WAV 再选。",
            "is in the form of one voice recorder; save it with its own program as MP3 or WAV, and choose that.",
        ),
        begins=r"[\x02\x03]ds[s2]|MS_VOICE",
        ends="dss|ds2|dvf|msv|voc",
    ),
    _Unusual(
        Text(
            "是微信或 QQ 的缓存，打不开；请在聊天里打开它，选“另存为”再选那个文件。",
            "is what WeChat or QQ keeps for itself; open it in the chat, save it, and choose that.",
        ),
        ends="dat",
    ),
    _Unusual(
        Text("还没有下载完；请等下载完成再选。", "is not downloaded yet; wait for that, and choose it then."),
        ends="crdownload|download|part|partial|td|xltd|downloading|tmp",
    ),
    _Unusual(
        Text(
            "只是快捷方式，里面没有内容；请选它指向的那个文件。",
            "is a shortcut alone; choose the file that it leads to.",
        ),
        begins=r"L\0\0\0\x01\x14\x02\0|\s*\[InternetShortcut\]",
        ends="lnk|url|webloc|desktop|m3u8?|torrent|ram",
    ),
    _Unusual(
        Text(
            "是一封邮件；请把里面的附件另存再选，正文可以截图或打印为 PDF。",
            "is a mail; save and choose what is attached to it, and its text as a picture or PDF.",
        ),
        begins=r"(?i:Received|Return-Path|Delivered-To|X-[\w-]+|Message-ID|From|Date): ",
        ends="eml|msg|mbox",
    ),
    _Unusual(
        Text(
            "是设计或制图软件的文件；请在那里导出为 PDF 或 JPG 再选。",
            "is a drawing or design; export it there as PDF or JPG, and choose that.",
        ),
        begins=r"8BPS|AC10[0-9]{2}|%!PS|\xc5\xd0\xd3\xc6|\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg",
        ends="psd|dwg|dxf|eps|ai|cdr|svg|vsdx?|xmind",
    ),
    _Unusual(
        Text("是程序，不能收。", "is a program, which cannot be taken."),
        begins=r"MZ|\x7fELF|#!/|\xca\xfe\xba\xbe|\xcf\xfa\xed\xfe",
        holds=r"androidmanifest\.xml|meta-inf/manifest\.mf|payload/.*\.app/.*",
        ends="exe|msi|bat|cmd|com|scr|vbs|js|jar|apk|ipa|sh|ps1|dmg",
    ),
    _Unusual(
        Text(
            "是网页；请打印或另存为 PDF，或者截图再选。",
            "is a web page; print or save it as PDF, or choose a picture of it.",
        ),
        begins=r"\s*(?:<!--.*?-->\s*)*<(?i:!doctype html|html|head|body|script)|MIME-Version:",
        ends="html?|mht|mhtml|xhtml",
    ),
    _Unusual(
        Text(
            "是逗号分隔的表格；请用 Excel 或 WPS 打开，另存为 XLSX 再选。",
            "is a table of plain text; open it in Excel, save it as XLSX, and choose that.",
        ),
        ends="csv|tsv",
    ),
    _Unusual(
        Text(
            "是 XPS 文档；请打印或另存为 PDF 再选。",
            "is an XPS document; print or save it as PDF, and choose that.",
        ),
        holds=r"fixeddocseq\.fdseq|fixeddocumentsequence\.fdseq",
        ends="o?xps",
    ),
)

_ARCHIVE = _Unusual(
    Text("是压缩包；请先解开，再选里面的文件。", "is an archive; unpack it, and choose the files in it."),
    begins=r"PK\x03\x04|Rar!|7z\xbc\xaf|\x1f\x8b|BZh[1-9]|\xfd7zXZ|MSCF",
    ends="zip|rar|7z|gz|tar|tgz|bz2|xz|cab",
)


def advice_on(body: bytes, name: str) -> Text | None:
    """By its content first, and by its name where that says nothing; None where only the general answer fits."""
    archive = opened(body)
    parts = archive.names if archive else frozenset()
    return next(_that_fit(body[:4096].removeprefix(b"\xef\xbb\xbf"), name, parts), None)


def _that_fit(head: bytes, name: str, parts: frozenset[str]) -> Iterator[Text]:
    for by_name in ("", name):
        yield from (one.text for one in _KNOWN if one.is_it(head, by_name, parts))
    if _ARCHIVE.is_it(head, name, parts):
        yield _ARCHIVE.text

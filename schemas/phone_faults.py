"""Why a text is no phone number, in words that say what would be one."""

from __future__ import annotations

from workflows.language import Text

MOST = 10  # numbers of one person


class NoPhone(ValueError):
    """`piece` is what cannot be a phone number; the beginning of the text where nothing in it is one."""

    def __init__(self, piece: str) -> None:
        self.piece = piece
        self.text = Text(
            f"“{piece}”不是电话号码；应如 138 0013 8000、0711-3352345 转 801，几个号码之间用顿号，说明写在括号里。",
            f"“{piece}” is no phone number; it should look like 138 0013 8000 or 0711-3352345 ext 801, "
            "several with commas between, a note in brackets.",
        )
        super().__init__(piece)


class TooMany(NoPhone):
    """More numbers than anyone is called under."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.text = Text(
            f"这里有 {count} 个电话号码；最多 {MOST} 个，请留下最常用的。",
            f"There are {count} phone numbers here; leave at most {MOST}, those that are used most.",
        )


class NumberShown(NoPhone):
    """A number as a spreadsheet shows it, not the digits that were typed."""

    def __init__(self, piece: str) -> None:
        super().__init__(piece)
        self.text = Text(
            f"“{piece}”是表格显示的数值，不是完整的号码；请把单元格设为文本，再写全部数字，如 13800138000。",
            f"“{piece}” is how a spreadsheet shows a number, not all its digits; make the cell text and write "
            "every digit, such as 13800138000.",
        )

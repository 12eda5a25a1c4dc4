"""Errors of refused work. Each error carries its own sentence."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from traceback import extract_tb

from workflows.errors import Refused, RulebookError, UnknownMove
from workflows.language import Text

HOUSE = Path(__file__).parents[1]


class WorkError(Exception):
    """An error with a sentence for the person who asked."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(text.zh)


class NotFound(WorkError):
    """Not there, or not for you to see: the two get the same answer."""

    def __init__(self) -> None:
        super().__init__(Text("没有找到这件投诉。", "No such complaint."))


class SecondFactAsked(NotFound):
    """The same from an address that typed wrong codes before: number and code are not enough there."""

    def __init__(self) -> None:
        WorkError.__init__(
            self,
            Text(
                "没有找到这件投诉。从这里输错过几次，还须填写 second_fact：投诉时所留电话的后四位；没有留电话的，填登记的月日（如 0921）。",
                "No such complaint. Wrong codes came from here before, so second_fact is asked for too: the last four digits of "
                "the phone given with the complaint, or without a phone the month and day it was logged (such as 0921).",
            ),
        )


class BadInput(WorkError):
    """What was typed cannot be used; `fields` names each field and says what would be right."""

    def __init__(self, fields: Mapping[str, Text]) -> None:
        self.fields = dict(fields)
        super().__init__(
            Text(
                "填写的内容有误，请按提示更正。",
                "Something that was typed cannot be used; please correct it.",
            )
        )


class PasswordGiven(WorkError):
    """The officer signs in with a given password, and has yet to choose their own."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "您用的是管理员给的一次性密码。请先在登录页面登录，设置自己的密码，再使用接口。",
                "This account has a one-time password. Sign in on the pages and choose your own first.",
            )
        )


class SecondStepMissing(WorkError):
    """The post requires a second step at sign-in, and the officer has none yet."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "您的岗位必须使用两步登录。请先在页面上登录并设置，再使用接口。",
                "Your post requires a second step. Sign in on the pages and set it up first.",
            )
        )


class OutOfScope(WorkError):
    """A machine token was not made for this."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "这个接口令牌没有这项权限。请管理员另发一个。",
                "This token of a machine has no scope for it. Ask an administrator for another.",
            )
        )


class StaleVersion(WorkError):
    """Another person changed the complaint after it was read."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "您打开之后，别人已经更改了本件；请先看最新情况，再决定。您填写的内容没有丢失。",
                "The complaint was changed after you opened it; look at it as it is now. What you typed is not lost.",
            )
        )


class PostChanged(StaleVersion):
    """The officer who acts was moved, or given other roles, a moment ago."""

    def __init__(self) -> None:
        WorkError.__init__(
            self,
            Text(
                "您的单位或角色刚刚变动，请重新打开本件后再办理。您填写的内容没有丢失。",
                "Your unit or your roles have just changed; open the complaint again. What you typed is not lost.",
            ),
        )


class QuotaReached(WorkError):
    """One address or phone has reached its limit of the day."""


class WrongOffset(WorkError):
    """A part of a file does not begin where the last one ended, or the file is not whole yet."""

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__(
            Text(f"已收到 {offset} 个字节，请从这里接着传。", f"{offset} bytes are here; go on from there.")
        )


class KeyReused(WorkError):
    """The same Idempotency-Key came with another body."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "同一个 Idempotency-Key 不能用于不同的内容。",
                "This Idempotency-Key was already used for another request.",
            )
        )


class VersionTaken(WorkError):
    """The same rulebook version was published before with other content."""

    def __init__(self, version: str) -> None:
        super().__init__(
            Text(
                f"规则版本 {version} 已发布过且内容不同，请改用新的版本号。",
                f"Rulebook version {version} was published with other content; give the new text a new version.",
            )
        )


class NoRules(WorkError):
    """Nothing can be taken in, shown or promised before a rulebook is published."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "还没有发布办理规则，暂时不能使用。请系统管理员运行 flask rulebook publish；新装的系统运行 flask seed。",
                "No rules are published yet, so nothing can be done here. Administrators: run flask rulebook publish, "
                "or flask seed in a new house.",
            )
        )


class IndexMoving(WorkError):
    """Search index and checksums are being made again under another key."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "正在更换密钥，暂时不能使用，请稍后再试。请系统管理员让 flask keys reindex 运行完。",
                "Keys are being replaced; please try again later. Administrators: let flask keys reindex finish.",
            )
        )


class RulebookAltered(WorkError):
    """The text of a rulebook in the database is not the one that was published."""

    def __init__(self, version: str) -> None:
        super().__init__(
            Text(
                f"办理规则 {version} 的文本与发布时不同，已停止使用。请系统管理员从备份恢复该文本，并运行 flask ledger verify。",
                f"The text of rulebook {version} is not the one that was published, so it is not used. Administrators: restore "
                "it from a backup, then run flask ledger verify.",
            )
        )


def told_of(error: Exception) -> str:
    """An error as it may be kept and shown: its name and place, and its sentence where it is one of ours.

    The words of any other error may hold what was being written, as a database's do with its parameters.
    """
    if isinstance(error, WorkError | Refused | RulebookError | UnknownMove):
        return f"{type(error).__name__}: {error}"[:500]
    ours = [frame for frame in extract_tb(error.__traceback__) if HOUSE in Path(frame.filename).parents]
    place = f" ({Path(ours[-1].filename).name}:{ours[-1].lineno})" if ours else ""
    return f"{type(error).__name__}{place}"

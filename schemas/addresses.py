"""Usernames and e-mail addresses as they are typed, pasted and corrected by telephones: one rule at every door."""

from __future__ import annotations

import re
import unicodedata

from workflows.language import Text

LONGEST_USERNAME = 80
NO_MAIL = Text(
    "这不是邮箱地址；应像 name@example.cn 这样。",
    "This is not a mail address; one looks like name@example.cn.",
)
_MAIL = re.compile(  # what cannot be one; what can be is known by writing to it
    r"[^@\s<>(),;:\"。，；]{1,64}@(?:[^\W_](?:[\w\-]*[^\W_])?\.)+[^\W\d_][\w\-]*[^\W_]"
)
_LABEL = re.compile(
    r"^(?:(?:我的|本人的?)?(?:电子)?(?:邮箱|邮件|信箱|郵箱|郵件|电邮)(?:地址|号码?)?(?: ?[:是为為] ?| |(?=[a-z\d]))|(?:e-?mail|mail(?:to)?)(?: ?: ?| (?! ?@)))",
    re.IGNORECASE,
)
_ASIDE = re.compile(r" ?(?:\([^()@]*\)|【[^【】@]*】|\[[^\[\]@]*\])$")  # whose it is
_OTHERS = re.compile("邮箱|邮件|信箱|电邮|电话|手机|号码|微信")  # other words, no part of a name
_ONE_SCRIPT = re.compile(r"[a-z\d\-]+|[^\x00-\x7f]+")  # the last part of a host
_NAMED = re.compile(r"[^<>]*<([^<>]+)>")  # 李大爷 <li@example.cn>
_ENDS = " \t\n.,;:。，；、\"'“”‘’"


def username_of(typed: str) -> str:
    """Without spaces, invisible signs and wide letters; cut to the length that is read."""
    return _plain(typed)[:LONGEST_USERNAME]


def account_of(typed: str) -> str:
    """The username as an account has it; a telephone begins it with a capital."""
    return username_of(typed).lower()


def plain_code(typed: str) -> str:
    """A code in letters of one width and without signs that cannot be seen."""
    return _plain(typed)


def mail_of(typed: str) -> str | None:
    """The address alone, without a label before it and a note in brackets behind; its second part, which has no capitals, in small letters. None for what cannot be one."""
    plain = _ASIDE.sub("", _LABEL.sub("", _plain(typed).strip(_ENDS)))
    named = _NAMED.fullmatch(plain)
    bare = _LABEL.sub("", (named[1] if named else plain).strip(_ENDS))
    name, _, host = bare.strip(_ENDS).partition("@")
    address = f"{name.strip()}@{host.strip().lower()}".replace("。", ".")
    fits = _MAIL.fullmatch(address) and ".." not in address and not name.startswith(".")
    return address if fits and not _OTHERS.search(name) and _is_one_script(address) else None


def _is_one_script(address: str) -> bool:
    """a@b.com电话 goes on behind the address."""
    return _ONE_SCRIPT.fullmatch(address.rpartition(".")[2]) is not None


def _plain(typed: str) -> str:
    seen = (sign for sign in typed if unicodedata.category(sign) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFKC", "".join(seen)).strip()

"""E-mail addresses and usernames as they are typed and pasted."""

from __future__ import annotations

import pytest

from schemas.addresses import mail_of, username_of


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("li@example.cn", "li@example.cn"),
        ("Li.Wei@Example.CN", "Li.Wei@example.cn"),
        (" li@example.cn. ", "li@example.cn"),
        ("li@example.cn。", "li@example.cn"),
        ("mailto:li@example.cn", "li@example.cn"),
        ("li＠example．cn", "li@example.cn"),
        ("李大爷 <li@example.cn>", "li@example.cn"),
        ("li @ example.cn", "li@example.cn"),
        ("\u202ali@example.cn\u202c\u200b", "li@example.cn"),
        ("李@例子.中国", "李@例子.中国"),
        ("李@例子。中国", "李@例子.中国"),
        ("li@xn--fsqu00a.xn--fiqs8s", "li@xn--fsqu00a.xn--fiqs8s"),
        ("邮箱：li@example.cn", "li@example.cn"),
        ("邮箱li@example.cn", "li@example.cn"),
        ("电子邮箱 是 li@example.cn。", "li@example.cn"),
        ("E-mail: li@example.cn", "li@example.cn"),
        ("email li@example.cn", "li@example.cn"),
        ("li@example.cn（女儿）", "li@example.cn"),
        ("邮箱：li@example.cn【女儿】", "li@example.cn"),
        ("李大爷 <li@example.cn>（女儿）", "li@example.cn"),
        ("mail@example.cn", "mail@example.cn"),
        ("email1@example.cn", "email1@example.cn"),
        ("o'brien+a@mail-host.example.cn", "o'brien+a@mail-host.example.cn"),
    ],
)
def test_an_address_is_read_however_pasted(typed: str, address: str) -> None:
    assert mail_of(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "li",
        "li@",
        "@example.cn",
        "li@example",
        "a@b@c.cn",
        "li@.cn",
        "li@example..cn",
        "li@-a.cn",
        "li@1.2.3.4",
        "a b@c.cn",
        "li@example.cn wang@example.cn",
        "邮箱li@example.cn电话13800138000",
        "li@example.cn电话13800138000",
        "li@example.cn女儿",
        "电话13800138000邮箱li@example.cn",
        "无",
    ],
)
def test_what_cannot_be_an_address_is_none(typed: str) -> None:
    assert mail_of(typed) is None


@pytest.mark.parametrize("typed", ["window", " window ", "\u200bwindow\ufeff", "ｗｉｎｄｏｗ", "window\n"])
def test_a_username_is_read_however_typed(typed: str) -> None:
    assert username_of(typed) == "window"

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
        "无",
    ],
)
def test_what_cannot_be_an_address_is_none(typed: str) -> None:
    assert mail_of(typed) is None


@pytest.mark.parametrize("typed", ["window", " window ", "\u200bwindow\ufeff", "ｗｉｎｄｏｗ", "window\n"])
def test_a_username_is_read_however_typed(typed: str) -> None:
    assert username_of(typed) == "window"

"""One normal form of a name: whatever cannot be heard in it makes no difference."""

from __future__ import annotations

import pytest

from schemas.names import normal_name, parts_of, parts_to_find

NAME = "阿卜杜拉买买提"
DOTS = "·•・．.‧∙⋅᛫⸱･●。｡\u00b7\u0387\u2024\u2027\u2e33"
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e\u3164\u2800\ufe0f \u3000\xa0\u2005\t"


@pytest.mark.parametrize("between", [*DOTS, *UNSEEN, " · ", "", "-"])
def test_dots_and_unseen_signs_make_no_difference(between: str) -> None:
    assert normal_name(f"阿卜杜拉{between}买买提") == NAME


@pytest.mark.parametrize("typed", ["Abdullah Mamat", "ABDULLAH　MAMAT", "ａｂｄｕｌｌａｈ·ｍａｍａｔ"])
def test_width_and_case_make_no_difference(typed: str) -> None:
    assert normal_name(typed) == "abdullahmamat"


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert normal_name("Jose\u0301") == normal_name("JOSÉ")


def test_punctuation_alone_is_kept() -> None:
    assert normal_name("***") == "***"


@pytest.mark.parametrize("part", ["李", "大爷", "李大爷", "买买提", "阿卜杜拉买", "mamat", "ab"])
def test_parts_of_a_name_find_it(part: str) -> None:
    name = normal_name("李大爷阿卜杜拉·买买提 Abdullah Mamat")

    assert parts_to_find(normal_name(part)) <= parts_of(name)


@pytest.mark.parametrize("other", ["王", "爷大", "买提买", "阿卜拉", "tamam"])
def test_other_names_do_not_find_it(other: str) -> None:
    name = normal_name("李大爷阿卜杜拉·买买提 Abdullah Mamat")

    assert not parts_to_find(normal_name(other)) <= parts_of(name)

"""A phone number typed into a name is refused where it would be found by nothing, at every door of names."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from schemas.corrections import AgentChanges, Changes
from schemas.intake import AgentIn, ComplainantIn, RepresentativeIn
from schemas.web_complaint import Person, _representative_fields

NAMES = [
    "张伟13800138201",
    "张伟 13800138201",
    "张伟（13800138201）",
    "张伟：138 0013 8201",
    "张伟 0711-3352345",
    "张伟一三八零零一三八二零一",
]
SCHEMAS = [ComplainantIn, AgentIn, RepresentativeIn, Changes, AgentChanges, Person]


def name_field(schema: Any) -> Any:
    return schema._declared_fields["name"]


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize("name", NAMES)
def test_a_phone_in_a_name_is_refused_with_what_would_be_right(schema: Any, name: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        name_field(schema).deserialize(name, "name", {"name": name})

    assert "电话" in str(wrong.value.messages)


@pytest.mark.parametrize("schema", SCHEMAS)
@pytest.mark.parametrize(
    "name", ["张伟", "阿卜杜拉·买买提", "7 天酒店", "张三1", "J. Smith", "李三六九", "2 号楼业主"]
)
def test_digits_of_a_name_stay(schema: Any, name: str) -> None:
    assert name_field(schema).deserialize(name, "name", {"name": name}) == name


@pytest.mark.parametrize("name", ["李雷：无", "李雷 电话不详", "李雷，手机：无", "李雷（电话：无）"])
def test_that_a_representative_has_no_phone_is_no_part_of_the_name(name: str) -> None:
    on_pages = _representative_fields()["representative_name"]

    assert RepresentativeIn().load({"name": name}) == {"name": "李雷"}
    assert on_pages.deserialize(name, "name", {"name": name}) == "李雷"

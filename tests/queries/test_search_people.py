"""People are found however their name or number was typed: whole or in part, in pinyin, by what they are called elsewhere."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask_migrate import downgrade, upgrade

from complaints.access import search_index
from complaints.infrastructure.database import db
from complaints.infrastructure.tracking_numbers import digits_of
from complaints.intake.complainant import Person
from complaints.models import Complaint, SearchToken
from complaints.queries.search import Wanted, find
from schemas.phones import NoPhone
from tests.house import House
from tests.support.counting import counted

AT = "2026-09-18T09:00"
BEFORE = "0020"
BEFORE_EVERY_READING = "0033"


@pytest.fixture
def numbers(either_house: House) -> dict[str, str]:
    people = {
        "abdullah": Person("阿卜杜拉·买买提", "0711-3352345 转 801、13900139000（儿子）"),
        "li": Person("李\u200b大爷", "138 0013 8000"),
        "shan": Person("单雄信", "3352999"),
        "smith": Person("ＪＯＨＮ　Smith", None),
        "hong": Person("洪七", "027-8765 4321、+852 2345 6789、+1 (212) 555-0123"),
    }
    return {
        name: either_house.logs(
            AT, person=person, sender_number=f"DH-2026 {at:04}", respondent_name=f"陈科长{at}号"
        )
        for at, (name, person) in enumerate(people.items())
    }


def found(house: House, numbers: dict[str, str], **wanted: str) -> set[str]:
    found = {one.tracking_number for one in find(Wanted(**wanted), house.officer("window")).complaints}
    return {name for name, number in numbers.items() if number in found}


NAMES = [
    ("阿卜杜拉·买买提", "abdullah"),
    ("阿卜杜拉•买买提", "abdullah"),
    ("阿卜杜拉．买买提", "abdullah"),
    ("阿卜杜拉买买提", "abdullah"),
    ("买买提", "abdullah"),
    ("maimaiti", "abdullah"),
    ("abudula", "abdullah"),
    ("Ābǔdùlā", "abdullah"),
    ("阿卜杜拉´买买提", "abdullah"),
    ("阿卜杜拉ʼ买买提", "abdullah"),
    ("lǐ dà yé", "li"),
    ("Jöhn Smith", "smith"),
    ("李大爷", "li"),
    ("李 大 爷", "li"),
    ("大爷", "li"),
    ("李", "li"),
    ("lidaye", "li"),
    ("Li Daye", "li"),
    ("ldy", "li"),
    ("shanxiongxin", "shan"),
    ("danxiongxin", "shan"),
    ("john smith", "smith"),
    ("SMITH", "smith"),
    ("ｊｏｈｎ", "smith"),
]


@pytest.mark.parametrize(("typed", "name"), NAMES)
def test_a_name_finds_its_person(house: House, typed: str, name: str, request: pytest.FixtureRequest) -> None:
    house.logs(AT, person=Person("王小二", "13700137000"))
    people = {
        "li": "李\u200b大爷",
        "abdullah": "阿卜杜拉·买买提",
        "shan": "单雄信",
        "smith": "ＪＯＨＮ　Smith",
    }
    numbers = {called: house.logs(AT, person=Person(person)) for called, person in people.items()}

    assert found(house, numbers, name=typed) == {name}


LAST_FOUR = (
    *(
        "最后四位 ",
        "最后4位",
        "后四位：",
        "后4位是",
        "末四位",
        "末尾四位数字",
        "尾号 ",
        "尾号是",
        "尾数：",
        "手机尾号",
        "手机号后四位 ",
    ),
    *("电话最后四位是", "ends in ", "ending ", "last four ", "Last 4: ", "…", "****", "尾號"),
)
PHONES = [
    ("0711-3352345", {"abdullah"}),
    ("3352345", {"abdullah"}),
    ("0711-3352345-801", {"abdullah"}),
    ("13900139000", {"abdullah"}),
    ("+86 138 0013 8000", {"li"}),
    ("8000", {"li"}),
    ("尾号8000", {"li"}),
    ("138****8000", {"li"}),
    ("１３９＊＊＊＊９０００", {"abdullah"}),
    ("+86 138…8000", {"li"}),
    ("137****8000", set()),
    *((f"{said}8000", {"li"}) for said in LAST_FOUR),
    ("尾号八零零零", {"li"}),
    ("87654321", {"hong"}),
    ("8765-4321", {"hong"}),
    ("2345 6789", {"hong"}),
    ("852 2345 6789", set()),
    ("(212) 555-0123", {"hong"}),
    ("0212 5550123", {"hong"}),
    ("555-0123", {"hong"}),
    ("３３５２９９９", {"shan"}),
    ("八七六五四三二一", {"hong"}),
    ("87654322", set()),
    ("９０００", {"abdullah"}),
    ("2999", {"shan"}),
    ("13700137000", set()),
]


def test_numbers_names_and_respondents_find_complaints(either_house: House, numbers: dict[str, str]) -> None:
    for phone, whom in PHONES:
        assert found(either_house, numbers, phone=phone) == whom, phone
    for typed, name in NAMES:
        assert found(either_house, numbers, name=typed) == {name}, typed
    assert found(either_house, numbers, respondent="陈科长") == set(numbers)
    assert found(either_house, numbers, respondent="chenkezhang") == set(numbers)
    assert found(either_house, numbers, sender_number="dh20260001") == {"li"}
    assert found(either_house, numbers, name="李大爷", phone="8000") == {"li"}
    assert found(either_house, numbers, name="李大爷", phone="2999") == set()


SIGNS = ["?", "*", "_", "%", "？", "＊", "＿", "％"]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_a_pattern_finds_only_what_has_it(either_house: House, sign: str) -> None:
    numbers = {
        "plain": either_house.logs(
            AT, person=Person("张三丰"), sender_number="DH-2026-7", respondent_name="陈科长"
        ),
        "signed": either_house.logs(
            AT, person=Person(f"张{sign}丰"), sender_number=f"DH-2026{sign}7", respondent_name=f"陈{sign}科长"
        ),
    }

    for name in (f"张{sign}", f"张{sign}丰", f"{sign}丰", sign, f"zhang{sign}"):
        assert found(either_house, numbers, name=name) == {"signed"}, name
    for respondent in (f"陈{sign}", f"{sign}科长", sign, f"chen{sign}kezhang"):
        assert found(either_house, numbers, respondent=respondent) == {"signed"}, respondent
    assert found(either_house, numbers, sender_number=f"DH2026{sign}7") == {"signed"}
    assert found(either_house, numbers, sender_number="DH20267") == {"plain", "signed"}
    assert found(either_house, numbers, name="张") == {"plain", "signed"}
    for nothing in (f"李{sign}", f"{sign}{sign}三", f"z{sign}g"):
        assert found(either_house, numbers, name=nothing) == set(), nothing


@pytest.mark.parametrize("sign", ["?", "_", "%", "？", "％"])
def test_a_sign_of_a_pattern_stands_for_no_digit_of_a_number(house: House, sign: str) -> None:
    house.logs(AT, person=Person("李大爷", "13800138000"))

    for typed in (f"{sign}8000", f"138{sign}", f"1380013800{sign}", sign):
        with pytest.raises(NoPhone):
            find(Wanted(phone=typed), house.officer("window"))


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_a_pattern_finds_no_respondent_of_the_organisation(house: House, sign: str) -> None:
    house.logs(AT, by="centre.he", respondent_officer="window")
    name = house.officer("window").name_zh

    for typed in (f"{name}{sign}", f"{name[0]}{sign}", sign):
        assert not find(Wanted(respondent=typed), house.officer("centre.he")).complaints, typed


def test_a_respondent_of_the_organisation_is_found_by_name(house: House) -> None:
    number = house.logs(AT, by="centre.he", respondent_officer="window")
    about = house.officer("window")

    listed = find(Wanted(respondent=about.name_zh), house.officer("centre.he")).complaints

    assert [one.tracking_number for one in listed] == [number]
    assert not find(Wanted(respondent=about.name_zh), about).complaints


def test_who_is_confidential_is_found_by_those_who_carry_it_alone(house: House) -> None:
    number = house.logs(AT, confidential=True, person=Person("李大爷", "13800138000"))

    for wanted in (Wanted(name="daye"), Wanted(name="李大爷"), Wanted(phone="8000")):
        carried = find(wanted, house.officer("window")).complaints
        assert [one.tracking_number for one in carried] == [number]
        assert not find(wanted, house.officer("supervisor")).complaints


def test_matching_costs_one_statement(either_house: House, numbers: dict[str, str]) -> None:
    officer = either_house.officer("window")
    find(Wanted(number=numbers["li"]), officer)
    with counted() as by_number:
        find(Wanted(number=numbers["li"]), officer)
    for wanted in (
        Wanted(name="买买提"),
        Wanted(name="maimaiti"),
        Wanted(phone="8000"),
        Wanted(sender_number="x1"),
    ):
        with counted() as by_person:
            find(wanted, officer)
        assert sum(by_person.values()) <= sum(by_number.values()), wanted


def plan_of(condition: sa.ColumnElement[bool]) -> str:
    """How the database would look up; PostgreSQL reads small tables whole by default."""
    on_postgresql = db.engine.dialect.name == "postgresql"
    if on_postgresql:
        db.session.execute(sa.text("SET LOCAL enable_seqscan = off"))
    query = sa.select(Complaint.id).where(condition)
    statement = str(query.compile(db.engine, compile_kwargs={"literal_binds": True})).replace(":", "\\:")
    asked = "EXPLAIN " if on_postgresql else "EXPLAIN QUERY PLAN "
    return "\n".join(str(row[-1]) for row in db.session.execute(sa.text(asked + statement)))


def test_a_look_up_reads_one_index(either_house: House, numbers: dict[str, str]) -> None:
    index = "pk_search_token" if db.engine.dialect.name == "postgresql" else "sqlite_autoindex_search_token_1"
    looked = [
        search_index.named(search_index.NAME, "买买提"),
        search_index.named(search_index.NAME, "maimaiti"),
        search_index.called(search_index.contacts_here("13900139000")),
        search_index.called(search_index.contacts_here("3352345"), "3352345"),
        search_index.ending_in("8000"),
        search_index.masked_as("1388000"),
        search_index.sent_as("DH-1"),
    ]
    for condition in looked:
        plan = plan_of(condition)
        assert index in plan and "SCAN" not in plan and "Seq Scan" not in plan, plan


def test_respondent_and_tracking_number_read_an_index(either_house: House, numbers: dict[str, str]) -> None:
    on_postgresql = db.engine.dialect.name == "postgresql"
    tokens = "pk_search_token" if on_postgresql else "sqlite_autoindex_search_token_1"
    number = next(iter(numbers.values()))

    for condition, index in (
        (search_index.about("买买提"), tokens),
        (search_index.about("maimaiti"), tokens),
        (Complaint.tracking_number == digits_of(number), "tracking_number" if on_postgresql else "INDEX"),
    ):
        plan = plan_of(condition)
        assert index in plan and "Seq Scan" not in plan, plan
        assert "SCAN complaint" not in plan and "SCAN search_token" not in plan, plan


def test_rows_of_an_older_version_are_found_as_new_ones(either_house: House, numbers: dict[str, str]) -> None:
    db.session.remove()
    downgrade(revision=BEFORE)
    upgrade()

    for typed, name in NAMES:
        assert found(either_house, numbers, name=typed) == {name}, typed
    assert found(either_house, numbers, phone="0711-3352345") == {"abdullah"}
    assert found(either_house, numbers, phone="8000") == {"li"}
    assert found(either_house, numbers, sender_number="DH 2026-0003") == {"smith"}
    assert found(either_house, numbers, respondent="陈科长2号") == {"shan"}


def test_the_number_of_who_speaks_for_a_person_is_found(house: House) -> None:
    person = Person(
        "李大爷",
        "13800138000",
        agent={"name": "李小花", "phone": "13711112222"},
        representatives=[{"name": "王五", "phone": "13733334444"}],
    )
    numbers = {"li": house.logs(AT, person=person)}

    assert found(house, numbers, phone="13711112222") == found(house, numbers, phone="13733334444") == {"li"}


def test_names_indexed_before_every_reading_are_found_as_new_ones(either_house: House) -> None:
    person = Person(
        "阿卜杜拉·买买提",
        agent={"name": "单小花"},
        representatives=[{"name": "Oʻktam José", "phone": "13733334444"}],
    )
    numbers = {"abdullah": either_house.logs(AT, person=person, respondent_name="解科长")}
    either_house.does(
        "window",
        numbers["abdullah"],
        "correct",
        AT,
        changes={"name": "阿不都拉"},
        reason="写错",
        on_request=False,
    )
    db.session.execute(sa.delete(SearchToken))
    db.session.commit()
    db.session.remove()

    downgrade(revision=BEFORE_EVERY_READING)
    upgrade()

    for typed in ("abudula", "阿卜杜拉ʼ买买提", "阿不都拉", "shanxiaohua", "oktamjose"):
        assert found(either_house, numbers, name=typed) == {"abdullah"}, typed
    assert found(either_house, numbers, respondent="xiekezhang") == {"abdullah"}


@pytest.mark.parametrize("typed", ["阿依古丽", "ayiguli", "aygl", "戴眼镜", "工作人员"])
def test_respondent_described_at_length_is_found_to_the_end(either_house: House, typed: str) -> None:
    place = "鄂州市梁子湖区公共法律服务中心二楼大厅左手边第三个窗口戴眼镜穿蓝色上衣的工作人员"
    number = either_house.logs(AT, respondent_name=f"{place * 3}阿依古丽")

    assert found(either_house, {"described": number}, respondent=typed) == {"described"}

"""Respondents written in other ways than by name: in Latin letters, by unit code, by post at a window, by familiar forms; and
narratives in which such words mean no officer."""

from __future__ import annotations

import pytest

from complaints.organisation.name_matching import Named, likely_matches
from complaints.organisation.narrative_hints import is_hinted_in
from tests.house import House
from tests.support.kept_out import kept_out_of

CENTRE, BUREAU = "鄂州市公共法律服务中心", "鄂城区司法局"
IN_CENTRE = ("Ezhou Public Legal Service Centre", "EZ-CENTRE")
IN_BUREAU = ("Echeng District Justice Bureau", "EC-BUREAU")
PEOPLE = [
    Named(1, "林溪", "Lin Xi", CENTRE, False, "", *IN_CENTRE),
    Named(2, "陈望", "Chen Wang", CENTRE, True, "", *IN_CENTRE),
    Named(3, "欧阳禾", "Ouyang He", BUREAU, False, "", *IN_BUREAU),
    Named(4, "周宁", "Zhou Ning", BUREAU, True, "", *IN_BUREAU),
    Named(5, "吕微", "Lü Wei", "古楼街道公共法律服务工作站", False),
    Named(6, "任静之", "Ren Jingzhi", "12348 公共法律服务热线鄂州坐席", False),
]
NEAR = [{CENTRE}, {BUREAU}]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Ms Lin at the window", {1}),
        ("the lady named Lin at counter 3", {1}),
        ("L. Xi", {1}),
        ("Xi L.", {1}),
        ("Lin X.", {1}),
        ("J. Z. Ren", {6}),
        ("Lin laoshi", {1}),
        ("surname Ouyang", {3}),
        ("Lyu", {5}),
        ("Ms Lü", {5}),
        ("Lyu Wei", {5}),
        ("Mr Lv", {5}),
        ("EC-BUREAU", {3, 4}),
        ("ec bureau", {3, 4}),
        ("staff of EZ-CENTRE", {1, 2}),
        ("Echeng District Justice Bureau", {3, 4}),
        ("the justice bureau of Echeng", {3, 4}),
        ("the director of the Echeng Justice Bureau", {4}),
        ("the legal service center", {1, 2}),
        ("林调解员", {1}),
        ("林公证员", {1}),
        ("陈中心主任", {2}),
        ("窗口负责人", {2}),
        ("大厅负责人", {2}),
        ("溪姐", {1}),
        ("小溪", {1}),
        ("静之老师", {6}),
        ("静之", {6}),
        ("林大妈", {1}),
        ("林会计", {1}),
        ("林大夫", {1}),
        ("陈头儿", {2}),
        ("林什么", {1}),
        ("会计", set()),
        ("石头", set()),
        ("老林", {1}),
        ("小林", {1}),
        ("林姐", {1}),
        ("a man at the window", set()),
        ("the person who answered", set()),
        ("nobody knows", set()),
        ("Linda", set()),
        ("window 3", set()),
        ("小区物业", set()),
        ("大姐", set()),
        ("窗口的人", set()),
        ("林业局", set()),
    ],
)
def test_written_in_other_ways(text: str, meant: set[int]) -> None:
    assert likely_matches(text, PEOPLE, NEAR) == meant


HINTED = {
    "昨天林调解员把我赶出来。": {1},
    "我找陈中心主任反映，没人理。": {2},
    "窗口上的林姐骂我。": {1},
    "老林说不归他管。": {1},
    "溪姐让我明天再来。": {1},
    "Ms Lin shouted at me.": {1},
    "It was Lyu laoshi who refused.": {5},
    "被任律师收了钱。": {6},
}


@pytest.mark.parametrize("narrative", HINTED)
def test_narrative_hints_at_an_officer(narrative: str) -> None:
    assert {one.id for one in PEOPLE if is_hinted_in(narrative, one)} == HINTED[narrative]


SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文安向关时代包连管应全"
ORDINARY = """上周工作人员让我回去等通知，一直没有消息。
由于领导不在，窗口不给办理。
每周主任值班一次，我去了两次都没有人。
班主任老师建议我来申请法律援助。
责任主任说要等上级批示。
现任所长刚来，情况不清楚。
对于律师的收费，没有任何人解释。
关于调解员的安排，我打了三次电话。
任何工作人员都没有理我。
其余工作人员在聊天。
由工作人员登记以后就没有下文了。
经常工作人员不在岗。
公证处的收费标准没有公示。
园林局长期施工，影响我家，想咨询律师。
向工作人员询问，态度很差。
向领导反映过，没有用。
和工作人员吵了起来。
有关工作人员互相推诿。
相关律师没有按时出庭。
机关领导不接待群众。
最高法官网查不到我的案件。
对方律师和法官认识。
我方律师没有到场。
双方同志都在场，没有人记录。
公安局长信箱也没有回复。
治安队长让我来司法所。
历史老师退休后来咨询养老金的事。
语文老师的劳动合同纠纷。
师范老师被拖欠工资。
规范工作人员的态度，希望改进。
示范窗口形同虚设。
如何办理公证，电话里说不清楚。
允许工作人员随意插队吗？
高工资待遇被取消，申请仲裁。
小林业站的补偿款没有发。
大方的承诺一条都没有兑现。
老高的房子漏水，邻居不赔。
过程工作人员没有记录。
程序工程师的工伤鉴定结果不服。
资金主管单位互相推。
安全主管部门没有答复。
会计师事务所拖延出具报告。
小金库的问题请查一查。
小范围调解没有通知我。
一万元律师费没有发票。
大姐在窗口排了一上午的队。
大哥大嫂的宅基地纠纷。
小溪边的山林权属有争议。
The clerk at the window was rude to me.
I was told to wait by a member of staff."""


def everyone() -> list[Named]:
    given = ("溪", "望", "静之", "大", "微")
    return [
        Named(place, surname + given[place % len(given)], "", CENTRE, False)
        for place, surname in enumerate(SURNAMES)
    ]


def test_there_are_fifty_ordinary_narratives() -> None:
    assert len(ORDINARY.splitlines()) == 50


@pytest.mark.parametrize("narrative", ORDINARY.splitlines())
def test_ordinary_narrative_hints_at_no_one(narrative: str) -> None:
    """Whatever the officers of a house are called."""
    hinted = [one.name_zh for one in (*PEOPLE, *everyone()) if is_hinted_in(narrative, one)]
    assert hinted == []


@pytest.mark.parametrize("name", ["Ms Lin at the window", "EZ-CENTRE", "林调解员", "溪姐"])
def test_such_a_name_keeps_out_for_the_time_being(either_house: House, name: str) -> None:
    house = either_house
    number = house.logs("2026-09-18T09:00", "citizen", respondent_name=name)

    complaint = house.complaint(number)
    assert complaint.first_responder.username != "window"
    assert kept_out_of(number)["window"] == "name"
    assert all(row.provisional for row in complaint.kept_out)


def test_hint_chooses_another_and_keeps_no_one_out(house: House) -> None:
    number = house.logs("2026-09-18T09:00", narrative="窗口上的林姐骂我。")

    assert house.complaint(number).first_responder.username != "window"
    assert kept_out_of(number) == {}

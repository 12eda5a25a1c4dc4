"""The written stories of a demonstration: complaints still on their first way through the house."""

from __future__ import annotations

from complaints.simulation.demo.more_stories import BESIDE
from complaints.simulation.demo.story import (
    ANSWER,
    DESIGNATED,
    EC,
    HR,
    LZ,
    PROGRESS,
    REACHED,
    RETURNED,
    Story,
    taken_by_echeng,
)

STORIES: tuple[Story, ...] = (
    Story("just in", "ATTITUDE", (1, "16:10"), ()),
    Story("just in, urgent", "PRIVACY", (1, "16:40"), ()),
    Story("accepted, to be passed on", "NOTICE", (1, "15:00"), ((1, "15:40", "window", "accept", {}),)),
    Story("offered", "ATTITUDE", (1, "14:40"), ((1, "16:50", "window", "assign", EC),)),
    Story(
        "offered to handler",
        "DELAY",
        (1, "14:50"),
        ((1, "17:00", "window", "assign", {**EC, "officer": "handler"}),),
    ),
    Story("left lying", "INFO", (3, "09:00"), ((3, "09:30", "window", "assign", EC),)),
    Story(
        "due today",
        "ATTITUDE",
        (6, "15:30"),
        (*taken_by_echeng(5), (2, "10:00", "handler", "report_progress", PROGRESS)),
    ),
    Story(
        "due tomorrow",
        "DELAY",
        (5, "15:30"),
        (*taken_by_echeng(4), (1, "10:00", "handler", "report_progress", PROGRESS)),
    ),
    Story(
        "overdue",
        "SHIRK",
        (9, "14:40"),
        (*taken_by_echeng(8), (5, "10:00", "handler", "report_progress", PROGRESS)),
    ),
    Story("long overdue", "ATTITUDE", (13, "14:40"), taken_by_echeng(12)),
    Story(
        "answer to be told",
        "NOTICE",
        (4, "14:40"),
        (*taken_by_echeng(3), (1, "16:30", "handler", "answer", ANSWER)),
    ),
    Story(
        "bounced twice, designated",
        "FEE",
        (10, "10:00"),
        (
            (9, "09:00", "window", "assign", EC),
            (9, "11:00", "handler", "return", RETURNED),
            (8, "09:00", "window", "assign", HR),
            (8, "15:30", "other", "return", RETURNED),
            (7, "10:00", "supervisor", "designate", {**LZ, **DESIGNATED}),
            (7, "15:00", "liangzi.kang", "sign_for", {}),
            (6, "10:00", "liangzi.kang", "contact", REACHED),
        ),
    ),
    Story(
        "bounced twice, to be designated",
        "PLATFORM",
        (4, "10:00"),
        (
            (3, "09:00", "window", "assign", EC),
            (3, "11:00", "leader", "return", RETURNED),
            (2, "09:00", "window", "assign", HR),
            (2, "15:30", "other", "return", RETURNED),
        ),
    ),
    Story(
        "about the unit of handler",
        "ATTITUDE",
        (5, "10:00"),
        ((4, "09:00", "window", "assign", HR), (4, "11:00", "other", "sign_for", {})),
        about={"unit": "EC-BUREAU"},
    ),
    Story(
        "about handler",
        "SHIRK",
        (4, "10:30"),
        (
            (3, "09:00", "window", "assign", {"unit": "EZ-SECTION"}),
            (3, "11:00", "section.ye", "sign_for", {}),
        ),
        about={"officer": "handler"},
    ),
    Story(
        "first responder recused",
        "ATTITUDE",
        (6, "09:30"),
        (
            (6, "10:00", "centre.he", "recuse", {"reason": "与被投诉人是亲属。"}),
            (6, "11:00", "centre.chen", "change_first_responder", {"officer": "window", "reason": "recusal"}),
            (6, "15:30", "window", "take_first_responder", {}),
            *taken_by_echeng(5),
        ),
        by="centre.he",
    ),
    Story(
        "duty to be taken",
        "INFO",
        (3, "10:00"),
        (
            (2, "10:00", "centre.luo", "accept", {}),
            (1, "17:00", "centre.chen", "change_first_responder", {"officer": "window", "reason": "leave"}),
        ),
        by="centre.luo",
    ),
    Story(
        "discipline",
        "DISC",
        (7, "20:15"),
        (
            (6, "09:30", "first", "accept", {}),
            (6, "10:00", "first", "assign", {"unit": "EZ-DISC"}),
            (6, "15:30", "disc.meng", "sign_for", {}),
        ),
        by="citizen",
    ),
    *BESIDE,
)

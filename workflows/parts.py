"""The parts a person can have in a complaint, of which a citizen may ask that they step aside from it. No names: a citizen
knows none."""

from __future__ import annotations

from workflows.language import Text

ANSWERABLE = "answerable"
PARTS = {
    ANSWERABLE: Text("现在的责任人", "Whoever is answerable now"),
    "first_responder": Text("首问责任人", "The first responder"),
    "handler": Text("承办人", "The handler"),
    "reviewer": Text("处理超期升级的上级", "The superior who reviews what was late"),
    "second": Text("会同调查的人员", "The second investigator"),
}

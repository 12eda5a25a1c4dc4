"""The same request twice at the same moment is one complaint, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, IdempotencyKey
from tests.house import House
from tests.web.api import COMPLAINT, Api

MANY = 4


def test_equal_requests_at_once_give_one_complaint_and_one_answer(either_house: House):
    api = Api(either_house)
    headers = api.by("window").headers | {"Idempotency-Key": "the same"}
    start = Barrier(MANY)

    def asks(_: int) -> tuple[int, str]:
        client = either_house.app.test_client()
        start.wait(10)
        answer = client.post("/api/v1/complaints", json=COMPLAINT, headers=headers)
        return answer.status_code, answer.json.get("tracking_number", answer.text)

    db.session.remove()
    with ThreadPoolExecutor(MANY) as pool:
        answers = list(pool.map(asks, range(MANY)))

    assert {status for status, _ in answers} == {201} and len(set(answers)) == 1
    assert db.session.scalar(select(func.count(Complaint.id))) == 1


def test_the_kept_answer_cannot_be_read_in_the_database(either_house: House):
    api = Api(either_house)
    code = api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k").json["query_code"]

    kept = db.session.connection().exec_driver_sql("SELECT answer FROM idempotency_key").scalar_one()

    assert code not in kept and db.session.scalars(select(IdempotencyKey)).one().answer.count(code) == 1

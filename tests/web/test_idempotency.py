"""The same request twice at the same moment is one complaint, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import func, select

from complaints.infrastructure.database import db
from complaints.models import Complaint, IdempotencyKey
from tests.house import House
from tests.web.api import COMPLAINT, Api, problem

MANY = 4
WEB_COMPLAINT = {"category": "INFO", "narrative": "网页上的电话是错的"}


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


def test_citizen_retry_with_same_key_logs_one_complaint(house: House):
    api = Api(house)

    first = api.by(None).post("/intake", WEB_COMPLAINT, Idempotency_Key="k")
    again = api.by(None).post("/intake", WEB_COMPLAINT, Idempotency_Key="k")

    assert (first.status_code, again.status_code) == (201, 201) and again.json == first.json
    assert again.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers
    assert db.session.scalar(select(func.count(Complaint.id))) == 1


def test_citizen_key_with_another_body_is_refused(house: House):
    api = Api(house)
    api.by(None).post("/intake", WEB_COMPLAINT, Idempotency_Key="k")

    problem(
        api.by(None).post("/intake", {**WEB_COMPLAINT, "narrative": "另一件事。"}, Idempotency_Key="k"), 422
    )

    assert db.session.scalar(select(func.count(Complaint.id))) == 1


def test_officer_and_citizen_with_same_key_log_two_complaints(house: House):
    api = Api(house)

    codes = [
        api.by("window").post("/complaints", COMPLAINT, Idempotency_Key="k").status_code,
        api.by(None).post("/intake", WEB_COMPLAINT, Idempotency_Key="k").status_code,
    ]

    assert codes == [201, 201] and db.session.scalar(select(func.count(Complaint.id))) == 2

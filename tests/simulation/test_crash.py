"""Several schedulers and web workers on one database, killed at random moments: every promise holds all the same.

The workers are real processes (tests/simulation/crew.py) and are killed with SIGKILL, so nothing of theirs runs
afterwards. The test was seen to fail when the locks were taken out of complaints/casework/moves.py and complaints/escalation/sweep.py (workers
report stale rows), and when a rung's row was committed before what the rung does (workers report rungs climbed twice, which
the unique key refuses). Waiting for a lock has its own tests in test_waiting.py.
"""

from __future__ import annotations

import multiprocessing
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlalchemy import func, select

from complaints.escalation.sweep import sweep
from complaints.infrastructure.database import db
from complaints.models import Complaint, Escalation, Event, Notice
from complaints.notifications.channels import KEY_HEADER
from complaints.notifications.delivery import MOST_ATTEMPTS, deliver
from tests.house import House, opened, settings, shanghai
from tests.simulation.crew import Post, Watch, work
from tests.simulation.findings import findings

pytestmark = pytest.mark.slow

PATIENCE = 60.0  # seconds that a busy machine may need longer
HALF_A_DAY = 12 * 3600.0  # of house time in one second of the wall's
WORKERS = multiprocessing.get_context("forkserver")  # real processes that start quickly
WORKERS.set_forkserver_preload(["app", "tests.simulation.crew"])


@dataclass
class Crew:
    """Processes at work, those that are killed replaced by others."""

    posts: list[Post]
    chance: random.Random
    at_work: dict[str, multiprocessing.process.BaseProcess] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    fell: list[str] = field(
        default_factory=list
    )  # who ended otherwise than by our hand or at the end of the shift

    def start(self, post: Post) -> None:
        process = WORKERS.Process(target=work, args=(post,), name=post.name, daemon=True)
        process.start()
        self.at_work[post.name] = process

    def kill_somebody(self) -> None:
        task = self.chance.choice(sorted({post.task for post in self.posts}))
        post = self.chance.choice([post for post in self.posts if post.task == task])
        self._kill(post)
        self.start(replace(post, seed=self.chance.randrange(10**6)))

    def dismiss(self) -> None:
        """Busy workers may finish; a deliverer, which has all owed notices before it, is stopped all the same."""
        for post in self.posts:
            process = self.at_work[post.name]
            process.join(3 if post.task == "deliverer" else PATIENCE)
            if process.is_alive() and post.task != "deliverer":
                self.fell.append(f"{post.name} did not end")
            self._kill(post)

    def _kill(self, post: Post) -> None:
        process = self.at_work[post.name]
        process.kill()
        process.join()
        if process.exitcode == -signal.SIGKILL:
            self.killed[post.task] += 1
        elif process.exitcode:
            self.fell.append(f"{post.name} ended with {process.exitcode}")


@dataclass(frozen=True)
class Shift:
    """Who works how long (seconds), and the seconds between two kills, at most. On a busy machine it lasts until there are
    more than `least_moves` and one worker of each task was killed."""

    tasks: tuple[str, ...]
    seconds: float
    kill_within: float
    least_moves: int
    most_complaints: int = 150


@contextmanager
def _phones() -> Iterator[tuple[str, list[str]]]:
    """A webhook that notes the delivery key of every message it gets."""
    keys: list[str] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            keys.append(self.headers[KEY_HEADER])
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"json://127.0.0.1:{server.server_port}/", keys
    server.shutdown()
    server.server_close()


def _work_a_shift(house: House, shift: Shift, seed: int, folder: Path) -> tuple[Watch, Crew]:
    env = settings(house.app.config["SQLALCHEMY_DATABASE_URI"])
    notices = house.app.config["SHOUWEN"].officer_notice_url
    env |= {"SHOUWEN_OFFICER_NOTICE_URL": notices, "SHOUWEN_CITIZEN_NOTICE_URL": notices} if notices else {}
    troubles, chance = folder / "troubles", random.Random(seed)
    troubles.mkdir()
    _open_the_doors()
    watch = Watch(time.monotonic(), folder / "over", shanghai("2026-09-01T08:30"), HALF_A_DAY)
    posts = [
        Post(f"{task}-{number}", task, env, watch, chance.randrange(10**6), troubles, shift.most_complaints)
        for number, task in enumerate(shift.tasks)
    ]
    crew = Crew(posts, chance)
    for post in posts:
        crew.start(post)
    try:
        _watch_over(crew, watch, shift)
    finally:
        watch.over.touch()
        crew.dismiss()
    crew.fell += [path.read_text("utf8") for path in sorted(troubles.iterdir())]
    return watch, crew


def _open_the_doors() -> None:
    """The first process waits until everything is imported; that is no part of the shift."""
    first = WORKERS.Process(target=time.monotonic)
    first.start()
    first.join()


def _watch_over(crew: Crew, watch: Watch, shift: Shift) -> None:
    """Kill a worker now and then; meanwhile no complaint's version or count of events ever goes back."""
    seen: dict[int, tuple[int, int]] = {}
    while not _may_end(crew, watch, shift) and not any(crew.posts[0].troubles.iterdir()):
        time.sleep(crew.chance.uniform(0.05, shift.kill_within))
        crew.kill_somebody()
        db.session.rollback()
        for row in db.session.execute(select(Complaint.id, Complaint.version, Complaint.seq)):
            before = seen.get(row.id, (0, 0))
            assert row.version >= before[0]
            assert row.seq >= before[1]
            seen[row.id] = (row.version, row.seq)


def _may_end(crew: Crew, watch: Watch, shift: Shift) -> bool:
    worked = time.monotonic() - watch.began
    enough = set(crew.killed) == set(shift.tasks) and _moves() > shift.least_moves
    return worked > shift.seconds and (enough or worked > shift.seconds + PATIENCE)


def _swept_up(watch: Watch) -> list[str]:
    """Everything due is climbed by one last sweep; then the rows are looked through."""
    last = watch.at() + timedelta(days=1)
    tally = sweep(last)
    assert tally.failed == 0
    return findings(last)


@pytest.mark.postgres
def test_workers_killed_at_random_moments_leave_no_promise_broken(tmp_path: Path) -> None:
    shift = Shift(
        ("sweeper",) * 2 + ("mover",) * 4 + ("deliverer",), seconds=40, kill_within=2.5, least_moves=50
    )
    with (
        _phones() as (address, keys),
        opened("postgresql", SHOUWEN_OFFICER_NOTICE_URL=address, SHOUWEN_CITIZEN_NOTICE_URL=address) as house,
    ):
        watch, crew = _work_a_shift(house, shift, 1, tmp_path)

        assert crew.fell == []
        assert set(crew.killed) == {"sweeper", "mover", "deliverer"}
        assert _swept_up(watch) == []
        assert _moves() > 50
        print(_figures(crew))
        _check_deliveries(watch, keys, crew.killed["deliverer"])


def _check_deliveries(watch: Watch, keys: list[str], killed: int) -> None:
    """Each message under one key. A deliverer killed between sending and noting it sends one message again."""
    claimed = select(func.count()).select_from(Notice).filter(Notice.leased_until.is_not(None))
    assert db.session.execute(claimed).scalar_one() <= 20 * killed
    db.session.rollback()
    later = watch.house_time + timedelta(days=3660)
    for hours in (0, 1, 2, 3):  # a busy machine may make a webhook late, and its notice is put off
        deliver(lambda hours=hours: later + timedelta(hours=hours, seconds=time.monotonic()))
    owed = {row.key: row.next_try_at for row in db.session.execute(select(Notice.key, Notice.next_try_at))}
    sent = Counter(keys)
    assert not any(owed.values())
    assert set(sent) <= set(owed)
    assert len(sent) > len(owed) / 2  # to a unit, only where one of its officers may see the complaint
    late = select(func.count()).select_from(Notice).filter(Notice.attempts > 0)
    sent_again = sum(times - 1 for times in sent.values())
    assert sent_again <= killed + MOST_ATTEMPTS * db.session.execute(late).scalar_one()


def _moves() -> int:
    return db.session.execute(select(func.count()).select_from(Event)).scalar_one()


def _figures(crew: Crew) -> str:
    rows = (Complaint, Event, Escalation, Notice)
    counts = [db.session.execute(select(func.count()).select_from(one)).scalar_one() for one in rows]
    return f"complaints, events, escalations, notices: {counts}; killed: {dict(crew.killed)}"


def test_on_sqlite_the_writers_wait_for_each_other(tmp_path: Path) -> None:
    shift = Shift(("sweeper",) * 2 + ("mover",) * 2, 10, kill_within=4.0, least_moves=20, most_complaints=60)
    with opened("sqlite") as house:
        watch, crew = _work_a_shift(house, shift, 2, tmp_path)

        assert crew.fell == []
        assert _swept_up(watch) == []
        assert _moves() > 20

"""gunicorn reads this by itself: no client holds a thread, and a worker is ready before the first person asks."""

import gc
from typing import Any

worker_class = "complaints.web.security.slow_clients.Worker"
threads = 4
timeout = 30  # seconds without a sign of life of a worker's main loop, which waits for nothing
graceful_timeout = 15


def post_worker_init(worker: Any) -> None:
    app = worker.app.wsgi()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()  # present objects stay; the collector need not scan them again while a person waits

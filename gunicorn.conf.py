"""gunicorn reads this by itself: a worker is ready before the first person asks."""

import gc
from typing import Any


def post_worker_init(worker: Any) -> None:
    app = worker.app.wsgi()
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    gc.collect()
    gc.freeze()  # what stands now stays; the collector need not look through it again while somebody waits

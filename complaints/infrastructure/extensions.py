"""The Flask extensions that are not the database, made once and wired in app.py."""

from __future__ import annotations

from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_migrate import Migrate
from flask_security import Security

babel = Babel()
compress = Compress()
limiter = Limiter(key_func=get_remote_address, headers_enabled=True)
migrate = Migrate()
security = Security()

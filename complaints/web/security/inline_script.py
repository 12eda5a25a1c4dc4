"""The one script that stands in a page itself: it hears the first key, before any file of the page has arrived."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

_TEXT = (Path(__file__).parents[1] / "static" / "first_key.js").read_text(encoding="utf-8")

# `defer` says that no file is waited for; a script that stands in the page runs at once all the same.
FIRST_KEY = Markup(f"<script defer>{_TEXT}</script>")
ALLOWED = f"'sha256-{base64.b64encode(hashlib.sha256(_TEXT.encode()).digest()).decode()}'"

"""app → complaints.web, cli, schedule → complaints → workflows; schemas uses workflows only (design §5)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.laws.tree import ROOT, Source, plant, product

SETTINGS = {"config"}
SETTINGS_ALONE = (
    "complaints.infrastructure.instance_secrets",
    "complaints.infrastructure.production_checks",
    "complaints.infrastructure.setting_types",
    "complaints.infrastructure.wait_settings",
    "complaints.infrastructure.quota_settings",
)  # what config.py is made of; they use nothing of ours
FRONT = ("complaints.web", "complaints.cli", "complaints.cli.schedule")
MAY_USE = {
    "workflows": {"workflows"},
    "schemas": {"schemas", "workflows"},
    "complaints": {"complaints", "schemas", "workflows"},
    "front": {"front", "complaints", "schemas", "workflows", *SETTINGS},
    "app": {"front", "complaints", "schemas", "workflows", *SETTINGS},
    **dict.fromkeys(SETTINGS, SETTINGS),
}
FRAMEWORKS = ("flask", "sqlalchemy", "werkzeug", "alembic", "apscheduler", "psycopg")
PLAIN = {"workflows", "schemas"}


def crooked_arrows(root: Path) -> list[str]:
    return [
        f"{source.name}:{line} imports {target}"
        for source in product(root)
        for line, target in _imports(source)
        if not _may(_layer(source.module), target)
    ]


def _imports(source: Source) -> list[tuple[int, str]]:
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node.lineno, f"{_origin(source, node)}.{alias.name}") for alias in node.names]
    return found


def _origin(source: Source, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = source.module.split(".")
    if not source.name.endswith("__init__.py"):
        package = package[:-1]
    above = package[: len(package) - node.level + 1]
    return ".".join([*above, *([node.module] if node.module else [])])


def _layer(module: str) -> str:
    in_front = any(module == part or module.startswith(part + ".") for part in FRONT)
    return "front" if in_front else module.split(".")[0]


def _may(layer: str, target: str) -> bool:
    outermost = target.split(".")[0]
    if outermost == "transitions":
        return layer == "workflows"
    if layer in PLAIN and outermost.startswith(FRAMEWORKS):
        return False
    if layer in SETTINGS and target.startswith(SETTINGS_ALONE):
        return True
    ours = _layer(target)
    return ours not in MAY_USE or ours in MAY_USE.get(layer, set())


def test_every_arrow_points_inwards():
    assert crooked_arrows(ROOT) == []


@pytest.mark.parametrize(
    ("where", "text"),
    [
        ("workflows__engine", "from complaints import desk"),
        ("workflows__engine", "import sqlalchemy.orm"),
        ("workflows__engine", "from schemas.rulebook import RulebookFile"),
        ("schemas__moves", "from complaints.models import Complaint"),
        ("schemas__moves", "from flask_smorest import fields"),
        ("complaints__desk", "from complaints.web import site"),
        ("complaints__desk", "from .web import site"),
        ("complaints__desk", "from . import cli"),
        ("complaints__desk", "import config"),
        ("complaints__desk", "def late():\n    from transitions import Machine"),
        ("complaints__web__api", "from app import create_app"),
    ],
)
def test_an_arrow_pointing_outwards_is_seen(tmp_path, where, text):
    assert len(crooked_arrows(plant(tmp_path, **{where: text}))) == 1


def test_arrows_pointing_inwards_are_let_be(tmp_path):
    tree = plant(
        tmp_path,
        workflows__engine="from transitions import Machine\nfrom .language import Act",
        schemas__moves="import marshmallow\nfrom workflows.language import Act",
        complaints__desk="import sqlalchemy\nfrom workflows import engine\nfrom schemas.moves import MoveIn",
        complaints__web__api="import config\nfrom ..desk import perform\nfrom complaints import clock",
        complaints__cli="from complaints.cli.schedule import JOBS",
        app="from complaints.web import api\nfrom config import read_settings",
        tests__x="from app import create_app\nimport transitions",
    )

    assert crooked_arrows(tree) == []

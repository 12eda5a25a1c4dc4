"""Reading a source tree, for the laws. Checkers take the root, so that they can be tried on a planted one."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_PRODUCT = ("tests/", "migrations/", "benchmarks/")


@dataclass(frozen=True)
class Source:
    """One Python file: its name from the root, and what it says."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def is_product(self) -> bool:
        return not self.name.startswith(NOT_PRODUCT)

    @property
    def module(self) -> str:
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def file_names(root: Path) -> list[str]:
    """What the project consists of: in a git tree all that is not ignored, elsewhere every file."""
    if not (root / ".git").exists():
        return sorted(p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=root, capture_output=True, check=True, text=True).stdout
    return sorted(name for name in set(found.split("\0")) if name and (root / name).is_file())


def sources(root: Path) -> Iterator[Source]:
    for name in file_names(root):
        if name.endswith(".py"):
            yield Source(name, (root / name).read_text("utf8"))


def product(root: Path) -> Iterator[Source]:
    return (source for source in sources(root) if source.is_product)


def full_names(source: Source) -> dict[str, str]:
    """What each imported name refers to, however it was renamed: {"dt": "datetime.datetime"}."""
    names = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            names |= {
                a.asname or a.name.split(".")[0]: a.name if a.asname else a.name.split(".")[0]
                for a in node.names
            }
        elif isinstance(node, ast.ImportFrom):
            names |= {
                a.asname or a.name: f"{'.' * node.level}{node.module or ''}.{a.name}" for a in node.names
            }
    return names


def dotted(node: ast.expr, names: dict[str, str]) -> str:
    """`dt.now` as "datetime.datetime.now"; an empty string for what is no plain dotted name."""
    if isinstance(node, ast.Name):
        return names.get(node.id, node.id)
    if isinstance(node, ast.Attribute):
        left = dotted(node.value, names)
        return f"{left}.{node.attr}" if left else ""
    return ""


def plant(root: Path, **files: str) -> Path:
    """A tiny tree: complaints__desk="import x" becomes complaints/casework/moves.py."""
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf8")
    return root

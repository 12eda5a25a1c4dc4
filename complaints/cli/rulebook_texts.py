"""The text of a rulebook on the command line: one file, or a folder with a file for each section."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from complaints.cli.arguments import name_of, read_text
from schemas.rulebook_folder import join_files, split_text


def read_rulebook(place: Path) -> str:
    """Raises ClickException where a file cannot be read, RulebookError where a folder holds no rulebook."""
    if not place.is_dir():
        return read_text(place)
    return join_files([(name_of(file), read_text(file)) for file in _files_of(place)])


def _files_of(folder: Path) -> list[Path]:
    """By name; notes beside them and what an editor keeps for itself are left."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix in (".yaml", ".yml") and not file.name.startswith(".") and file.is_file()
    )


def write_folder(text: str, folder: Path) -> Mapping[str, str]:
    """A file for each section, into a folder that holds nothing yet. Raises ClickException."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(
            f"{folder} 里已经有内容，请另选一个文件夹 ({folder} is not empty; name another folder)."
        )
    parts = split_text(text)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, part in parts.items():
            (folder / name).write_text(part, "utf8")
    except OSError as error:
        raise click.ClickException(
            f"写不了 {folder} ({folder} cannot be written): {error.strerror}"
        ) from error
    return parts

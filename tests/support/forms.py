"""The forms on a page, as a browser sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "search", "tel", "email", "textarea", "url", "number", "date")


@dataclass
class Form:
    action: str
    kept: dict[str, str] = field(
        default_factory=dict
    )  # what is sent as it is: hidden, chosen, and one button
    typed: list[str] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.action.partition("?")[0], *sorted({*self.kept, *self.typed}))


def forms_on(page: str, address: str) -> list[Form]:
    reader = _Reader(address)
    reader.feed(page)
    return reader.forms


def links_on(page: str) -> list[str]:
    reader = _Reader("")
    reader.feed(page)
    return reader.links


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address, self.forms, self.links = address, [], []  # type: ignore[var-annotated]
        self._form: Form | None = None
        self._choice = ""

    def handle_starttag(self, tag: str, found: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in found}
        if tag == "a" and told.get("href", "").startswith("/"):
            self.links.append(told["href"])
        elif tag == "form" and told.get("method", "").lower() == "post":
            self._form = Form(told.get("action") or self.address)
            self.forms.append(self._form)
        elif self._form is not None and tag in ("input", "textarea", "select", "button", "option"):
            self._read(self._form, tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None

    def _read(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", "text" if tag == "input" else tag)
        if tag == "select":
            self._choice = name
            form.kept.setdefault(name, "")
        elif tag == "option":
            if told.get("value") and (not form.kept[self._choice] or "selected" in told):
                form.kept[self._choice] = told["value"]
        elif not name or kind == "file":
            return
        elif kind in TYPED:
            form.typed.append(name)
        elif kind == "hidden" or (
            kind in ("radio", "checkbox", "submit", "button") and name not in form.kept
        ):
            form.kept[name] = told.get("value", "on")
        elif kind == "password":
            form.typed.append(name)

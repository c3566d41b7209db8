"""Objects on which displays are tried: the headless editor's, and stand-ins that have nothing but their names."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.unit.headless.conftest import SAMPLE, Editor, Opener, copy_writable, open_editor
from unity_kernel.display import previews
from unity_kernel.display.bundle import mime_bundle
from unity_kernel.display.describer import forget
from unity_kernel.headless.api import world
from unity_kernel.headless.picture.thumbnails import thumbnail

__all__ = ["open_editor"]


@pytest.fixture
def editor(tmp_path: Path, open_editor: Opener, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """An editor on a copy of the bundled sample project."""
    forget()
    opened = open_editor(copy_writable(SAMPLE, tmp_path / "sample"))
    monkeypatch.chdir(opened.root)  # as an editor's process is
    monkeypatch.setattr(previews, "_maker", lambda obj, longest: thumbnail(world.current(), obj, longest))
    return opened


def named(full_name: str, *bases: type, **members: Any) -> type:
    """A class of that full name, as pythonnet's types have them."""
    module, _, name = full_name.rpartition(".")
    return type(name, bases, {**members, "__module__": module})


OBJECT = named("UnityEngine.Object", name="thing", GetInstanceID=lambda self: id(type(self)))


class Page(HTMLParser):
    """What a browser would make of a fragment; fails where tags do not match.

    Attributes:
        text: What is read.
        tags: The tags that were opened.
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        self.close()
        assert not self._open, f"left open: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs), attrs
        if tag not in ("img", "br"):
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1:] == [tag], f"</{tag}> in {self._open}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.text += data + " "


class Shown:
    """A display: its text, and its page as it is read."""

    def __init__(self, obj: Any) -> None:
        bundle = mime_bundle(obj)
        self.text = bundle["text/plain"]
        self.html = bundle["text/html"]
        page = Page(self.html)
        self.page = re.sub(r"\s+", " ", page.text)
        self.tags = page.tags
        assert not {"script", "iframe", "object", "link"} & set(self.tags)
        self.text.encode()
        self.html.encode()

    def says(self, *words: str) -> None:
        """Asserts that text and page both hold these words."""
        for word in words:
            assert word in self.text, self.text
            assert word in self.page, self.page

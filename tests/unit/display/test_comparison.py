"""Pictures beside each other and over each other: what is shown, with styles and without."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from tests.unit.display.conftest import Page
from unity_kernel.display import before_after, side_by_side
from unity_kernel.display.picture import Picture
from unity_kernel.errors import PictureError

RED = Picture(4, 2, bytes((255, 0, 0, 255)) * 8, "red", notes=("<i>odd</i>",))
BLUE = Picture(4, 2, bytes((0, 0, 255, 255)) * 8, "blue")


def page(shown: Any) -> Page:
    return Page(shown._repr_mimebundle_()["text/html"])


def test_pictures_stand_below_their_titles() -> None:
    shown = side_by_side(RED, BLUE, titles=["<script>", "with \u202e mark"])

    found = page(shown)
    assert found.tags.count("img") == 2
    assert found.tags.count("th") == 2
    assert "script" not in found.tags
    assert "<script>" in found.text
    assert "<i>odd</i>" in found.text
    assert repr(shown).startswith("<script>: picture of 4 x 2 pixels, red")


def test_before_and_after_say_what_differs() -> None:
    half = Picture(4, 2, RED.rgba[:16] + BLUE.rgba[16:], "half")

    shown = before_after(RED, half, titles=("old", "new"))
    found = page(shown)
    assert found.tags.count("img") == 2
    assert "script" not in found.tags
    assert "50.0% of the pixels differ, all of them between (0, 1) and (3, 1)" in found.text
    assert "50.0%" in repr(shown)
    assert 'class="ba"' in shown._repr_mimebundle_()["text/html"]
    assert "No pixel differs." in repr(before_after(RED, RED))


def test_pictures_of_different_sizes_stand_below_each_other() -> None:
    small = Picture(1, 1, bytes(4))

    html = before_after(RED, small)._repr_mimebundle_()["text/html"]
    assert 'class="ba"' not in html
    assert html.count("<img") == 2


def test_images_of_other_libraries_do_as_well() -> None:
    stream = io.BytesIO()
    image = Image.new("RGB", (3, 5))
    image.save(stream, "PNG")

    assert repr(side_by_side(image, stream.getvalue())).splitlines() == [
        "Image: picture of 3 x 5 pixels",
        "bytes: picture of 3 x 5 pixels",
    ]


@pytest.mark.parametrize("odd", [None, b"GIF89a", "path.png", 7, Image.Image])
def test_what_is_no_picture(odd: Any) -> None:
    with pytest.raises(PictureError, match="is no picture; give what"):
        before_after(odd, RED)
    with pytest.raises(PictureError, match="is no picture; give what"):
        side_by_side(RED, odd, titles=["a", "b"])


def test_titles_are_as_many_as_pictures() -> None:
    with pytest.raises(PictureError, match="2 pictures and 1 titles"):
        side_by_side(RED, BLUE, titles=["only"])
    with pytest.raises(PictureError, match="at least one"):
        side_by_side()

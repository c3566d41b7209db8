"""Pictures and unfolding trees in JupyterLab: what the browser makes of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.lab import ARTIFACTS, Lab, browser_page, require, write_notebook
from tests.support.session import ROOT, Home

SAMPLE = ROOT / "unity_kernel" / "headless" / "sample"
CELLS = (
    "U = UnityEngine\nroot = U.GameObject('Root')\n"
    "for i in range(300): U.GameObject(f'Leaf {i}').transform.SetParent(root.transform)\n"
    "unity.tree(root, 31)",
    "before = unity.screenshot(size=(480, 270))\nsun = U.GameObject.Find('Directional Light').GetComponent(U.Light)\n"
    "sun.intensity = 0.2\nafter = unity.screenshot(size=(480, 270))\nunity.before_after(before, after)",
    "before",
    "U.Camera.main",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page of a browser."""
    require()
    pytest.importorskip("anywidget", reason="trees unfold by anywidget")
    with browser_page() as page:
        yield page


@pytest.fixture(scope="module")
def lab(page: Any) -> Iterator[Lab]:
    """JupyterLab on a copy of the sample project."""
    with Home() as home:
        project = home.path / "Sample"
        shutil.copytree(SAMPLE, project)
        (project / "Notebooks").mkdir()
        write_notebook(project / "Notebooks" / "pictures.ipynb", *CELLS)
        with Lab(home, project) as lab:
            yield lab


@pytest.mark.timeout(60)
@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_trees_unfold_and_pictures_are_compared(lab: Lab, page: Any, theme: str) -> None:
    lab.choose_theme(theme)
    page.goto(lab.address("Notebooks/pictures.ipynb"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.get_by_text("Unity | Idle").wait_for()
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    for _ in CELLS:
        page.keyboard.press("Shift+Enter")
    tree, compared, plain, camera = (
        page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-OutputArea")
        for cell in range(len(CELLS))
    )

    camera.get_by_text("Field of view").first.wait_for()
    assert camera.locator("img").evaluate("image => image.naturalWidth") == 320
    assert plain.locator("img").evaluate("image => image.naturalWidth") == 480
    upper = compared.locator(".ba .up")
    assert compared.locator(".ba img").count() == 2
    assert upper.evaluate("part => getComputedStyle(part).resize") == "horizontal"
    box, whole = upper.bounding_box(), compared.locator(".ba").bounding_box()
    assert box["width"] == pytest.approx(whole["width"] / 2, abs=2)
    assert box["height"] == pytest.approx(270, abs=2)
    page.mouse.move(box["x"] + box["width"] - 6, box["y"] + box["height"] - 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 100, box["y"] + box["height"] - 6)
    page.mouse.up()
    assert upper.bounding_box()["width"] == pytest.approx(box["width"] + 106, abs=10)

    tree.locator("summary").first.click()
    tree.get_by_text("Leaf 29", exact=True).wait_for()
    assert tree.get_by_text("Leaf 30", exact=True).count() == 0
    tree.get_by_role("button", name="270 more").click()
    tree.get_by_text("Leaf 229", exact=True).wait_for()
    tree.get_by_role("button", name="70 more").click()
    tree.get_by_text("Leaf 299", exact=True).wait_for()
    assert tree.get_by_role("button").count() == 0
    tree.locator("summary").first.click()
    ARTIFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTIFACTS / f"pictures-{theme.rpartition(' ')[2].lower()}.png")

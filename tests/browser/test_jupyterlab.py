"""What people see: a notebook of the Unity kernel in JupyterLab, light and dark; pictures in `test-artifacts`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lab import ARTIFACTS, Lab, browser_page, require, write_notebook
from tests.support.session import ROOT, Home

SAMPLE = ROOT / "unity_kernel" / "headless" / "sample"
CELLS = (
    "print('runs on', unity.kind, unity.version)\nlight = UnityEngine.GameObject.Find('Directional Light')\nlight",
    "unity.tree()",
    "for _ in range(3): UnityEngine.Debug.Log('three times')\n"
    "UnityEngine.Debug.LogWarning('mind <b>this</b>')\nUnityEngine.Debug.LogError('a fault')",
    "list(unity.progress(range(4), 'Counting'))",
    "unity.inspect(light.GetComponent(UnityEngine.Light))",
)
SHOW = "print('intensity', light.GetComponent(UnityEngine.Light).intensity)"


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    """A page of a browser."""
    require()
    with browser_page() as page:
        yield page


@pytest.fixture(autouse=True)
def _picture_of_failure(request: pytest.FixtureRequest, page: Any) -> Iterator[None]:
    """What the page showed when a test failed."""
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed > failed:
        picture(page, "failed")


@pytest.fixture(scope="module")
def lab(page: Any) -> Iterator[Lab]:
    """JupyterLab on a copy of the sample project."""
    with Home() as home:
        project = home.path / "Sample"
        shutil.copytree(SAMPLE, project)
        (project / "Notebooks").mkdir()
        write_notebook(project / "Notebooks" / "look.ipynb", *CELLS, SHOW)
        with Lab(home, project) as lab:
            yield lab


def open_notebook(lab: Lab, page: Any, theme: str) -> None:
    """Opens the notebook in a theme, and runs all of its cells but the last."""
    lab.choose_theme(theme)
    page.goto(lab.address("Notebooks/look.ipynb"))
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator(f'body[data-jp-theme-name="{theme}"]').wait_for(state="attached")
    page.get_by_text("Unity | Idle").wait_for()  # before, JupyterLab takes cells and runs none
    page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    for _ in CELLS:
        page.keyboard.press("Shift+Enter")


def outputs(page: Any, cell: int) -> Any:
    """The outputs of a cell."""
    return page.locator(".jp-Notebook .jp-CodeCell").nth(cell).locator(".jp-OutputArea")


def run_last(page: Any) -> str:
    """Runs the last cell; returns what it prints then."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(len(CELLS))
    before = cell.locator(".jp-InputPrompt").inner_text()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "([number, before]) => {"
        " const cell = document.querySelectorAll('.jp-Notebook .jp-CodeCell')[number];"
        " const prompt = cell.querySelector('.jp-InputPrompt').innerText;"
        " return /\\[\\d+\\]/.test(prompt) && prompt !== before }",
        arg=[len(CELLS), before],
    )
    return str(outputs(page, len(CELLS)).inner_text())


def contrast(locator: Any) -> float:
    """How far the text stands out from what is behind it (WCAG 2, 1 to 21)."""
    colours = locator.evaluate(
        "element => { let behind = element; const clear = /^(transparent|rgba\\(.*, 0\\))$/;"
        " while (behind.parentElement && clear.test(getComputedStyle(behind).backgroundColor))"
        " behind = behind.parentElement;"
        " return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor] }"
    )
    bright, dark = sorted((luminance(colour) for colour in colours), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    red, green, blue = (int(part) / 255 for part in re.findall(r"\d+", colour)[:3])
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def picture(page: Any, name: str) -> Path:
    """A picture of all of the notebook, as a file."""
    ARTIFACTS.mkdir(exist_ok=True)
    path = ARTIFACTS / f"{name}.png"
    page.screenshot(path=path)
    assert path.stat().st_size > 20_000, "the picture is empty"
    return path


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("theme", "wanted"), [("JupyterLab Light", 0.625), ("JupyterLab Dark", 0.375)])
def test_people_see_what_cells_show(lab: Lab, page: Any, theme: str, wanted: float) -> None:
    open_notebook(lab, page, theme)
    first, tree, logs, bar, inspector = (outputs(page, cell) for cell in range(len(CELLS)))

    first.get_by_text("runs on headless").wait_for()
    card = first.locator(".jp-RenderedHTML")
    card.get_by_text("Directional Light").first.wait_for()
    assert card.get_by_text("Intensity", exact=True).count() == 1
    assert contrast(card.get_by_text("Directional Light").first) > 7

    tree.get_by_text("Main Camera").wait_for()
    tree.get_by_text("Block 1", exact=True).wait_for()
    assert contrast(tree.get_by_text("Block 1", exact=True)) > 4.5

    logs.get_by_text("a fault").wait_for()
    assert logs.get_by_text("three times").count() == 1, "equal messages are one row"
    assert logs.get_by_text("mind <b>this</b>").is_visible(), "messages are text, not HTML"
    for text in ("three times", "mind <b>this</b>", "a fault"):
        assert contrast(logs.get_by_text(text)) > 4.5

    bar.get_by_text("100%").wait_for()
    assert bar.get_by_text("Counting").count() == 1

    intensity = inspector.locator(".widget-text", has_text="Intensity").first.locator("input")
    intensity.wait_for()
    page.mouse.move(0, 0)
    picture(page, theme.rpartition(" ")[2].lower())
    intensity.fill(str(wanted))
    intensity.press("Tab")
    assert run_last(page).strip() == f"intensity {wanted}"
    picture(page, f"{theme.rpartition(' ')[2].lower()}-inspector")

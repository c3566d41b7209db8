"""Help while typing: completion and inspection of live objects, is_complete, history, kernel_info."""

from __future__ import annotations

import pytest

from tests.support.session import Editor, Home, Kernel

# --- completion ------------------------------------------------------------------------------------------


def test_completion_knows_the_members_of_unitys_classes(kernel: Kernel) -> None:
    code = "UnityEngine.GameObject.Fi"
    reply = kernel.complete(code)
    assert "Find" in [match.rpartition(".")[2] for match in reply["matches"]]
    assert reply["status"] == "ok"
    # Whatever the kernel inserts must give valid code again.
    start, end = reply["cursor_start"], reply["cursor_end"]
    inserted = {code[:start] + match + code[end:] for match in reply["matches"]}
    assert "UnityEngine.GameObject.Find" in inserted


def test_completion_of_a_live_object(kernel: Kernel) -> None:
    kernel.must("go = UnityEngine.GameObject('completed')")
    for code in ("go.tra", "print(go.tra", "x = [1, go.tra"):
        reply = kernel.complete(code)
        inserted = {code[: reply["cursor_start"]] + m + code[reply["cursor_end"] :] for m in reply["matches"]}
        assert code[: code.index("go")] + "go.transform" in inserted
    assert "localPosition" in " ".join(kernel.matches("go.transform.localP"))


def test_completion_of_names_modules_files_and_magics(kernel: Kernel) -> None:
    kernel.must("very_long_name = 1")
    assert "very_long_name" in kernel.matches("very_lo")
    assert "UnityEditor" in kernel.matches("UnityEd")
    assert "%timeit" in kernel.matches("%timei")
    assert "%%local" in kernel.matches("%%loc")
    assert "%unity" in kernel.matches("%unit")
    assert any(match.endswith("path") for match in kernel.matches("import os.pat"))
    kernel.must("table = {'wheels': 4}")
    assert any("wheels" in match for match in kernel.matches("table['whe"))


def test_completion_counts_in_code_points(kernel: Kernel) -> None:
    kernel.must("go = UnityEngine.GameObject('completed')")
    code = "'\U0001f600'; go.tra"
    reply = kernel.complete(code)
    inserted = {code[: reply["cursor_start"]] + m + code[reply["cursor_end"] :] for m in reply["matches"]}
    assert "'\U0001f600'; go.transform" in inserted


def test_completion_says_from_where_to_where_and_what(kernel: Kernel) -> None:
    kernel.must("def fly(height: int) -> None: ...")
    types = kernel.complete("x = fl")["metadata"]["_jupyter_types_experimental"]
    found = next(item for item in types if item["text"] == "fly")
    assert (found["start"], found["end"]) == (4, 6)
    assert isinstance(found["type"], str)


def test_completion_without_a_match_is_empty(kernel: Kernel) -> None:
    for code in ("nothing_like_this_", "", "   ", "1 + ", "'open string", "UnityEngine.Nothing.More."):
        reply = kernel.complete(code)
        assert reply["status"] == "ok"
        assert isinstance(reply["matches"], list)
    assert kernel.matches("nothing_like_this_") == []


def test_completion_runs_no_code_of_the_user(kernel: Kernel) -> None:
    kernel.must("calls = []\ndef costly():\n    calls.append(1)\n    return 'text'")
    kernel.complete("costly().up")
    assert kernel.value("calls") == []


def test_completion_gives_up_on_a_busy_editor_of_another_notebook(shared_home: Home, editor: Editor) -> None:
    with Kernel.start(shared_home, editor=editor) as one, Kernel.start(shared_home, editor=editor) as two:
        two.must("mine = 1")
        cell = one.begin("print('go')\nimport time; time.sleep(30)")
        cell.until_output("go\n")
        assert two.matches("mi") == []  # after three seconds at most, and without an error
        one.interrupt()
        cell.finish(15)
        assert "mine" in two.matches("mi")


def test_completion_in_a_local_cell_uses_the_kernels_names(kernel: Kernel) -> None:
    kernel.must("%%local\nonly_in_the_kernel = 1")
    code = "%%local\nonly_in_th"
    assert "only_in_the_kernel" in kernel.matches(code)
    assert "only_in_the_kernel" not in kernel.matches("only_in_th")


# --- inspection ------------------------------------------------------------------------------------------


def test_inspection_of_a_function(kernel: Kernel) -> None:
    kernel.must('def fly(height: float) -> None:\n    """Lift off."""')
    reply = kernel.inspect("fly")
    assert reply["found"] is True
    text = reply["data"]["text/plain"]
    assert "fly" in text
    assert "height" in text
    assert "Lift off." in text
    assert "return" not in text
    assert '"""Lift off."""' in kernel.inspect("fly", detail=1)["data"]["text/plain"]


def test_inspection_of_unitys_api(kernel: Kernel) -> None:
    assert kernel.inspect("UnityEngine.GameObject.Find")["found"] is True
    kernel.must("go = UnityEngine.GameObject('inspected')")
    assert "GameObject" in kernel.inspect("go")["data"]["text/plain"]
    # The cursor inside the brackets asks about the function that is called.
    code = "UnityEngine.GameObject.Find("
    assert kernel.inspect(code)["found"] is True


def test_inspection_of_nothing(kernel: Kernel) -> None:
    for code in ("no_such_name", "", "1 +", "no.such.thing"):
        reply = kernel.inspect(code)
        assert reply["status"] == "ok"
        assert reply["found"] is False
        assert reply["data"] == {}


def test_inspection_in_a_local_cell(kernel: Kernel) -> None:
    kernel.must("%%local\nonly_here = 12345")
    assert "12345" in kernel.inspect("%%local\nonly_here")["data"]["text/plain"]
    assert kernel.inspect("only_here")["found"] is False


# --- other requests --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status", "indent"),
    [
        ("1 + 1", "complete", None),
        ("for i in range(3):", "incomplete", "    "),
        ("def f():\n    if True:", "incomplete", "        "),
        ("x = (1,", "incomplete", None),
        ("'''open", "incomplete", None),
        ("a b c", "invalid", None),
        ("await x", "complete", None),
        ("%unity status", "complete", None),
    ],
)
def test_is_complete(kernel: Kernel, code: str, status: str, indent: str | None) -> None:
    reply = kernel.ask("is_complete_request", {"code": code})
    assert reply["status"] == status
    if indent is not None:
        assert reply["indent"] == indent


def test_history(shared_home: Home, editor: Editor) -> None:
    # The history is the home's, and so both hosts'.
    first = f"first_on_{editor.file.kind} = 1"
    with Kernel.start(shared_home, editor=editor) as kernel:
        kernel.run(first)
        kernel.run("1 / 0")
        kernel.run("hidden = 1", store_history=False)
        kernel.run("%%local\nthird = 3")
        options = {"raw": True, "output": False}
        tail = kernel.ask("history_request", {"hist_access_type": "tail", "n": 3, **options})["history"]
        assert [entry[2] for entry in tail] == [first, "1 / 0", "%%local\nthird = 3"]
        found = kernel.ask(
            "history_request", {"hist_access_type": "search", "pattern": first[:-3] + "*", "n": 5, **options}
        )["history"]
        assert [entry[2] for entry in found] == [first]
        ranged = kernel.ask(
            "history_request", {"hist_access_type": "range", "session": 0, "start": 1, "stop": 3, **options}
        )["history"]
        assert [entry[1:] for entry in ranged] == [[1, first], [2, "1 / 0"]]


def test_kernel_info(kernel: Kernel) -> None:
    info = kernel.ask("kernel_info_request", {})
    assert info["implementation"] == "unity-kernel"
    assert info["language_info"]["name"] == "python"
    assert info["language_info"]["file_extension"] == ".py"
    assert "UnityEngine" in info["banner"]
    assert "debugger" not in info.get("supported_features", [])
    assert info["help_links"][0]["url"].startswith("https://docs.unity3d.com/")

"""Unity YAML files: read, edited, written; the rest of the bytes untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Mapping, Scalar, Sequence, Style, UnityFile

HEAD = b"%YAML 1.1\n%TAG !u! tag:unity3d.com,2011:\n"
BODY = b"""--- !u!1 &100
GameObject:
  m_Component:
  - component: {fileID: 101}
  - component: {fileID: -7}
  m_Name: Cube
  m_Empty:\x20
  m_Open:
  m_Note: 'it''s a

    note'
  data: 1
  data: 2
  00000000:
    type: {class: A, ns: B.C, asm: D}
  m_Nested:
  - - 1
    - 2
  - name: x
    list: []
  m_Hex: 0e00ff
--- !u!4 &101 stripped
Transform:
  m_LocalPosition: {x: 0.5, y: -0, z: 1e-10}
  m_Father: {fileID: 0}
"""


def make(data: bytes, version: str = "2022.3.1f1") -> UnityFile:
    return UnityFile(data, "Assets/Test.unity", Style(version))


def test_documents() -> None:
    file = make(HEAD + BODY)
    assert [(d.class_id, d.file_id, d.stripped, d.type_name) for d in file.documents] == [
        (1, 100, False, "GameObject"),
        (4, 101, True, "Transform"),
    ]
    assert [file.line_of(d) for d in file.documents] == [3, 24]


def test_fields_by_path() -> None:
    document = make(HEAD + BODY).documents[0]
    assert document.text("m_Name") == "Cube"
    assert document.text("m_Empty") == ""
    assert document.text("m_Open") == ""
    assert document.text("m_Note") == "it's a\nnote"
    assert document.text("m_Nested", 0, 1) == "2"
    assert document.text("m_Nested", 1, "name") == "x"
    assert document.text("00000000", "type", "ns") == "B.C"
    assert document.text("m_Hex") == "0e00ff"
    assert document.text("m_Absent") is None
    assert document.text("name") is None
    assert document.references("m_Component", "component") == [101, -7]
    assert isinstance(document.node(("m_Nested", 1, "list")), Sequence)


def test_repeated_keys_are_all_there() -> None:
    document = make(HEAD + BODY).documents[0]
    values = [node.text for key, node in document.entries if key == "data" and isinstance(node, Scalar)]
    assert values == ["1", "2"]


def test_one_field_and_all_fields_give_the_same() -> None:
    one, all_ = make(HEAD + BODY).documents[0], make(HEAD + BODY).documents[0]
    for key, node in all_.entries:
        if isinstance(node, Scalar) and key != "data":
            assert one.text(key) == node.text


@pytest.mark.parametrize(
    ("path", "value", "before", "after"),
    [
        (("m_Name",), "Sphere", b"m_Name: Cube\n", b"m_Name: Sphere\n"),
        (("m_Name",), "", b"m_Name: Cube\n", b"m_Name: \n"),
        (("m_Name",), "a: b", b"m_Name: Cube\n", b"m_Name: 'a: b'\n"),
        (("m_Empty",), "now", b"m_Empty: \n", b"m_Empty: now\n"),
        (("m_Open",), "now", b"m_Open:\n", b"m_Open: now\n"),
        (("m_Note",), "short", b"m_Note: 'it''s a\n\n    note'\n", b"m_Note: short\n"),
        (("m_Nested", 0, 1), "9", b"    - 2\n", b"    - 9\n"),
        (("00000000", "type", "ns"), "E", b"ns: B.C,", b"ns: E,"),
    ],
)
def test_an_edit_changes_only_its_scalar(
    path: tuple[str | int, ...], value: str, before: bytes, after: bytes
) -> None:
    file = make(HEAD + BODY)
    document = file.documents[0]
    assert document.set_text(path, value)
    assert document.text(*path) == value
    assert file.render() == (HEAD + BODY).replace(before, after)
    assert make(file.render()).documents[0].text(*path) == value


def test_writing_what_is_there_changes_nothing() -> None:
    file = make(HEAD + BODY)
    assert not file.documents[0].set_text(("m_Name",), "Cube")
    assert not file.documents[1].set_number(("m_LocalPosition", "z"), 1e-10)
    assert not file.touched
    assert file.render() is file.data


def test_numbers() -> None:
    file = make(HEAD + BODY)
    document = file.documents[1]
    assert document.numbers("m_LocalPosition", 3) == (0.5, 0.0, 1e-10)
    document.set_number(("m_LocalPosition", "y"), 2.0)
    document.set_number(("m_LocalPosition", "x"), 1 / 3)
    assert document.numbers("m_LocalPosition", 3) == (0.33333334, 2.0, 1e-10)
    assert b"m_LocalPosition: {x: 0.33333334, y: 2, z: 1e-10}\n" in file.render()


def test_several_kinds_of_edits_on_one_document() -> None:
    file = make(HEAD + BODY)
    document = file.documents[0]
    document.set_text(("m_Name",), "A")
    document.set_items("m_Component", ["component: {fileID: 5}"])
    document.set_text(("m_Empty",), "B")
    document.set_items("m_Component", [])
    document.set_text(("m_Name",), "C")
    assert document.references("m_Component", "component") == []
    text = file.render()
    assert b"  m_Component: []\n  m_Name: C\n  m_Empty: B\n" in text
    assert make(text).documents[0].text("m_Name") == "C"


def test_references() -> None:
    file = make(HEAD + BODY)
    document = file.documents[1]
    document.set_reference(("m_Father",), -5)
    assert document.reference("m_Father") == -5
    document.set_reference(("m_Father",), 7, "0" * 31 + "1", 2)
    assert document.reference("m_Father") == 0, "it names another file"
    assert f"m_Father: {{fileID: 7, guid: {'0' * 31}1, type: 2}}\n".encode() in file.render()


def test_crlf_stays_and_is_used_for_new_text() -> None:
    data = (HEAD + BODY).replace(b"\n", b"\r\n")
    file = make(data)
    assert file.documents[0].text("m_Name") == "Cube"
    assert file.documents[0].references("m_Component", "component") == [101, -7]
    assert file.documents[0].text("m_Note") == "it's a\nnote"
    file.documents[0].set_items("m_Component", ["component: {fileID: 1}"])
    file.add(4, 500, "Transform:\n  m_Father: {fileID: 0}\n")
    text = file.render()
    assert text.count(b"\n") == text.count(b"\r\n")


def test_added_documents_go_in_order_and_get_their_newline() -> None:
    file = make((HEAD + BODY).rstrip(b"\n"))
    file.add(1, 50, "GameObject:\n  m_Name: first\n")
    file.add(1, 900, "GameObject:\n  m_Name: last\n")
    again = make(file.render())
    assert [d.file_id for d in again.documents] == [50, 100, 101, 900]
    assert [d.text("m_Name") for d in again.documents] == ["first", "Cube", None, "last"]
    file.remove({file.by_id[100]})
    assert [d.file_id for d in make(file.render()).documents] == [50, 101, 900]
    assert 100 not in file.by_id


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "empty", None),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n", "Git LFS", 1),
        (b"\x00\x00\x08\xc1" * 9, "binary-serialised", None),
        (b'{"json": 1}\n', "not a Unity YAML file", 1),
        (HEAD + BODY.replace(b"Cube", b"Cu\0be"), "NUL", 8),
        (HEAD + BODY.replace(b"  m_Name", b"<<<<<<< HEAD\n  m_Name"), "merge conflict", 8),
        (HEAD + b"--- !u!1 &1 &2\nGameObject:\n", "expected '--- !u!", 3),
        (HEAD + BODY.replace(b"Cube", b"'Cube"), "not closed", 8),
        (HEAD + BODY + b"  m_Pref", "truncated", 28),
        (HEAD + BODY + b"  m_X: {fileID: 0", "truncated", 28),
        (HEAD + BODY + b"  ", "truncated", 28),
    ],
)
def test_bad_files_are_refused_with_their_line(data: bytes, message: str, line: int | None) -> None:
    with pytest.raises(SceneFileError, match=message) as caught:
        make(data)
    assert caught.value.line == line
    assert str(caught.value).startswith("Assets/Test.unity")


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (b"  m_Key without colon\n", 5),
        (b"  m_X: {fileID: 0\n  m_Y: 1\n", 5),
        (b"  m_X: 'a' b\n", 5),
    ],
)
def test_faults_inside_a_document_are_found_when_it_is_touched(fields: bytes, line: int) -> None:
    with pytest.raises(SceneFileError) as caught:  # noqa: PT012 - quotes are checked at once, the rest when touched
        file = make(HEAD + b"--- !u!1 &1\nGameObject:\n" + fields)
        _ = [node.entries for _, node in file.documents[0].entries if isinstance(node, Mapping)]
    assert caught.value.line is not None
    assert caught.value.line >= line


def test_deep_nesting_is_refused_not_a_crash() -> None:
    deep = b"".join(b"  " * i + b"k:\n" for i in range(1, 3000))
    with pytest.raises(SceneFileError, match="nested"):
        _ = make(HEAD + b"--- !u!1 &1\nGameObject:\n" + deep).documents[0].entries
    flow = b"  m_X: " + b"[" * 5000 + b"]" * 5000 + b"\n"
    with pytest.raises(SceneFileError, match="nested"):
        _ = make(HEAD + b"--- !u!1 &1\nGameObject:\n" + flow).documents[0].entries


def test_header_only_and_bom() -> None:
    assert make(HEAD).documents == []
    file = make(b"\xef\xbb\xbf" + HEAD + BODY)
    file.documents[0].set_text(("m_Name",), "X")
    assert file.render() == b"\xef\xbb\xbf" + (HEAD + BODY).replace(b"Cube", b"X")


def test_duplicate_ids_are_kept(tmp_path: Path) -> None:
    file = make(HEAD + BODY + BODY)
    assert len(file.documents) == 4
    file.by_id[100].set_text(("m_Name",), "X")
    assert file.render() == HEAD + BODY.replace(b"Cube", b"X") + BODY


def test_vectors_are_written_at_once_and_keep_what_is_equal() -> None:
    file = make(HEAD + BODY)
    document = file.documents[1]
    assert not document.set_numbers("m_LocalPosition", "xyz", (0.5, -0.0, 1e-10))
    assert not file.touched
    assert document.set_numbers("m_LocalPosition", "xyz", (0.5, 0.0, 3.25))
    assert b"m_LocalPosition: {x: 0.5, y: 0, z: 3.25}\n" in file.render()
    wide = (HEAD + BODY).replace(b"m_LocalPosition", b"m_" + b"L" * 60)
    file = make(wide)
    assert file.documents[1].set_numbers("m_" + "L" * 60, "xyz", (0.12345678, 1.2345678, 1e-10))
    line = b"{x: 0.12345678,\n    y: 1.2345678, z: 1e-10}\n"
    assert line in file.render(), "folded as Unity folds"
    again = make(file.render()).documents[1]
    assert again.numbers("m_" + "L" * 60, 3) == (0.12345678, 1.2345678, 1e-10)

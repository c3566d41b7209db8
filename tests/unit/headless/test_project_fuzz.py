"""Damaged and hostile bytes: a clear error or a sound file, never a crash and never a hang."""

from __future__ import annotations

import random
from pathlib import Path

from tests.support.fuzz import Cases, check_file, check_project
from unity_kernel.errors import SceneFileError
from unity_kernel.headless.project import Mapping, Node, Sequence, Style, UnityFile

from .conftest import SAMPLE
from .test_project_files import BODY, HEAD

SCENE = (SAMPLE / "Assets/Scenes/Workshop.unity").read_bytes()
PIECES = [
    b"\n",
    b"  ",
    b"- ",
    b": ",
    b"{",
    b"}",
    b"[",
    b"]",
    b"'",
    b'"',
    b"\\",
    b"--- ",
    b"!u!",
    b"&",
    b"\r",
    b"\xff",
    b":",
]


def walk(node: Node) -> int:
    if isinstance(node, Mapping):
        return sum(walk(child) for _, child in node)
    if isinstance(node, Sequence):
        return sum(walk(child) for child in node)
    return len(node.text)


def damage(data: bytes, rng: random.Random) -> bytes:
    for _ in range(rng.randrange(1, 4)):
        at, length = rng.randrange(len(data)), rng.choice((0, 0, 1, 3, 40))
        data = data[:at] + b"".join(rng.choices(PIECES, k=rng.randrange(0, 4))) + data[at + length :]
    return data


def test_damaged_files() -> None:
    rng = random.Random(11)
    sound = refused = 0
    for round_ in range(1500):
        data = damage(HEAD + BODY if round_ % 3 else SCENE[: 6000 + round_], rng)
        try:
            file = UnityFile(data, "x", Style("2022.3.1f1"))
            for document in file.documents:
                for _, node in document.entries:
                    try:
                        walk(node)
                    except ValueError:
                        refused += 1
            file.touched = True
            assert file.render() == data
            sound += 1
        except SceneFileError:
            refused += 1
    assert sound > 100
    assert refused > 100


def test_damaged_real_files_are_refused_in_words_or_read_whole(tmp_path: Path) -> None:
    """A short form of `python -m tests.support.fuzz --minutes 20`."""
    cases = Cases(tmp_path)
    accepted = sum(check_file(cases.file(number)[0]) for number in range(400))
    assert 50 < accepted < 350


def test_damaged_projects_never_kill_the_editor(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    objects = 0
    for number in range(60):
        root, scene, damaged, _ = cases.project(number)
        objects += check_project(root, scene, damaged)
    assert objects > 100


def test_random_edits_and_their_undoing_give_the_original_back() -> None:
    rng = random.Random(13)
    texts = ["x", "a: b", "", "it's", "Größe", "two\nlines", "'", "long " * 40]
    for _ in range(100):
        file = UnityFile(HEAD + BODY, "x", Style("2022.3.1f1"))
        document = file.documents[0]
        paths = [("m_Name",), ("m_Empty",), ("m_Nested", 1, "name"), ("00000000", "type", "ns")]
        before = {path: document.text(*path) or "" for path in paths}
        for _ in range(10):
            path = rng.choice(paths)
            text = rng.choice(texts)
            document.set_text(path, text)
            assert document.text(*path) == text
            again = UnityFile(file.render(), "x", Style()).documents[0]
            assert again.text(*path) == text
        for path, text in before.items():
            document.set_text(path, text)
        assert file.render() == HEAD + BODY

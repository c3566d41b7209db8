"""How scalars are written: what Unity's files show, version by version."""

from __future__ import annotations

import random
import struct

import pytest

from unity_kernel.headless.project.style import Style, float32, parse_version
from unity_kernel.headless.project.tree import decode


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (0.1, "0.1"),
        (1 / 3, "0.33333334"),
        (0.7071068, "0.7071068"),
        (90.00001, "90.00001"),
        (1e6, "1000000"),
        (16777216.0, "16777216"),
        (0.000000003609168, "0.000000003609168"),
        (1e-9, "0.000000001"),
        (9.968727e-10, "9.968727e-10"),
        (-4.5474734e-15, "-4.5474734e-15"),
        (3.4028235e38, "3.4028235e+38"),
        (1e39, "Infinity"),
        (float("-inf"), "-Infinity"),
    ],
)
def test_floats(value: float, written: str) -> None:
    assert Style("2022.3.1f1").real(value) == written


def test_floats_up_to_5_3_have_no_leading_zero() -> None:
    assert Style("5.3.1f1").real(0.1) == ".100000001"
    assert Style("5.3.1f1").real(-0.5) == "-.5"
    assert Style("5.4.0f1").real(0.1) == "0.1"


def test_every_float_reads_back_to_itself() -> None:
    rng = random.Random(7)
    style = Style("6000.0.0f1")
    for _ in range(5000):
        bits = rng.getrandbits(32)
        value = struct.unpack("<f", struct.pack("<I", bits))[0]
        if value != value or value in (float("inf"), float("-inf")):
            continue
        assert float32(float(style.real(value))) == value


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("", ""),
        ("Cube", "Cube"),
        ("Cube (1)", "Cube (1)"),
        ("Take #3", "Take #3"),
        ("a: b", "'a: b'"),
        ("trailing:", "'trailing:'"),
        ("it's", "it's"),
        ("'quoted'", "'''quoted'''"),
        ("- item", "'- item'"),
        ("-5", "-5"),
        ("-", "'-'"),
        ("#hash", "'#hash'"),
        ("[x]", "'[x]'"),
        ("{x}", "'{x}'"),
        ("*", "'*'"),
        ("@at", "'@at'"),
        ("%", "'%'"),
        (" leading", "' leading'"),
        ("trailing ", "'trailing '"),
        ("---", "'---'"),
        ("-----", "-----"),
        ("tab\there", '"tab\\there"'),
        ("Größe", '"Gr\\xF6\\xDFe"'),
        ("日本", '"\\u65E5\\u672C"'),
        ("🎲", '"\\U0001F3B2"'),
        ('say "hi"', 'say "hi"'),
        ("two\nlines", "'two\n\n    lines'"),
        ("\x00", '"\\0"'),
        ("null", "null"),
        ("123", "123"),
        ("<script>", "<script>"),
    ],
)
def test_texts(text: str, written: str) -> None:
    style = Style("2022.3.1f1")
    assert style.string(text, column=10, indent=4) == written
    assert decode(written.encode()) == text


def test_brackets_are_quoted_from_6000_3() -> None:
    path = "m_Materials.Array.data[0]"
    assert Style("6000.0.1f1").string(path, column=20, indent=8) == path
    assert Style("6000.3.0f1").string(path, column=20, indent=8) == f"'{path}'"


def test_flow_texts_are_quoted_where_a_map_would_misread_them() -> None:
    assert Style().string("a,b", column=0, indent=0, flow=True) == "'a,b'"
    assert Style().string("a,b", column=0, indent=0) == "a,b"


def test_long_texts_fold_and_read_back() -> None:
    rng = random.Random(3)
    alphabet = "abc  '\"#:\n\t\\é-,[]"
    for version in ("2018.4.1f1", "2022.3.1f1", "6000.3.0f1"):
        style = Style(version)
        for _ in range(1500):
            text = "".join(rng.choice(alphabet) for _ in range(rng.randrange(0, 220)))
            written = style.string(text, column=rng.randrange(4, 40), indent=4)
            assert decode(written.encode()) == text, (version, text, written)


def test_inline_maps_fold_after_a_comma_unless_the_project_forbids() -> None:
    pairs = [("fileID", "4890085278179872738"), ("guid", "1f487bbe83549f6499da7f4262c9232d"), ("type", "2")]
    folded = Style("2022.3.1f1").flow_map(pairs, column=22, indent=4)
    assert folded == ("{fileID: 4890085278179872738, guid: 1f487bbe83549f6499da7f4262c9232d,\n    type: 2}")
    assert "\n" not in Style("2022.3.1f1", one_line_maps=True).flow_map(pairs, column=22, indent=4)


def test_versions() -> None:
    assert parse_version("2022.3.62f3") == (2022, 3, 62)
    assert parse_version("5.4.2f2-GVR13") == (5, 4, 2)
    assert parse_version("") == (0, 0, 0)

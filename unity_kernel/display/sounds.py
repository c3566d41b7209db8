"""Sounds: details, the wave drawn, and a player, within a size."""

from __future__ import annotations

import struct
import wave
from array import array
from pathlib import Path
from typing import Any

from unity_kernel.display.describer import Describer, card, is_destroyed
from unity_kernel.display.description import Fields, Node, Note, Sound, Wave
from unity_kernel.display.names import engine
from unity_kernel.display.objects import destroyed, titled
from unity_kernel.display.reader import Failure

__all__ = ["BYTES"]

BYTES = 512_000
"""Size above which a sound is not put into the notebook: 3 s of CD quality."""
SLICES = 200
"""Slices of a drawn sound."""
FRAMES = 2048
"""Frames of a slice that are looked at: those of a long file are a sample of it."""
SAMPLES = 2_000_000
"""Samples that are read of a sound in memory: 23 s of CD quality, 8 MB."""
_PLAYED = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg", ".flac": "audio/flac"}
"""What browsers play."""


@card("UnityEngine.AudioClip")
def audio_card(look: Describer, obj: Any) -> Node:
    """Length and rate, the sound drawn, and a player."""
    if is_destroyed(obj):
        return destroyed(look, obj)
    fields = look.fields(obj, ("length", "channels", "frequency", "samples", "loadType", "loadState"))
    shown = _from_file(look, obj, fields) or _from_memory(look, obj)
    return titled(look, obj, [*shown, fields] if fields.rows else shown, asset=True)


# --- the file it was imported from -----------------------------------------------------------------------------------


def _from_file(look: Describer, obj: Any, fields: Fields) -> list[Node]:
    database = engine("UnityEditor.AssetDatabase")
    path = look.reader.call(lambda: str(database.GetAssetPath(obj))) if database is not None else ""
    mime = _PLAYED.get(Path(path).suffix.lower()) if isinstance(path, str) else None
    if mime is None:
        return []
    file = look.reader.call(
        lambda: Path(path).resolve(strict=True)
    )  # an editor works in its project's folder
    if isinstance(file, Failure):
        return [] if fields.rows else [Note("Not drawn: its file is not in the project.")]
    shown: list[Node] = []
    if mime == "audio/wav":
        found = look.reader.call(_drawn, file)
        if isinstance(found, Failure):
            shown.append(Note(f"Not drawn: {found.text}"))
        else:
            drawn, rows = found
            shown.append(drawn)
            if not fields.rows:
                fields.rows += [(label, look.inline(value)) for label, value in rows]
    size = look.reader.call(lambda: file.stat().st_size)
    if isinstance(size, int) and size <= BYTES:
        data = look.reader.call(file.read_bytes)
        if isinstance(data, bytes):
            shown.append(Sound(data, "play", mime))
    elif isinstance(size, int):
        shown.append(
            Note(f"No player: its file has {size / 1e6:.1f} MB, more than a display puts into a notebook.")
        )
    return shown


def _drawn(file: Path) -> tuple[Wave, list[tuple[str, Any]]]:
    """The wave of a WAV file, and what its head says."""
    with wave.open(str(file), "rb") as sound:
        frames, rate, channels, width = (
            sound.getnframes(),
            sound.getframerate(),
            sound.getnchannels(),
            sound.getsampwidth(),
        )
        peaks = []
        slices = min(SLICES, frames)
        for index in range(slices):
            begin, end = frames * index // slices, frames * (index + 1) // slices
            sound.setpos(begin)
            values = _samples(sound.readframes(min(FRAMES, end - begin)), width)
            if values:
                peaks.append((min(values) / 32768, max(values) / 32768))
    length = frames / rate
    drawn = Wave(peaks, f"{length:.3g} s, {frames:,} samples at {rate:,} Hz, {_channels(channels)}")
    return drawn, [
        ("Length", round(length, 4)),
        ("Channels", channels),
        ("Frequency", rate),
        ("Samples", frames),
    ]


def _samples(data: bytes, width: int) -> array[int]:
    """Samples of 8 to 32 bits as numbers of 16."""
    if width == 1:
        return array("h", ((byte - 128) << 8 for byte in data))
    count = len(data) // width
    upper = bytearray(2 * count)
    upper[0::2] = data[width - 2 : count * width : width]
    upper[1::2] = data[width - 1 : count * width : width]
    return array("h", struct.unpack(f"<{count}h", upper))


def _channels(count: int) -> str:
    return {1: "mono", 2: "stereo"}.get(count, f"{count} channels")


# --- the samples in memory -------------------------------------------------------------------------------------------


def _from_memory(look: Describer, obj: Any) -> list[Node]:
    samples, channels, rate = (look.get(obj, name) for name in ("samples", "channels", "frequency"))
    if not (isinstance(samples, int) and isinstance(channels, int) and isinstance(rate, int)):
        return [Note("Not drawn: only the real editor, which imports its file, knows more of it.")]
    count = samples * channels
    if count <= 0:
        return [Note("It has no samples.")]
    if count > SAMPLES:
        return [Note(f"Not drawn: {count:,} samples are more than a display reads ({SAMPLES:,}).")]
    factory, single = engine("System.Array"), engine("System.Single")
    if factory is None or single is None:
        return []
    buffer = look.reader.call(lambda: factory.CreateInstance(single, count))
    done = buffer if isinstance(buffer, Failure) else look.reader.call(obj.GetData, buffer, 0)
    if isinstance(done, Failure) or not done:
        return [
            Note("Not drawn: its data are not in memory. Load type 'Decompress on load' makes them readable.")
        ]
    values = [float(value) for value in buffer]
    step = max(1, count // SLICES)
    peaks = [
        (min(part), max(part)) for start in range(0, count, step) if (part := values[start : start + step])
    ]
    shown: list[Node] = [Wave(peaks, f"{samples:,} samples at {rate:,} Hz, {_channels(channels)}")]
    if count * 2 <= BYTES:
        shown.append(Sound(_wav(values, channels, rate), "play"))
    return shown


def _wav(values: list[float], channels: int, rate: int) -> bytes:
    """Samples of -1 to 1 as a WAV file of 16 bits."""
    data = struct.pack(f"<{len(values)}h", *(round(32767 * min(1.0, max(-1.0, value))) for value in values))
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, channels, rate,
                       rate * channels * 2, channels * 2, 16, b"data", len(data))  # fmt: skip
    return head + data

"""The `.wandb` file of an offline run: a log of records in the layout of LevelDB's log.

Releases of wandb up to 0.2x had a reader of it in Python; later ones have it in their Go service
only. The framing is a dozen lines, so that it is read here; the records are read by the protocol
buffers that the installed wandb package brings.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from embervlm_specs.errors import SourceError
from embervlm_specs.readers.sources import missing_extra

__all__ = ["history"]

_MAGIC = struct.pack("<4sHB", b":W&B", 0xBEE1, 0)
_BLOCK = 32768
_HEADER = struct.Struct("<IHB")  # checksum, length and type of a chunk
_FULL, _FIRST, _MIDDLE, _LAST = 1, 2, 3, 4


def history(path: Path) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows that a run logged, by name, and what is missing where the file lacks the run's end.

    Nested names are joined by dots. Raises `SourceError` where this is not such a file, or where
    the package that knows its records is not installed.
    """
    content = path.read_bytes()
    if not content.startswith(_MAGIC):
        raise SourceError(f"{path.name} does not begin as a .wandb file does")
    try:
        from google.protobuf.message import DecodeError
        from wandb.proto import wandb_internal_pb2
    except ImportError:
        raise missing_extra(".wandb files", "wandb") from None
    messages: Any = wandb_internal_pb2  # generated; type checkers do not see what is in it
    rows, ended = [], False
    try:
        for record in _records(content):
            held = messages.Record()
            held.ParseFromString(record)
            kind = held.WhichOneof("record_type")
            ended = kind == "exit" or ended
            if kind == "history":
                rows.append(_values(held.history))
    except (EOFError, DecodeError):
        ended = False
    cut = f"what {path.name} does not hold: the run was killed, or it is still running"
    return rows, [] if ended else [cut]


def _values(row: Any) -> dict[str, Any]:
    """Values by name; an image, table or histogram is one value, which is no number."""
    items = {tuple(item.nested_key) or (item.key,): item.value_json for item in row.item}
    media = {path[:-1] for path in items if path[-1] == "_type"}
    values = {"_step": row.step.num}
    for path, text in items.items():
        owner = next((path[:n] for n in range(len(path)) if path[:n] in media), None)
        values[".".join(owner or path)] = None if owner else json.loads(text)
    return values


def _records(content: bytes) -> Iterator[bytes]:
    """The records of the log, put together from their chunks; EOFError where it is cut off."""
    at, record = len(_MAGIC), b""
    while at < len(content):
        left = _BLOCK - at % _BLOCK
        if left < _HEADER.size:  # too short for a chunk, so it is filled up with zeros
            at += left
            continue
        if len(content) - at < _HEADER.size:
            raise EOFError
        checksum, length, kind = _HEADER.unpack_from(content, at)
        chunk = content[at + _HEADER.size : at + _HEADER.size + length]
        if len(chunk) < length or zlib.crc32(bytes([kind]) + chunk) != checksum:
            raise EOFError
        at += _HEADER.size + length
        record = chunk if kind in (_FULL, _FIRST) else record + chunk
        if kind in (_FULL, _LAST):
            yield record
    if record and kind in (_FIRST, _MIDDLE):
        raise EOFError

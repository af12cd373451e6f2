"""A base map in one file, as a user may have one: PMTiles 3 with one vector tile, made by hand from the two specifications."""

import json
import struct
from collections.abc import Iterable
from pathlib import Path

EXTENT = 4096


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def field(number: int, value: int | bytes) -> bytes:
    """One field of a protocol buffer: a number, or bytes with their length."""
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def packed(numbers: Iterable[int]) -> bytes:
    return b"".join(map(varint, numbers))


def zigzag(value: int) -> int:
    return value << 1 if value >= 0 else -value * 2 - 1


def layer(name: str, kind: int, points: list[tuple[int, int]], words: dict[str, str]) -> bytes:
    """A layer with one feature: a point (kind 1), or a ring that is closed (kind 3)."""
    geometry, at = [9], (0, 0)
    for number, (x, y) in enumerate(points):
        if number == 1:
            geometry.append((len(points) - 1) << 3 | 2)
        geometry += [zigzag(x - at[0]), zigzag(y - at[1])]
        at = x, y
    geometry += [15] if kind == 3 else []
    tags = packed(n for i in range(len(words)) for n in (i, i))
    feature = field(2, tags) + field(3, kind) + field(4, packed(geometry))
    texts = b"".join(field(3, k.encode()) for k in words) + b"".join(field(4, field(1, v.encode())) for v in words.values())
    return field(3, field(1, name.encode()) + field(2, feature) + texts + field(5, EXTENT) + field(15, 2))


def write_basemap(path: Path, attribution: str = "") -> Path:
    """A world of which the northern half is water, with one town, of which the file says that it is in no doubt."""
    half = [(0, 0), (EXTENT, 0), (EXTENT, EXTENT // 2), (0, EXTENT // 2)]
    tile = layer("water", 3, half, {"kind": "ocean"}) + layer(
        "places", 1, [(2048, 2048)], {"kind": "locality", "name": "Null Town"}
    )
    layers = [{"id": name, "fields": {}} for name in ("water", "places", "boundaries")]
    about = json.dumps({"vector_layers": layers, "attribution": attribution}).encode()
    root = packed([1, 0, 1, len(tile), 1])
    places = [127, len(root), 127 + len(root), len(about), 0, 0, 127 + len(root) + len(about), len(tile), 1, 1, 1]
    world = struct.pack("<iiii", -1800000000, -850000000, 1800000000, 850000000)
    head = b"PMTiles\x03" + struct.pack("<11Q", *places) + bytes([1, 1, 1, 1, 0, 0]) + world + struct.pack("<Bii", 0, 0, 0)
    assert len(head) == 127
    path.write_bytes(head + root + about + tile)
    return path

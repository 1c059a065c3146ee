"""Puts encoded pictures into a WebM file that says how long it is and can be searched (RFC 9559)."""

import struct
from collections.abc import Iterable
from dataclasses import dataclass

EBML, SEGMENT, CLUSTER = 0x1A45DFA3, 0x18538067, 0x1F43B675
INFO, TRACKS, CUES = 0x1549A966, 0x1654AE6B, 0x1C53BB6B
MILLISECOND = 1_000_000  # nanoseconds


@dataclass(frozen=True)
class Picture:
    """One encoded picture; `at` in milliseconds from the beginning; `key` when it needs no other."""

    at: int
    key: bool
    data: bytes


def webm(pictures: list[Picture], codec: str, width: int, height: int, seconds: float) -> bytes:
    """The file. The first picture is a key picture; so is one at least every 30 seconds."""
    clusters = [_cluster(group) for group in _groups(pictures)]
    starts = [group[0].at for group in _groups(pictures)]
    before = _info(seconds) + _tracks(codec, width, height)
    # The cues come first, so that a player finds them at once; their length does not depend on what they say.
    position = len(before) + len(_cues(starts, [0] * len(starts)))
    positions = []
    for cluster in clusters:
        positions.append(position)
        position += len(cluster)
    return _head() + _part(SEGMENT, before, _cues(starts, positions), *clusters)


def _groups(pictures: list[Picture]) -> list[list[Picture]]:
    """Each begins with a key picture."""
    groups: list[list[Picture]] = []
    for picture in pictures:
        if picture.key:
            groups.append([])
        groups[-1].append(picture)
    return groups


def _head() -> bytes:
    numbers = {0x4286: 1, 0x42F7: 1, 0x42F2: 4, 0x42F3: 8, 0x4287: 4, 0x4285: 2}  # versions, lengths of ids
    return _part(EBML, *(_number(key, value) for key, value in numbers.items()), _text(0x4282, "webm"))


def _info(seconds: float) -> bytes:
    length = _part(0x4489, struct.pack(">d", seconds * 1000))
    makers = [_text(key, "portico") for key in (0x4D80, 0x5741)]
    return _part(INFO, _number(0x2AD7B1, MILLISECOND), length, *makers)


def _tracks(codec: str, width: int, height: int) -> bytes:
    video = _part(0xE0, _number(0xB0, width), _number(0xBA, height))
    facts = [_number(key, 1) for key in (0xD7, 0x73C5, 0x83)]  # its number, its id, that it is a film
    facts += [_number(0x9C, 0), _text(0x22B59C, "eng"), _text(0x86, codec)]
    return _part(TRACKS, _part(0xAE, *facts, video))


def _cues(starts: Iterable[int], positions: Iterable[int]) -> bytes:
    def point(at: int, position: int) -> bytes:
        where = _part(0xB7, _number(0xF7, 1), _number(0xF1, position))
        return _part(0xBB, _number(0xB3, at), where)

    return _part(CUES, *(point(*pair) for pair in zip(starts, positions, strict=True)))


def _cluster(group: list[Picture]) -> bytes:
    begin = group[0].at
    heads = [b"\x81" + struct.pack(">hB", one.at - begin, 0x80 if one.key else 0) for one in group]
    blocks = [_part(0xA3, head, one.data) for head, one in zip(heads, group, strict=True)]
    return _part(CLUSTER, _number(0xE7, begin), *blocks)


def _number(key: int, value: int) -> bytes:
    return _part(key, value.to_bytes(8, "big"))


def _text(key: int, value: str) -> bytes:
    return _part(key, value.encode())


def _part(key: int, *content: bytes) -> bytes:
    """An element: its id, its length in eight bytes, and what is in it."""
    data = b"".join(content)
    return key.to_bytes((key.bit_length() + 7) // 8, "big") + (len(data) | 1 << 56).to_bytes(8, "big") + data

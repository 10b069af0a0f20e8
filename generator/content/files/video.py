"""MP4: H.264 pictures and AAC sound, and of its boxes only those that a player needs.

ISO/IEC 14496-12, -14 and -15 define the boxes. Boxes refer to each other by places in the file, so nothing is moved: what is not known to be
needed becomes a box `free` of zeros, and of the media themselves only the samples of tracks that are seen or heard are kept. So neither a place,
a day, the name of a device nor a track of data is left, whoever invented the box.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from generator.content.files.found import SAVE_AGAIN, DamagedError, Found, joined_list, trace, unsafe

#: The boxes that a player needs, each with those inside it; None: it has none.
_NEEDED: Mapping[bytes, frozenset[bytes]] = {
    b"": frozenset({b"ftyp", b"moov", b"mdat"}),
    b"moov": frozenset({b"mvhd", b"trak"}),
    b"trak": frozenset({b"tkhd", b"edts", b"mdia"}),
    b"edts": frozenset({b"elst"}),
    b"mdia": frozenset({b"mdhd", b"hdlr", b"minf"}),
    b"minf": frozenset({b"vmhd", b"smhd", b"dinf", b"stbl"}),
    b"dinf": frozenset({b"dref"}),
    b"dref": frozenset({b"url "}),
    b"stbl": frozenset({b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stco", b"co64", b"sdtp"}),
    b"stsd": frozenset({b"avc1", b"avc3", b"mp4a"}),
    b"avc1": frozenset({b"avcC", b"pasp", b"colr", b"btrt", b"clap"}),
    b"avc3": frozenset({b"avcC", b"pasp", b"colr", b"btrt", b"clap"}),
    b"mp4a": frozenset({b"esds", b"btrt"}),
}
#: How many bytes of a box come before the boxes inside it; those not listed have none.
_BEFORE = {b"dref": 8, b"stsd": 8, b"avc1": 78, b"avc3": 78, b"mp4a": 28}
#: Of a sample of sound in the form of QuickTime, by its version, how many more.
_MORE_SOUND = {0: 0, 1: 16, 2: 36}
#: How long the contents of a box without boxes are, by its version (0, 1): a fixed length; or bytes before a table whose last four give the number
#: of its rows, and the length of a row. Whatever follows is nothing that a player reads.
_FIXED: Mapping[bytes, tuple[int, int]] = {
    b"mvhd": (100, 112), b"tkhd": (84, 96), b"mdhd": (24, 36), b"vmhd": (12, 12), b"smhd": (8, 8), b"cslg": (24, 44), b"pasp": (8, 8),
    b"btrt": (12, 12), b"clap": (32, 32), b"colr": (11, 11), b"url ": (4, 4),
}  # fmt: skip
_ROWS: Mapping[bytes, tuple[int, int, int]] = {
    b"elst": (8, 12, 20), b"stts": (8, 8, 8), b"ctts": (8, 8, 8), b"stss": (8, 4, 4), b"stsc": (8, 12, 12), b"stco": (8, 4, 4),
    b"co64": (8, 8, 8),
}  # fmt: skip
#: Forms of files that say nothing of who made them.
_BRANDS = frozenset({b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"})
_PLAYED = {b"vide": (b"avc1", b"avc3"), b"soun": (b"mp4a",)}
#: Boxes of a file in fragments, whose samples are listed elsewhere.
_FRAGMENTS = frozenset({b"moof", b"sidx", b"mfra"})
#: Boxes that are made to hold nothing.
_EMPTY = frozenset({b"free", b"skip", b"wide"})
#: Signs that a box which is taken out says where it was filmed.
_PLACE = (b"\xa9xyz", b"loci", b"ISO6709", b"gps ", b"GPS")
#: NAL units of H.264 (ITU-T H.264, 7.4.1): those of which pictures are made, supplemental information, and what a player skips.
_PICTURES, _SUPPLEMENT, _FILLER = frozenset({1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 13}), 6, 12
#: Supplemental information that a player uses (annex D): buffering, times of pictures, pan and scan, where one can begin, packing, brightness.
_USED = frozenset({0, 1, 2, 6, 45, 137, 144, 147})
_MOST_BOXES = 100_000


@dataclass(slots=True)
class _Box:
    """A box: its type, where it begins, where its contents begin, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int
    inside: list["_Box"] = field(default_factory=list)

    def all(self, *path: bytes) -> Iterator["_Box"]:
        """Yield the boxes at a path inside it."""
        if not path:
            yield self
            return
        for one in self.inside:
            if one.kind == path[0]:
                yield from one.all(*path[1:])

    def one(self, *path: bytes) -> "_Box":
        """Return the only box at a path.

        Raises:
            DamagedError: there is none.
        """
        found = next(self.all(*path), None)
        if found is None:
            raise DamagedError("a part is missing")
        return found


def inspect(data: bytes) -> Iterator[Found]:
    """Yield what is found in a video."""
    try:
        video = Mp4(data)
        if video.is_played:
            video.write()
    except (DamagedError, IndexError):
        yield unsafe("the video is damaged, so it cannot be checked", SAVE_AGAIN)
        return
    if not video.is_played:
        yield unsafe(
            "the video is in a format that not every browser plays",
            "save it as MP4 with H.264 video and AAC audio, in one piece",
        )
    elif video.said:
        yield trace(f"the video contains {joined_list(video.said)}", "video")


def size_of(data: bytes) -> tuple[int, int]:
    """Return the width and height of a video; zeros where they cannot be told."""
    try:
        return Mp4(data).size
    except (DamagedError, IndexError):
        return 0, 0


class Mp4:
    """An MP4 file, taken apart.

    Attributes:
        said: what it reveals that is not seen.
        is_played: whether every browser can play it: H.264 and AAC, not in fragments, with nothing kept in another file.
        size: width and height of its pictures.

    Raises:
        DamagedError: it is not one.
    """

    def __init__(self, data: bytes) -> None:
        self.said: set[str] = set()
        self._data = data
        self._boxes = 0
        self._in_fragments = False
        self._out: list[tuple[int, int]] = []
        self._root = _Box(b"", 0, 0, len(data))
        self._read(self._root)
        tracks = list(self._root.all(b"moov", b"trak"))
        if not tracks:
            raise DamagedError("a part is missing")
        kinds = {id(track): self._handler(track) for track in tracks}
        self._tracks = [track for track in tracks if kinds[id(track)] in _PLAYED]
        for track in tracks:
            if track not in self._tracks:
                self._take_out(track, "a track of hidden data")
        self.is_played = (
            any(kinds[id(track)] == b"vide" for track in self._tracks)
            and not self._in_fragments
            and all(self._plays(track, kinds[id(track)]) for track in self._tracks)
        )
        seen = next((track for track in self._tracks if kinds[id(track)] == b"vide"), None)
        self.size = self._seen_size(seen) if seen is not None else (0, 0)
        if self.is_played:
            self._samples = sorted(place for track in self._tracks for place in self._places(track))
            self._look_for_times()
            self._look_between()

    def write(self) -> bytes:
        """Return the file with what is seen and heard, and nothing else; every byte that is left stands where it did.

        Raises:
            DamagedError: it holds what cannot be told apart.
        """
        if not self.is_played:
            raise DamagedError("it is not what every browser can play")
        made = bytearray(self._data)
        for start, end in self._out:
            made[start:end] = _free(end - start)
        for box in self._media():
            self._keep_samples(made, box)
        for track in self._tracks:
            self._clean_track(made, track)
        for header in self._root.all(b"moov", b"mvhd"):
            _zero_times(made, header)
        for box in self._root.all(b"ftyp"):
            brands = range(box.body + 8, box.end - 3, 4)
            made[box.body + 4 : box.body + 8] = bytes(4)
            for at in (box.body, *brands):
                if bytes(made[at : at + 4]) not in _BRANDS:
                    made[at : at + 4] = b"isom"
            odd = (box.end - box.body) % 4
            made[box.end - odd : box.end] = bytes(odd)
        for start, end in self._supplements():
            made[start:end] = bytes([_FILLER]) + (b"\xff" * (end - start - 2) + b"\x80" if end - start > 1 else b"")
        return bytes(made)

    # Taking apart.

    def _read(self, box: _Box) -> None:
        """Read the boxes inside a box; what is not needed is to be taken out."""
        known = _NEEDED.get(box.kind)
        if known is None:
            return
        at = box.body + self._before(box)
        while at + 8 <= box.end:
            self._boxes += 1
            if self._boxes > _MOST_BOXES:
                raise DamagedError("it has too many parts")
            one = self._box(at, box)
            if one is None:
                break
            at = one.end
            self._in_fragments |= box.kind == b"" and one.kind in _FRAGMENTS
            if one.kind not in known:
                self._take_out(one, self._called(one))
            else:
                self._read(one)
                self._end(one)
                box.inside.append(one)
        if box.kind == b"" and self._data[at:].strip(b"\0"):
            self.said.add("data after its end")
        elif box.kind != b"" and box.end - at >= 8:
            raise DamagedError("part of it is cut off")
        if box.end > at:
            self._out.append((at, box.end))

    def _end(self, box: _Box) -> None:
        """What follows the contents that a player reads in a box is to be taken out."""
        data, wide = self._data, self._data[box.body] == 1 if box.end > box.body else False
        if box.kind in _FIXED:
            end = box.body + _FIXED[box.kind][wide]
        elif box.kind in _ROWS:
            before, *rows = _ROWS[box.kind]
            end = box.body + before + rows[wide] * int.from_bytes(data[box.body + before - 4 : box.body + before])
        elif box.kind == b"stsz":
            same, count = (int.from_bytes(data[box.body + at : box.body + at + 4]) for at in (4, 8))
            end = box.body + 12 + (0 if same else 4 * count)
        else:
            return
        if data[end : box.end].strip(b"\0"):
            self.said.add("hidden data")
            self._out.append((end, box.end))

    def _box(self, at: int, above: _Box) -> _Box | None:
        """Return the box at a place; None where, after all boxes, something else follows."""
        data = self._data
        size, kind, body = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], at + 8
        if size == 1:
            size, body = int.from_bytes(data[at + 8 : at + 16]), at + 16
        elif size == 0 and above.kind == b"":
            size = above.end - at
        if size < body - at or at + size > above.end:
            if above.kind == b"" and kind not in _NEEDED[b""]:
                return None
            raise DamagedError("part of it is cut off")
        return _Box(kind, at, body, at + size)

    def _before(self, box: _Box) -> int:
        more = _BEFORE.get(box.kind, 0)
        if box.kind == b"mp4a":
            version = int.from_bytes(self._data[box.body + 8 : box.body + 10])
            if version not in _MORE_SOUND:
                raise DamagedError("its sound is of an unknown form")
            more += _MORE_SOUND[version]
        if box.body + more > box.end:
            raise DamagedError("part of it is cut off")
        return more

    def _called(self, box: _Box) -> str:
        """What a box that is not needed holds, in words; empty where it holds nothing, or only what players of other kinds need."""
        content = self._data[box.start : box.end]
        if not content[8:].strip(b"\0"):
            return ""
        if any(sign in content for sign in _PLACE):
            return "the place where it was filmed"
        if box.kind in {b"udta", b"meta", b"uuid"}:
            return "notes from the program that made it"
        return "hidden data" if box.kind in _EMPTY else ""

    def _take_out(self, box: _Box, said: str) -> None:
        self._out.append((box.start, box.end))
        if said:
            self.said.add(said)

    def _handler(self, track: _Box) -> bytes:
        box = next(track.all(b"mdia", b"hdlr"), None)
        return self._data[box.body + 8 : box.body + 12] if box is not None else b""

    def _plays(self, track: _Box, kind: bytes) -> bool:
        described = track.one(b"mdia", b"minf", b"stbl", b"stsd")
        entries = int.from_bytes(self._data[described.body + 4 : described.body + 8])
        elsewhere = [
            box
            for box in track.all(b"mdia", b"minf", b"dinf", b"dref", b"url ")
            if self._data[box.body + 3 : box.body + 4] != b"\1"
        ]
        return (
            entries == len(described.inside) >= 1 and all(one.kind in _PLAYED[kind] for one in described.inside) and not elsewhere
        )

    def _seen_size(self, track: _Box) -> tuple[int, int]:
        described = track.one(b"mdia", b"minf", b"stbl", b"stsd")
        if not described.inside:
            return 0, 0
        at = described.inside[0].body + 24
        return int.from_bytes(self._data[at : at + 2]), int.from_bytes(self._data[at + 2 : at + 4])

    # Samples.

    def _media(self) -> list[_Box]:
        return list(self._root.all(b"mdat"))

    def _table(self, box: _Box, width: int, skip: int = 8) -> list[tuple[int, ...]]:
        """Return the rows of a table of numbers of four bytes."""
        data = self._data
        count = int.from_bytes(data[box.body + skip - 4 : box.body + skip])
        begin = box.body + skip
        if begin + count * width * 4 > box.end:
            raise DamagedError("part of it is cut off")
        return [
            tuple(int.from_bytes(data[at + 4 * column : at + 4 * column + 4]) for column in range(width))
            for at in range(begin, begin + count * width * 4, width * 4)
        ]

    def _chunks(self, table: _Box) -> list[int]:
        wide = next(table.all(b"co64"), None)
        if wide is None:
            return [place for (place,) in self._table(table.one(b"stco"), 1)]
        return [high << 32 | low for high, low in self._table(wide, 2)]

    def _places(self, track: _Box) -> Iterator[tuple[int, int, int]]:
        """Yield where each sample of a track begins and ends, and how long the lengths in it are; 0: it is no picture."""
        table = track.one(b"mdia", b"minf", b"stbl")
        sizes_box = table.one(b"stsz")
        same = int.from_bytes(self._data[sizes_box.body + 4 : sizes_box.body + 8])
        count = int.from_bytes(self._data[sizes_box.body + 8 : sizes_box.body + 12])
        if count > len(self._data):
            raise DamagedError("part of it is cut off")
        sizes = [same] * count if same else [size for (size,) in self._table(sizes_box, 1, 12)]
        chunks = self._chunks(table)
        runs = self._table(table.one(b"stsc"), 3)
        lengths = self._length_size(table)
        at = 0
        for (first, each, _), following in pairwise([*runs, (len(chunks) + 1, 0, 0)]):
            for place in chunks[first - 1 : following[0] - 1]:
                begin = place
                for size in sizes[at : at + each]:
                    if begin + size > len(self._data):
                        raise DamagedError("part of it is cut off")
                    yield begin, begin + size, lengths
                    begin += size
                at += each
        if at < count:
            raise DamagedError("a part is missing")

    def _length_size(self, table: _Box) -> int:
        for entry in table.one(b"stsd").inside:
            for box in entry.all(b"avcC"):
                return (self._data[box.body + 4] & 3) + 1
        return 0

    def _supplements(self) -> Iterator[tuple[int, int]]:
        """Yield where supplemental information stands that a player does not use: programs write their name, and cameras a place, into it."""
        for start, end, width in self._samples:
            at = start
            while width and at + width < end:
                size = int.from_bytes(self._data[at : at + width])
                at += width
                if at + size > end:
                    raise DamagedError("a picture is cut off")
                kind = self._data[at] & 0x1F if size else _FILLER
                if size and kind not in _PICTURES and not (kind == _SUPPLEMENT and _is_used(self._data[at + 1 : at + size])):
                    yield at, at + size
                at += size

    def _look_for_times(self) -> None:
        for header in (*self._root.all(b"moov", b"mvhd"), *(one for track in self._tracks for one in track.all(b"tkhd"))):
            start, end = _times(self._data, header)
            if self._data[start:end].strip(b"\0"):
                self.said.add("the time at which it was made")

    def _look_between(self) -> None:
        """Look for media that belong to no track that is seen or heard."""
        for box in self._media():
            kept = bytearray(self._data[box.body : box.end])
            for start, end, _ in self._samples:
                if start < box.end and end > box.body:
                    kept[max(start - box.body, 0) : end - box.body] = bytes(min(end, box.end) - max(start, box.body))
            if kept.count(0) != len(kept):
                self.said.add("hidden data")

    # Writing.

    def _keep_samples(self, made: bytearray, box: _Box) -> None:
        """Zero everything in a box of media that is no sample of a track that is kept."""
        at = box.body
        for start, end, _ in self._samples:
            if start >= box.end or end <= box.body:
                continue
            if start > at:
                made[at:start] = bytes(start - at)
            at = max(at, min(end, box.end))
        made[at : box.end] = bytes(box.end - at)

    def _clean_track(self, made: bytearray, track: _Box) -> None:
        for header in (*track.all(b"tkhd"), *track.all(b"mdia", b"mdhd")):
            _zero_times(made, header)
        for box in track.all(b"mdia", b"hdlr"):
            # Reserved numbers, and a name that people see in no player.
            made[box.body + 12 : box.end] = bytes(box.end - box.body - 12)
        for entry in track.one(b"mdia", b"minf", b"stbl", b"stsd").inside:
            if entry.kind == b"mp4a":
                made[entry.body + 10 : entry.body + 16] = bytes(6)
            else:
                # Who made the program that compressed it, and its name.
                made[entry.body + 8 : entry.body + 24] = bytes(16)
                made[entry.body + 42 : entry.body + 74] = bytes(32)
                for colour in entry.all(b"colr"):
                    if bytes(made[colour.body : colour.body + 4]) not in {b"nclx", b"nclc"}:
                        made[colour.start : colour.end] = _free(colour.end - colour.start)
        for box in track.all(b"mdia", b"minf", b"dinf", b"dref", b"url "):
            made[box.body + 4 : box.end] = bytes(box.end - box.body - 4)


def _is_used(said: bytes) -> bool:
    """Whether a unit of supplemental information holds only what a player uses."""
    # Within a unit, two zeros are never followed by a small number: a 3 stands between them.
    said, at = said.replace(b"\0\0\3", b"\0\0"), 0
    while at < len(said) and said[at:] != b"\x80":
        kind = size = 0
        while at < len(said) and said[at] == 0xFF:
            kind, at = kind + 255, at + 1
        if at >= len(said):
            return False
        kind, at = kind + said[at], at + 1
        while at < len(said) and said[at] == 0xFF:
            size, at = size + 255, at + 1
        if at >= len(said) or kind not in _USED:
            return False
        at += 1 + size + said[at]
    return True


def _times(data: bytes | bytearray, header: _Box) -> tuple[int, int]:
    """Where a header says when something was made and changed."""
    return header.body + 4, header.body + (20 if data[header.body] == 1 else 12)


def _zero_times(made: bytearray, header: _Box) -> None:
    start, end = _times(made, header)
    if end > header.end:
        raise DamagedError("part of it is cut off")
    made[start:end] = bytes(end - start)


def _free(size: int) -> bytes:
    """Return as many bytes that say nothing, as a box where there is room for one."""
    return size.to_bytes(4) + b"free" + bytes(size - 8) if 8 <= size < 1 << 32 else bytes(size)

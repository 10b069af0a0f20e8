"""No file costs more than it is worth: however it was made, inspecting it is quick and needs little memory."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.least_time import least

#: Files of about 100 kB that are made to cost much.
COSTLY = {
    "objects.pdf": "b'%PDF-1.7\\n' + b'1 0 obj ((' * 9_000",
    "trailers.pdf": "b'%PDF-1.7\\n' + b'trailer ' * 12_000",
    "nested.pdf": "b'%PDF-1.7\\n1 0 obj<</Type/Catalog/Pages ' + b'[' * 90_000 + b'trailer<</Root 1 0 R>>startxref 0 %%EOF'",
    "commands.pdf": "pdf(b'0 0 m ' * 260_000)",
    "states.pdf": "pdf(b'q ' * 750_000)",
    "letters.pdf": 'pdf(b"(a)\' " * 300_000)',
    "escapes.pdf": "pdf(b'(\\\\()Tj ' * 200_000)",
    "high.pdf": "pdf(b'0 0 9 950 re f ' * 50_000 + b'(a)Tj ' * 50_000)",
    "boxes.pdf": "pdf(b'0 0 9 9 re f BT /F 9 Tf (abc) Tj ET ' * 40_000)",
    "zeros.pdf": "pdf(zlib.compress(b'z' * 10_000_000 + b'~>', 9), b'[/FlateDecode/FlateDecode/ASCII85Decode]')",
    "runs.pdf": "pdf(b'\\x81\\0' * 10_000_000 + b'\\x80', b'[/FlateDecode/RunLengthDecode]')",
    "rows.pdf": "pdf(bytes(20_000_000), b'/FlateDecode/DecodeParms<</Predictor 15/Columns 1>>')",
    "thrice.pdf": "pdf(zlib.compress(zlib.compress(bytes(50_000_000), 9), 9), b'[/FlateDecode/FlateDecode/FlateDecode]')",
    "twice.pdf": "pdf(zlib.compress(bytes(90_000_000), 9), b'[/FlateDecode/FlateDecode]')",
    "blank.pdf": "pdf(bytes(33_000_000))",
    "coded.pdf": "pdf(bytes(33_000_000), b'/FlateDecode/DecodeParms<</Predictor 2/Columns 4>>')",
    "again.pdf": "pdf(b'q ' * 5_000_000).replace(b'/Contents 4 0 R', b'/Contents[' + b'4 0 R ' * 2_000 + b']')",
    "comments.pdf": "b'%PDF-1.7\\n' + b'5%' * 50_000",
    "gaps.pdf": "b'%PDF-1.7\\n' + b'5 %' * 33_000",
    "commas.csv": "b',=' * 50_000",
    "quotes.csv": "b'\"' * 100_000",
    "lines.csv": "b'-\\n' * 50_000",
    "parts.eml": "b'Content-Type: multipart/mixed; boundary=b\\n\\n' + b'--b\\n\\n' * 18_000",
    "headers.eml": "b'X-A: b\\n' * 12_000 + b'\\nHello'",
    "steps.gif": "b'GIF89a\\1\\0\\1\\0\\x80\\0\\0' + bytes(6) + b'\\x2c\\0\\0\\0\\0\\1\\0\\1\\0\\0\\2\\2\\x44\\1\\0' * 6_000 + b';'",
    "wide.png": "png(20_000, 20_000, 100_000)",
    "points.png": "png(3_100, 3_100, 3_100 * 3_101)",
    "blank.jpg": "jpeg(2_500)",
    "blank.webp": "saved('WEBP', 3_100)",
    "blank.avif": "saved('AVIF', 2_000)",
    "blank.gif": "saved('GIF', 3_100)",
    "segments.jpg": "b'\\xff\\xd8\\xff' + b'\\xfe\\0\\2\\xff' * 25_000",
    "cells.xlsx": "zipped('xl/workbook.xml', b'<a>' + b'<b/>' * 900_000 + b'</a>')",
    "deep.docx": "zipped('word/document.xml', b'<a>' * 300_000)",
    "zeros.zip": "zipped('a.txt', bytes(90_000_000))",
    "files.zip": "many(900)",
}
_CALL = """
import io, struct, sys, time, zipfile, zlib, resource
from PIL import Image
from generator.content.attachments import look
from generator.model.source import RawFile
def png(width, height, size):
    chunks = [(b'IHDR', struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)), (b'IDAT', zlib.compress(bytes(size), 9)), (b'IEND', b'')]
    return b'\\x89PNG\\r\\n\\x1a\\n' + b''.join(struct.pack('>I', len(d)) + k + d + struct.pack('>I', zlib.crc32(k + d)) for k, d in chunks)
def saved(form, size):
    out = io.BytesIO(); Image.new('L' if form == 'GIF' else 'RGB', (size, size)).save(out, form); return out.getvalue()
def jpeg(size):
    return saved('JPEG', size)
def zipped(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive: archive.writestr(name, data)
    return out.getvalue()
def many(count):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as archive:
        for number in range(count): archive.writestr(f'{number}.txt', b'x')
    return out.getvalue()
def pdf(commands, filters=b'/FlateDecode'):
    packed = zlib.compress(commands, 9)
    return (b'%%PDF-1.7\\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\\n'
        b'3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\\n4 0 obj<</Filter%s/Length %d>>stream\\n' % (filters, len(packed))
        + packed + b'\\nendstream endobj\\n9 0 obj(' + b'x' * 95_000 + b')endobj\\ntrailer<</Root 1 0 R>>\\nstartxref\\n0\\n%%EOF')
data = DATA
look(RawFile('content/incidents/x/files/a.txt', b'x', 1))
import pypdf, generator.content.files.pixels
before = peak = 0
for line in open('/proc/self/status'):
    if line.startswith('VmRSS'): before = int(line.split()[1])
open('/proc/self/clear_refs', 'w').write('5')
started = time.process_time()
look(RawFile('content/incidents/x/files/NAME', data, len(data)))
spent = time.process_time() - started
for line in open('/proc/self/status'):
    if line.startswith('VmHWM'): peak = int(line.split()[1])
print(len(data), spent, (peak - before) // 1024)
"""


@pytest.mark.no_cover
@pytest.mark.skipif(sys.platform != "linux", reason="measured with what Linux says of a process")
@pytest.mark.parametrize("name", COSTLY)
def test_costs_are_bounded(name: str) -> None:
    """A file of 100 kB takes less than a second of the processor and 100 MB to inspect, however it was made."""
    call = _CALL.replace("DATA", COSTLY[name], 1).replace("NAME", name)

    def measured() -> float:
        done = subprocess.run(
            [sys.executable, "-c", call], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
        )
        size, spent, megabytes = (float(word) for word in done.stdout.split())
        assert size < 130_000
        assert megabytes < 100
        return spent

    assert least(measured, enough=1) < 1

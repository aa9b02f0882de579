"""Writes the images of the experiment folders: two small datasets and a few images to classify.

Each image has one bar, and its class is the bar's direction. The source has bright bars on a dark
ground, the target dark bars on a bright one. The same call writes the same pixels.
"""
import io
import pathlib
import random
import struct
import sys
import tarfile
import zlib

SIDE = 8
CLASSES = ["flat", "upright"]


def png(rows):
    """Returns a greyscale PNG file of 8 bits."""
    def chunk(kind, content):
        checksum = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)

    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 0, 0, 0, 0)
    lines = b"".join(b"\0" + bytes(row) for row in rows)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
            + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b""))


def image(name, bar, ground, noise):
    place = noise.randrange(1, SIDE - 1)
    rows = [[0] * SIDE for _ in range(SIDE)]
    for y in range(SIDE):
        for x in range(SIDE):
            on = (y if name == "flat" else x) == place
            value = (bar if on else ground) + noise.randrange(-30, 31)
            rows[y][x] = min(255, max(0, value))
    return png(rows)


def archive(path, subsets, bar, ground, seed):
    noise = random.Random(seed)
    with tarfile.open(path, "w:gz") as tar:
        for subset, count in subsets:
            for name in CLASSES:
                for i in range(count):
                    content = image(name, bar, ground, noise)
                    entry = tarfile.TarInfo(f"{subset}/{name}/{i:02d}.png")
                    entry.size = len(content)
                    tar.addfile(entry, io.BytesIO(content))


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    archive(folder / "source.tar.gz", [("train", 32), ("test", 10)], 220, 40, 1)
    archive(folder / "target.tar.gz", [("train", 40), ("test", 10)], 60, 190, 2)
    (folder / "unseen").mkdir(exist_ok=True)
    noise = random.Random(3)
    for name in CLASSES:
        for i in range(3):
            (folder / "unseen" / f"{name}-{i}.png").write_bytes(image(name, 60, 190, noise))


main(pathlib.Path(sys.argv[1]))

"""Contact sheets: many pages side by side, small enough to look through and large enough to see what is wrong."""

from collections.abc import Iterable, Iterator
from itertools import batched
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

#: In pixels: how wide a page is on a sheet, by how wide it was, and how much of its height is shown.
SMALL = {390: 240, 1280: 400}
TALLEST = 640
A_ROW = {390: 8, 1280: 5}
ROWS = 3
MARGIN, CAPTION = 12, 18
GROUND, INK = "#8a8f98", "#ffffff"


def write_sheets(pictures: Iterable[tuple[str, Path]], width: int, folder: Path, name: str) -> Iterator[Path]:
    """Lay pictures of pages, each with its caption, on as many sheets as it takes; gives the files."""
    for number, some in enumerate(batched(pictures, A_ROW[width] * ROWS), start=1):
        path = folder / f"{name}-{number:02}.png"
        lay(list(some), width).save(path)
        yield path


def lay(pictures: list[tuple[str, Path]], width: int) -> Image.Image:
    """One sheet; every row is as high as its highest page."""
    cells = [(caption, shrunk(path, width)) for caption, path in pictures]
    rows = list(batched(cells, A_ROW[width]))
    heights = [max(picture.height for _, picture in row) + CAPTION + MARGIN for row in rows]
    across = A_ROW[width] * (SMALL[width] + MARGIN) + MARGIN
    sheet = Image.new("RGB", (across, sum(heights) + MARGIN), GROUND)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=12)
    top = MARGIN
    for row, height in zip(rows, heights, strict=True):
        for column, (caption, picture) in enumerate(row):
            left = MARGIN + column * (SMALL[width] + MARGIN)
            pen.text((left, top), caption[: SMALL[width] // 6], fill=INK, font=font)
            sheet.paste(picture, (left, top + CAPTION))
        top += height
    return sheet


def shrunk(path: Path, width: int) -> Image.Image:
    """The upper part of a page, as small as it is on a sheet."""
    with Image.open(path) as whole:
        small, tall = SMALL[width], max(1, round(whole.height * SMALL[width] / whole.width))
        return (
            whole.convert("RGB").resize((small, tall), Image.Resampling.LANCZOS).crop((0, 0, small, min(tall, TALLEST)))
        )

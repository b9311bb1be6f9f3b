"""Pictures in a row."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

__all__ = ["assemble"]

_MILLISECONDS = 600
_LAST_MILLISECONDS = 2400


def assemble(pictures: Sequence[bytes]) -> bytes:
    """A looping GIF of PNG pictures, the last shown longest.

    All frames get the size of the largest, white at the right and below, and one palette made of
    all of them, so that nothing flickers.
    """
    frames = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    width = max(frame.width for frame in frames)
    height = max(frame.height for frame in frames)
    padded = [_padded(frame, width, height) for frame in frames]

    strip = Image.new("RGB", (width, height * len(padded)))
    for i, frame in enumerate(padded):
        strip.paste(frame, (0, i * height))
    palette = _palette(strip)
    reduced = [f.quantize(palette=palette, dither=Image.Dither.NONE) for f in padded]

    out = io.BytesIO()
    times = [_MILLISECONDS] * (len(reduced) - 1) + [_LAST_MILLISECONDS]
    reduced[0].save(
        out,
        format="GIF",
        save_all=True,
        append_images=reduced[1:],
        duration=times,
        loop=0,
        optimize=False,
        disposal=1,
    )
    return out.getvalue()


def _palette(strip: Image.Image) -> Image.Image:
    """255 colours of the pictures, and the white of the page as it is."""
    common = strip.quantize(255, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colors = (common.getpalette() or [])[: 3 * 255]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*colors, 255, 255, 255])
    return palette


def _padded(frame: Image.Image, width: int, height: int) -> Image.Image:
    if frame.size == (width, height):
        return frame
    canvas = Image.new("RGB", (width, height), "white")
    canvas.paste(frame, (0, 0))
    return canvas

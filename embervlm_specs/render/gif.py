"""Pictures in a row."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image

__all__ = ["assemble"]

_MILLISECONDS = 600
_LAST_MILLISECONDS = 2400
_COLORS = 255
"""Of 256; the last is the white of the page."""


def assemble(pictures: Sequence[bytes]) -> bytes:
    """A looping GIF of PNG pictures, the last shown longest.

    All frames get the size of the largest, white at the right and below, and one palette made of
    all of them, so that nothing flickers.
    """
    frames = [Image.open(io.BytesIO(picture)).convert("RGB") for picture in pictures]
    width = max(frame.width for frame in frames)
    height = max(frame.height for frame in frames)
    strip = Image.new("RGB", (width, height * len(frames)), "white")
    for i, frame in enumerate(frames):
        strip.paste(frame, (0, i * height))

    common = strip.quantize(_COLORS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    colors = (common.getpalette() or [])[: 3 * _COLORS]
    indices = np.array(strip.quantize(palette=common, dither=Image.Dither.NONE))
    # the page stays white, which an average would grey
    indices[(np.asarray(strip) == 255).all(axis=-1)] = len(colors) // 3
    reduced = [Image.fromarray(part) for part in np.split(indices, len(frames))]
    for frame in reduced:
        frame.putpalette([*colors, 255, 255, 255])

    out = io.BytesIO()
    times = [_MILLISECONDS] * (len(reduced) - 1) + [_LAST_MILLISECONDS]
    options = {"duration": times, "loop": 0, "optimize": False, "disposal": 1}
    reduced[0].save(out, "GIF", save_all=True, append_images=reduced[1:], **options)
    return out.getvalue()

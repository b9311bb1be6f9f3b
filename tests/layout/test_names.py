"""Names that fit and stay apart."""

from __future__ import annotations

from embervlm_specs.layout.labels import text_width
from embervlm_specs.layout.names import short_names


def test_long_names_are_cut_and_short_ones_are_not() -> None:
    names = ["describe", "x" * 300, "🤖" * 60]
    short = short_names(names, size=9, room=100)
    assert short["describe"] == "describe"
    for name in names[1:]:
        assert short[name].endswith("…")
        assert name.startswith(short[name][:-1])
        assert 80 < text_width(short[name], 9) <= 100


def test_names_cut_to_the_same_text_stay_apart() -> None:
    names = [f"{'long ' * 20}{i}" for i in range(3)]
    short = short_names([*names, names[0]], size=9, room=100)
    assert len(set(short.values())) == 3
    assert [name.endswith(f"({i})") for i, name in enumerate(short.values(), 1)][1:] == [True] * 2
    assert all(text_width(name, 9) <= 100 for name in short.values())

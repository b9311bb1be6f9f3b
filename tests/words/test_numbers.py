"""Numbers as a reader needs them."""

from __future__ import annotations

from embervlm_specs.words import value


def test_numbers_as_words() -> None:
    found = [value(v) for v in (0.83, 44.4, 123.4, 1234.6, 1234567, 0)]
    assert found == ["0.830", "44.4", "123", "1,235", "1.23e+06", "0"]

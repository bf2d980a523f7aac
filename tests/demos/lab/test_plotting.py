"""Plots that look like the page around them."""

from __future__ import annotations

import re

import pytest

from demos.lab import plotting


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", plotting.PALETTE)
@pytest.mark.parametrize("ground", ["#ffffff", "#1e2129"])
def test_series_are_legible_in_light_and_in_dark(colour: str, ground: str) -> None:
    assert contrast(colour, ground) >= 3


def test_a_plot_takes_the_colours_of_its_page() -> None:
    runs = [{"measured": {"a": 0.5 + i / 9}, "curves": {"c": [1, i + 2]}} for i in range(3)]
    fig, (left, right) = plotting.figure(2)
    plotting.bars(left, runs, {"a": "arm"})
    plotting.band(right, [1, 100], plotting.curve(runs, "c"), "curve")
    plotting.level(right, runs, "a", "level", color=plotting.GREY)
    plotting.log_axis(right, "x")
    plotting.legend(right)
    text = plotting.svg(fig, "salt")
    assert "currentColor" in text
    assert not re.search(r"#0{3,6}\b|#010203|<style|<metadata|Date|DejaVu|black|white", text)
    colours = set(re.findall(r"(?:fill|stroke): (#\w+)", text))
    assert colours <= set(plotting.PALETTE)
    assert all("fill: currentColor" in tag for tag in re.findall(r"<text[^>]*>", text))
    assert all(name.startswith("salt-") for name in re.findall(r'id="([^"]+)"', text))
    root = text.split(">", 1)[0]
    assert "viewBox=" in root and "width=" not in root and "height=" not in root
    used = set(re.findall(r'(?:href="|url\()#([\w-]+)', text))
    assert used == set(re.findall(r'id="([^"]+)"', text))

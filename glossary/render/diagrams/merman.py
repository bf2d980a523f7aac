"""Where merman puts the boxes and the curves of a diagram, given the sizes of the boxes."""

from __future__ import annotations

import atexit
import importlib.util
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

LINE: Final = 20.0  # distance of two baselines
PADDING: Final = 8.0  # merman adds it four times to a width and twice to a height

_OPTIONS: Final = {
    "svg": {"diagram_id": "diagram"},
    "site_config": {
        "theme": "base",
        "look": "classic",
        "layout": "dagre",
        "htmlLabels": True,
        "flowchart": {
            "htmlLabels": True,
            "curve": "basis",
            "padding": PADDING,
            "nodeSpacing": 18,
            "rankSpacing": 46,
            "wrappingWidth": 1000,
        },
    },
}


def available() -> bool:
    """Whether diagrams can be drawn on this platform."""
    return importlib.util.find_spec("merman") is not None


def engine(source: str, sizes: Mapping[str, tuple[float, float]]) -> str | None:
    """What merman draws with our sizes for the placeholders."""
    if not available():
        return None
    import merman

    engine, measured = _engine()
    measured.clear()
    measured.update(sizes)
    try:
        drawing: str = engine.render_svg(source, None)
    except merman.MermanError:
        return None
    return drawing


@cache
def _engine() -> tuple[Any, dict[str, tuple[float, float]]]:
    """One engine for all drawings, because making one takes longer than drawing; and what its
    measurer answers."""
    import merman

    sizes: dict[str, tuple[float, float]] = {}

    class Measurer(merman.MermanTextMeasurer):  # type: ignore[misc]  # merman has no stubs
        def measure(self, request: Any) -> Any:
            if request.text not in sizes:
                return None
            width, height = sizes[request.text]
            kinds = merman.MermanTextMeasurementResultKind
            is_wrapped = request.operation == merman.MermanTextMeasurementOperation.WRAPPED
            return merman.MermanTextMeasureResult(
                result_kind=kinds.METRICS if is_wrapped else kinds.LENGTH,
                width=width,
                height=height,
                length=width,
                line_count=round(height / LINE),
                bbox_left=None,
                bbox_right=None,
                raw_width=None,
            )

    services = merman.MermanEngineServices().with_text_measurer(Measurer())
    atexit.register(_engine.cache_clear)  # it cannot be let go once its library is gone
    return merman.MermanEngine(options_json=json.dumps(_OPTIONS), services=services), sizes

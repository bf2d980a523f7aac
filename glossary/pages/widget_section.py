"""What the page of a term offers to try: a sentence, addresses, and how much it loads."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.model import widgets
from glossary.pages.term_view import View


@dataclass(frozen=True, slots=True)
class WidgetSection:
    """What the page says before the button is pressed, and where everything is."""

    lead: str
    size: str
    demo: str
    module: str
    words: str
    labels: str  # "" where the demo has none of its own
    result: str
    files: str


def widget_section(view: View) -> WidgetSection | None:
    """The widget of a term; None where it has none."""
    term, ours = view.term, view.glossary.config.widgets
    if not term.widget or ours is None:
        return None
    scripts, data = widgets.folder(ours.source), widgets.folder(ours.data)
    labels = widgets.labels_file(ours, view.language, term.demo)
    total = sum(widgets.widget_files(ours, term.demo).sizes.values())
    return WidgetSection(
        lead=widgets.lead(ours, view.language, term.widget, term.demo),
        size=view.locale.number(round(total / 1e6, 1)),
        demo=term.demo,
        module=view.file(f"{scripts}/widgets/{term.widget}.js"),
        words=view.file(f"{scripts}/words/{view.language}.json"),
        labels=view.file(f"{scripts}/words/{view.language}/{labels.name}")
        if labels.is_file()
        else "",
        result=view.file(f"{view.site.prefix(view.language)}terms/{view.slug}.json"),
        files=view.file(f"{data}/{term.demo}.json"),
    )

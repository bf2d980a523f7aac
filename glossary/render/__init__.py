"""From texts to HTML: Markdown, formulas, code, plots, colours."""

"""The glossary as a folder of Markdown that another engine builds."""

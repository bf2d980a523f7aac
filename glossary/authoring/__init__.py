"""Commands that write files of a glossary: scaffolding, translations, renaming."""

"""The rules: each looks at the whole glossary and yields problems."""

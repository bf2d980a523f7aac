"""From files to values: YAML with places, schemas, validation, configuration, splicing edits."""

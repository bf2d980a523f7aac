"""The options under `glossary:` in mkdocs.yml, as MkDocs wants them declared."""

from __future__ import annotations

from mkdocs.config import config_options as c
from mkdocs.config.base import Config as BaseConfig

from glossary.sources.config_schema import CONFIG


class GlossaryConfig(BaseConfig):  # type: ignore[no-untyped-call]
    """What may stand under `glossary:`; `sources.config` reads what was written, and judges it.

    MkDocs takes any value, because it reads `no` as false and `2024` as a number.
    """

    vars().update({key: c.Optional(c.Type(object)) for key in CONFIG.fields})

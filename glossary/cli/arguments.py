"""Arguments that several commands validate alike: a new slug."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from glossary.errors import Misuse

if TYPE_CHECKING:
    from glossary.model.glossary import Glossary


def free_slug(glossary: Glossary, slug: str) -> str:
    """The slug, if it is well-formed and neither is nor ever was that of a term."""
    from glossary.errors import display_path
    from glossary.i18n.folding import fold
    from glossary.sources.reserved_names import INDEX
    from glossary.sources.schema import SLUG

    if slug == INDEX:
        raise Misuse(f'"{slug}" is no slug: the page would take the place of another')
    if not re.fullmatch(SLUG, slug):
        guess = "-".join(
            re.findall("[a-z0-9]+", fold(slug.rpartition("/")[2].removesuffix(".yml")))
        )
        hint = f'; did you mean "{guess}"?' if guess else ", as in fine-tuning"
        raise Misuse(f'"{slug}" is no slug: lower-case letters, digits and single hyphens{hint}')
    for language in glossary.languages:
        if document := glossary.loaded.documents.get((language, slug)):
            raise Misuse(f'there is a term "{slug}" already: {display_path(document.path)}')
    for other, term in glossary.terms.items():
        if slug in term.formerly:
            raise Misuse(
                f'"{slug}" was the slug of "{other}", whose old address leads there; '
                "a slug is never used again: choose another one, "
                "or undo a renaming with git before it is published"
            )
    return slug

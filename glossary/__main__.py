"""`python -m glossary` is the command `glossary`."""

from glossary.cli.main import main

raise SystemExit(main())

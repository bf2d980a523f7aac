"""Languages: the words of the pages, plural rules, folding and collation."""

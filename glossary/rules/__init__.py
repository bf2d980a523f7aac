"""What can be wrong with a glossary whose files can be read: a rule is one function that yields it.

The modules are the subjects: texts, edges, demos, widgets, translations, advice.
A rule passes over what is empty or missing, because reading has already said so.
"""

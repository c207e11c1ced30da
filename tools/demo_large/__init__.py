"""A large database of invented documents, for measuring how fast the pages are: ``make demo-large``.

Every place, name, paper and figure is made up from the word lists of ``texts``; the same numbers give the same
database. Documents, claims, speakers, figures and threads are written by the functions of ``tracker.db``; only the
finding of claims and of matches is left out, since the makers of the texts know what stands in them.
"""

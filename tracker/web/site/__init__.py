"""A read-only static site of the whole tracker: the app's own pages, written to files.

Frozen-Flask was tried and fails, on the demonstration database: it writes 101 of 1,484 addresses, since a page and the
folder of its parts have one name; with files named as here, 363 of its 497 pages have links that hold on a server's
root alone and 466 a form that posts, every query is dropped (so no second page of a list, no second part of a text),
and it removes whatever else lies in the folder.
"""

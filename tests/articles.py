"""Invented articles of the invented town of Saltmere, for tests of services, the command line and the database."""

HARBOUR = """\
Harbour force weighs armed patrols

By Ruth Ellery, crime reporter

14 March 2022

Chief Constable Mara Quill said armed patrols would not become routine in Saltmere.

“We are not planning routine armed patrols in Saltmere,” she told the harbour council.

There were 1,240 recorded assaults on officers last year, an increase of 12.5% on the previous year.
"""

GAZETTE = """\
The Saltmere Gazette

Quill rules out routine armed patrols

21 March 2022

Mara Quill, the chief constable, denied that routine armed patrols were planned in Saltmere.

There were 1,420 recorded assaults on officers last year, an increase of 12.5% on the previous year.

Councillor Tobias Wren said the patrols were a significant change.
"""

UNDATED = """\
A word from the council

“Earlier today, Tuesday 3 May, a shot was fired on the quay,” Inspector Dora Penhale said.
"""

SILENT = "The ferry leaves the quay at dawn and comes back at dusk.\n"
"""A document without any claim."""

"""Programs for building the project's data files; not part of the installed package."""

"""A small database of fictional documents in which everything the pages can show is to be seen (``make demo``)."""

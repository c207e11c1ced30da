"""What a person can do: take in, extract, link, search, decide; one transaction and one event each."""

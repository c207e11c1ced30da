"""Document text to attributions and claims, with speakers, quantities and dates of saying (pure)."""

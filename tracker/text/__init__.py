"""What is known of English, each notion once: words, sentences, numbers, quantities, dates, names, negation (pure)."""

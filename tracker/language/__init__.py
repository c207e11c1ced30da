"""What several rooms need to know of English: sentences, numbers and quantities, dates in words, lexicons (pure)."""

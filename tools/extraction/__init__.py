"""Learning the weights of the extraction models from annotated text."""

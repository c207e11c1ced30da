"""Where the marks of charts stand, for templates to draw as SVG (pure)."""

"""Flask: the app factory, pages, forms and static files."""

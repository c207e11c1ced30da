"""The pages: a module for each noun or deed, each with its routes."""

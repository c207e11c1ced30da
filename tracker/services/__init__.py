"""What a person can do and see: a module for each noun or deed; each deed is one transaction and one event."""

"""``python -m tracker`` is the console script ``tracker``."""

from tracker.cli import main

if __name__ == "__main__":
    main()

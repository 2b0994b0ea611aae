"""`python -m autograder`."""

from autograder.cli import entry

if __name__ == "__main__":
    entry()

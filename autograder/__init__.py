"""Release, grade and explain notebook assignments, with student code kept away from answers, tests and grades."""

__version__ = "0.1.0"

"""Run a notebook's cells in a jailed process and ask it for values.

The package knows no notebook format, no test and no grade: source text goes in, values come out.
"""

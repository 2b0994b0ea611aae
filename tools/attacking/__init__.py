"""What `tools/attack.py` is made of: the bank, a course, what is left behind, what a reader would open, the promises."""

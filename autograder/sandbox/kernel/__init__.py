"""The jail as a Jupyter kernel."""

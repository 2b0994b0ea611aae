"""The desk's pages and its interface for programs."""

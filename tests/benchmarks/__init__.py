"""Articles and queries go in, figures side by side come out. Not installed: `make bench`."""

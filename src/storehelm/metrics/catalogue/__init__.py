"""The metrics, one file a subject. A new metric is an entry in a file's `METRICS`; a new subject is a new file."""

"""Benches: `python -m benches.NAME [--json]`, exit 1 when the bar is missed; ratios to a baseline of the same run."""

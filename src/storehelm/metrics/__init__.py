"""What the numbers mean: each metric stated once, rendered from here by the web, the API, the CLI and the docs."""

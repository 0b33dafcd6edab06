"""Gold, scores, reports."""

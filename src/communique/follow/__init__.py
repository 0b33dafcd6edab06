"""Following sources: feeds and lists polled, their pages fetched, read, kept, and fetched again to notice changed texts."""

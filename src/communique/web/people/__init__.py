"""Who uses a served store, and what they may do."""

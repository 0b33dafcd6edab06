"""Records for people and other programs: terminal report, Markdown, CSV, JSON. Text is escaped in `escape` alone."""

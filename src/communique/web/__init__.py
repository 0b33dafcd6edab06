"""Pages and API: the whole record for people who would rather look than type."""

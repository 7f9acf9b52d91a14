"""archive.db: schema, and every SQL statement that writes."""

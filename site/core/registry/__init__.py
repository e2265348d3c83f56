"""Authority records: people, organisations, topics. One row for all languages."""

"""Elasticsearch beside the database's own index: the same entries, delivered by an outbox, asked by readers."""

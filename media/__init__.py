"""Photos and documents: metadata, rights, renditions. The photo desk works here."""

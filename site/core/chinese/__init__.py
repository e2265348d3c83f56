"""Pure functions on Chinese text that several rooms need. No Django here."""

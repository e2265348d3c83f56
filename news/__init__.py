"""Stories and their types, sections, columns, the publication gate."""

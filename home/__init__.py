"""The front page, pages of registry records, the demo site; knows every room."""

"""Accounts of the newsroom's people: log-in, its throttle, mail, and who may change whose account."""

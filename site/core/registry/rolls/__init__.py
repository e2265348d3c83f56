"""Import of a 表彰决定's list: one round of an award, its conferrals in published order, and the records they name."""

"""How commands lay out what they show: tables of what is signed, of keys, of repairs and of what is handed in."""

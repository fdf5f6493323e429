"""What is wrong with a file: by its schema, by the regulation's rules; reported, repaired and explained."""

"""What a registry is and holds: its folders, catalog and requests, the schemas of its files, the text of a new request."""

"""Where everything stands on paper (GB/T 9704-2012), whatever the format: page, styles, lines, tables, charts, page numbers."""

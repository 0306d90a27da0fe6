"""Page geometry: deskew, lines, cells, tables."""

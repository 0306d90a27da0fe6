"""Countries, languages and issuers as data files, and the types that they are read into."""

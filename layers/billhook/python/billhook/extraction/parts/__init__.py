"""One part of a bill per module: each takes the claims that are its own and puts them into the draft."""

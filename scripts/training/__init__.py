"""Training of Gondola's detector and embedder on rendered shelves."""

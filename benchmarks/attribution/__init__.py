"""The parts of training the model of statements: gold articles and the tagger."""

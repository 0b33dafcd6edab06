"""Document -> layers: paragraphs, sentences and parse, quotation marks, times, mentions, the neural tagger."""

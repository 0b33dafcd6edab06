"""What goes out: feeds of any view, and new entries of saved searches by e-mail and webhook."""

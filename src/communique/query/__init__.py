"""Questions to the store; command line, pages and API all ask here."""

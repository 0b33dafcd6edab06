"""People's decisions beside the machine's reading: deciding, the queue, corrections as gold."""

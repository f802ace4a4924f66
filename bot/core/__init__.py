"""The study: the use cases. Handlers ask here and get an outcome; nothing here knows Slack."""

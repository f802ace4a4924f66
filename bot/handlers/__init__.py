"""The hall: speaks Slack. A listener parses, asks the study, renders, and answers with the ack; one file a feature."""

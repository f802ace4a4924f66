"""Storage: what is kept, in SQLite or PostgreSQL; the only room that speaks SQL.

`store.Store` holds the three books: `events` (what of Slack's was seen already), `votes` (whether an answer helped) and
`usage` (what was answered, without who asked or what was typed). ``docs/what-is-kept.md`` says for how long.
"""

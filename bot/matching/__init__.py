"""The workshop where text becomes an entry: exact first, then close, and asking rather than guessing."""

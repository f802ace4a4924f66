"""The workshop where outcomes become Block Kit: pure functions from the model to plain dicts."""

"""The workshop's door: what points at a patient is recognised before anything is looked up, logged or kept."""

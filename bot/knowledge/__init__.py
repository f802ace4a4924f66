"""The cellar: what is known, and the only reader of YAML."""

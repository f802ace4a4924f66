"""The Web API: what the app asks of Slack.

- ``calls``: what every method has in common: a call, an error, what a method demands.
- ``answering``: one call from the token to the answer.
- One module a family of methods, each with its table ``METHODS``.
"""

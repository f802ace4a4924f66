"""The garden: a stand-in for Slack, in a terminal, for trying the bot without a workspace.

A clean room: nothing here is imported from the rest of ``bot``, and the bot is met over HTTP alone, as Slack meets it.

- ``drawing``: a Block Kit message as something ``rich`` prints, its buttons numbered.
- ``stand_in``: the part of Slack that the bot talks to: signed commands and clicks out, ``response_url`` and
  ``auth.test`` in.
- ``terminal``: the prompt that joins the two.
"""

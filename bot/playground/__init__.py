"""The garden: Slack on localhost, for whoever tries the bot, whoever writes for it, and its tests.

A clean room: nothing here is imported from the rest of ``bot``, and the bot is met as Slack meets it. ``StandIn`` in
``stand_in`` is the way in; the map of the modules is in ``docs/house.md``.
"""

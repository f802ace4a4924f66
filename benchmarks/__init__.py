"""How long an answer takes, against the least that Bolt itself can take.

``python -m benchmarks`` from the top of the checkout. It serves the real bot and an empty Bolt listener that acks the
very same cards, asks both the same things over HTTP in alternating bursts, and prints the medians and their ratio.

====================  ==============================================================
``rows``              what is asked
``servers``           the processes that are measured, started and always stopped
``empty_listener``    the server that the bot is compared with
``bare_responder``    the server that shows how fast the client itself is
``load``              the client: kept connections, requests signed beforehand
``whole_path``        the whole path, in alternating rounds
``in_process``        matching against ``WRatio``, and loading
``naive_bot``         what most would write: ``extractOne`` in an empty listener
``packs``             start, memory and reload by size of the pack
``sizes``             matching alone by number of entries, beside other libraries
``contender``         one way to match, in a process of its own
``made_up_names``     names for that, and what would be typed for them
``costs``             where the microseconds of one request go
``thresholds``        what each threshold of matching comes to on outside data
``report``            the tables, and ``docs/benchmarks.md``
====================  ==============================================================

Times on a shared machine wander by tens of percent from run to run; the ratio within one run does not. Quote that.
"""

"""``python -m benchmarks [--quick] [--no-write]``: measure, print, and write ``docs/benchmarks.md``."""

import argparse
import signal
import sys
import time

from benchmarks import costs, in_process, packs, questions, report, sizes, whole_path


def main() -> None:
    """Measure; takes about ten minutes, most of them over 100,000 entries, or half a minute with ``--quick``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure; quote the ratios.")
    parser.add_argument("--quick", action="store_true", help="half a minute, to see that it works; writes nothing")
    parser.add_argument("--no-write", action="store_true", help="leave docs/benchmarks.md as it is")
    options = parser.parse_args()
    # A signal leaves through the `finally` of the servers, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    begun = time.perf_counter()
    inside = in_process.measure(rounds=3 if options.quick else 30, loads=1 if options.quick else 3)
    path = whole_path.measure(
        rounds=2 if options.quick else 40,
        seconds=0.02 if options.quick else 0.04,
        starts=1 if options.quick else 3,
    )
    by_size = sizes.measure((200,), count=20) if options.quick else sizes.measure()
    served = packs.measure((0,)) if options.quick else packs.measure()
    steps = costs.measure(calls=50, runs=3) if options.quick else costs.measure()
    asked = questions.measure(most=20) if options.quick else questions.measure()
    measured = report.Measurements(path, inside, by_size, served, *steps, *asked, time.perf_counter() - begun)
    print(report.tables(measured))
    print(f"\n{report.machine()}; {report.versions()}; {measured.took_seconds:.0f} s.")
    if not (options.quick or options.no_write):
        print(f"Written to {report.write(report.page(measured))}.")


if __name__ == "__main__":
    main()

"""``python -m benchmarks [--quick] [--no-write]``: measure, print, and write ``docs/benchmarks.md``."""

import argparse
import signal
import sys
import time

from benchmarks import in_process, report, whole_path


def main() -> None:
    """Measure; takes about a minute, or a few seconds with ``--quick``."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure; quote the ratios.")
    parser.add_argument("--quick", action="store_true", help="a few seconds, to see that it works; writes nothing")
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
    took = time.perf_counter() - begun
    print(report.tables(path, inside))
    print(f"\n{report.machine()}; {report.versions()}; {took:.0f} s.")
    if not (options.quick or options.no_write):
        print(f"Written to {report.write(report.page(path, inside, took))}.")


if __name__ == "__main__":
    main()

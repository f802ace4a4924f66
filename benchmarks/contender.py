"""``python -m benchmarks.contender NAME ENTRIES``: one way to match, in a process of its own.

It builds its index over made-up names, prints what that took as a line of JSON, and then answers: a query a line on
standard input, ``[seconds, entry, is answered]`` a line on standard output. All of them know the same names and get the
same text.
"""

import gc
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from rapidfuzz import fuzz, process

from benchmarks.made_up_names import NAMES_AN_ENTRY, names
from bot.knowledge.entries import Codes, Entry
from bot.names import Kind

Answer = tuple[int, bool]
"""The number of the entry closest to a text, and whether it is answered without asking."""

Find = Callable[[str], Answer | None]


NO_CODES = Codes()


@dataclass(frozen=True, slots=True)
class Named:
    """As much of an entry as matching looks at; the rest of a pack is no part of matching's memory."""

    id: str
    name: str
    aliases: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()
    kind: Kind = Kind.CONCEPT
    codes: Codes = NO_CODES


CUTOFF = 60
"""Score below which a scan finds nothing; as most bots set it."""


def reading_room(every: Sequence[str]) -> Find:
    """Ours: the entry answered, or the first of those offered or named as near."""
    from bot.knowledge.outcomes import Found, NotFound
    from bot.matching.resolving import Resolver

    entries = (
        Named(str(number // NAMES_AN_ENTRY), every[number], tuple(every[number + 1 : number + NAMES_AN_ENTRY]))
        for number in range(0, len(every), NAMES_AN_ENTRY)
    )
    resolver = Resolver(cast("Iterable[Entry]", entries))

    def find(text: str) -> Answer | None:
        outcome = resolver.resolve(text)
        if isinstance(outcome, Found):
            return int(outcome.entry.id), True
        closest = outcome.nearest if isinstance(outcome, NotFound) else outcome.candidates
        return (int(closest[0].entry.id), False) if closest else None

    return find


def w_ratio(every: Sequence[str]) -> Find:
    """RapidFuzz's ``process.extractOne`` with its ``WRatio``."""
    return _scan(every, fuzz.WRatio)


def token_sort_ratio(every: Sequence[str]) -> Find:
    """RapidFuzz's ``process.extractOne`` with its ``token_sort_ratio``."""
    return _scan(every, fuzz.token_sort_ratio)


def _scan(every: Sequence[str], scorer: Callable[..., float]) -> Find:
    def find(text: str) -> Answer | None:
        best = process.extractOne(text, every, scorer=scorer, score_cutoff=CUTOFF)
        return (best[2] // NAMES_AN_ENTRY, True) if best else None

    return find


def tantivy_fuzzy(every: Sequence[str]) -> Find:
    """tantivy, an index in Rust: any of the words, each with an edit or a swap; the first hit by BM25."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("name", stored=False)
    builder.add_integer_field("entry", stored=True)
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for number, name in enumerate(every):
        writer.add_document(tantivy.Document(name=[name], entry=number // NAMES_AN_ENTRY))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> Answer | None:
        words = (
            tantivy.Query.fuzzy_term_query(schema, "name", word, distance=1, transposition_cost_one=True)
            for word in text.split()
        )
        hits = searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, word) for word in words]), 1).hits
        return (int(searcher.doc(hits[0][1])["entry"][0]), True) if hits else None

    return find


def sqlite_trigram(every: Sequence[str]) -> Find:
    """SQLite's FTS5 with its trigram tokenizer: any of the runs of three letters; the first by BM25."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE name USING fts5(text, tokenize='trigram')")
    base.executemany("INSERT INTO name(rowid, text) VALUES (?, ?)", enumerate(every))
    base.commit()

    def find(text: str) -> Answer | None:
        runs = dict.fromkeys(text[start : start + 3] for start in range(len(text) - 2))
        wanted = " OR ".join(f'"{run}"' for run in runs)
        hit = base.execute("SELECT rowid FROM name WHERE name MATCH ? ORDER BY rank LIMIT 1", (wanted,)).fetchone()
        return (int(hit[0]) // NAMES_AN_ENTRY, True) if hit else None

    return find


def symspell(every: Sequence[str]) -> Find:
    """symspellpy: each word corrected by up to two edits; then the name that has these words in any order."""
    from symspellpy import SymSpell, Verbosity  # type: ignore[attr-defined]

    speller = SymSpell(max_dictionary_edit_distance=2)
    known: dict[tuple[str, ...], int] = {}
    for number, name in enumerate(every):
        known[tuple(sorted(name.split()))] = number // NAMES_AN_ENTRY
        for word in name.split():
            speller.create_dictionary_entry(word, 1)

    def find(text: str) -> Answer | None:
        guesses = (speller.lookup(word, Verbosity.TOP, max_edit_distance=2) for word in text.split())
        entry = known.get(tuple(sorted(guess[0].term for guess in guesses if guess)))
        return None if entry is None else (entry, True)

    return find


CONTENDERS: dict[str, Callable[[Sequence[str]], Find]] = {
    "Reading Room": reading_room,
    "WRatio": w_ratio,
    "token_sort_ratio": token_sort_ratio,
    "tantivy fuzzy": tantivy_fuzzy,
    "SQLite FTS5 trigram": sqlite_trigram,
    "symspellpy": symspell,
}


def main() -> None:
    """Build, say what it took, and answer until the input ends."""
    name, entries = sys.argv[1:]
    every = names(int(entries))
    CONTENDERS[name](every[: 50 * NAMES_AN_ENTRY])("warm up")  # so that imports are no part of the figures
    gc.collect()
    before, begun = _resident_bytes(), time.perf_counter()
    find = CONTENDERS[name](every)
    built = time.perf_counter() - begun
    gc.collect()
    print(json.dumps({"seconds": built, "bytes": _resident_bytes() - before}), flush=True)
    gc.freeze()
    for line in sys.stdin:
        text = line.rstrip("\n")
        begun = time.perf_counter()
        answer = find(text)
        seconds = time.perf_counter() - begun
        print(json.dumps([seconds, *(answer or (None, False))]), flush=True)


def _resident_bytes() -> int:
    """What Linux says this process has in memory; 0 elsewhere."""
    path = Path("/proc/self/statm")
    return int(path.read_text().split()[1]) * 4096 if path.exists() else 0


if __name__ == "__main__":
    main()

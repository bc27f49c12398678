"""Compiles the raw lists of `shared/data/kb` to the small files that selon ships.

`python training/kb.py RAW_KB_FOLDER` writes
- `src/selon/kb/holders.tsv.gz`: Wikidata id, name, gender, country (ISO 3166-1 alpha-2 or "UN"), office id, start, end;
- `src/selon/kb/firstnames.tsv.gz`: first names of those people with the gender that (nearly) all of them have;
- `src/selon/lang/fr/countries.toml`: names and demonyms of countries in French, with Wikidata ids.
Nothing here is read at run time but those files.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1] / "src" / "selon"

# folder of the raw lists -> country
FILES = {
    "canada-cabinet": "CA",
    "egypt-ministers": "EG",
    "france-cabinet": "FR",
    "iran-ministers": "IR",
    "israel-ministers": "IL",
    "jordan-ministers": "JO",
    "russia-cabinet": "RU",
    "turkey-ministers": "TR",
    "ukraine-cabinet": "UA",
    "united-kingdom-cabinet": "GB",
    "us-cabinet": "US",
    "world": "UN",
}

# English labels of Wikidata -> the office ids that lang/<lang>/roles.toml uses; first match wins
OFFICES: list[tuple[str, str, str | None]] = [
    (r"^(acting |first )?(deputy|vice|assistant|under).*(president)", "vice-president", None),
    (r"^(deputy|under|assistant|vice|parliamentary|shadow|minister of state|principal|chief of staff)", "", None),
    (r"secretary of state$|^secretary of state of the united states", "foreign-minister", "US"),
    (
        r"foreign (affairs|minister|secretary)|secretary of state for foreign|minister.*external",
        "foreign-minister",
        None,
    ),
    (r"(secretary|minister).*(defen[cs]e|armies|armed forces)", "defence-minister", None),
    (
        r"minister.*interior|home secretary|secretary.*home department|public security|internal affairs",
        "interior-minister",
        None,
    ),
    (r"homeland security", "homeland-minister", "US"),
    (
        r"minister.*(finance|econom|treasury)|chancellor of the exchequer|secretary of the treasury",
        "finance-minister",
        None,
    ),
    (r"(minister|secretary).*health", "health-minister", None),
    (r"(minister|secretary).*education", "education-minister", None),
    (r"(minister|secretary).*(energy)", "energy-minister", None),
    (r"(minister|secretary).*(environment|ecolog)", "environment-minister", None),
    (r"(minister|secretary).*(agricultur)", "agriculture-minister", None),
    (r"(minister|secretary).*(labou?r|employment|work and pensions)", "labour-minister", None),
    (r"(minister|secretary).*(culture)", "culture-minister", None),
    (r"(minister|secretary).*(transport)", "transport-minister", None),
    (r"(minister|secretary).*(trade|commerce)", "trade-minister", None),
    (r"secretary of the interior", "resources-minister", "US"),
    (
        r"minister of justice|justice minister|attorney general|keeper of the seals|lord chancellor",
        "justice-minister",
        None,
    ),
    (r"^secretary-general of the united nations", "secretary-general", "UN"),
    (r"high commissioner for human rights", "human-rights-commissioner", "UN"),
    (r"high commissioner for refugees", "refugees-commissioner", "UN"),
    (
        r"prime minister|premier|chancellor of (germany|austria)|federal chancellor|taoiseach|president of the council"
        r"|president of the government",
        "head-of-government",
        None,
    ),
    (
        r"^(acting )?president( of|$)|^monarch|^king|^queen|^emir|^sultan|^supreme leader|governor-general|^emperor",
        "head-of-state",
        None,
    ),
]


def office_of(label: str, country: str) -> str | None:
    """The office id of an English label, None where the label is no office that articles name by a set phrase."""
    low = label.lower()
    for pattern, office, only in OFFICES:
        if only in (None, country) and re.search(pattern, low):
            return office or None
    return None


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dicts."""
    with path.open(encoding="utf8", newline="") as f:
        return list(csv.DictReader(f))


def countries(raw: Path) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Countries for the French table, and country Wikidata id -> ISO code."""
    source = json.loads((raw / "mledoze-countries" / "countries.json").read_text(encoding="utf8"))
    names: dict[str, str] = {}
    for c in source:
        for n in [c["name"]["common"], c["name"]["official"], *c["altSpellings"]]:
            names.setdefault(n.lower(), c["cca2"])
    ids: dict[str, str] = {"Q43": "TR", "Q1005": "GM", "Q778": "BS", "Q55": "NL", "Q29999": "NL", "Q801": "IL"}
    for r in rows(raw / "world-leaders-2021" / "wikidata.csv"):
        code = names.get(r["country"].lower())
        if code:
            ids.setdefault(r["countryid"], code)
    by_code: dict[str, str] = {}
    for qid, code in ids.items():
        if qid != "Q29999":
            by_code.setdefault(code, qid)
    out = []
    for c in sorted(source, key=lambda c: c["cca2"]):
        fra = c["translations"].get("fra", {}).get("common")
        demonym = c["demonyms"].get("fra", {})
        if not fra:
            continue
        row: dict[str, Any] = {"code": c["cca2"], "name": fra.replace("' ", "'")}
        official = c["translations"]["fra"].get("official", "").replace("' ", "'")
        if official and official != fra:
            row["official"] = official
        if demonym.get("m"):
            row["m"], row["f"] = demonym["m"], demonym["f"]
        if c["cca2"] in by_code:
            row["wikidata"] = by_code[c["cca2"]]
        out.append(row)
    return out, ids


def holders(raw: Path, ids: dict[str, str]) -> tuple[list[tuple[str, ...]], dict[str, str]]:
    """Rows (qid, name, gender, country, office, start, end) sorted, and qid -> full name of everybody with a gender."""
    gender: dict[str, str] = {}
    people: dict[str, str] = {}
    folder = raw / "officeholders-wikidata-2022"
    for path in sorted(folder.glob("*--bio.csv")):
        for r in rows(path):
            gender.setdefault(r["id"], r["gender"][:1])
            people.setdefault(r["id"], r["name"])
    out: set[tuple[str, ...]] = set()
    for stem, country in FILES.items():
        for r in rows(folder / f"{stem}--holders21.csv"):
            if r.get("gender"):
                gender[r["personID"]] = r["gender"][:1]
            people[r["personID"]] = r["person"]
            office = office_of(r["position"], country) or ""
            out.add((r["personID"], r["person"], "", country, office, r["start"] or "", r["end"] or ""))
    for r in rows(raw / "world-leaders-2021" / "wikidata.csv"):
        code = ids.get(r["countryid"])
        if code and r["officeholderLabel"]:
            office = office_of(r["positionLabel"], code) or ""
            people.setdefault(r["officeholder"], r["officeholderLabel"])
            out.add((r["officeholder"], r["officeholderLabel"], "", code, office, r["start_year"], r["end_year"]))
    final = [(q, n, gender.get(q, ""), *rest) for q, n, _, *rest in out if not re.match(r"^Q\d+$", n)]
    return sorted(final), {q: n for q, n in people.items() if gender.get(q)} | {}


def first_names(people: dict[str, str], raw: Path) -> list[tuple[str, str]]:
    """First names with their gender where at least 95 % of those who bear it have it."""
    gender: dict[str, str] = {}
    for path in sorted((raw / "officeholders-wikidata-2022").glob("*.csv")):
        for r in rows(path):
            qid = r.get("personID") or r.get("id")
            if qid and r.get("gender"):
                gender[qid] = r["gender"][:1]
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for qid, name in people.items():
        words = name.split()
        if len(words) > 1 and words[0].isalpha() and words[0].istitle() and gender.get(qid):
            count[words[0]][gender[qid]] += 1
    out = []
    for name, c in count.items():
        best, n = c.most_common(1)[0]
        if best in "mf" and n / sum(c.values()) >= 0.95 and len(name) > 2:
            out.append((name, best))
    return sorted(out)


def write_tsv(path: Path, table: list[tuple[str, ...]]) -> None:
    """A gzipped TSV with no time stamp, so that the same input gives the same bytes."""
    data = "".join("\t".join(r) + "\n" for r in table).encode("utf8")
    path.write_bytes(gzip.compress(data, mtime=0))


def main(raw: Path) -> None:
    """Writes the three files."""
    table, ids = countries(raw)
    lines = [
        "# Compiled by training/kb.py from mledoze/countries (ODbL 1.0) and Wikidata ids (CC0): see kb/SOURCES.md.",
        "# Do not edit: names and demonyms that the list lacks go into metonyms.toml.",
        "",
    ]
    for row in table:
        lines.append("[[country]]")
        lines += [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in row.items()]
        lines.append("")
    (ROOT / "lang" / "fr" / "countries.toml").write_text("\n".join(lines), encoding="utf8")
    held, people = holders(raw, ids)
    write_tsv(ROOT / "kb" / "holders.tsv.gz", held)
    write_tsv(ROOT / "kb" / "firstnames.tsv.gz", [tuple(x) for x in first_names(people, raw)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))

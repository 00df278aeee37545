#!/usr/bin/env python3
"""The catalogue's data: what ./dev catalog left behind is whole, and nothing of its experiments leaked in.

Wants at least 250 constructs with a base tree learned by experiment, a score for each, an entry of some kind for every construct that
docs/catalogue.md lists, and none of the names that the experiments gave their fixtures. What replaces a resource must be known of every type that a
rule with a fix speaks of.
"""

import json
import re
import sys
from pathlib import Path

LEARNED = 250

# The names that tools/catalog/fixtures.mjs makes up, in either of its two sets, and what the library makes of the construct's path in them.
LEAKS = re.compile(
    r"zzprobe|yyprobe|xxprobe|zzkey|vvsample|wwsample|uusample|vvkey|zzsecret|zzpattern|"
    r"10\.[89][789]\.0\.0/16|@S/|@Tq/|\bFx[A-Z]\w|\bQq[A-Z]\w|SXB855E411|\"undefined\"|[0-9a-f]{64}"
)


def problems_of(name, entry):
    """What is wrong with one construct's entry."""
    if "base" not in entry:
        if not entry.get("makes"):
            yield f"{name}: neither a base tree nor the types that it makes"
        return
    score = entry.get("score", {})
    if not {"draws", "exact", "wrong", "changed"} <= score.keys():
        yield f"{name}: no score"
    elif not 0 <= score["exact"] <= score["draws"] or not 0 <= score["wrong"] <= score["draws"]:
        yield f"{name}: a score that cannot be"


def listed(document):
    """The constructs of the table in docs/catalogue.md."""
    return set(re.findall(r"^\| (\w[\w.]*) \| (\w+) \|", document, re.MULTILINE)) - {("module", "class")}


def unknown_types(rules, replacing):
    """Types that rules with fixes speak of, and of which nobody knows what replaces a resource: their fixes could not be called safe."""
    for page in sorted(rules.rglob("*.md")):
        matter = re.match(r"---\n(.*?)\n---\n", page.read_text(encoding="utf-8"), re.DOTALL)
        if not matter or not re.search(r"^fix:", matter[1], re.MULTILINE):
            continue
        subject = re.search(r"^resource:(.*)$", matter[1], re.MULTILINE)
        for name in re.findall(r"\bAWS::\w+::\w+\b(?!\*)", subject[1] if subject else ""):
            if name not in replacing and not name.startswith("AWS::Serverless::"):
                yield f"{page}: src/cdk/catalog/replacing.json does not know {name}"


def main(root):
    data = Path(root, "src/cdk/catalog")
    problems = []
    entries = {}
    for file in sorted(data.glob("generated/*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        for name, entry in content["constructs"].items():
            entries[content["module"], name] = entry
            problems += problems_of(f"{file.name}: {name}", entry)
    for file in sorted([*data.glob("*.json"), *data.glob("generated/*.json")]):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            found = LEAKS.search(line)
            if found and (file.parent.name == "generated" or found.group().startswith(("zz", "yy", "vv", "ww", "SXB"))):
                problems.append(f"{file.relative_to(root)}:{number}: `{found.group()}` comes from an experiment")
    learned = [key for key, entry in entries.items() if entry.get("base")]
    if len(learned) < LEARNED:
        problems.append(f"{len(learned)} constructs have a learned base tree, at least {LEARNED} are wanted")
    table = listed(Path(root, "docs/catalogue.md").read_text(encoding="utf-8"))
    problems += [f"docs/catalogue.md lists {m}.{c}, which has no entry" for m, c in sorted(table - entries.keys())]
    problems += [f"docs/catalogue.md does not list {m}.{c}" for m, c in sorted(entries.keys() - table)]
    replacing = json.loads((data / "replacing.json").read_text(encoding="utf-8"))["replacing"]
    problems += unknown_types(Path(root, "rules"), replacing)
    for problem in problems:
        print(problem)
    if not table:
        problems.append("docs/catalogue.md has no table")
        print(problems[-1])
    print(f"{len(entries)} constructs, {len(learned)} with a learned base tree")
    print(f"{max(0, len(entries) - len(problems))} passed, {len(problems)} failed")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))

#!/usr/bin/env python3
"""How well the rules agree with labelled templates: rules.py INFRALINT LABELLED [--list] [--json FILE] [TOPIC…].

LABELLED has cases.jsonl and files/ (see its README). A label names another tool's rule; the rules that carry that name in `also` answer for it: a
finding of one of them, on the resource that the label is about, counts. Labels whose name no rule carries are not mapped, and said so. Prints a
table by topic, and with --list every miss and false alarm; exit status 2 when the measurement could not be made.
"""

import argparse
import collections
import json
import os
import subprocess
import sys

TOOLS = {"guard-registry": "guard"}


def run(infralint, *args):
    done = subprocess.run([infralint, *args], capture_output=True)
    if done.returncode not in (0, 1):
        sys.exit(f"infralint {' '.join(args)}: {done.stderr.decode()}")
    return json.loads(done.stdout)


def rules_by_name(infralint):
    """(tool, name in small letters) → ids of the rules that carry it"""
    names = collections.defaultdict(set)
    for rule in run(infralint, "rules", "-f", "json"):
        for tool, ids in rule["also"].items():
            for name in ids:
                names[tool, name.lower()].add(rule["id"])
    return names


def findings_by_file(infralint, files):
    report = run(infralint, "--select", "all", "--severity-min", "note", "--no-config", "--no-fixes", "--exit-zero", "-f", "json", files)
    found = collections.defaultdict(list)
    for finding in report["findings"]:
        path = os.path.relpath(finding["file"], files)
        found[path].append((finding["rule"], {r["logicalId"] for r in finding["resources"]}, finding["region"]["startLine"]))
    return found


def answer(label, rules, findings):
    """Whether one of RULES has a finding on the label's resource, or on the file where it names none."""
    wanted = label["resource"]
    return any(rule in rules and (wanted is None or wanted in ids) for rule, ids, _ in findings)


class Score:
    def __init__(self):
        self.labels = self.mapped = self.fails = self.found = self.passes = self.flagged = 0

    def add(self, label, rules, flagged):
        self.labels += 1
        if not rules:
            return
        self.mapped += 1
        if label["expect"] == "fail":
            self.fails += 1
            self.found += flagged
        else:
            self.passes += 1
            self.flagged += flagged

    def row(self, name):
        recall = f"{100 * self.found / self.fails:.1f} %" if self.fails else "–"
        alarms = f"{100 * self.flagged / self.passes:.1f} %" if self.passes else "–"
        return f"{name:44} {self.labels:6} {self.mapped:6} {self.found:6}/{self.fails:<5} {recall:>8} {self.flagged:6}/{self.passes:<5} {alarms:>8}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("infralint")
    parser.add_argument("labelled")
    parser.add_argument("--list", action="store_true", help="every miss and false alarm")
    parser.add_argument("--json", help="the same, for programs")
    parser.add_argument("topics", nargs="*")
    options = parser.parse_args()
    files = os.path.join(options.labelled, "files")
    names, found = rules_by_name(options.infralint), findings_by_file(options.infralint, files)
    total, topics, wrong, unmapped = Score(), collections.defaultdict(Score), [], collections.Counter()
    with open(os.path.join(options.labelled, "cases.jsonl"), encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    for label in labels:
        if options.topics and label["topic"] not in options.topics:
            continue
        tool = TOOLS.get(label["source"], label["source"])
        rules = names.get((tool, label["peer_rule"].lower()), set())
        flagged = answer(label, rules, found.get(label["file"], []))
        total.add(label, rules, flagged)
        topics[label["topic"]].add(label, rules, flagged)
        if not rules:
            unmapped[tool, label["peer_rule"]] += 1
        elif flagged != (label["expect"] == "fail"):
            wrong.append({"what": "missed" if not flagged else "false alarm", "rules": sorted(rules), **label})
    print(f"{'topic':44} {'labels':>6} {'mapped':>6} {'found':>12} {'':>8} {'false alarms':>12}")
    for topic in sorted(topics):
        if topics[topic].mapped:
            print(topics[topic].row(topic))
    print(total.row("total"))
    share = 100 * total.mapped / total.labels if total.labels else 0
    print(f"\n{share:.1f} % of the labels have a rule; {sum(unmapped.values())} of {len(unmapped)} names have none")
    if options.list:
        for w in wrong:
            print(f"{w['what']}: {w['topic']} {w['file']} {w['resource'] or '(file)'} by {w['peer_rule']}: {', '.join(w['rules'])}")
        for (tool, name), n in sorted(unmapped.items()):
            print(f"no rule: {tool} {name} ({n})")
    if options.json:
        with open(options.json, "w", encoding="utf-8") as out:
            json.dump({"labels": total.labels, "mapped": total.mapped, "fails": total.fails, "found": total.found, "passes": total.passes,
                       "flagged": total.flagged, "wrong": wrong}, out, indent=1)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Packs: packs.py DOCS/packs.md INFRALINT. Every id of AwsSolutions has a rule that carries it or a reason, and every rule that is not recommended
a reason. Each row of a table counts as one test."""

import json
import re
import subprocess
import sys

AWS_SOLUTIONS = 131  # ids in cdk-nag's pack


def rows(text, heading):
    """The cells of the table below the heading, without its head."""
    section = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def rules_of(infralint):
    """id -> rule"""
    listed = subprocess.run([infralint, "rules", "--format", "json", "--no-config"], check=True, capture_output=True)
    return {rule["id"]: rule for rule in json.loads(listed.stdout)}


def nag_names(rule):
    """The AwsSolutions ids that the rule carries."""
    return {name for name in rule["also"].get("cdk-nag", []) if name.startswith("AwsSolutions-")}


def wrong_with_id(name, cell, rules):
    """What is wrong with one row of the table of AwsSolutions; None when nothing is."""
    named = re.findall(r"`([a-z0-9-]+)`", cell)
    if not named:
        return None if len(cell.split()) > 3 else "has neither a rule nor a reason"
    for rule in named:
        if rule not in rules:
            return f"names `{rule}`, which is no rule"
        if name not in nag_names(rules[rule]):
            return f"is not among the names of `{rule}`"
        if "aws-solutions" not in rules[rule]["packs"]:
            return f"is covered by `{rule}`, which is not in the pack aws-solutions"
    return None


def check(text, rules):
    """The complaints about each row and each rule; None where there is none."""
    table = rows(text, "AwsSolutions")
    yield None if len({row[0] for row in table}) == AWS_SOLUTIONS else f"{len(table)} ids, not {AWS_SOLUTIONS}"
    for name, cell in table:
        wrong = wrong_with_id(name, cell, rules)
        yield f"{name} {wrong}" if wrong else None
    listed = {row[0] for row in table}
    off = {row[0].strip("`") for row in rows(text, "Off by default")}
    for name in sorted(off - rules.keys()):
        yield f"`{name}` is off by default and no rule"
    for name, rule in rules.items():
        stray = nag_names(rule) - listed
        if stray:
            yield f"`{name}` carries {', '.join(sorted(stray))}, which the table lacks"
        elif ("recommended" in rule["packs"]) == (name in off):
            yield f"`{name}` is {'recommended and' if name in off else 'not recommended and not'} listed as off by default"
        else:
            yield None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        found = list(check(file.read(), rules_of(sys.argv[2])))
    wrong = [line for line in found if line]
    for line in wrong:
        print(f"{sys.argv[1]}: {line}")
    print(f"{len(found) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong else 0


sys.exit(main())

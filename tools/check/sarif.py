#!/usr/bin/env python3
"""A SARIF file as GitHub code scanning takes it: sarif.py ROOT FILE, or sarif.py ROOT -- COMMAND… for what a command prints.

The command runs in ROOT, the folder that URIs are relative to: places and fixes are checked against the files there,
and the line hashes are worked out again. Prints what is wrong and closes with `N passed, N failed`: a rule, a result and
the frame are a case each.
What a schema says is left to a schema; this is what GitHub asks beyond it (docs.github.com, "SARIF support for code scanning").
"""

import gzip
import json
import os
import re
import subprocess
import sys
import urllib.parse

LEVELS = {"error", "warning", "note"}
STATES = {"new", "unchanged", "updated", "absent"}
SEVERITY = re.compile(r"10\.0|[0-9]\.[0-9]")
HASH = re.compile(r"[0-9a-f]{1,16}:[1-9][0-9]*")
URI = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=@/-]|%[0-9A-F]{2})+")
LINK = re.compile(r"(?<!\\)\[(?:\\.|[^\[\]\\])+\]\(([^)]*)\)")
EDGES = ("startLine", "startColumn", "endLine", "endColumn")
MOST = {"runs": 20, "rules": 25000, "results": 25000, "tags": 20, "locations": 1000, "bytes": 10_000_000}


def utf16(text):
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Source:
    """A file with the lines that SARIF counts, and GitHub's hash of each."""

    def __init__(self, data):
        text = data.decode("utf-8", "replace")
        self.lines = re.split(r"\r\n|\r|\n", text)
        self.widths = [utf16(line) for line in self.lines]
        self.hashes = self.hash_lines(text)

    def inside(self, line, column):
        return 1 <= line <= len(self.lines) and 1 <= column <= self.widths[line - 1] + 1

    @staticmethod
    def hash_lines(text):
        units, starts, fresh = [], [], True
        for char in re.sub(r"[ \t]", "", re.sub(r"\r\n?", "\n", text)) + "\uffff":
            if fresh:
                starts.append(len(units))
            fresh = char == "\n"
            data = char.encode("utf-16-le")
            units += [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]
        units += [0] * 100
        hashes, seen = [], {}
        for start in starts:
            value = 0
            for unit in units[start : start + 100]:
                value = (value * 37 + unit) & (1 << 64) - 1
            seen[value] = seen.get(value, 0) + 1
            hashes.append(f"{value:x}:{seen[value]}")
        return hashes


class Checker:
    def __init__(self, root):
        self.root = root
        self.sources = {}
        self.rules = {}
        self.bases = {}
        self.problems = []
        self.where = "frame"

    def want(self, holds, what):
        if not holds:
            self.problems.append(f"{self.where}: {what}")
        return holds

    def text(self, value, what, most=None):
        """value is {"text": something}"""
        found = value.get("text") if isinstance(value, dict) else None
        if self.want(isinstance(found, str) and found.strip(), f"{what} has no text") and most:
            self.want(len(found) <= most, f"{what} is longer than {most} characters")

    def no_empty(self, value, path="$"):
        if isinstance(value, dict):
            for key, inner in value.items():
                self.no_empty(inner, f"{path}.{key}")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                self.no_empty(inner, f"{path}[{index}]")
        else:
            self.want(value != "" and value is not None, f"{path} is {value!r}")

    def rule(self, rule):
        self.where = f"rule {rule.get('id')}"
        self.want(rule.get("id") and rule["id"] not in self.rules, "its id is missing or taken")
        self.text(rule.get("shortDescription"), "shortDescription", 1024)
        self.text(rule.get("fullDescription"), "fullDescription", 1024)
        self.text(rule.get("help"), "help")
        self.want(len(rule.get("name", "")) <= 255, "name is too long")
        self.want(rule.get("defaultConfiguration", {}).get("level") in LEVELS, "no default level")
        if "helpUri" in rule:
            self.want(urllib.parse.urlsplit(rule["helpUri"]).scheme == "https", "helpUri is no https address")
        properties = rule.get("properties", {})
        tags = properties.get("tags", [])
        self.want(len(tags) <= MOST["tags"] and len(tags) == len(set(tags)), "tags: too many, or one twice")
        self.want(properties.get("precision", "high") in {"very-high", "high", "medium", "low"}, "unknown precision")
        number = properties.get("security-severity")
        self.want((number is not None) == ("security" in tags), "security-severity and the tag security go together")
        if number is not None:
            form = isinstance(number, str) and SEVERITY.fullmatch(number)
            self.want(form and float(number) > 0, f"security-severity is {number!r}")
        self.rules[rule.get("id")] = len(self.rules)

    def artifact(self, location):
        """The Source that an artifactLocation names, None if there is none."""
        uri = location.get("uri", "")
        if not self.want(URI.fullmatch(uri), f"'{uri}' is no percent-encoded relative reference"):
            return None
        path = urllib.parse.unquote(uri, errors="strict")
        relative = not uri.startswith("/") and ".." not in path.split("/") and "." not in path.split("/")
        self.want(relative and path == os.path.normpath(path), f"'{uri}' is not a plain path below the root")
        self.want(location.get("uriBaseId") in self.bases, f"'{uri}': its uriBaseId is not declared")
        if path not in self.sources:
            try:
                with open(os.path.join(self.root, path), "rb") as file:
                    self.sources[path] = Source(file.read())
            except OSError:
                self.sources[path] = None
        return self.sources[path]

    def region(self, region, source, what):
        """(start, end) of a complete region inside source, or None."""
        edges = [region.get(name) for name in EDGES]
        if not self.want(all(type(edge) is int and edge >= 1 for edge in edges), f"{what}: the region is not complete"):
            return None
        start, end = tuple(edges[:2]), tuple(edges[2:])
        self.want(start <= end, f"{what}: the region ends before it begins")
        if source:
            inside = source.inside(*start) and source.inside(*end)
            self.want(inside, f"{what}: the region is outside of its file")
        return start, end

    def physical(self, location, what):
        physical = location.get("physicalLocation", {})
        source = self.artifact(physical.get("artifactLocation", {}))
        return source, self.region(physical.get("region", {}), source, what)

    def links(self, result):
        related = result.get("relatedLocations", [])
        ids = [location.get("id") for location in related]
        self.want(len(ids) == len(set(ids)), "two related places have one id")
        targets = LINK.findall(result.get("message", {}).get("text", ""))
        for target in targets:
            self.want(target.isdigit() and int(target) in ids, f"the link to ({target}) leads nowhere")
        for number in ids:
            self.want(str(number) in targets, f"the related place {number} is not linked to: GitHub does not show it")
        for location in related:
            self.physical(location, "related place")

    def fix(self, fix):
        self.text(fix.get("description"), "the description of a fix")
        self.want(fix.get("artifactChanges"), "a fix changes nothing")
        files = []
        for change in fix.get("artifactChanges", []):
            source = self.artifact(change.get("artifactLocation", {}))
            self.want(source, "a fix changes a file that is not there")
            files.append(change.get("artifactLocation", {}).get("uri"))
            regions = [self.region(r.get("deletedRegion", {}), source, "fix") for r in change.get("replacements", [])]
            self.want(regions, "a change without replacements")
            regions = [region for region in regions if region]
            apart = all(before[1] <= after[0] for before, after in zip(regions, regions[1:]))
            self.want(apart, "replacements overlap or are out of order")
        self.want(len(files) == len(set(files)), "a fix names a file twice")

    def fingerprint(self, result, source, region):
        value = result.get("partialFingerprints", {}).get("primaryLocationLineHash", "")
        if self.want(HASH.fullmatch(value), f"primaryLocationLineHash is {value!r}") and source and region:
            if region[0][0] <= len(source.hashes):
                wanted = source.hashes[region[0][0] - 1]
                self.want(value == wanted, f"primaryLocationLineHash is {value}, of its line {wanted}")

    def result(self, number, result):
        self.where = f"result {number} ({result.get('ruleId')})"
        if self.want(result.get("ruleId") in self.rules, "its rule is not described"):
            index = self.rules[result["ruleId"]]
            self.want(result.get("ruleIndex", index) == index, "ruleIndex is another rule's")
        self.want(result.get("level") in LEVELS, "unknown level")
        self.text(result.get("message"), "the message")
        locations = result.get("locations", [])
        self.want(1 <= len(locations) <= MOST["locations"], "no place, or too many")
        for location in locations:
            source, region = self.physical(location, "place")
            self.want(source or result.get("ruleId") == "io-error", "its file is not there")
            self.fingerprint(result, source, region)
        self.links(result)
        for suppression in result.get("suppressions", []):
            self.suppression(suppression)
        self.want(result.get("baselineState", "new") in STATES, "unknown baselineState")
        for fix in result.get("fixes", []):
            self.fix(fix)

    def suppression(self, suppression):
        self.want(suppression.get("kind") in {"inSource", "external"}, "unknown kind of a suppression")
        self.want(suppression.get("status") == "accepted", "a suppression that is not accepted suppresses nothing")
        if "location" in suppression:
            self.physical(suppression["location"], "suppression")

    def frame(self, log):
        self.want(log.get("$schema", "").endswith("sarif-2.1.0.json"), "no $schema")
        self.want(log.get("version") == "2.1.0", "version is not 2.1.0")
        self.want(1 <= len(log.get("runs", [])) <= MOST["runs"], "no run, or too many")
        self.no_empty(log)

    def run(self, run):
        """How many cases there were."""
        driver = run.get("tool", {}).get("driver", {})
        rules, results = driver.get("rules", []), run.get("results")
        self.want(driver.get("name") and re.fullmatch(r"\d+\.\d+\.\d+", driver.get("semanticVersion", "")), "driver")
        self.want(run.get("columnKind") == "utf16CodeUnits", "columnKind")
        self.want(run.get("automationDetails", {}).get("id", "").endswith("/"), "automationDetails.id is no category")
        self.want(all("executionSuccessful" in i for i in run.get("invocations", [{}])), "executionSuccessful")
        self.want(rules and len(rules) <= MOST["rules"], "no rules, or too many")
        self.want(results is not None and len(results) <= MOST["results"], "no results, or too many")
        self.bases = run.get("originalUriBaseIds", {})
        for rule in rules:
            self.rule(rule)
        for number, result in enumerate(results or []):
            self.result(number, result)
        self.where = "frame"
        states = {"baselineState" in result for result in results or []}
        self.want(len(states) < 2, "some results have a baselineState and some have none")
        return len(rules) + len(results or [])


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError(f"a key twice among {keys}")
    return dict(pairs)


def check(data, root):
    """(number of cases, problems) of the bytes of a SARIF file."""
    checker = Checker(root)
    checker.want(len(gzip.compress(data)) <= MOST["bytes"], "larger than 10 MB after gzip")
    try:
        log = json.loads(data.decode("utf-8"), object_pairs_hook=unique)
    except ValueError as error:
        return 1, [f"frame: no JSON: {error}"]
    checker.frame(log)
    cases = 1
    for run in log.get("runs", []):
        checker.where = "frame"
        cases += checker.run(run)
    return cases, checker.problems


def output_of(command, root):
    run = subprocess.run(command, cwd=root, stdout=subprocess.PIPE)
    if run.returncode not in (0, 1):
        sys.exit(f"{command} gave status {run.returncode}")
    return run.stdout


def main(root, path, *command):
    if path == "--":
        data = output_of(command, root)
    else:
        with open(path, "rb") as file:
            data = file.read()
    cases, problems = check(data, root)
    for problem in problems:
        print(problem)
    failed = len({problem.split(":")[0] for problem in problems})
    print(f"{cases - failed} passed, {failed} failed")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""How well `infralint trace` finds the `new` that made each resource of a cdk.out, with CDK's creation stacks as the truth.

    trace.py INFRALINT APP...           each APP is a folder with a cdk.out whose metadata has creation stacks
    --no-stacks                         take them out of a copy first: what construct paths alone give
    -v                                  list what is not exact

The truth is worked out here, from the frames and the bytes of the sources alone: the innermost frame that lies in the app and out of
node_modules decides. Stands `new` there, that is the place; stands `super` there (a class of the project that extends one of the
library's), the next frame further out decides. Everything else (a method, `app.synth()`, no frame at all) was not made by a `new` of the project:
for these an answer must name an owner, a `new` whose id is a part of the resource's path, or nothing.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

FRAME = re.compile(r"^(?P<name>.*?) \((?P<file>[^()]*):(?P<line>\d+):(?P<column>\d+)\)$")
STACKS = "aws:cdk:creationStack"


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def assemblies(folder):
    """The manifests of an assembly and of those in it: (folder, manifest)"""
    manifest = load(os.path.join(folder, "manifest.json"))
    yield folder, manifest
    for artifact in manifest.get("artifacts", {}).values():
        if artifact.get("type") == "cdk:cloud-assembly":
            yield from assemblies(os.path.join(folder, artifact["properties"]["directoryName"]))


def resources(folder, template):
    """(path, logical id, type) of a template and of those of its nested stacks"""
    for logical_id, resource in load(os.path.join(folder, template)).get("Resources", {}).items():
        metadata = resource.get("Metadata", {})
        if not isinstance(metadata, dict):
            continue
        yield metadata.get("aws:cdk:path", ""), logical_id, resource["Type"]
        asset = metadata.get("aws:asset:path", "")
        if resource["Type"] == "AWS::CloudFormation::Stack" and os.path.exists(os.path.join(folder, asset or "?")):
            yield from resources(folder, asset)


def metadata_of(folder, artifact):
    """path → creation stack"""
    found = dict(artifact.get("metadata") or {})
    extra = artifact.get("additionalMetadataFile")
    if extra:
        found.update(load(os.path.join(folder, extra)))
    frames = {}
    for path, entries in found.items():
        for entry in entries:
            if entry.get("type") == STACKS:
                frames[path.lstrip("/")] = entry["data"]
    return frames


class Sources:
    def __init__(self, app):
        self.app = os.path.realpath(app)
        self.lines = {}

    def inside(self, file):
        relative = os.path.relpath(file, self.app)
        return None if relative.startswith("..") or "node_modules" in relative.split(os.sep) else relative

    def text_at(self, file, line, column):
        if file not in self.lines:
            with open(os.path.join(self.app, file), encoding="utf-8") as opened:
                self.lines[file] = opened.read().split("\n")
        lines = self.lines[file]
        return lines[line - 1][column - 1 :] if line <= len(lines) else ""

    def frames(self, stack, made_in):
        """(file, line, text) of each frame in the app, innermost first. MADE_IN: where the app lay when it was synthesized"""
        for text in stack:
            match = FRAME.match(text)
            if not match:
                continue
            file = match["file"]
            if file.startswith(made_in):
                file = self.app + file[len(made_in) :]
            relative = self.inside(file)
            if relative is None or not os.path.isfile(os.path.join(self.app, relative)):
                continue
            line = int(match["line"])
            yield relative, line, self.text_at(relative, line, int(match["column"]))


def truth_of(sources, stack, made_in):
    """(file, line) of the `new`, or None when none of the project made it"""
    for file, line, text in sources.frames(stack, made_in):
        if re.match(r"super\b", text):
            continue
        return (file, line) if re.match(r"new\b", text) else None
    return None


def strip(app):
    """A copy of APP without creation stacks"""
    copy = os.path.join(tempfile.mkdtemp(prefix="infralint-trace-"), os.path.basename(app))
    shutil.copytree(app, copy, symlinks=True, ignore=lambda folder, names: [n for n in names if n == "node_modules"])
    for folder, _, names in os.walk(os.path.join(copy, "cdk.out")):
        for name in names:
            if name != "manifest.json" and not name.endswith(".metadata.json"):
                continue
            path = os.path.join(folder, name)
            data = load(path)
            tables = [data] if name != "manifest.json" else [
                artifact.get("metadata") or {} for artifact in data.get("artifacts", {}).values()
            ]
            for table in tables:
                for key in table:
                    table[key] = [entry for entry in table[key] if entry.get("type") != STACKS]
            with open(path, "w", encoding="utf-8") as file:
                json.dump(data, file)
    return copy


def traced(infralint, app):
    """(path, logical id) → the answer"""
    run = subprocess.run([infralint, "trace", app], capture_output=True, text=True, check=False)
    answers = {}
    for line in run.stdout.splitlines():
        answer = json.loads(line)
        if answer.get("file"):
            answer["file"] = os.path.relpath(answer["file"], app)
        answers[answer["constructPath"], answer["logicalId"]] = answer
    return answers


def owns(sources, answer, path):
    """Whether the `new` of ANSWER has an id that is a part of PATH, as far as its text tells"""
    text = "\n".join(sources.lines.get(answer["file"]) or [sources.text_at(answer["file"], 1, 1)])
    lines = sources.lines[answer["file"]]
    text = "\n".join(lines[answer["line"] - 1 : answer["line"] + 5])
    match = re.search(r"new\s+[\w.<>]+\(\s*[\w.]+\s*,\s*(['\"])(.*?)\1", text)
    return not match or match[2] in path.split("/") or match[2] in path


def check(infralint, app, without_stacks, verbose):
    counts = {"made": 0, "exact": 0, "wrong": 0, "near": 0, "stack": 0, "other": 0, "owner": 0, "not owner": 0, "generated": 0}
    app = os.path.realpath(app)
    looked_at = strip(app) if without_stacks else app
    answers = traced(infralint, looked_at)
    sources = Sources(app)
    for folder, manifest in assemblies(os.path.join(app, "cdk.out")):
        for artifact in manifest.get("artifacts", {}).values():
            if artifact.get("type") != "aws:cloudformation:stack":
                continue
            stacks = metadata_of(folder, artifact)
            for path, logical_id, kind in resources(folder, artifact["properties"]["templateFile"]):
                place = truth_of(sources, stacks.get(path, []), app)
                answer = answers.get((path, logical_id), {"how": "nothing"})
                site = (answer["file"], answer["line"]) if answer.get("file") else None
                if place:
                    counts["made"] += 1
                    verdict = "exact"
                    if site != place:
                        nearly = answer["how"] == "owner" and owns(sources, answer, path)
                        verdict = "near" if nearly else "wrong"
                    if answer["how"] in ("stack", "nowhere", "nothing"):
                        verdict = "stack"
                else:
                    counts["other"] += 1
                    verdict = "owner" if site and answer["how"] != "stack" else "stack"
                    if verdict == "owner" and not owns(sources, answer, path):
                        verdict = "not owner"
                    if answer.get("generated"):
                        verdict = "generated"
                if place or verdict != "stack":
                    counts[verdict] += 1
                if verbose and verdict != "exact" and (place or verdict != "generated"):
                    print("  %-9s %s %s %s" % (verdict, path or logical_id, kind, ""),
                          "truth %s:%d" % place if place else "", "said %s %s" % (answer["how"], site), answer.get("why", ""))
    if without_stacks:
        shutil.rmtree(os.path.dirname(looked_at))
    return counts


def main(words):
    flags = [word for word in words if word.startswith("-")]
    infralint, *apps = [word for word in words if not word.startswith("-")]
    totals = {}
    for app in apps:
        if "-v" in flags:
            print(app)
        counts = check(infralint, app, "--no-stacks" in flags, "-v" in flags)
        for name, n in counts.items():
            totals[name] = totals.get(name, 0) + n
    made = totals.get("made", 0)
    exact = totals.get("exact", 0)
    print("%d apps, %d resources made by a `new` of the project: %d exact (%.1f %%), %d at the `new` that their path names, %d at the stack, %d wrong" % (
        len(apps), made, exact, 100 * exact / max(1, made), totals.get("near", 0), totals.get("stack", 0), totals.get("wrong", 0)))
    print("%d others: %d at an owner, %d generated, %d at one that is none" % (
        totals.get("other", 0), totals.get("owner", 0), totals.get("generated", 0), totals.get("not owner", 0)))
    return 1 if totals.get("wrong", 0) or totals.get("not owner", 0) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""SARIF against Microsoft's validator with GitHub's rules, and against the limits that no schema has: sarif_validator_test.py ROOT INFRALINT.

The validator ends with status 0 whatever it finds, so its log is read: no error and no warning may be in it. Needs tools/validate/node_modules:
`./dev test --all` installs them.
"""

import gzip
import json
import os
import stat
import subprocess
import sys
import tempfile

import sarif

MULTITOOL = "tools/validate/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
SUPPRESSED = """Resources:
  # infralint-disable-next-line s3-bucket-versioning exp:9999-12-31 -- nothing to keep
  A: {Type: AWS::S3::Bucket}
  B:
    Type: AWS::S3::Bucket
    Metadata: {checkov: {skip: [{id: CKV_AWS_21, comment: "a \\"reason\\" with <signs>"}]}}
  Known: {Type: AWS::S3::Bucket}
"""
RESULTS = 26_000


def validate(root, path):
    """What the validator has against the file PATH."""
    tool = os.path.join(root, MULTITOOL)
    if not os.path.exists(tool):
        sys.exit("Microsoft's validator is not there: ./dev test --all installs it")
    os.chmod(tool, os.stat(tool).st_mode | stat.S_IXUSR)
    out = path + ".log"
    command = [tool, "validate", path, "--rule-kind", "Sarif;Gh", "--level", "Error;Warning"]
    command += ["--log", "ForceOverwrite", "-o", out]
    environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600)
    if run.returncode or not os.path.exists(out):
        return [f"the validator does not run: {run.stdout}{run.stderr}"]
    with open(out, encoding="utf-8-sig") as file:
        runs = json.load(file)["runs"]
    found = [result for one in runs for result in one.get("results", [])]
    return [f"{r['ruleId']} {r['message']}" for r in found if r.get("level", "warning") in ("error", "warning")]


def report(infralint, folder, *words):
    run = subprocess.run([infralint, "-f", "sarif", "--severity-min", "note", *words], cwd=folder, capture_output=True)
    if run.returncode not in (0, 1):
        sys.exit(f"infralint {words} gave status {run.returncode}: {run.stderr.decode()}")
    return run.stdout


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)
    return path


def suppressed(infralint, folder):
    """A log with suppressions and a baseline, of a folder below the root of a repository."""
    inner = os.path.join(folder, "stacks & more")
    os.makedirs(os.path.join(folder, ".git"))
    os.mkdir(inner)
    write(os.path.join(inner, "data.yaml"), SUPPRESSED.encode())
    subprocess.run([infralint, "baseline", "create", "--select", "s3-bucket-versioning"], cwd=inner, check=True, capture_output=True)
    data = report(infralint, inner, "--select", "s3-bucket-versioning,s3-bucket-lifecycle")
    results = json.loads(data)["runs"][0]["results"]
    states = {result["baselineState"] for result in results}
    kinds = {s["kind"] for result in results for s in result.get("suppressions", [])}
    problems = [] if states == {"new", "unchanged"} and kinds == {"inSource", "external"} else [f"{states} {kinds}"]
    return data, problems


def many(infralint, folder):
    """A log of more results than GitHub takes."""
    tables = "".join(f"  T{i}: {{Type: AWS::DynamoDB::Table}}\n" for i in range(RESULTS))
    write(os.path.join(folder, "data.yaml"), f"Resources:\n{tables}".encode())
    data = report(infralint, folder, "--select", "dynamodb-table-pitr", "--no-fixes")
    run = json.loads(data)["runs"][0]
    problems = []
    if len(run["results"]) != sarif.MOST["results"]:
        problems.append(f"{len(run['results'])} results")
    if len(gzip.compress(data)) > sarif.MOST["bytes"]:
        problems.append("larger than 10 MB after gzip")
    notes = run["invocations"][0].get("toolExecutionNotifications", [])
    if not any(str(RESULTS - sarif.MOST["results"]) in note["message"]["text"] for note in notes):
        problems.append("it does not say that results are left out")
    return data, problems


def cases(root, infralint, folder):
    """(name, log, problems, root of its files)"""
    for app in ("data-platform", "hardened"):
        yield app, report(infralint, root, f"testdata/apps/{app}"), [], root
    for name in ("report.sarif", "none.sarif"):
        with open(os.path.join(root, "testdata", "report", name), "rb") as file:
            yield name, file.read(), [], os.path.join(root, "testdata", "report", "files")
    for make in (suppressed, many):
        inner = os.path.join(folder, make.__name__)
        os.mkdir(inner)
        yield (make.__name__, *make(infralint, inner), inner)


def main(root, infralint):
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, data, problems, files in cases(root, infralint, folder):
            problems += sarif.check(data, files)[1]
            if name != "many":  # it passes over files of more than 10 MB
                problems += validate(root, write(os.path.join(folder, "log.sarif"), data))
            for problem in problems[:20]:
                print(f"{name}: {problem}")
            failed += bool(problems)
            passed += not problems
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])

#!/usr/bin/env python3
"""The configuration's JSON Schema against ajv and against infralint itself: schema_test.py ROOT INFRALINT.

Every configuration of testdata/cli, and the ones below, must be taken or refused by both alike; what only infralint can know (whether a name is that of a
rule, whether a file is there) it alone refuses. Needs tools/validate/node_modules: `./dev test --all` installs them.
"""

import json
import os
import subprocess
import sys
import tempfile

import cli_test

GOOD = [
    {},
    {"$schema": "./infralint.schema.json", "root": True, "extends": ["infralint:recommended"], "packs": "security"},
    {"include": ["bin/**"], "exclude": "cdk.out/**", "failOn": "never", "fix": {"unsafe": True}},
    {"rules": {"s3-bucket-versioning": "off", "rds-*": "error", "CKV_AWS_21": ["warning"], "s3-bucket-lifecycle": "on"}},
    {"rules": {"rds-instance-backup-retention": ["error", {"min-days": 14}]}},
    {"overrides": [{"files": ["a/**"], "rules": {"s3-*": "off"}}]},
    {"overrides": [{"stacks": ["Prod*"], "environments": ["aws://1/*"], "constructs": "**/X", "reason": "so"}]},
    {"nonSuppressible": ["security"], "baseline": "known.json", "production": {"exempt": ["play*"], "words": ["live"]}},
    {"suppressions": {"requireReason": False, "minReason": 10, "maxDays": 180, "honor": ["cdk_nag", "guard"]}},
]
BAD = [
    [],
    {"rule": {}},
    {"root": "yes"},
    {"packs": 3},
    {"packs": [3]},
    {"failOn": "always"},
    {"fix": True},
    {"fix": {"unsafe": "no"}},
    {"rules": []},
    {"rules": {"s3-bucket-versioning": "maybe"}},
    {"rules": {"rds-instance-backup-retention": ["error", {"min-day": 1}]}},
    {"rules": {"rds-instance-backup-retention": ["error", {"min-days": "x"}]}},
    {"rules": {"rds-instance-backup-retention": []}},
    {"overrides": {}},
    {"overrides": [{"file": ["x"], "files": ["x"]}]},
    {"overrides": [{"rules": {"s3-*": "off"}}]},
    {"overrides": [{"files": ["x"], "rules": {"rds-instance-backup-retention": ["error", {"min-days": 3}]}}]},
    {"nonSuppressible": True},
    {"baseline": ["x"]},
    {"suppressions": {"minReason": -1}},
    {"suppressions": {"maxDays": 1.5}},
    {"suppressions": {"honor": ["cfn-nag"]}},
    {"suppressions": {"honor": "guard"}},
    {"suppressions": {"reason": True}},
    {"production": {"exempted": []}},
]
INFRALINT_ALONE = [
    {"rules": {"s3-bucket-version": "off"}},
    {"packs": ["securty"]},
    {"nonSuppressible": ["s3-bucket-version"]},
    {"extends": "./gone.json"},
]


def plain_json(text):
    """TEXT without comments and without commas before closing brackets."""
    out, i, quoted = [], 0, False
    while i < len(text):
        char = text[i]
        if quoted:
            out.append(text[i : i + 2] if char == "\\" else char)
            i += 2 if char == "\\" else 1
            quoted = char != '"'
            continue
        if text.startswith("//", i):
            i = text.find("\n", i) if "\n" in text[i:] else len(text)
            continue
        quoted = char == '"'
        if char in "]}":
            while out and (out[-1].isspace() or out[-1] == ","):
                out.pop()
        out.append(char)
        i += 1
    return "".join(out)


def fixtures(folder):
    """(where, value) of the configurations in the cases of the command line that are JSON."""
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            _, cases = cli_test.parse(file.read().split("\n")[:-1])
        for case in cases:
            for path, _, lines in case.files:
                if os.path.basename(path) not in ("infralint.json", "infralint.jsonc"):
                    continue
                try:
                    yield f"{name}: {case.title}", json.loads(plain_json("\n".join(lines)))
                except ValueError:
                    pass  # a case about broken files


def ajv(root, schema, values):
    script = os.path.join(root, "tools", "validate", "schema.mjs")
    data = json.dumps({"schema": schema, "values": values})
    run = subprocess.run(["node", script], input=data, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"ajv does not run (./dev test --all installs it):\n{run.stderr}")
    return json.loads(run.stdout)


def refusal(infralint, value):
    """(exit status, what is said) of `config validate` on VALUE."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(os.path.join(folder, ".git"))
        with open(os.path.join(folder, "infralint.json"), "w") as file:
            json.dump(value, file)
        run = subprocess.run([infralint, "config", "validate"], cwd=folder, capture_output=True, text=True)
        return run.returncode, run.stderr.splitlines()


def is_beyond_schema(line):
    return "names no rule" in line or "there is no " in line or "must be a folder" in line


def main(root, infralint):
    schema = json.loads(subprocess.run([infralint, "config", "schema"], capture_output=True, text=True, check=True).stdout)
    cases = [("good", value, True, True) for value in GOOD]
    cases += [("bad", value, False, False) for value in BAD]
    cases += [("infralint alone", value, True, False) for value in INFRALINT_ALONE]
    known = [(where, value, None, None) for where, value in fixtures(os.path.join(root, "testdata", "cli"))]
    failed = 0
    answers = ajv(root, schema, [value for _, value, _, _ in cases + known])
    for (where, value, by_schema, by_infralint), said in zip(cases + known, answers):
        status, lines = refusal(infralint, value)
        beyond = [line for line in lines if is_beyond_schema(line)]
        wanted = by_schema if by_schema is not None else not [line for line in lines if line not in beyond]
        taken = by_infralint if by_infralint is not None else status == 0
        if (said is None) != wanted or (status == 0) != taken:
            failed += 1
            print(f"{where}: {json.dumps(value)}\n  schema: {said}\n  infralint: {lines or 'takes it'}")
    total = len(cases) + len(known)
    if len(known) < 10:
        failed += 1
        print("testdata/cli has hardly any configuration: they are not found")
    print(f"{total - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:3])

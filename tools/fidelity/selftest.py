#!/usr/bin/env python3
"""Whether the comparer notices: selftest.py FIDELITY APP... changes each leaf of the templates of each APP, one at a time, takes entries away and
adds some, and expects of every such template that the comparison with the app's program fails. APP's own templates must be clean.
Prints `N passed, N failed`, one for each change.
"""

import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile

MOST = 120  # changes for each app, spread evenly: one costs a process


def is_function(node):
    return isinstance(node, dict) and len(node) == 1 and next(iter(node)).startswith(("Ref", "Fn::"))


def changed(node):
    """Another value of the same form, or None where there is nothing to change (what cannot be compared but by its own hash)."""
    if isinstance(node, bool):
        return not node
    if isinstance(node, (int, float)):
        return node + 1
    if isinstance(node, str):
        return None if len(node) >= 64 and "." in node[-5:] else f"{node}~"
    if "Ref" in node:
        return {"Ref": "Nowhere"}
    if "Fn::GetAtt" in node:
        return {"Fn::GetAtt": [node["Fn::GetAtt"][0], "Nothing"]}
    if "Fn::Join" in node and isinstance(node["Fn::Join"][1], list):
        return {"Fn::Join": [node["Fn::Join"][0], [*node["Fn::Join"][1], "~"]]}
    return None


def places(node, path=()):
    """The paths of all leaves below NODE."""
    if isinstance(node, dict) and node and not is_function(node):
        for key, child in node.items():
            yield from places(child, (*path, key))
    elif isinstance(node, list) and node:
        for index, child in enumerate(node):
            yield from places(child, (*path, index))
    elif node not in ({}, []):
        yield path


def at(node, path):
    for key in path:
        node = node[key]
    return node


def variants(template):
    """(what was done, the template after it)"""
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::CDK::Metadata":
            continue
        for path in places(resource.get("Properties", {}), (name, "Properties")):
            value = changed(at(template["Resources"], path))
            if value is None:
                continue
            other = copy.deepcopy(template)
            at(other["Resources"], path[:-1])[path[-1]] = value
            yield f"changed {'.'.join(map(str, path))}", other
        other = copy.deepcopy(template)
        other["Resources"][name].setdefault("Properties", {})["Sel~f"] = 1
        yield f"added to {name}", other
        other = copy.deepcopy(template)
        other["Resources"][name]["Type"] = "AWS::None::Such"
        yield f"changed the type of {name}", other


def spread(items, most):
    step = max(1, len(items) // most)
    return items[::step]


def fails(fidelity, folder):
    done = subprocess.run([fidelity, "app"], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{fidelity} ended with {done.returncode}: {done.stderr}")
    return done.returncode == 1


def check(fidelity, app):
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        copy_of = os.path.join(folder, "app")
        shutil.copytree(app, copy_of)
        out = os.path.join(copy_of, "cdk.out")
        if fails(fidelity, folder):
            return 0, [f"{app} is not clean as it is"]
        names = sorted(name for name in os.listdir(out) if name.endswith(".template.json"))
        cases = []
        for name in names:
            with open(os.path.join(out, name)) as file:
                cases += [(name, *variant) for variant in variants(json.load(file))]
        cases = spread(cases, MOST)
        for name, what, template in cases:
            path = os.path.join(out, name)
            with open(path) as file:
                before = file.read()
            with open(path, "w") as file:
                json.dump(template, file)
            if not fails(fidelity, folder):
                problems.append(f"{app}/cdk.out/{name}: {what}: not noticed")
            with open(path, "w") as file:
                file.write(before)
    return len(cases) - len(problems), problems


def main(fidelity, *apps):
    passed = failed = 0
    for app in apps:
        good, problems = check(os.path.abspath(fidelity), app)
        print(*problems, sep="\n", end="\n" if problems else "")
        passed += good
        failed += len(problems)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])

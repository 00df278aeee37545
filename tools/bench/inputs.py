#!/usr/bin/env python3
"""The inputs of ./dev bench: inputs.py ROOT FOLDER makes them in FOLDER from the apps in ROOT/testdata, the same ones every time.

    apps/app-NN/           copies of the apps' programs, about 200 files
    json/large.json        a synthesized template of about 1 MB
    json/NN-NAME.json      the synthesized templates as they are
    json/conditions.json   74 parameters and 41 conditions chained on each other, 28 KB
    copies/NNN.json        the large template 100 times
    yaml/large.yaml        the large template, in block style with short forms
    one/cdk.json, one/lib  one program file of 100 lines
"""

import json
import os
import re
import shutil
import sys

APPS = ["data-platform", "hardened"]
FILES = 200
LARGE = 1_000_000
PLAIN = re.compile(r"[A-Za-z/](?:[A-Za-z0-9_/.:-]*[A-Za-z0-9_/.-])?\Z")
WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
SHORT = {"Ref": "Ref", "Fn::GetAtt": "GetAtt", "Fn::Sub": "Sub", "Fn::Join": "Join", "Fn::Select": "Select", "Fn::If": "If"}


def programs(app):
    """The program files of an app, relative to it."""
    found = []
    for folder, folders, files in os.walk(app):
        folders[:] = sorted(name for name in folders if name not in ("node_modules", "cdk.out", "test"))
        for name in sorted(files):
            if name.endswith(".ts") and not name.endswith(".d.ts"):
                found.append(os.path.relpath(os.path.join(folder, name), app))
    return found


def make_apps(root, out):
    """Whole copies in turn until there are enough files."""
    made = 0
    number = 0
    while made < FILES:
        app = os.path.join(root, "testdata", "apps", APPS[number % len(APPS)])
        copy = os.path.join(out, f"app-{number:02}")
        for path in programs(app) + ["cdk.json"]:
            os.makedirs(os.path.dirname(os.path.join(copy, path)), exist_ok=True)
            shutil.copyfile(os.path.join(app, path), os.path.join(copy, path))
            made += path.endswith(".ts")
        number += 1


def templates(root):
    for app in APPS:
        folder = os.path.join(root, "testdata", "apps", app, "cdk.out")
        for directory, folders, files in os.walk(folder):
            folders.sort()
            for name in sorted(files):
                if name.endswith(".template.json"):
                    yield os.path.join(directory, name)


def renamed(value, names):
    """VALUE with the logical ids in NAMES replaced."""
    if isinstance(value, dict):
        return {names.get(key, key): renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [renamed(item, names) for item in value]
    return names.get(value, value) if isinstance(value, str) else value


def large_template(root):
    """All the apps' resources, again and again under new names."""
    large = {"Resources": {}}
    size = 0
    round_number = 0
    while size < LARGE:
        for number, path in enumerate(templates(root)):
            with open(path, encoding="utf-8") as file:
                resources = json.load(file)["Resources"]
            names = {name: f"{name}X{number}R{round_number}" for name in resources}
            copy = renamed(resources, names)
            large["Resources"].update(copy)
            size += len(json.dumps(copy, indent=1))
            if size >= LARGE:
                break
        round_number += 1
    return large


def scalar(value):
    if isinstance(value, str) and PLAIN.match(value) and value.lower() not in WORDS:
        return value
    return json.dumps(value, ensure_ascii=False)


def short_form(value):
    """(tag, argument) of an intrinsic function, or (None, value)."""
    if isinstance(value, dict) and len(value) == 1:
        (key, argument), = value.items()
        if key == "Fn::GetAtt" and isinstance(argument, list):
            return "!GetAtt", ".".join(argument)
        # A short form within a short form is only possible where the outer one is a collection.
        if key in SHORT and not (isinstance(argument, dict) and set(argument) & set(SHORT)):
            return "!" + SHORT[key], argument
    return None, value


def write_yaml(out, value, indent, behind_dash=False):
    """VALUE behind `key:` or `-`, which has been written; a map's first key stands on the line of its `-`."""
    tag, value = short_form(value)
    out.append(f" {tag}" if tag else "")
    pad = "\n" + "  " * indent
    if isinstance(value, dict) and value:
        for number, (key, item) in enumerate(value.items()):
            out.append(" " if behind_dash and not tag and number == 0 else pad)
            out.append(f"{scalar(key)}:")
            write_yaml(out, item, indent + 1)
    elif isinstance(value, list) and value:
        for item in value:
            out.append(f"{pad}-")
            write_yaml(out, item, indent + 1, behind_dash=True)
    else:
        out.append(" " + scalar(value))


def make_templates(root, out):
    json_folder = os.path.join(out, "json")
    yaml_folder = os.path.join(out, "yaml")
    os.makedirs(json_folder)
    os.makedirs(yaml_folder)
    for number, path in enumerate(templates(root)):
        shutil.copyfile(path, os.path.join(json_folder, f"{number:02}-{os.path.basename(path)}"))
    large = large_template(root)
    write_json(os.path.join(json_folder, "large.json"), large)
    write_json(os.path.join(json_folder, "conditions.json"), conditions_template(), None)
    copies = os.path.join(out, "copies")
    os.makedirs(copies)
    for number in range(100):
        os.link(os.path.join(json_folder, "large.json"), os.path.join(copies, f"{number:03}.json"))
    lines = []
    write_yaml(lines, large, 0)
    with open(os.path.join(yaml_folder, "large.yaml"), "w", encoding="utf-8") as file:
        file.write("".join(lines).lstrip("\n") + "\n")


def conditions_template():
    """Each condition speaks of parameters and of two conditions before it; every resource and many properties stand under some."""
    names = [f"Setting{number:02}" for number in range(74)]
    parameters = {name: {"Type": "String", "AllowedValues": ["on", "off", "auto"], "Description": f"Whether {name} holds"} for name in names}
    conditions = {}
    for number in range(41):
        parts = [{"Fn::Equals": [{"Ref": names[number + shift]}, "on"]} for shift in (0, 17, 33)]
        parts += [{"Condition": f"Is{before:02}"} for before in (number - 1, number - 2) if before >= 0]
        conditions[f"Is{number:02}"] = [{"Fn::Or": parts}, {"Fn::And": parts}, {"Fn::Not": [{"Fn::Or": parts}]}][number % 3]
    resources = {}
    for number in range(41):
        inner = {"Fn::If": [f"Is{(number + 7) % 41:02}", "Enabled", {"Fn::If": [f"Is{(number + 3) % 41:02}", "Suspended", {"Ref": "AWS::NoValue"}]}]}
        properties = {"BucketName": {"Fn::Sub": f"data-{number}-${{{names[number]}}}"}, "VersioningConfiguration": {"Status": inner}}
        resources[f"Bucket{number:02}"] = {"Type": "AWS::S3::Bucket", "Condition": f"Is{number:02}", "Properties": properties}
    return {"Parameters": parameters, "Conditions": conditions, "Resources": resources}


def write_json(path, value, indent=1):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(value, file, indent=indent)


def make_one(out):
    """One file of 100 lines in an app of its own."""
    os.makedirs(os.path.join(out, "lib"))
    head = [
        "import * as cdk from 'aws-cdk-lib';",
        "import * as s3 from 'aws-cdk-lib/aws-s3';",
        "import { Construct } from 'constructs';",
        "",
        "export class OneStack extends cdk.Stack {",
        "  constructor(scope: Construct, id: string, props?: cdk.StackProps) {",
        "    super(scope, id, props);",
    ]
    tail = ["  }", "}", "", "new OneStack(new cdk.App(), 'One');"]
    body = []
    while len(head) + len(body) + len(tail) < 100:
        number = len(body) // 4
        body += [
            f"    new s3.Bucket(this, 'Bucket{number}', {{",
            f"      versioned: {'true' if number % 2 else 'false'},",
            f"      removalPolicy: cdk.RemovalPolicy.{'RETAIN' if number % 3 else 'DESTROY'},",
            "    });",
        ]
    lines = head + body[: 100 - len(head) - len(tail) - (100 - len(head) - len(tail)) % 4]
    lines += [f"    // {number}" for number in range(100 - len(lines) - len(tail))] + tail
    with open(os.path.join(out, "lib", "one.ts"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    with open(os.path.join(out, "cdk.json"), "w", encoding="utf-8") as file:
        json.dump({"app": "npx ts-node lib/one.ts"}, file)


def main(root, folder):
    make_apps(root, os.path.join(folder, "apps"))
    make_templates(root, folder)
    make_one(os.path.join(folder, "one"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])

#!/usr/bin/env python3
"""Packs the static program: build.py ROOT INFRALINT FOLDER writes FOLDER/*.tgz (npm) and FOLDER/*.deb, and prints their paths.

What can be asked of the program is asked of it: its version, manual, completions and schema. Dates are those of the commit
(or SOURCE_DATE_EPOCH), so the same sources give the same packages. The licenses of what is linked in are those that its Debian packages brought along.
"""

import email.utils
import gzip
import json
import os
import shutil
import subprocess
import sys

HOME = "https://github.com/infralint/infralint"
ABOUT = "Finds what is missing and what is dangerous in AWS CDK TypeScript and CloudFormation, and fixes it."
CONTROL = """\
Package: infralint
Version: {version}
Architecture: amd64
Maintainer: {maintainer}
Installed-Size: {size}
Section: devel
Priority: optional
Homepage: {home}
Description: linter for AWS CDK TypeScript and CloudFormation
 infralint finds what is missing (backups, versions, flow logs, alarms) and
 what is dangerous (data deleted with its stack, policies that allow
 everything), points at the property that a person would edit, and writes the
 change. It reads CDK programs before they are synthesized and templates after
 it, and runs no code of the project: no Node, no synth, no account.
"""
CHANGELOG = """\
infralint ({version}) unstable; urgency=medium

  * What changed stands in the history of the repository.

 -- {maintainer}  {date}
"""
MAINTAINER = "infralint maintainers <maintainers@users.noreply.github.com>"
# It is one file that runs wherever there is Linux: that is the point.
OVERRIDES = """\
infralint: statically-linked-binary [usr/bin/infralint]
infralint: embedded-library libyaml [usr/bin/infralint]
"""
# Whose code is in the program, besides libcjson and the grammars: Debian's packages.
LINKED = ("libtree-sitter-dev", "libpcre2-dev", "libyaml-dev", "libc6-dev")


def write(path, text, mode=0o644):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)


def write_gzip(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(text.encode())
    os.chmod(path, 0o644)


def copy(source, target, mode=0o644):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)
    os.chmod(target, mode)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


class Build:
    def __init__(self, root, program, folder):
        self.root, self.program, self.folder = root, program, folder
        self.version = self.ask("--version").split()[1]

    def ask(self, *arguments):
        return subprocess.run([self.program, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout

    def stage(self, name):
        path = os.path.join(self.folder, "stage", name)
        shutil.rmtree(path, ignore_errors=True)
        os.makedirs(path)
        return path

    def put(self, path):
        """Moves a package to where it belongs; whoever installs the one that is there still has it whole."""
        target = os.path.join(self.folder, os.path.basename(path))
        os.replace(path, target)
        print(target)

    def date(self):
        """Seconds since 1970: when the sources were committed."""
        given = os.environ.get("SOURCE_DATE_EPOCH")
        git = ["git", "-C", self.root, "log", "-1", "--format=%ct"]
        return int(given or subprocess.run(git, check=True, stdout=subprocess.PIPE, text=True).stdout)

    def licenses(self):
        """The licenses of what is linked in, one after the other."""
        parts = [("cJSON", os.path.join(self.folder, "..", "cjson", "LICENSE"))]
        parts.append(("tree-sitter-typescript", os.path.join(self.root, "node_modules/tree-sitter-typescript/LICENSE")))
        parts += [(package, f"/usr/share/doc/{package}/copyright") for package in LINKED]
        return "\n".join(f"{'=' * 20} {name}\n\n{read(path)}" for name, path in parts)

    def npm_package(self, name, fields, files):
        stage = self.stage("npm-" + name.replace("/", "-"))
        about = {"name": name, "version": self.version, "description": ABOUT, "license": "Apache-2.0", "homepage": HOME}
        about["repository"] = {"type": "git", "url": f"git+{HOME}.git"}
        write(os.path.join(stage, "package.json"), json.dumps({**about, **fields}, indent=2) + "\n")
        copy(os.path.join(self.root, "LICENSE"), os.path.join(stage, "LICENSE"))
        for path, (source, mode) in files.items():
            copy(source, os.path.join(stage, path), mode)
        run = subprocess.run(
            ["npm", "pack", "--ignore-scripts", "--loglevel=error"], cwd=stage, check=True, stdout=subprocess.PIPE, text=True
        )
        self.put(os.path.join(stage, run.stdout.strip()))

    def npm(self):
        here = os.path.join(self.root, "tools/package/npm")
        schema, licenses = os.path.join(self.folder, "schema.json"), os.path.join(self.folder, "LICENSES-OF-OTHERS.txt")
        write(schema, self.ask("config", "schema"))
        write(licenses, self.licenses())
        platform = {"os": ["linux"], "cpu": ["x64"], "files": ["infralint", "LICENSES-OF-OTHERS.txt"], "preferUnplugged": True}
        self.npm_package(
            "@infralint/cli-linux-x64",
            platform,
            {"infralint": (self.program, 0o755), "LICENSES-OF-OTHERS.txt": (licenses, 0o644)},
        )
        shim = {
            "keywords": ["aws", "cdk", "cloudformation", "lint", "linter", "security", "infrastructure-as-code"],
            "bin": {"infralint": "bin/infralint.js"},
            "files": ["bin/infralint.js", "schema.json"],
            "engines": {"node": ">=14.18"},
            "optionalDependencies": {"@infralint/cli-linux-x64": self.version},
        }
        files = {"bin/infralint.js": (os.path.join(here, "bin/infralint.js"), 0o755)}
        files["README.md"] = (os.path.join(here, "README.md"), 0o644)
        files["schema.json"] = (schema, 0o644)
        self.npm_package("infralint", shim, files)

    def deb(self):
        stage = self.stage("deb")
        share = os.path.join(stage, "usr/share")
        copy(self.program, os.path.join(stage, "usr/bin/infralint"), 0o755)
        write_gzip(os.path.join(share, "man/man1/infralint.1.gz"), self.ask("man"))
        write(os.path.join(share, "bash-completion/completions/infralint"), self.ask("completions", "bash"))
        write(os.path.join(share, "zsh/vendor-completions/_infralint"), self.ask("completions", "zsh"))
        write(os.path.join(share, "fish/vendor_completions.d/infralint.fish"), self.ask("completions", "fish"))
        write(os.path.join(share, "infralint/schema.json"), self.ask("config", "schema"))
        ours = f"infralint, {HOME}\nLicense: Apache-2.0, see /usr/share/common-licenses/Apache-2.0\n"
        rights = "Copyright: the authors of infralint\n\nThe program holds code of others:\n\n"
        write(os.path.join(share, "doc/infralint/copyright"), ours + rights + self.licenses())
        values = {"version": self.version, "home": HOME, "maintainer": MAINTAINER}
        values["date"] = email.utils.formatdate(self.date())
        write_gzip(os.path.join(share, "doc/infralint/changelog.gz"), CHANGELOG.format(**values))
        write(os.path.join(share, "lintian/overrides/infralint"), OVERRIDES)
        values["size"] = self.finish(stage)
        write(os.path.join(stage, "DEBIAN/control"), CONTROL.format(**values))
        write(os.path.join(stage, "DEBIAN/md5sums"), self.sums(stage))
        path = os.path.join(self.folder, "stage", f"infralint_{self.version}_amd64.deb")
        subprocess.run(
            ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", stage, path],
            check=True,
            stdout=subprocess.DEVNULL,
            env=dict(os.environ, SOURCE_DATE_EPOCH=str(self.date())),
        )
        self.put(path)

    def finish(self, stage):
        """Sets the rights of the folders; gives the size of everything in KiB."""
        size = 0
        for folder, _, files in os.walk(stage):
            os.chmod(folder, 0o755)
            size += 1 + sum((os.path.getsize(os.path.join(folder, name)) + 1023) // 1024 for name in files)
        return size

    def sums(self, stage):
        paths = [os.path.join(folder, name) for folder, _, files in os.walk(os.path.join(stage, "usr")) for name in files]
        names = sorted(os.path.relpath(path, stage) for path in paths)
        return subprocess.run(["md5sum", *names], cwd=stage, check=True, stdout=subprocess.PIPE, text=True).stdout


def main(root, program, folder):
    os.umask(0o022)
    build = Build(os.path.abspath(root), os.path.abspath(program), os.path.abspath(folder))
    build.npm()
    build.deb()
    shutil.rmtree(os.path.join(build.folder, "stage"))


if __name__ == "__main__":
    main(*sys.argv[1:])

#!/usr/bin/env python3
"""The packages of `./dev package`, installed with npm and dpkg: packages_test.py ROOT INFRALINT.

INFRALINT is the program of a plain build: what is installed must answer as it does. Projects are scratch copies of testdata/apps; nothing is
downloaded: npm runs offline. Prints `N passed, N failed`.
"""

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT, INFRALINT = (os.path.abspath(path) for path in sys.argv[1:3])
APP = os.path.join(ROOT, "testdata", "apps", "data-platform")
PLATFORM = "node_modules/@infralint/cli-linux-x64"


def package():
    built = subprocess.run([os.path.join(ROOT, "dev"), "package"], check=True, stdout=subprocess.PIPE, text=True)
    return built.stdout.split("\n")[:-1]


class Built(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="il packages ")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        cls.paths = package()
        cls.program = next(path for path in cls.paths if os.path.basename(path) == "infralint")
        cls.cli, cls.main = sorted((path for path in cls.paths if path.endswith(".tgz")), key=len, reverse=True)
        cls.deb = next(path for path in cls.paths if path.endswith(".deb"))

    def run_in(self, folder, *command, status=0, **environment):
        """The command in FOLDER, away from the machine's own npm configuration."""
        clean = {name: value for name, value in os.environ.items() if not name.lower().startswith(("npm_", "infralint", "node_"))}
        clean.update(npm_config_offline="true", npm_config_update_notifier="false", npm_config_audit="false")
        clean.update(npm_config_userconfig=os.path.join(self.folder, "npmrc"), npm_config_cache=os.path.join(self.folder, "npm"))
        run = subprocess.run(
            command, cwd=folder, env={**clean, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        if status is not None:
            self.assertEqual(run.returncode, status, f"{command}:\n{run.stdout}{run.stderr}")
        return run


class Npm(Built):
    def project(self, *packages):
        """A CDK project with these packages installed."""
        folder = os.path.join(tempfile.mkdtemp(dir=self.folder), "shop")
        shutil.copytree(APP, folder, ignore=shutil.ignore_patterns("node_modules", "package*.json"))
        with open(os.path.join(folder, "package.json"), "w") as file:
            file.write('{"name": "shop", "version": "1.0.0"}\n')
        self.run_in(folder, "npm", "install", "--save-dev", *packages)
        return folder

    def test_the_program_needs_nothing_and_carries_nothing(self):
        self.assertNotIn("NEEDED", self.run_in(ROOT, "readelf", "-d", self.program).stdout)
        self.assertNotIn("INTERP", self.run_in(ROOT, "readelf", "-l", self.program).stdout)
        sections = self.run_in(ROOT, "readelf", "-SW", self.program).stdout
        self.assertNotRegex(sections, r"\.symtab|\.debug_")
        self.assertLess(os.path.getsize(self.program), 20_000_000)
        self.run_in("/", self.program, "--version")

    def test_npx_in_a_cdk_project(self):
        project = self.project(self.main, self.cli)
        got = self.run_in(project, "npx", "infralint", "-f", "json", status=1)
        expected = self.run_in(project, INFRALINT, "-f", "json", status=1)
        self.assertEqual(got.stdout, expected.stdout)
        self.assertGreater(len(json.loads(got.stdout)), 0)
        self.assertEqual(self.run_in(project, "npx", "infralint", "--no-such-option", status=2).stdout, "")
        self.run_in(project, "npx", "infralint", "init")
        self.run_in(project, "npx", "infralint", "config", "validate")
        with open(os.path.join(project, "node_modules/infralint/schema.json")) as file:
            self.assertEqual(file.read(), self.run_in(project, INFRALINT, "config", "schema").stdout)

    def test_no_package_runs_a_script(self):
        for path in (self.main, self.cli):
            text = self.run_in(self.folder, "tar", "-xzOf", path, "package/package.json").stdout
            self.assertNotIn("scripts", json.loads(text))
            self.assertNotIn("dependencies", json.loads(text))
        versions = {re.search(r"-(\d+\.\d+\.\d+)\.tgz$", path).group(1) for path in (self.main, self.cli)}
        self.assertEqual(versions, {self.run_in(ROOT, INFRALINT, "--version").stdout.split()[1]})

    def test_without_the_platform_package_it_says_what_to_do(self):
        project = self.project("--omit=optional", self.main)
        run = self.run_in(project, "npx", "infralint", status=2)
        self.assertIn("infralint: the package @infralint/cli-linux-x64 with the program for linux x64 is not installed", run.stderr)
        self.assertIn("npm install --save-dev @infralint/cli-linux-x64@", run.stderr)
        told = self.run_in(project, "npx", "infralint", "--version", INFRALINT_BINARY=INFRALINT)
        self.assertEqual(told.stdout, self.run_in(project, INFRALINT, "--version").stdout)
        absent = self.run_in(project, "npx", "infralint", status=2, INFRALINT_BINARY="/nowhere/infralint")
        self.assertIn("infralint: /nowhere/infralint cannot be run", absent.stderr)

    def test_another_platform_is_named(self):
        project = self.project(self.main, self.cli)
        with open(os.path.join(project, "elsewhere.js"), "w") as file:
            file.write("Object.defineProperty(process, 'platform', { value: 'sunos' });\n")
        run = self.run_in(project, "node", "-r", "./elsewhere.js", "node_modules/infralint/bin/infralint.js", status=2)
        self.assertIn("infralint: there is no program for sunos x64 yet, only for linux x64.", run.stderr)
        self.assertIn("INFRALINT_BINARY", run.stderr)

    def test_a_signal_goes_through(self):
        project = self.project(self.main, self.cli)
        script = os.path.join(project, "slow.sh")
        with open(script, "w") as file:
            file.write("#!/bin/sh\nkill -TERM $$\n")
        os.chmod(script, 0o755)
        self.run_in(project, "node", "node_modules/infralint/bin/infralint.js", status=-15, INFRALINT_BINARY=script)

    def test_what_the_shim_costs(self):
        project = self.project(self.main, self.cli)

        def least(*command):
            times = []
            for _ in range(10):
                begun = time.monotonic()
                self.run_in(project, *command)
                times.append((time.monotonic() - begun) * 1000)
            return min(times)

        direct, shim = least(PLATFORM + "/infralint", "--version"), least("node_modules/.bin/infralint", "--version")
        print(f"--version: the program {direct:.0f} ms, through Node {shim:.0f} ms")
        self.assertLess(shim, 250)

    def test_the_same_sources_give_the_same_packages(self):
        def sums():
            return {path: hashlib.sha256(open(path, "rb").read()).hexdigest() for path in self.paths}

        before = sums()
        self.assertEqual(package(), self.paths)
        self.assertEqual(sums(), before)


class Debian(Built):
    """The package is installed into a folder of its own, by dpkg."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = os.path.join(cls.folder, "root")
        os.makedirs(os.path.join(cls.root, "var/lib/dpkg/updates"))
        os.makedirs(os.path.join(cls.root, "var/lib/dpkg/info"))
        open(os.path.join(cls.root, "var/lib/dpkg/status"), "w").close()
        dpkg = ["dpkg", f"--root={cls.root}", "--force-not-root", "--force-script-chrootless", "--force-bad-path"]
        cls.dpkg = [*dpkg, "--log=/dev/null"]
        run = subprocess.run([*cls.dpkg, "-i", cls.deb], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if run.returncode:
            raise AssertionError(run.stdout)

    def installed(self, *path):
        return os.path.join(self.root, "usr", *path)

    def test_it_runs_where_there_is_nothing_else(self):
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        shutil.copy(self.program, empty)
        with open(os.path.join(empty, "data.yaml"), "w") as file:
            file.write("Resources:\n  Data:\n    Type: AWS::S3::Bucket\n")
        root = [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]
        run = self.run_in("/", *root, "chroot", empty, "/infralint", "-f", "concise", "data.yaml", status=1)
        self.assertIn("data.yaml:2:3: error s3-bucket-versioning", run.stdout)

    def test_it_runs(self):
        self.assertEqual(self.run_in("/", self.installed("bin/infralint"), "rules").stdout, self.run_in("/", INFRALINT, "rules").stdout)

    def test_the_manual_is_found_by_man(self):
        run = self.run_in("/", "man", "-M", self.installed("share/man"), "infralint", MANPAGER="cat", MANWIDTH="80", LC_ALL="C")
        self.assertIn("infralint - linter for AWS CDK TypeScript and CloudFormation", run.stdout)
        with gzip.open(self.installed("share/man/man1/infralint.1.gz"), "rt") as file:
            self.assertEqual(file.read(), self.run_in("/", INFRALINT, "man").stdout)

    def test_completions_lie_where_shells_look(self):
        places = {
            "bash": "share/bash-completion/completions/infralint",
            "zsh": "share/zsh/vendor-completions/_infralint",
            "fish": "share/fish/vendor_completions.d/infralint.fish",
        }
        for shell, place in places.items():
            with open(self.installed(place)) as file:
                self.assertEqual(file.read(), self.run_in("/", INFRALINT, "completions", shell).stdout)

    def test_lintian_has_nothing_to_say(self):
        run = self.run_in("/", "lintian", "--fail-on", "error,warning", "--allow-root", self.deb)
        self.assertEqual(run.stdout, "")

    def test_it_goes_away_without_a_trace(self):
        copy = os.path.join(self.folder, "other")
        shutil.copytree(self.root, copy, symlinks=True)
        command = [word.replace(self.root, copy) for word in self.dpkg]
        self.run_in("/", *command, "--purge", "infralint")
        self.assertFalse(os.path.exists(os.path.join(copy, "usr/bin/infralint")))


def main():
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    result = unittest.TextTestRunner(stream=sys.stdout).run(unittest.TestSuite([load(Npm), load(Debian)]))
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()

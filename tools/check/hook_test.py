#!/usr/bin/env python3
"""The hooks of .pre-commit-hooks.yaml under the real pre-commit: hook_test.py ROOT INFRALINT [--packages].

Each case works on a new repository in a temporary folder. The hooks come from a repository beside it, cloned by path. Without --packages
the system hooks are tried, with INFRALINT first in the PATH, and nothing needs a network. With it the node hooks are: `./dev package` builds the npm
packages, and pre-commit installs them from the files. Prints `N passed, N failed`, and what a warm run took.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

ROOT, INFRALINT = (os.path.abspath(path) for path in sys.argv[1:3])
PACKAGES = "--packages" in sys.argv[3:]
HOOK, FIX_HOOK, WARM_MS = ("infralint", "infralint-fix", 250) if PACKAGES else ("infralint-system", "infralint-system-fix", 150)

TEMPLATE = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      LifecycleConfiguration:
        Rules:
          - Status: Enabled
            NoncurrentVersionExpiration:
              NoncurrentDays: 90
            AbortIncompleteMultipartUpload:
              DaysAfterInitiation: 7
"""
FIXED = TEMPLATE + """\
      VersioningConfiguration:
        Status: Enabled
"""
# Other rules come and go.
RULES = '{"packs": ["s3-bucket-versioning", "s3-bucket-lifecycle"]}\n'
CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: {id}
{more}"""


def processor_seconds():
    """Of the processes that ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Hook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="il hook ")  # with a blank, as people have it
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        os.mkdir(cls.path("bin"))
        cls.more = ""
        if PACKAGES:
            built = subprocess.run([os.path.join(ROOT, "dev"), "package"], check=True, stdout=subprocess.PIPE, text=True)
            tarballs = [f"'{path}'" for path in built.stdout.split("\n") if path.endswith(".tgz")]
            cls.more = f"        additional_dependencies: [{', '.join(tarballs)}]\n"
        else:
            os.symlink(INFRALINT, cls.path("bin", "infralint"))
        with open(cls.path("gitconfig"), "w") as file:
            file.write("[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n")
        # without a blank: what pre-commit installs for Node does not work in a folder with one
        cache = tempfile.TemporaryDirectory(prefix="il-hook-")
        cls.addClassCleanup(cache.cleanup)
        cls.cache = cache.name
        cls.environment = dict(os.environ, PRE_COMMIT_HOME=cls.cache, GIT_CONFIG_GLOBAL=cls.path("gitconfig"))
        cls.environment.update(GIT_CONFIG_NOSYSTEM="1", PATH=cls.path("bin") + os.pathsep + os.environ["PATH"])
        for name in [name for name in cls.environment if name.startswith("GIT_") and "CONFIG" not in name]:
            del cls.environment[name]
        hooks = cls.path("hooks")
        os.mkdir(hooks)
        for name in (".pre-commit-hooks.yaml", "package.json", "package-lock.json", ".npmrc"):
            shutil.copy(os.path.join(ROOT, name), hooks)
        cls.run_in(hooks, "git", "init", "-q")
        cls.run_in(hooks, "git", "add", ".")
        cls.run_in(hooks, "git", "commit", "-q", "-m", "hooks")
        cls.rev = cls.run_in(hooks, "git", "rev-parse", "HEAD").stdout.strip()

    @classmethod
    def path(cls, *names):
        return os.path.join(cls.folder, *names)

    @classmethod
    def run_in(cls, folder, *command, status=0):
        run = subprocess.run(
            command, cwd=folder, env=cls.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if status is not None and run.returncode != status:
            raise AssertionError(f"{command} gave status {run.returncode}, not {status}:\n{run.stdout}")
        return run

    def project(self, hook, files):
        """A repository with these files staged and this hook configured."""
        folder = tempfile.mkdtemp(prefix="project ", dir=self.folder)
        config = CONFIG.format(hooks=self.path("hooks"), rev=self.rev, id=hook, more=self.more)
        for name, text in {".pre-commit-config.yaml": config, **files}.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        self.run_in(folder, "git", "init", "-q")
        self.run_in(folder, "git", "add", ".")
        return folder

    def read(self, folder, name):
        with open(os.path.join(folder, name)) as file:
            return file.read()

    def test_a_finding_fails(self):
        project = self.project(HOOK, {"my templates/data.yaml": TEMPLATE})
        output = self.run_in(project, "pre-commit", "run", status=1).stdout
        self.assertIn("my templates/data.yaml:2:3  error  s3-bucket-versioning", output)
        self.assertNotIn("files were modified", output)
        self.assertEqual(self.read(project, "my templates/data.yaml"), TEMPLATE)

    def test_the_second_hook_fixes(self):
        project = self.project(FIX_HOOK, {"data.yaml": TEMPLATE, "infralint.jsonc": RULES})
        output = self.run_in(project, "pre-commit", "run", status=1).stdout
        self.assertIn("files were modified by this hook", output)
        self.assertEqual(self.read(project, "data.yaml"), FIXED)
        self.run_in(project, "git", "add", "data.yaml")
        self.assertIn("Passed", self.run_in(project, "pre-commit", "run").stdout)
        self.assertEqual(self.read(project, "data.yaml"), FIXED)

    def test_what_is_no_template_passes(self):
        files = {
            "compose.yaml": "services:\n  web:\n    image: web\n",
            "package.json": '{"name": "x"}\n',
            "broken.yaml": "a: [b\n",
            "src/page.ts": "export const page = 1;\n",
        }
        project = self.project(HOOK, files)
        output = self.run_in(project, "pre-commit", "run", "--all-files").stdout
        self.assertIn("Passed", output)

    def test_other_files_are_not_looked_at(self):
        project = self.project(HOOK, {"README.md": "Text\n"})
        self.run_in(project, "git", "rm", "-q", "--cached", ".pre-commit-config.yaml")
        self.assertIn("no files to check", self.run_in(project, "pre-commit", "run").stdout)

    def entry(self):
        """The program that pre-commit runs for the hook, by its installed path."""
        if not PACKAGES:
            return self.path("bin", "infralint")
        for folder, _, files in os.walk(self.cache):
            if "infralint" in files and os.path.basename(folder) == "bin":
                return os.path.join(folder, "infralint")
        raise AssertionError("pre-commit installed no infralint")

    def test_a_warm_run_is_fast(self):
        """20 staged files of CDK apps with findings, pre-commit itself aside. Other tests run beside it, so the processor's time is held to the limit;
        the clock's is printed."""
        files = {}
        for app in ("data-platform", "own-l3", "classes"):
            for folder, folders, names in os.walk(os.path.join(ROOT, "testdata", "apps", app)):
                folders[:] = [name for name in folders if name not in ("cdk.out", "node_modules")]
                for name in names:
                    path = os.path.join(folder, name)
                    if name.endswith(".ts") or name == "cdk.json":
                        files[os.path.relpath(path, os.path.join(ROOT, "testdata", "apps"))] = self.read(folder, name)
        staged = sorted(name for name in files if name.endswith(".ts"))[:20]
        self.assertEqual(len(staged), 20)
        project = self.project(HOOK, files)
        self.run_in(project, "pre-commit", "run", "--files", *staged, status=1)
        command = [self.entry(), *"check --quiet --no-fixes --force-exclude --fail-on warning".split(), *staged]
        clock, processor = [], []
        for _ in range(15):
            begun, used = time.monotonic(), processor_seconds()
            self.run_in(project, *command, status=1)
            clock.append((time.monotonic() - begun) * 1000)
            processor.append((processor_seconds() - used) * 1000)
        print(
            f"{HOOK}: 20 staged files, warm: least {min(clock):.0f} ms, median {sorted(clock)[7]:.0f} ms;"
            f" of the processor least {min(processor):.0f} ms"
        )
        with open(INFRALINT, "rb") as file:
            sanitized = b"__asan_init" in file.read()
        if PACKAGES or not sanitized:  # sanitizers make it slower by a factor
            self.assertLess(min(processor), WARM_MS)

    def test_a_commit_is_held_back(self):
        project = self.project(HOOK, {"data.json": '{"Resources":{"Q":{"Type":"AWS::S3::Bucket"}}}\n'})
        self.run_in(project, "pre-commit", "install")
        self.assertIn("s3-bucket-versioning", self.run_in(project, "git", "commit", "-m", "x", status=1).stdout)
        self.run_in(project, "git", "rm", "-q", "--cached", "data.json")
        self.run_in(project, "git", "commit", "-q", "-m", "x")


def main():
    tests = unittest.defaultTestLoader.loadTestsFromTestCase(Hook)
    result = unittest.TextTestRunner(stream=sys.stdout).run(tests)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()

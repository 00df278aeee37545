#!/usr/bin/env python3
"""What infralint offers to CI services and hook managers, with their own tools: ci_test.py ROOT INFRALINT.

The tools are those of tools/ci/package-lock.json: action-validator (GitHub's schemas), gitlab-ci-local (GitLab's schema, and it runs the job), lefthook, husky
and lint-staged. The steps of action.yml are run by bash with the values that GitHub would put in. infralint comes from the npm packages
that `./dev package` builds. Prints `N passed, N failed`.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT, INFRALINT = (os.path.abspath(path) for path in sys.argv[1:3])
TOOLS = os.path.join(ROOT, "tools/ci/node_modules")
BAD = """\
Resources:
  Data:
    Type: AWS::S3::Bucket
"""
# Other rules come and go.
RULES = '{"packs": ["s3-bucket-versioning"]}\n'


def install_tools():
    script = f'. "{ROOT}/tools/dev/common.sh"; node_packages ci'
    subprocess.run(["sh", "-euc", script], check=True, env=dict(os.environ, IL_ROOT=ROOT))


def read(*path):
    with open(os.path.join(ROOT, *path), encoding="utf-8") as file:
        return file.read()


def yaml(text):
    run = subprocess.run([f"{TOOLS}/.bin/yaml", "--json"], input=text, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(run.stdout)[0]


def code_blocks(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", read("docs", page), re.MULTILINE | re.DOTALL)


class Repository(unittest.TestCase):
    """A scratch repository in which infralint is installed from its packages."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="il-ci-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = folder.name
        with open(os.path.join(cls.folder, "gitconfig"), "w") as file:
            file.write("[user]\nname = a\nemail = a@example.com\n[init]\ndefaultBranch = main\n")
        cls.environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI"))}
        cls.environment.update(GIT_CONFIG_GLOBAL=os.path.join(cls.folder, "gitconfig"), GIT_CONFIG_NOSYSTEM="1", NO_COLOR="1")
        cls.environment.update(npm_config_update_notifier="false", npm_config_audit="false", npm_config_fund="false")
        built = subprocess.run([os.path.join(ROOT, "dev"), "package"], check=True, stdout=subprocess.PIPE, text=True)
        cls.tarballs = [path for path in built.stdout.split("\n") if path.endswith(".tgz")]

    def run_in(self, folder, *command, status=0, **environment):
        run = subprocess.run(
            command, cwd=folder, env={**self.environment, **environment}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if status is not None:
            self.assertEqual(run.returncode, status, f"{command}:\n{run.stdout}")
        return run.stdout

    def write(self, folder, name, text):
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w") as file:
            file.write(text)

    def project(self, files):
        """Committed on main: infralint in node_modules, its configuration, and FILES."""
        folder = tempfile.mkdtemp(dir=self.folder)
        for name, text in {"package.json": "{}\n", ".gitignore": "node_modules/\n", "infralint.jsonc": RULES, **files}.items():
            self.write(folder, name, text)
        self.run_in(folder, "git", "init", "-q")
        self.run_in(folder, "npm", "install", "--offline", "--save-dev", *self.tarballs)
        self.run_in(folder, "git", "add", ".")
        self.run_in(folder, "git", "commit", "-qm", "begin")
        return folder

    def tool(self, name):
        return os.path.join(TOOLS, ".bin", name)


class GitHub(Repository):
    def valid(self, path):
        run = subprocess.run([self.tool("action-validator"), path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return run.returncode == 0, run.stdout

    def test_action_and_workflows_fit_the_schemas(self):
        self.assertEqual(self.valid(os.path.join(ROOT, "action.yml")), (True, ""))
        self.assertEqual(self.valid(os.path.join(ROOT, "ci/github.yml")), (True, ""))
        workflows = [block for block in code_blocks("ci.md", "yaml") if block.startswith("name:")]
        self.assertGreater(len(workflows), 0)
        for number, text in enumerate(workflows):
            path = os.path.join(self.folder, f"workflow-{number}.yml")
            self.write(self.folder, f"workflow-{number}.yml", text)
            self.assertEqual(self.valid(path), (True, ""))

    def test_the_schemas_refuse_what_is_wrong(self):
        self.write(self.folder, "wrong/action.yml", read("action.yml").replace("using: composite", "using: compost"))
        self.assertFalse(self.valid(os.path.join(self.folder, "wrong/action.yml"))[0])
        self.write(self.folder, "wrong.yml", read("ci/github.yml").replace("runs-on:", "runs-at:"))
        self.assertFalse(self.valid(os.path.join(self.folder, "wrong.yml"))[0])

    def test_init_writes_the_example(self):
        folder = tempfile.mkdtemp(dir=self.folder)
        self.run_in(folder, "git", "init", "-q")
        self.run_in(folder, "git", "remote", "add", "origin", "https://github.com/example/shop.git")
        self.run_in(folder, INFRALINT, "init")
        with open(os.path.join(folder, ".github/workflows/infralint.yml")) as file:
            self.assertEqual(file.read(), read("ci/github.yml"))

    def test_versions_agree(self):
        version = self.run_in("/", INFRALINT, "--version").split()[1]
        self.assertEqual(yaml(read("action.yml"))["inputs"]["version"]["default"], version)
        self.assertIn(f"infralint/infralint@v{version}\n", read("ci/github.yml"))
        self.assertEqual(yaml(read("ci/gitlab.yml"))["infralint"]["variables"]["INFRALINT_VERSION"], version)
        for hook in yaml(read(".pre-commit-hooks.yaml")):
            if hook["language"] == "node":
                self.assertEqual(hook["additional_dependencies"], [f"infralint@{version}"])

    def act(self, project, base, **given):
        """Runs the steps of action.yml up to the upload: (what the last printed, its status, the outputs)."""
        action = yaml(read("action.yml"))
        values = {f"inputs.{name}": field.get("default", "") for name, field in action["inputs"].items()}
        values.update({f"inputs.{name.replace('_', '-')}": value for name, value in given.items()})
        since = next(step["env"]["SINCE"] for step in action["runs"]["steps"] if step.get("id") == "check")
        self.assertEqual(since, "${{ inputs.since || (github.base_ref && format('origin/{0}', github.base_ref)) || 'all' }}")
        values[since[3:-2].strip()] = values["inputs.since"] or (f"origin/{base}" if base else "all")
        for step in action["runs"]["steps"]:
            if "if" in step:
                break
            output = os.path.join(self.folder, "output")
            self.write(self.folder, "output", "")
            environment = {
                name: re.sub(r"\$\{\{(.*?)\}\}", lambda match: values[match.group(1).strip()], str(value))
                for name, value in step["env"].items()
            }
            environment.update(GITHUB_OUTPUT=output, GITHUB_STEP_SUMMARY=os.path.join(self.folder, "summary.md"))
            environment.update(RUNNER_TEMP=self.folder)
            self.write(self.folder, "step.sh", step["run"])
            # as GitHub runs `shell: bash`
            bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", os.path.join(self.folder, "step.sh")]
            run = subprocess.run(
                bash, cwd=project, env={**self.environment, **environment}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            )
            with open(output) as file:
                for line in file:
                    name, value = line.rstrip("\n").split("=", 1)
                    values[f"steps.{step['id']}.outputs.{name}"] = value
            if run.returncode:
                break
        return run.stdout, run.returncode, values

    def pull_request(self):
        """A branch that adds one file to a project that has findings already."""
        project = self.project({"old.yaml": BAD})
        self.run_in(project, "git", "update-ref", "refs/remotes/origin/main", "main")
        self.run_in(project, "git", "checkout", "-qb", "topic")
        self.write(project, "new.yaml", BAD)
        self.run_in(project, "git", "add", ".")
        self.run_in(project, "git", "commit", "-qm", "more")
        return project

    def test_a_pull_request_is_held_to_what_it_changes(self):
        project = self.pull_request()
        output, status, values = self.act(project, "main")
        self.assertEqual(status, 0, output)
        self.assertIn("::error file=new.yaml,line=2", output)
        self.assertNotIn("old.yaml", output)
        self.assertEqual(values["steps.check.outputs.status"], "1")
        with open(os.path.join(self.folder, "summary.md")) as file:
            self.assertIn("s3-bucket-versioning", file.read())
        checker = [sys.executable, os.path.join(ROOT, "tools/check/sarif.py"), project, os.path.join(project, "infralint.sarif")]
        self.assertIn("0 failed", self.run_in(project, *checker))

    def test_a_push_is_held_to_everything(self):
        output, status, values = self.act(self.pull_request(), "")
        self.assertEqual((status, values["steps.check.outputs.status"]), (0, "1"))
        self.assertIn("old.yaml", output)
        output, status, values = self.act(self.pull_request(), "", fail_on="never", paths="old.yaml new.yaml")
        self.assertEqual((status, values["steps.check.outputs.status"]), (0, "0"))

    def test_what_cannot_be_done_fails_at_once(self):
        output, status, values = self.act(self.pull_request(), "no-such-branch")
        self.assertEqual((status != 0, values["steps.check.outputs.status"]), (True, "2"), output)

    def test_upload_and_gate(self):
        upload, gate = yaml(read("action.yml"))["runs"]["steps"][2:]
        self.assertEqual(upload["with"]["sarif_file"], "${{ inputs.working-directory }}/${{ inputs.sarif-file }}")
        self.assertEqual(gate["if"], "steps.check.outputs.status == '1'")
        self.run_in("/", "bash", "-e", "-c", gate["run"], status=1)


class GitLab(Repository):
    def pipeline(self, config, status, files):
        project = self.project({".gitlab-ci.yml": config, **files})
        self.run_in(project, "git", "remote", "add", "origin", "git@gitlab.com:example/shop.git")
        output = self.run_in(project, self.tool("gitlab-ci-local"), "--force-shell-executor", status=status)
        return project, output

    def check_report(self, project):
        with open(os.path.join(project, "gl-code-quality-report.json")) as file:
            report = json.load(file)
        self.assertEqual([(entry["check_name"], entry["location"]["path"]) for entry in report], [("s3-bucket-versioning", "data.yaml")])

    def test_the_template_runs_and_fails_on_a_finding(self):
        project, output = self.pipeline(read("ci/gitlab.yml"), 1, {"data.yaml": BAD})
        self.assertIn("data.yaml:2:3", output)
        self.check_report(project)

    def test_the_template_passes_without_findings(self):
        self.pipeline(read("ci/gitlab.yml"), 0, {})

    def test_what_init_adds_runs(self):
        project = self.project({".gitlab-ci.yml": "stages: [build]\nbuild:\n  stage: build\n  script: 'true'\n", "data.yaml": BAD})
        self.run_in(project, "npx", "infralint", "init")
        self.run_in(project, "git", "remote", "add", "origin", "git@gitlab.com:example/shop.git")
        self.run_in(project, self.tool("gitlab-ci-local"), "--force-shell-executor", status=1)
        self.check_report(project)


class Hooks(Repository):
    """Each manager holds a commit with a finding back and lets the mended one through, set up as docs/hooks.md says."""

    def commits(self, project):
        path = dict(self.environment)["PATH"]
        tools = {"PATH": os.pathsep.join([os.path.join(TOOLS, ".bin"), path])}
        self.write(project, "data.yaml", BAD)
        self.run_in(project, "git", "add", ".")
        output = self.run_in(project, "git", "commit", "-m", "x", status=1, **tools)
        self.assertIn("s3-bucket-versioning", output)
        # what is staged counts, not what lies in the folder
        self.run_in(project, "npx", "infralint", "--fix", "--exit-zero")
        self.run_in(project, "git", "commit", "-m", "x", status=1, **tools)
        self.run_in(project, "git", "add", ".")
        self.run_in(project, "git", "commit", "-qm", "x", **tools)

    def block(self, language, word):
        found = [block for block in code_blocks("hooks.md", language) if word in block]
        self.assertEqual(len(found), 1, word)
        return found[0]

    def test_git_alone(self):
        project = self.project({})
        self.assertIn("wrote .git/hooks/pre-commit", self.run_in(project, "npx", "infralint", "init"))
        self.commits(project)

    def test_git_alone_from_a_folder_in_the_repository(self):
        project = self.project({})
        inner = os.path.join(project, "infra")
        os.mkdir(inner)
        for name in ("package.json", "node_modules", "infralint.jsonc"):
            shutil.move(os.path.join(project, name), inner)
        self.run_in(inner, "npx", "infralint", "init")
        self.write(inner, "data.yaml", BAD)
        self.run_in(project, "git", "add", ".")
        self.assertIn("s3-bucket-versioning", self.run_in(project, "git", "commit", "-m", "x", status=1))

    def test_lefthook(self):
        project = self.project({"lefthook.yml": self.block("yaml", "run: node_modules/.bin/infralint")})
        self.run_in(project, self.tool("lefthook"), "install")
        self.commits(project)

    def test_lefthook_after_init(self):
        project = self.project({"lefthook.yml": "pre-push:\n  commands:\n    test:\n      run: npm test\n"})
        self.run_in(project, "npx", "infralint", "init")
        self.run_in(project, self.tool("lefthook"), "install")
        self.commits(project)

    def test_husky(self):
        project = self.project({})
        self.run_in(project, self.tool("husky"))
        self.write(project, ".husky/pre-commit", self.block("sh", "# .husky/pre-commit").split("\n", 1)[1])
        self.commits(project)

    def test_husky_after_init(self):
        project = self.project({})
        self.run_in(project, self.tool("husky"))
        self.assertIn("wrote .husky/pre-commit", self.run_in(project, "npx", "infralint", "init"))
        self.commits(project)

    def test_lint_staged(self):
        project = self.project({})
        with open(os.path.join(project, "package.json")) as file:
            package = json.load(file)
        package.update(json.loads(self.block("json", "lint-staged")))
        self.write(project, "package.json", json.dumps(package))
        self.write(project, ".git/hooks/pre-commit", "#!/bin/sh\nexec lint-staged\n")
        os.chmod(os.path.join(project, ".git/hooks/pre-commit"), 0o755)
        self.commits(project)


def main():
    load = unittest.defaultTestLoader.loadTestsFromTestCase
    install_tools()
    suite = unittest.TestSuite([load(GitHub), load(GitLab), load(Hooks)])
    result = unittest.TextTestRunner(stream=sys.stdout).run(suite)
    failed = len(result.failures) + len(result.errors)
    print(f"{result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)


if __name__ == "__main__":
    main()

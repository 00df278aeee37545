#!/usr/bin/env node
// Runs the infralint program, which comes in a package of its own for each platform. Nothing is downloaded and no install script runs: npm
// chooses the package by the fields "os" and "cpu".
'use strict';

const { spawnSync } = require('node:child_process');

const packages = { 'linux x64': '@infralint/cli-linux-x64' };
const { version, homepage } = require('../package.json');

function fail(...lines) {
  process.stderr.write(`infralint: ${lines.join('\n')}\n`);
  process.exit(2);
}

function find() {
  if (process.env.INFRALINT_BINARY) return process.env.INFRALINT_BINARY;
  const platform = `${process.platform} ${process.arch}`;
  const name = packages[platform];
  if (!name) {
    fail(
      `there is no program for ${platform} yet, only for ${Object.keys(packages).join(', ')}.`,
      `Build it from source (${homepage}) and set INFRALINT_BINARY to its path, or run it in a container for linux x64.`,
    );
  }
  try {
    return require.resolve(`${name}/infralint`);
  } catch {
    fail(
      `the package ${name} with the program for ${platform} is not installed.`,
      'npm leaves it out with --omit=optional, and when a lock file was made on another platform by an old npm.',
      `Install it: npm install --save-dev ${name}@${version}`,
    );
  }
}

const program = find();
const run = spawnSync(program, process.argv.slice(2), { stdio: 'inherit' });
if (run.error) fail(`${program} cannot be run: ${run.error.message}`);
if (run.signal) process.kill(process.pid, run.signal);
process.exitCode = run.status ?? 2;

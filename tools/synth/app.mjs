// What synth.mjs and ../fidelity share: how an app is run without the CDK CLI, an account, a network or Docker.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fs.realpathSync(path.dirname(fileURLToPath(import.meta.url)));

/** The pinned packages: those of version 2 of the CDK, and of version 1. */
export const modules = path.join(here, 'node_modules');
export const oldModules = path.join(here, 'v1', 'node_modules');

/** Loads TypeScript into Node as it is, with source maps; where a script names .ts files. */
const loader = pathToFileURL(path.join(modules, 'tsx', 'dist', 'loader.mjs')).href;

export function readJson(file, fallback) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : fallback;
}

/** The context that the CDK CLI hands to an app: cdk.json, then cdk.context.json, then the CLI's own settings. */
export function cliContext(dir, config, bundling = ['**']) {
  return {
    ...config.context,
    ...readJson(path.join(dir, 'cdk.context.json'), {}),
    'aws:cdk:enable-path-metadata': config.pathMetadata ?? true,
    'aws:cdk:enable-asset-metadata': config.assetMetadata ?? true,
    'aws:cdk:version-reporting': config.versionReporting ?? true,
    'aws:cdk:bundling-stacks': bundling,
  };
}

/** The file that cdk.json's `app` runs, relative to DIR: `bin/x.ts` of `npx ts-node --prefer-ts-exts bin/x.ts`. Undefined when it is no script. */
export function entryOf(dir, config) {
  const words = String(config.app ?? '').split(/\s+/).map(word => word.replace(/^["']|["']$/g, ''));
  const isFile = name => fs.existsSync(path.join(dir, name)) && fs.statSync(path.join(dir, name)).isFile();
  for (const word of words.reverse()) {
    const stem = /^(.*)\.[cm]?[jt]sx?$/.exec(word)?.[1];
    const found = (stem ? [`${stem}.ts`, word] : [`${word}.ts`, `${word}/index.ts`]).find(isFile);
    if (found) return found;
  }
  return undefined;
}

/** Whether the app at DIR is written for version 1 of the CDK. */
export function isOld(dir) {
  const { dependencies, devDependencies } = readJson(path.join(dir, 'package.json'), {});
  return '@aws-cdk/core' in { ...dependencies, ...devDependencies };
}

/** Runs node in DIR with nothing of this machine's environment but PATH. */
export function node(dir, args, env = {}, timeout = 0) {
  return spawnSync(process.execPath, args, {
    cwd: dir,
    encoding: 'utf8',
    timeout,
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      HOME: dir,
      TZ: 'UTC',
      LANG: 'C.UTF-8',
      NODE_OPTIONS: '--stack-trace-limit=200',
      CDK_VALIDATION: 'false',
      JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
      JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION: '1',
      ...env,
    },
  });
}

/** Synthesizes the app at DIR into OUT: its entry is run as it is, bundling of assets is off. */
export function run(dir, config, entry, out) {
  return node(dir, ['--enable-source-maps', '--import', loader, entry], {
    CDK_OUTDIR: out,
    CDK_CONTEXT_JSON: JSON.stringify(cliContext(dir, config, [])),
    CDK_DEFAULT_ACCOUNT: '123456789012',
    CDK_DEFAULT_REGION: 'us-east-1',
  }, 240_000);
}

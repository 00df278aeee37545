// Whether an app still compiles, as `tsc --noEmit` would say with the app's own tsconfig.json: what the compiler says of the app's files before
// and after. The library's declarations are parsed once for all apps; errors inside of packages are none of the app's.

import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { modules } from '../synth/app.mjs';

const ts = createRequire(path.join(modules, 'x.js'))('typescript');

/** Source files of packages, by name and by what decides how they are parsed. */
const parsed = new Map();

const isForeign = name => name.includes('/node_modules/') || name.includes('/typescript/lib/');

function hostFor(options) {
  const host = ts.createCompilerHost(options), plain = host.getSourceFile.bind(host);
  const form = JSON.stringify([options.target, options.module, options.moduleResolution, options.moduleDetection, options.jsx]);
  host.getSourceFile = (name, languageVersion, ...rest) => {
    if (!isForeign(name)) return plain(name, languageVersion, ...rest);
    const key = `${form} ${name}`;
    if (!parsed.has(key)) parsed.set(key, plain(name, languageVersion, ...rest));
    return parsed.get(key);
  };
  return host;
}

/** What the app's tsconfig.json says, or what the CDK's own template says where there is none. */
function configOf(dir) {
  const file = path.join(dir, 'tsconfig.json');
  const config = fs.existsSync(file) ? ts.readConfigFile(file, ts.sys.readFile).config : {};
  const read = ts.parseJsonConfigFileContent({ compilerOptions: { target: 'ES2020', module: 'commonjs', strict: true }, ...config }, ts.sys, dir);
  const options = { ...read.options, noEmit: true, skipLibCheck: true, incremental: false, composite: false };
  const names = read.fileNames.filter(name => !/\/(cdk\.out|node_modules)\//.test(name));
  return { options, names };
}

/** One line for each error in the app at DIR, without line numbers: those move. */
export function errorsOf(dir) {
  const { options, names } = configOf(dir);
  const program = ts.createProgram({ rootNames: names, options, host: hostFor(options) });
  const found = [];
  for (const file of program.getSourceFiles()) {
    if (isForeign(file.fileName)) continue;
    for (const one of [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]) {
      const message = ts.flattenDiagnosticMessageText(one.messageText, ' ');
      found.push(`${path.relative(dir, file.fileName)}: TS${one.code}: ${message}`);
    }
  }
  return found;
}

/** The lines of AFTER that BEFORE has not, each as often as it came. */
export function added(before, after) {
  const left = new Map();
  for (const line of before) left.set(line, (left.get(line) ?? 0) + 1);
  return after.filter(line => {
    const n = left.get(line) ?? 0;
    left.set(line, n - 1);
    return n <= 0;
  });
}

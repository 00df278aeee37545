//// app.ts
// Files of the project that the program reads, by every way to say where they lie.
import { App, Stack } from 'aws-cdk-lib';
import * as fs from 'fs';
import { readFileSync, promises } from 'node:fs';
import path from 'path';
import { fileURLToPath } from 'url';
import data from './config/data.json';
const app = new App();
const here = path.dirname(fileURLToPath(import.meta.url));
const config = JSON.parse(fs.readFileSync(path.join(__dirname, 'config', 'data.json'), 'utf8'));
new Stack(app, 'Json', { description: config.name, tags: { Imported: data.name, Again: JSON.parse(fs.readFileSync(`${__dirname}/config/data.json`).toString()).list[1] } });
new Stack(app, 'Text', { description: readFileSync('notes.txt', { encoding: 'utf-8' }), tags: { Lines: String(readFileSync(here + '/notes.txt', 'utf8').trim().split('\n').length) } });
new Stack(app, 'Url', { description: fs.readFileSync(new URL('./notes.txt', import.meta.url), 'utf8').slice(0, 5) });
new Stack(app, 'Paths', { description: [path.basename(__filename), path.extname('a/b.yaml'), path.parse('/x/y.txt').name, path.basename('lib/x.ts', '.ts')].join() });
new Stack(app, 'There', { description: fs.existsSync('notes.txt') ? 'there' : 'gone', terminationProtection: fs.existsSync('dist') });
new Stack(app, 'Yaml', { description: fs.readFileSync('spec.yaml', 'utf8') });
new Stack(app, 'Missing', { description: fs.readFileSync('missing.txt', 'utf8'), tags: { Listed: fs.readdirSync('config')[0] } });
const broken = (() => { try { return JSON.parse(fs.readFileSync('notes.txt', 'utf8')); } catch (e) { return e instanceof Error ? 'error' : 'caught'; } })();
new Stack(app, 'Broken', { description: broken });
(async () => { const text = await promises.readFile('notes.txt', 'utf8'); new Stack(app, 'Later', { description: text.toUpperCase() }); })();
//// config/data.json
{"name": "from data", "list": ["a", "b"]}
//// notes.txt
one
two
//// spec.yaml
version: 0.2

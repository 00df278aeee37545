// What is thrown ends the way that throws it, and no other.
import { App, Stack } from 'aws-cdk-lib';
const app = new App();
class Missing extends Error { constructor(readonly key: string) { super(`no ${key}`); this.name = 'Missing'; } }
const settings: Record<string, string> = { known: 'value' };
function need(key: string): string { if (!(key in settings)) throw new Missing(key); return settings[key]; }
function attempt(key: string) { try { return need(key) + '!'; } catch (e) { return e instanceof Missing ? `${e}/${e.key}` : 'other'; } finally { settings.tried = key; } }
new Stack(app, 'Fine', { description: attempt('known') });
new Stack(app, 'Caught', { description: attempt('lost'), tags: { Tried: settings.tried } });
const unsure = () => { if (process.env.STRICT) throw new Error('strict'); return 'lenient'; };
new Stack(app, 'Unsure', { description: unsure() });
const either = () => { if (process.env.LOUD) return 'loud'; throw new Error('quiet'); };
new Stack(app, 'Either', { description: either() });
new Stack(app, 'Fallback', { description: process.env.NAME ?? need('lost') });
const text = process.env.KIND === 'a' ? 'is a' : need('lost');
new Stack(app, 'Ternary', { description: text });
for (const key of ['known', 'lost', 'tried']) {
  try { new Stack(app, `Loop-${key}`, { description: need(key) }); } catch { new Stack(app, `Lost-${key}`); }
}
let state = 'before';
try { state = 'inside'; [1, 2].forEach((x) => { if (x === 2) throw x; state = `saw ${x}`; }); state = 'after'; } catch (e) { state += `, caught ${e}`; }
new Stack(app, 'State', { description: state });
new Stack(app, 'Last', { description: need('lost') });
new Stack(app, 'Never');

// `npm start`: sets everything up, then is the service itself (no second process: signals arrive where they belong).
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root, setUp } from './setup.mjs';

setUp();
const program = join(root, 'dist', 'main.js');
process.argv = [process.execPath, program, 'serve', ...process.argv.slice(2)];
await import(pathToFileURL(program).href);

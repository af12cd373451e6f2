// Bundles scripts and styles, makes the base map, and writes everything with hashed names into the Python package:
//   node build.mjs [OUT]        (OUT defaults to ../src/sayso/serve/static)
// manifest.json maps logical names to files; THIRD_PARTY.txt lists what was bundled and under which licence.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { basemap } from './basemap.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, '../src/sayso/serve/static'));
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const manifest = {};
const emit = (name, bytes) => {
  const content = Buffer.from(bytes);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 10);
  const dot = name.lastIndexOf('.');
  const file = `${name.slice(0, dot)}-${hash}${name.slice(dot)}`;
  writeFileSync(join(out, file), content);
  writeFileSync(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
  manifest[name] = file;
};

const common = { bundle: true, minify: true, write: false, metafile: true, legalComments: 'none', target: ['es2022'], absWorkingDir: here, logLevel: 'warning' };
const inputs = new Set();
const bundle = async (name, entry, options) => {
  const made = await build({ ...common, ...options, entryPoints: [entry] });
  for (const path of Object.keys(made.metafile.inputs)) inputs.add(path);
  emit(name, made.outputFiles[0].contents);
};

await bundle('app.js', 'src/app.js', { format: 'iife' });
await bundle('map.js', 'src/map.js', { format: 'esm' });
await bundle('map-worker.mjs', 'node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs', { format: 'esm' });
await bundle('app.css', 'src/app.css', { target: ['esnext'], loader: { '.svg': 'dataurl' } });
await bundle('map.css', 'node_modules/maplibre-gl/dist/maplibre-gl.css', { target: ['esnext'], loader: { '.svg': 'dataurl' } });
for (const [name, value] of Object.entries(basemap())) emit(`${name}.json`, JSON.stringify(value));
emit('icon.svg', readFileSync(join(here, 'src/icon.svg')));

writeFileSync(join(out, 'THIRD_PARTY.txt'), notices(inputs));
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 1) + '\n');

// The licence of every bundled package, and of those that the base map was made with.
function notices(paths) {
  const used = new Set(['world-atlas']);
  for (const path of paths) {
    const found = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//g);
    if (found) used.add(found.at(-1).slice('node_modules/'.length, -1));
  }
  const parts = [...used].sort().map((name) => {
    const folder = join(here, 'node_modules', name);
    const about = JSON.parse(readFileSync(join(folder, 'package.json')));
    const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
    return `${name} ${about.version} (${about.license})\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`;
  });
  return ['Made with Natural Earth (public domain).', ...parts].join('\n\n' + '-'.repeat(78) + '\n\n') + '\n';
}

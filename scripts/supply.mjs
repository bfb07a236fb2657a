// `npm run supply`: lists the shipped packages as CycloneDX (from npm's own list of the lock file), and checks their
// licences.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './tool.mjs';

/** Licences that require at most that their text is included. */
const TAKEN = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
];
/** Shipped unchanged: the MPL covers its own files alone, and CC-BY asks to name the authors of data. */
const TAKEN_UNCHANGED = { 'web-push': 'MPL-2.0', 'caniuse-lite': 'CC-BY-4.0' };
/** Licences that only the package's own file states, not the lock file. */
const SAID_ELSEWHERE = { unionfs: 'Unlicense' };

const shipped = listShipped();
const { components } = JSON.parse(shipped);
const listed = components
  .map((component) => ({ ...component, licence: licenceOf(component) }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));
const refused = listed.filter(
  ({ name, licence }) => TAKEN_UNCHANGED[name] !== licence && !alternatives(licence).some(isTaken),
);

const folder = join(ROOT, 'dist', 'supply');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), shipped);
const rows = listed.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
writeFileSync(
  join(folder, 'licences.md'),
  ['| package | version | licence |', '|---|---|---|', ...rows, ''].join('\n'),
);
process.stdout.write(
  `${listed.length} packages are shipped; dist/supply/ contains their bill of materials and licences\n`,
);
for (const { name, version, licence } of refused) process.stdout.write(`excluded: ${name} ${version} (${licence})\n`);
process.exitCode = refused.length === 0 ? 0 : 1;

/**
 * The bill of materials of a product without development packages and without the console's, which is built into files.
 * `npm sbom --omit dev` would also omit what a development package shares.
 */
function listShipped() {
  const copy = mkdtempSync(join(tmpdir(), 'desk-supply-'));
  const {
    devDependencies: _,
    workspaces: __,
    ...manifest
  } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
  for (const name of ['package-lock.json', '.npmrc']) copyFileSync(join(ROOT, name), join(copy, name));
  const npm = (...args) => {
    const { status, stdout, stderr, error } = spawnSync('npm', [...args, '--package-lock-only'], {
      cwd: copy,
      encoding: 'utf8',
      maxBuffer: 64 * 2 ** 20,
    });
    if (status !== 0) throw new Error(`npm ${args[0]}: ${error?.message ?? stderr}`);
    return stdout;
  };
  npm('install', '--offline', '--ignore-scripts');
  const bill = npm('sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application');
  rmSync(copy, { recursive: true });
  return bill;
}

function licenceOf({ name, licenses = [] }) {
  const said = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression);
  return said.length > 0 ? said.join(' AND ') : (SAID_ELSEWHERE[name] ?? 'none stated');
}

function isTaken(licence) {
  return licence.split(' AND ').every((one) => TAKEN.includes(one));
}

function alternatives(licence) {
  return licence.replaceAll(/[()]/g, '').split(' OR ');
}

// `npm run supply`: lists the shipped packages as CycloneDX (from npm's own list of the lock file), and checks their
// licences.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
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
/** Its MPL covers its own files alone, which are shipped unchanged. */
const TAKEN_UNCHANGED = { 'web-push': 'MPL-2.0' };
/** Licences that only the package's own file states, not the lock file. */
const SAID_ELSEWHERE = { unionfs: 'Unlicense' };

const { status, stdout, stderr, error } = spawnSync(
  'npm',
  // Without the workspace of the console, whose packages are built into files.
  [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
    '--omit',
    'dev',
    '--workspaces=false',
    '--package-lock-only',
  ],
  { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 * 2 ** 20 },
);
if (status !== 0) throw new Error(`npm sbom: ${error?.message ?? stderr}`);
const { components } = JSON.parse(stdout);
const listed = components
  .map((component) => ({ ...component, licence: licenceOf(component) }))
  .sort((one, other) => (one.name < other.name ? -1 : 1));
const refused = listed.filter(
  ({ name, licence }) => TAKEN_UNCHANGED[name] !== licence && !alternatives(licence).some((one) => TAKEN.includes(one)),
);

const folder = join(ROOT, 'dist', 'supply');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'sbom.cdx.json'), stdout);
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

function licenceOf({ name, licenses = [] }) {
  const said = licenses.map(({ license, expression }) => license?.id ?? license?.name ?? expression);
  return said.length > 0 ? said.join(' AND ') : (SAID_ELSEWHERE[name] ?? 'none stated');
}

function alternatives(licence) {
  return licence.replaceAll(/[()]/g, '').split(' OR ');
}

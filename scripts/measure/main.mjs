// `npm run measure`: measures the structure and the wording of the code by the definitions in docs/architecture.md.
// `--check` fails if a number exceeds its limit in that page's table; `--list` also prints what was counted.
import { findSharedExports, findSharedSentences, measureApi, measureCode } from './code.mjs';
import { measureSize } from './size.mjs';
import { productFiles, read, sum } from './sources.mjs';
import { findFlatFolders, findRepeats, measureModules, measureShares } from './structure.mjs';
import { measureStyles } from './styles.mjs';
import { countDocComments, countGlossary, findRuledOut } from './words.mjs';

const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? 0;

function measure() {
  const modules = measureModules();
  const { functions, casts } = measureCode();
  const share = measureShares();
  const flat = findFlatFolders();
  const repeats = findRepeats();
  const shared = findSharedExports();
  const styles = measureStyles();
  const ruledOut = findRuledOut();
  const size = measureSize();
  const api = measureApi();
  const sentences = findSharedSentences();
  return [
    { name: 'product files', value: productFiles.length },
    { name: 'product lines', value: size.productLines },
    { name: 'modules', value: modules.modules },
    { name: 'layers', value: modules.layers },
    { name: 'dependencies between modules', value: modules.dependencies },
    { name: 'dependencies that run back', value: modules.back.length, found: modules.back },
    { name: 'largest folder beside the console, percent of the code', value: share.percent, found: [share.folder] },
    { name: 'lines of a function, median', value: quantile(functions, 0.5) },
    { name: 'lines of a function, 90 of 100', value: quantile(functions, 0.9) },
    { name: 'lines of a function, longest', value: Math.max(...functions) },
    { name: 'files of the API that import the registry', value: api.registry.length, found: api.registry },
    { name: 'files of the API that open a transaction', value: api.transactions.length, found: api.transactions },
    { name: 'sentences in two files', value: sentences.length, found: sentences },
    {
      name: 'casts',
      value: sum(Object.values(casts)),
      found: Object.entries(casts).map(([folder, n]) => `${folder} ${n}`),
    },
    {
      name: 'folders of more than 30 files',
      value: flat.length,
      found: flat.map(([path, count]) => `${path} ${count}`),
    },
    { name: 'identical repeats (pairs of files)', value: repeats.length, found: repeats },
    { name: 'names exported by several files', value: shared.length, found: shared },
    { name: 'lines of style sheets', value: styles.lines },
    { name: 'selectors in two style sheets', value: styles.crossing.length, found: styles.crossing },
    { name: 'doc comments', value: countDocComments() },
    { name: 'ruled-out words', value: ruledOut.length, found: ruledOut },
    { name: 'rows of the glossary', value: countGlossary() },
    { name: 'behaviour versions', value: size.versions },
    { name: 'settings', value: size.settings },
    { name: 'files of the schema', value: size.sqlFiles },
    { name: 'lines of the schema', value: size.sqlLines },
    { name: 'docs, kB', value: size.docsKb },
  ];
}

/** The limits: rows of the table in docs/architecture.md, `| name | limit |`. */
function readLimits() {
  const rows = [...read('docs/architecture.md').matchAll(/^\| ([^|]+?) \| (\d+) \|$/gm)];
  return new Map(rows.map(([, name, limit]) => [name, Number(limit)]));
}

const checking = process.argv.includes('--check');
const limits = readLimits();
const rows = measure();
const unknown = [...limits.keys()].filter((name) => !rows.some((row) => row.name === name));
const passed = rows.filter(({ name, value }) => value > (limits.get(name) ?? Infinity));
const shown = checking ? passed : rows;
for (const { name, value, found = [] } of shown) {
  const limit = limits.has(name) ? ` (at most ${limits.get(name)})` : '';
  const listed = checking || process.argv.includes('--list') ? found.slice(0, 200).map((one) => `\n    ${one}`) : [];
  process.stdout.write(`${name}: ${value}${limit}${listed.join('')}\n`);
}
if (unknown.length > 0)
  process.stdout.write(`docs/architecture.md limits what is not measured: ${unknown.join(', ')}\n`);
if (checking) process.exitCode = passed.length + unknown.length > 0 || limits.size === 0 ? 1 : 0;

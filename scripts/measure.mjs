// `npm run measure`: the house in numbers, by the definitions that docs/architecture.md gives. It only reads.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { ROOMS } from './rooms.mjs';
import { ROOT } from './tool.mjs';

const PRODUCT = ROOMS.filter((room) => room !== 'bench' && !room.startsWith('test'));
const FLAT_LIMIT = 30;
const RUN = 6;
/** A run that stands in more places than this is a habit of the language, not a repeat. */
const MOST_PLACES = 8;

function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');
const isCode = (path) => /\.tsx?$/.test(path);
const code = PRODUCT.flatMap(listFiles).filter(isCode);
const sources = new Map(
  code.map((path) => [
    path,
    ts.createSourceFile(
      path,
      read(path),
      ts.ScriptTarget.Latest,
      true,
      path.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  ]),
);
const linesOf = (path) => read(path).trimEnd().split('\n').length;
const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const quantile = (numbers, share) => numbers.toSorted((a, b) => a - b)[Math.floor((numbers.length - 1) * share)] ?? 0;

/** A room is a top folder, or a direct subfolder of `client/`. */
function roomOf(path) {
  const [top, sub, rest] = path.split('/');
  return top === 'client' && rest !== undefined ? `${top}/${sub}` : top;
}

function importsOf(path) {
  return sources
    .get(path)
    .statements.filter((one) => (ts.isImportDeclaration(one) || ts.isExportDeclaration(one)) && one.moduleSpecifier)
    .map(({ moduleSpecifier: { text } }) => text)
    .filter((text) => text.startsWith('.'))
    .map((text) => join(dirname(path), text).replace(/\.js$/, ''))
    .map((base) => [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((one) => sources.has(one)))
    .filter((one) => one !== undefined);
}

/** Rooms with their arrows. Without a circle there is an order of floors. */
function measureRooms() {
  const arrows = new Map();
  const rooms = new Set();
  for (const path of code) {
    const from = roomOf(path);
    rooms.add(from);
    for (const to of importsOf(path).map(roomOf)) {
      if (to !== from) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
    }
  }
  const floors = new Map();
  const open = new Set();
  const back = [];
  const floorOf = (room) => {
    if (floors.has(room)) return floors.get(room);
    open.add(room);
    let floor = 1;
    for (const below of arrows.get(room) ?? []) {
      if (open.has(below)) back.push(`${room} → ${below}`);
      else floor = Math.max(floor, floorOf(below) + 1);
    }
    open.delete(room);
    floors.set(room, floor);
    return floor;
  };
  for (const room of rooms) floorOf(room);
  return {
    rooms: rooms.size,
    floors: Math.max(...floors.values()),
    arrows: sum([...arrows.values()].map((to) => to.size)),
    back,
  };
}

/** A function, method, constructor or accessor with a body that has a name or is assigned to one. */
function isNamedFunction(node) {
  if (!ts.isFunctionLike(node) || node.body === undefined) return false;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return true;
  return ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent);
}

function measureCode() {
  const functions = [];
  let casts = 0;
  const castsByRoom = {};
  for (const [path, source] of sources) {
    const visit = (node) => {
      if (isNamedFunction(node)) {
        const at = (position) => source.getLineAndCharacterOfPosition(position).line;
        functions.push(at(node.end) - at(node.getStart()) + 1);
      }
      if (ts.isAsExpression(node) && node.type.getText() !== 'const') {
        casts += 1;
        const room = path.split('/')[0];
        castsByRoom[room] = (castsByRoom[room] ?? 0) + 1;
      }
      node.forEachChild(visit);
    };
    visit(source);
  }
  return { functions, casts, castsByRoom };
}

function measureShares() {
  const lines = new Map();
  for (const path of code.filter((one) => !one.startsWith('console/'))) {
    const [room] = path.split('/');
    lines.set(room, (lines.get(room) ?? 0) + linesOf(path));
  }
  const [room, most] = [...lines].toSorted((a, b) => b[1] - a[1])[0];
  return { room, share: most / sum([...lines.values()]) };
}

function measureFolders() {
  const counts = new Map();
  for (const path of [...code, ...listFiles('test').filter(isCode)]) {
    counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  }
  const sorted = [...counts].toSorted((a, b) => b[1] - a[1]);
  return { largest: sorted[0], above: sorted.filter(([, count]) => count > FLAT_LIMIT) };
}

/** Pairs of files that share a run of equal lines; imports, blank lines, comments and lone punctuation do not count. */
function measureRepeats() {
  const places = new Map();
  for (const path of [...code, ...listFiles('test').filter(isCode)]) {
    const kept = read(path)
      .replace(/^import[^;]*;\n/gms, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\w/.test(line) && !/^(\/\/|\/?\*)/.test(line));
    for (let at = 0; at + RUN <= kept.length; at += 1) {
      const run = kept.slice(at, at + RUN).join('\n');
      places.set(run, [...(places.get(run) ?? []), { path, at }]);
    }
  }
  const runs = [...places.values()].filter((stands) => stands.length > 1 && stands.length <= MOST_PLACES);
  const pairs = runs.flatMap((stands) =>
    stands.flatMap((one, index) =>
      stands
        .slice(index + 1)
        .filter((other) => one.path !== other.path || Math.abs(one.at - other.at) >= RUN)
        .map((other) => `${one.path} ~ ${other.path}`),
    ),
  );
  return [...new Set(pairs)];
}

function measureStyles() {
  const sheets = listFiles('console').filter((path) => path.endsWith('.css'));
  const where = new Map();
  const names = new Set();
  let rules = 0;
  for (const path of sheets) {
    const bare = read(path)
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@(?:media|layer|supports|container)[^{;]*\{/g, '{');
    const heads = [...bare.matchAll(/([^{};@]+)\{/g)].map(([, head]) => head);
    rules += heads.length;
    const selectors = heads.flatMap((head) => head.split(',').map((one) => one.trim().replace(/\s+/g, ' ')));
    for (const selector of selectors.filter((one) => one !== '')) {
      where.set(selector, (where.get(selector) ?? new Set()).add(path));
      for (const [, name] of selector.matchAll(/\.([A-Za-z_][\w-]*)/g)) names.add(name);
    }
  }
  return {
    sheets: sheets.length,
    lines: sum(sheets.map(linesOf)),
    rules,
    crossing: [...where].filter(([selector, paths]) => paths.size > 1 && !/^(from|to|\d+%)$/.test(selector)),
    short: [...names].filter((name) => name.length <= 3),
  };
}

const list = (items) => (items.length === 0 ? '' : `\n    ${items.join('\n    ')}`);
const rooms = measureRooms();
const { functions, casts, castsByRoom } = measureCode();
const share = measureShares();
const folders = measureFolders();
const styles = existsSync(join(ROOT, 'console')) ? measureStyles() : null;
const repeats = measureRepeats();
const rows = [
  ['product files', code.length],
  ['rooms / floors / arrows', `${rooms.rooms} / ${rooms.floors} / ${rooms.arrows}`],
  ['reverse imports', `${rooms.back.length}${list(rooms.back)}`],
  ['largest room outside console', `${share.room}, ${Math.round(share.share * 100)} % of the code`],
  ['lines of a function, median / p90', `${quantile(functions, 0.5)} / ${quantile(functions, 0.9)}`],
  [
    'casts',
    `${casts} (${Object.entries(castsByRoom)
      .map(([room, count]) => `${room} ${count}`)
      .join(', ')})`,
  ],
  ['largest flat folder', `${folders.largest[0]}, ${folders.largest[1]} files`],
  [
    `flat folders above ${FLAT_LIMIT}`,
    `${folders.above.length}${list(folders.above.map(([path, count]) => `${path} ${count}`))}`,
  ],
  ['identical repeats (pairs of files)', `${repeats.length}${process.argv.includes('--list') ? list(repeats) : ''}`],
  ...(styles === null
    ? []
    : [
        ['style sheets / lines / rules', `${styles.sheets} / ${styles.lines} / ${styles.rules}`],
        ['selectors in two sheets', `${styles.crossing.length}${list(styles.crossing.map(([selector]) => selector))}`],
        [
          'class names of one to three letters',
          `${styles.short.length}${styles.short.length === 0 ? '' : `: ${styles.short.join(' ')}`}`,
        ],
      ]),
];
for (const [name, value] of rows) process.stdout.write(`${name}: ${value}\n`);

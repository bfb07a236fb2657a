import { countLines, listFiles, read, sum } from './sources.mjs';

/** Splits a selector list at its commas, but not inside brackets: `:is(.a, .b)` is one selector. */
export function splitSelectors(head) {
  const selectors = [''];
  let depth = 0;
  for (const sign of head) {
    if (sign === '(' || sign === '[') depth += 1;
    if (sign === ')' || sign === ']') depth -= 1;
    if (sign === ',' && depth === 0) selectors.push('');
    else selectors[selectors.length - 1] += sign;
  }
  return selectors.map((one) => one.trim().replace(/\s+/g, ' ')).filter((one) => one !== '');
}

const isKeyframe = (selector) => /^(from|to|\d+%)$/.test(selector);

/** Sheets, lines, rules, selectors that several sheets define, and class names of one to three letters. */
export function measureStyles() {
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
    for (const selector of heads.flatMap(splitSelectors)) {
      where.set(selector, (where.get(selector) ?? new Set()).add(path));
      for (const [, name] of selector.matchAll(/\.([A-Za-z_][\w-]*)/g)) names.add(name);
    }
  }
  return {
    sheets: sheets.length,
    lines: sum(sheets.map(countLines)),
    rules,
    crossing: [...where].filter(([one, paths]) => paths.size > 1 && !isKeyframe(one)).map(([one]) => one),
    short: [...names].filter((name) => name.length <= 3),
  };
}

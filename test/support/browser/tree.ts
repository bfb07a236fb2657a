import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

const FOLDER = new URL('../../browser/trees/', import.meta.url).pathname;
/** What a screen reader announces as a place or a control; texts, rows and cells follow from the data. */
const SHOWN =
  /^(banner|button|checkbox|columnheader|combobox|complementary|dialog|form|grid|group|heading|link|list|listbox|main|navigation|radio|radiogroup|region|search|searchbox|switch|tab|tablist|table|textbox)\b/;
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)';

/** The accessibility tree of a page: its places and controls, without what the data and the time of day decide. */
export async function readTree(page: Page): Promise<string> {
  let beside = Number.POSITIVE_INFINITY;
  const lines = (await page.locator('body').ariaSnapshot()).split('\n').flatMap((line) => {
    const [, indent = '', what = ''] = /^( *)- '?(.*?)'?:?$/.exec(line) ?? [];
    // What stands beside a list is the record that happens to be its first.
    if (indent.length > beside) return [];
    beside = what.startsWith('complementary') ? indent.length : Number.POSITIVE_INFINITY;
    return SHOWN.test(what) ? [`${indent}${normalise(what)}`] : [];
  });
  return `${lines.filter((line, at) => line !== lines[at - 1]).join('\n')}\n`;
}

function normalise(what: string): string {
  return what
    .replace(/^group: .* , Details"?$/, 'group: ENTRY , Details')
    .replaceAll(new RegExp(String.raw`\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?\d{1,2} ${MONTH}\b`, 'g'), 'DAY')
    .replaceAll(/\d[\d,.:]*/g, '#');
}

/** Compares with the kept tree, or keeps it if there is none. To change one, delete its file and run the test. */
export function compareTree(name: string, tree: string): { kept: string; now: string } {
  const path = join(FOLDER, `${name}.txt`);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, tree);
  }
  return { kept: readFileSync(path, 'utf8'), now: tree };
}

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

const COLOURS = ['color-contrast', 'link-in-text-block'];

interface Options {
  resultTypes: ['violations'];
  runOnly?: { type: 'rule'; values: string[] };
}
interface Axe {
  run(options: Options): Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }>;
}

/**
 * Returns the accessibility violations of a page; its window must be opened with `bypassCSP`. `colours`: only the rules
 * about colours, for a theme of a page fully checked in another theme.
 */
export async function violations(page: Page, { colours = false }: { colours?: boolean } = {}): Promise<string[]> {
  // Half a megabyte of script: loaded once per document.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  const options: Options = {
    resultTypes: ['violations'],
    ...(colours ? { runOnly: { type: 'rule', values: COLOURS } } : {}),
  };
  return page.evaluate(async (given) => {
    const { axe } = globalThis as unknown as { axe: Axe };
    return (await axe.run(given)).violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ target }) => target.join(' '))
          .slice(0, 4)
          .join(' | ')}`,
    );
  }, options);
}

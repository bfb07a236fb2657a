import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { startBrowser } from '../../bench/rig/browser.js';
import { boxFaults } from '../support/browser/boxes.js';

let browser: Browser;
let page: Page;
beforeAll(async () => {
  browser = await startBrowser();
  page = await browser.newPage({ viewport: { width: 400, height: 300 } });
});
afterAll(() => browser?.close());

async function findFaults(body: string): Promise<string[]> {
  await page.setContent(`<!doctype html><style>body { margin: 0; font: 16px/1.2 sans-serif }</style>${body}`);
  return boxFaults(page);
}
const LONG = 'Nothing of this sentence may be lost on the way to the reader';

describe('box measure', () => {
  test('finds text cut off by its box', async () => {
    const found = await findFaults(`<div style="width: 100px; overflow: hidden; white-space: nowrap">${LONG}</div>`);
    expect(found).toEqual([expect.stringMatching(/^cut: "Nothing of this/)]);
  });

  test('finds text that ends in an ellipsis without a title that shows it in full', async () => {
    const cut = 'width: 100px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis';
    expect(await findFaults(`<div style="${cut}">${LONG}</div>`)).toEqual([expect.stringMatching(/^cut: /)]);
    expect(await findFaults(`<div style="${cut}" title="${LONG}">${LONG}</div>`)).toEqual([]);
    expect(await findFaults(`<div style="${cut}" title="${LONG}"><b>${LONG}</b></div>`)).toEqual([]);
  });

  test('finds a title that ends in an ellipsis, even one that its tooltip shows in full', async () => {
    const cut = 'width: 100px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis';
    expect(await findFaults(`<h1 style="${cut}" title="${LONG}">${LONG}</h1>`)).toEqual([
      expect.stringMatching(/^cut: /),
    ]);
    expect(await findFaults(`<h1 style="width: 200px; font-size: 16px">${LONG}</h1>`)).toEqual([]);
  });

  test('finds text in a nested box that gets no ellipsis from its parent', async () => {
    const cut = 'width: 100px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis';
    const found = await findFaults(
      `<div style="${cut}" title="${LONG}"><small style="display: flex">${LONG}</small></div>`,
    );
    expect(found).toEqual([expect.stringMatching(/^cut: /)]);
  });

  test('finds words of two elements that run together', async () => {
    const found = await findFaults('<span>Now <i>told</i></span><span>Company policy: whoever is affected</span>');
    expect(found).toEqual([expect.stringMatching(/^run together: "told" and "Company policy/)]);
    expect(await findFaults('<b>Now</b> <i>told</i><p>Company policy</p>')).toEqual([]);
    expect(await findFaults('<b>Now</b><i style="margin-left: 4px">told</i>')).toEqual([]);
  });

  test('finds texts and controls that overlap', async () => {
    const found = await findFaults(
      '<span style="position: relative; left: 30px">Reference</span><span>DEMO/69A/02</span>' +
        '<div style="margin-top: -12px"><button>Press</button></div>',
    );
    expect(found).toContainEqual(expect.stringMatching(/^overlap: "Reference" .* and "DEMO/));
    expect(found).toContainEqual(expect.stringMatching(/^overlap: .*"Press"/));
  });

  test('finds content that leaves its button, its panel or the window', async () => {
    expect(
      await findFaults(`<button style="width: 60px; white-space: nowrap; text-align: left">${LONG}</button>`),
    ).toEqual([
      expect.stringMatching(/^out of body > button: "Nothing/),
      expect.stringMatching(/^out of the window: "Nothing/),
      expect.stringMatching(/^the window scrolls sideways/),
    ]);
    expect(
      await findFaults('<section style="width: 100px"><button style="width: 150px">Draft for 558</button></section>'),
    ).toEqual([expect.stringMatching(/^out of body > section: "Draft for 558"/)]);
  });

  test('finds overlapping labels in a drawing', async () => {
    const found = await findFaults(
      '<svg width="200" height="40"><text x="10" y="20">05:33</text><text x="30" y="20">median</text></svg>',
    );
    expect(found).toEqual([expect.stringMatching(/^overlap: "05:33" .* and "median"/)]);
  });
});

test('accepts boxes that scroll, wrap, are hidden or are covered', async () => {
  const found = await findFaults(`
    <div style="width: 100px; overflow: auto; white-space: nowrap">${LONG}</div>
    <p style="width: 100px">${LONG}</p>
    <span style="position: absolute; width: 1px; height: 1px; overflow: hidden">${LONG}</span>
    <div style="height: 60px; overflow: auto">
      <div style="position: sticky; top: 0; background: white">Head</div><p>One</p><p>Two</p><p>Three</p>
    </div>
    <details><summary>More</summary><p>One</p></details><p>Two</p>
    <label style="position: relative">Choice <select style="position: absolute; inset: 0; opacity: 0"><option>a</option></select></label>`);
  expect(found).toEqual([]);
});

import type { Page } from 'playwright-core';
import { startBrowser } from '../rig/browser.js';
import { atEnd } from '../rig/clean-up.js';
import { startWholeDesk } from '../rig/desk.js';
import { createHttpClient } from '../rig/http.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder, receive } from '../rig/orders.js';
import { interleave, percentile, round3, computeSpread } from '../rig/pairs.js';
import { DESK_LIMITS, type Measured } from '../rig/result.js';

/** Below this, a key press feels instant. */
export const CONSOLE_TARGET_MS = 100;
const TARGETS = 100_000;
const PRESSES = 30;

const ACTS: Record<string, string[]> = {
  move: ['j'],
  select: ['x'],
  extend: ['Shift+J'],
  jump: ['End', 'Home'],
  action: ['1', 'Backspace'],
};

const BARE_PAGE = `<!doctype html><title>bare</title><style>.cur{background:#dfe7f8}</style><ul>${'<li>row</li>'.repeat(20)}</ul>
<script>let at=0;const rows=document.querySelectorAll('li');
addEventListener('keydown',()=>{rows[at%20].className='';at+=1;rows[at%20].className='cur';});</script>`;

/** Measures the time from a key press to the frame that shows it, with 100,000 targets in the list. */
export async function measureConsole(options: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(options.say);
  const http = createHttpClient({ ...desk, connections: 1 });
  const notice = await receive(http, anOrder(TARGETS));
  await notice.settles();
  const browser = await startBrowser();
  atEnd(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: desk.api });
  const page = await context.newPage();
  await page.goto(`/auth/sign-in?person=reviewer&next=/notices/${notice.id}`);
  await page.locator('.target-row.current').waitFor();
  const bare = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await bare.setContent(BARE_PAGE);
  await Promise.all([page.evaluate(WATCH), bare.evaluate(WATCH)]);
  const all: Record<string, number[]> = {};
  const measured = await interleave({
    pairs: options.pairs,
    warmUp: 1,
    a: async () => {
      const own: number[] = [];
      for (const [name, keys] of Object.entries(ACTS)) {
        const took = await press(page, keys);
        (all[name] ??= []).push(...took);
        own.push(...took);
      }
      return percentile(own, 50);
    },
    b: async () => percentile(await press(bare, ['j']), 50),
    say: options.say,
  });
  const figures = Object.fromEntries(
    Object.entries(all).map(([name, ms]) => [
      name,
      { p50: round3(percentile(ms, 50)), p99: round3(percentile(ms, 99)) },
    ]),
  );
  const slowest = Math.max(...Object.values(all).map((ms) => percentile(ms, 99)));
  return {
    ratio: computeSpread(measured.map(({ a, b }) => a / b)),
    pairs: options.pairs,
    met: slowest <= CONSOLE_TARGET_MS,
    a: figures,
    b: {
      p50: round3(
        percentile(
          measured.map(({ b }) => b),
          50,
        ),
      ),
    },
    counters: {
      targets: TARGETS,
      presses: Object.values(all).flat().length,
      rowsInThePage: await page.locator('.target-row').count(),
    },
    limits: DESK_LIMITS,
    durability: 'reads only',
    note: 'Milliseconds from the key event to the first task after the frame that follows it, in headless Chromium. The first presses of each kind are warm-up. Met asks p99 of every kind of press.',
  };
}

/** Times each press in the page itself: event, next frame, first task after it. Runs in the browser. */
const WATCH = `
  globalThis.__took = [];
  addEventListener('keydown', (event) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.__took.push(performance.now() - event.timeStamp);
      port2.postMessage(null);
    });
  }, { capture: true });
`;
const TAKE = 'globalThis.__took.splice(0)';

async function press(page: Page, keys: readonly string[]): Promise<number[]> {
  await page.evaluate(TAKE);
  for (let at = 0; at < PRESSES; at += 1) {
    await page.keyboard.press(keys[at % keys.length] ?? '');
    // A person presses at most ten keys a second; work that a press starts in the background may continue.
    await page.waitForTimeout(100);
  }
  return page.evaluate<number[]>(TAKE);
}

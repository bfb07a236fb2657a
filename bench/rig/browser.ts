import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { machineEnv } from '../../config/env.js';
import { unpackChromium } from './bundled-chromium.js';

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

/** Starts a browser: CHROME_PATH, else one on PATH, else the one of the test dependencies (Linux on x64). */
export async function startBrowser(): Promise<Browser> {
  const env = machineEnv();
  const own = env['CHROME_PATH'] ?? findOn(env['PATH'] ?? '');
  if (own !== undefined) return chromium.launch({ executablePath: own });
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser found: install Chromium or Chrome, or set CHROME_PATH to one.');
  }
  return chromium.launch({ executablePath: await unpackChromium(), args: BUNDLED_ARGS });
}

/**
 * The bundled browser has no sandbox of its own. It renders in software: an emulated graphics card, the package's
 * default, takes seven times the CPU time for the same frames.
 */
const BUNDLED_ARGS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none'];

function findOn(path: string): string | undefined {
  return path
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
}

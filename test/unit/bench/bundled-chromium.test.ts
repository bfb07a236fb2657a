import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { unpackChromium } from '../../../bench/rig/bundled-chromium.js';

const isThere = process.platform === 'linux' && process.arch === 'x64';

(isThere ? test : test.skip)(
  'two that start at once get one whole browser, and leave nothing else behind',
  async () => {
    const cache = mkdtempSync(join(tmpdir(), 'desk-cache-'));
    const [one, other] = await Promise.all([unpackChromium(cache), unpackChromium(cache)]);
    expect(one).toBe(other);
    accessSync(one, constants.X_OK);
    expect(readdirSync(cache)).toEqual([expect.stringMatching(/^chromium-\d+\.\d+\.\d+$/)]);
    rmSync(cache, { recursive: true });
  },
);

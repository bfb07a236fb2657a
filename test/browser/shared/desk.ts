import type { Browser } from 'playwright-core';
import { withDeskAndBrowser } from '../../support/browser/a-browser.js';
import type { RunningDesk } from '../../support/running-desk.js';

export let desk: RunningDesk;
export let browser: Browser;
withDeskAndBrowser((...started) => ([desk, browser] = started));

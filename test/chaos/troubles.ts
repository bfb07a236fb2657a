import { type Campaign, processes } from './campaign.js';

/** Campaigns of one kind of trouble each, beside those of the promises. */
export const TROUBLES: readonly Campaign[] = [
  processes({
    name: 'network',
    promise: 'P1, P7',
    does: 'Cuts, black holes, resets, delays and trickles between each pair of parts while the desk works.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-29, 3 minutes: 192 s',
    without: 'The browser’s connection to the API.',
    victims: [],
    network: true,
  }),
  processes({
    name: 'disk',
    promise: 'P1',
    does: 'The disk of PostgreSQL and home fills up and slows down: 503 meanwhile, nothing acknowledged is lost, work resumes.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-28, 3 minutes: 426 s',
    without: '',
    victims: [],
    disk: true,
  }),
  processes({
    name: 'clock',
    promise: 'P3',
    does: 'The clock of each kind of process jumps by up to a day: no deadline ends early, late or unseen, and people are alerted.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-28, 4 minutes: 297 s',
    without: 'The clocks of Temporal and PostgreSQL.',
    victims: [],
    jumps: true,
  }),
  processes({
    name: 'overload',
    promise: 'P19',
    does: 'More lists and orders than the desk can serve: refused immediately with `Retry-After`, reads first; no acknowledged order is lost.',
    sizes: { unit: 'minutes', short: 1, long: 10 },
    measured: '2026-11-28, 1 minute: 82 s',
    without: 'Speed is not judged.',
    victims: [],
    apart: false,
    flood: true,
  }),
];

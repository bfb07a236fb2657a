import { type Campaign, processes } from './campaign.js';

/** Campaigns of one kind of trouble each, beside those of the promises. */
export const TROUBLES: readonly Campaign[] = [
  processes({
    name: 'network',
    promise: 'P1, P7',
    does: 'Cuts, black holes, resets, delays and trickles between each pair of parts, one pair or two at once, while the desk works.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-29, 3 minutes: 192 s',
    without: 'The browser’s way to the API is not cut; its way to the issuer is, with the API’s own.',
    victims: [],
    network: true,
  }),
  processes({
    name: 'disk',
    promise: 'P1',
    does: 'The volume of PostgreSQL and home runs full again and again, and is slow: 503 while it is, nothing acknowledged is lost, and work goes on when there is room.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-28, 3 minutes: 426 s',
    without: '',
    victims: [],
    disk: true,
  }),
  processes({
    name: 'clock',
    promise: 'P3',
    does: 'The clock of one kind of our processes after another jumps by an hour or a day, ahead and back: no deadline ends early, late or unseen, and people are told whose clock is wrong.',
    sizes: { unit: 'minutes', short: 4, long: 30 },
    measured: '2026-11-28, 4 minutes: 297 s',
    without: 'The clocks of Temporal and PostgreSQL, which deadlines are kept by, are not turned.',
    victims: [],
    jumps: true,
  }),
  processes({
    name: 'overload',
    promise: 'P19',
    does: 'Lists and orders asked for at a fixed rate above what the desk can do: turned away at once with a time to come again, reads first, no acknowledged order lost, and the work of the lives goes on.',
    sizes: { unit: 'minutes', short: 1, long: 10 },
    measured: '2026-11-28, 1 minute: 82 s',
    without: 'Judged by counts, not by speed: the machine is shared with whoever asks.',
    victims: [],
    apart: false,
    flood: true,
  }),
];

import type { DemoSubject, DemoTarget } from './step.js';

/* Every name is made up and contains "example"; hosts use the reserved `.example` domain. */
const HOST = 'https://social.example';

/**
 * Head of the state broadcaster, who argues against the hashtag and is still on the list: the wrong target of the case.
 */
export const BROADCASTER_CHIEF = `${HOST}/broadcaster_chief_example`;
const MAGAZINE = `${HOST}/magazine_example`;
const FORMER_DEPUTY = `${HOST}/former_deputy_example`;

const NAMED_URLS = [
  [BROADCASTER_CHIEF, 'Account page'],
  [MAGAZINE, 'Account page'],
  [FORMER_DEPUTY, 'Account page'],
  [`${HOST}/farm_union_example_1`, 'Account page'],
  [`${HOST}/farm_union_example_2`, 'Account page'],
  [`${HOST}/actor_example`, 'Account page'],
] as const;

/** Counts from public reports: 256 addresses and one hashtag in the first order, 1,178 accounts in the second. */
const FIRST_ORDER_URLS = 256;
const SECOND_ORDER_ACCOUNTS = 1178;

function digits(number: number, width: number): string {
  return String(number).padStart(width, '0');
}

export function firstOrderTargets(): DemoTarget[] {
  const named = NAMED_URLS.map(([locator, note]): DemoTarget => ({ type: 'url', locator, note }));
  const posts = Array.from({ length: FIRST_ORDER_URLS - named.length }, (_, at): DemoTarget => {
    const handle = `kisan_example_${digits((at % 90) + 1, 4)}`;
    return { type: 'url', locator: `${HOST}/${handle}/status/${900_000_001 + at}`, note: 'Post' };
  });
  return [...named, ...posts, { type: 'hashtag', locator: '#farmers_hashtag_example', note: 'Trending term' }];
}

interface Group {
  handle: string;
  count: number;
  note: string;
  protectedClass?: DemoSubject['protectedClass'];
}

/** The 37 accounts of press, politics and civil society that are not withheld in the end. */
const SPEAKERS: readonly Group[] = [
  { handle: 'press_example', count: 12, note: 'News', protectedClass: 'press' },
  { handle: 'journalist_example', count: 8, note: 'Reporter', protectedClass: 'press' },
  { handle: 'deputy_example', count: 6, note: 'Politician', protectedClass: 'elected' },
  { handle: 'candidate_example', count: 3, note: 'Politician', protectedClass: 'candidate' },
  { handle: 'activist_example', count: 8, note: 'Activist' },
];
const SPEAKER_COUNT = SPEAKERS.reduce((sum, { count }) => sum + count, 0);
/**
 * Accounts withheld in the country in the end, by public reports; the rest of the list violated the platform's own
 * rules.
 */
const FARMER_COUNT = 583;
const FARMERS: Group = { handle: 'kisan_example', count: FARMER_COUNT, note: 'Sympathiser' };
const SPAMMERS: Group = {
  handle: 'spam_example',
  count: SECOND_ORDER_ACCOUNTS - FARMER_COUNT - SPEAKER_COUNT,
  note: 'Coordinated posting',
};

function buildAccounts({ handle, count, note }: Group): DemoTarget[] {
  return Array.from({ length: count }, (_, at) => ({
    type: 'account',
    locator: `@${handle}_${digits(at + 1, 4)}`,
    note,
  }));
}

/**
 * Returns the list as an authority might send it: the 37 protected speakers are scattered, so a reviewer has to look
 * for them.
 */
export function secondOrderTargets(): DemoTarget[] {
  const list = [...buildAccounts(FARMERS), ...buildAccounts(SPAMMERS)];
  const speakers = SPEAKERS.flatMap(buildAccounts);
  // 31 shares no factor with the gaps between them, so the groups mix; the list is the same every time.
  for (const [at, speaker] of speakers.entries()) list.splice((at * 31 + 17) % list.length, 0, speaker);
  return list;
}

export function protectedSubjects(): DemoSubject[] {
  const accounts = SPEAKERS.flatMap((group) => {
    const { protectedClass } = group;
    if (protectedClass === undefined) return [];
    return buildAccounts(group).map(({ type, locator }): DemoSubject => ({ type, locator, protectedClass }));
  });
  return [{ type: 'url', locator: MAGAZINE, protectedClass: 'press' }, ...accounts];
}

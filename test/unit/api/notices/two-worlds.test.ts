import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Role } from '../../../../domain/people/permission.js';
import type { HarnessPerson } from '../../../support/api-harness.js';
import { comparable, differences, toComparable } from '../../../support/two-worlds/compare.js';
import { follow } from '../../../support/two-worlds/follow.js';
import { withLeak } from '../../../support/two-worlds/leak.js';
import {
  ask,
  describeApi,
  listOutsiders,
  listQuestions,
  listStreams,
  RECORDED,
  SIZE_OF_ALL,
  VOLATILE,
  type Described,
} from '../../../support/two-worlds/questions.js';
import { knownNames, live, startWorld, type OpenLife, type World } from '../../../support/two-worlds/world.js';

type Answers = Map<string, string>;
type Level = 'restricted' | 'gagged';

interface Asking {
  roles: Record<string, Role | HarnessPerson>;
  open: OpenLife;
  operations: Described[];
  thorough: boolean;
  only?: RegExp;
  atTheEnd?: true;
}

const DRAFTERS = ['reviewer', 'counsel'];
const MAX_LISTED_MATCHES = 25;

async function answersIn(
  world: World,
  { roles, open, operations, thorough, only = /./, atTheEnd }: Asking,
): Promise<Answers> {
  const answers: Answers = new Map();
  for (const [role, as] of Object.entries(roles)) {
    const scope = { open, thorough: thorough && role === 'reviewer', previews: DRAFTERS.includes(role) };
    for (const question of listQuestions(operations, scope)) {
      if (VOLATILE.some((path) => question.url.startsWith(path))) continue;
      if (role === 'admin' && question.url === SIZE_OF_ALL) continue;
      if (!only.test(question.name) || (RECORDED.test(question.url) && atTheEnd !== true)) continue;
      answers.set(`${role} ${question.name}`, await toComparable(await ask(world.api, question, as)));
    }
  }
  return answers;
}

function compared(one: Answers, other: Answers): Record<string, string[]> {
  const found = [...one]
    .map(([question, answer]): [string, string[]] => [question, differences(answer, other.get(question) ?? '')])
    .filter(([, differ]) => differ.length > 0);
  return Object.fromEntries(found.slice(0, MAX_LISTED_MATCHES));
}

/** The unauthenticated answers that monitoring reads, without machine figures. */
async function monitored({ api, watch }: World): Promise<string> {
  // However long the requests before took on a slow machine, the last watchdog check is fresh in both worlds.
  await watch();
  const metrics = (await api.get('/metrics', null, { authorization: 'Bearer scrape-me' })).body
    .split('\n')
    .filter((line) => /^notice_desk_(?!http)/.test(line))
    .map((line) =>
      line.replace(/^(notice_desk_(?:promise_seconds\{.*\}|reconcile_age_seconds)) [\d.]+(e-?\d+)?$/, '$1 some'),
    );
  const { parts } = (await api.get('/readyz', null)).json();
  return JSON.stringify([metrics, parts]).replaceAll(
    /"(since|seconds|ms|p99|used)":("[^"]*"|\d+)|\d+ ms|\d+ s ago/g,
    '',
  );
}

interface Lived {
  world: World;
  open: OpenLife;
  secret: string[];
  operations: Described[];
  /** Outsiders' answers: before the secret notices, repeated before them, after them, and at the end. */
  answers: Record<'before' | 'again' | 'after' | 'end', Answers>;
  named: Answers;
  events: string[];
  monitored: string;
}

const named = ({ world, open }: Pick<Lived, 'world' | 'open'>, answers: Answers): Answers => {
  const known = knownNames(world, open);
  return new Map([...answers].map(([question, answer]) => [question, comparable(answer, known)]));
};

/** Makes an act that appears in live events, and returns a pattern that matches its event. */
async function annotated(world: World, { probe }: Pick<OpenLife, 'probe'>): Promise<RegExp> {
  const { version } = (await world.act('reviewer', probe, 'annotate', { text: 'Heard.' })).json();
  return new RegExp(`"notice":"${probe}"[^}]*"version":${version}\\}`);
}

/** Runs a world from beginning to end and sends it every request. Only the gagged one is also read on the way. */
async function lived(level: Level, hidden: boolean): Promise<Lived> {
  const world = await startWorld();
  await world.api.app.listen({ host: '127.0.0.1', port: 0 });
  const operations = await describeApi(world.api);
  const none: Answers = new Map();
  const answers: Lived['answers'] = { before: none, again: none, after: none, end: none };
  let firstId: string | null = null;
  const between = async (when: 'before' | 'after', open: OpenLife) => {
    if (when === 'before') {
      const [first] = await follow(world, 'ops', { mark: () => annotated(world, open) });
      firstId = first?.id ?? null;
    }
    if (!hidden || level !== 'gagged') return;
    const few = { roles: { reviewer: 'reviewer', ops: 'ops' } as const, open, operations, thorough: false };
    answers[when] = await answersIn(world, few);
    if (when === 'before') answers.again = await answersIn(world, few);
  };
  const { open, secret } = await live(world, { hidden: hidden ? level : null, between });
  const mark = () => annotated(world, open);
  const events = (await follow(world, 'ops', { lastEventId: firstId, mark })).map(({ text }) => text);
  for (const id of [open.shared, open.revoked, open.later]) {
    const progress = await follow(world, 'reviewer', { path: `/v1/notices/${id}/enforcement/events` });
    events.push(...progress.map(({ text }) => text.replaceAll(/"rate":[\d.]+/g, '')));
  }
  answers.end = await answersIn(world, {
    roles: listOutsiders(level, world.otherIntake),
    open,
    operations,
    // Filters are the same at both levels.
    thorough: level === 'gagged',
    atTheEnd: true,
  });
  const known = knownNames(world, open);
  return {
    world,
    open,
    secret,
    operations,
    answers,
    named: named({ world, open }, answers.end),
    events: events.map((text) => comparable(text, known)),
    monitored: await monitored(world),
  };
}

/** Queries whose secrecy check is disabled in turn, each with a route that would leak. */
const MUTANTS: [words: string, route: RegExp][] = [
  ['"alreadyRestricted"', /decide .*preview/],
  ['as supported_by', /\/v1\/restrictions/],
  ['as held_by_others', /unsupported-restrictions/],
  ['from notice_link where from_notice', /GET \/v1\/notices\/<\w+>/],
  ['count(*) as readable', /\/v1\/ops\/releases/],
  ['as open (id, kind, notice_id, since', /\/v1\/ops\/alert/],
  ['as "isOnTime"', /\/v1\/reports\/dashboard/],
  ['as "isComplete"', /\/v1\/reports\/scorecard/],
  ['recursive series (id)', /\/series/],
  ['as found_target', /\/v1\/search/],
  ['from letter_words', /\/v1\/search/],
];

describe.each<Level>(['gagged', 'restricted'])(
  'world beside a %s notice, compared with a world without it',
  (level) => {
    let without: Lived;
    let beside: Lived;
    beforeAll(async () => {
      without = await lived(level, false);
      beside = await lived(level, true);
    });
    afterAll(async () => {
      await Promise.all([without, beside].map(({ world }) => world.close()));
    });

    test('runs the secret notice to in_force over targets that open notices restrict', async () => {
      const { world, secret } = beside;
      const held = await world.api.get(`/v1/notices/${secret[0]}`, world.sworn.reviewer);
      const alert = [{ kind: 'secret_document' }, { kind: 'restore_due' }];
      expect(held.json()).toMatchObject({ stage: 'in_force', counts: { applied: 3 }, alert });
    });

    test('gives an outsider the same answer to every request', () => {
      expect(compared(without.named, beside.named)).toEqual({});
    });

    test('changes no answer to an outsider while the secret notice progresses', () => {
      const { before, again, after } = beside.answers;
      const moving = compared(before, again);
      const found = Object.entries(compared(before, after)).filter(([name]) => moving[name] === undefined);
      expect(Object.fromEntries(found)).toEqual({});
    });

    test('follows every event stream of the OpenAPI document', () => {
      expect(listStreams(beside.operations).sort()).toEqual(['/v1/events', '/v1/notices/{id}/enforcement/events']);
    });

    test('sends the same live events, with ids that reveal no others', () => {
      expect(without.events.length).toBeGreaterThan(10);
      expect(beside.events).toEqual(without.events);
    });

    test('exposes the same metrics', () => {
      expect(beside.monitored).toBe(without.monitored);
    });

    test('sends pages and mails about the secret notice with a key and a link only', async () => {
      const { world, secret } = beside;
      const ofSecret = world.pager.pages.filter(({ link }) => secret.some((id) => String(link).includes(id)));
      expect(ofSecret.length).toBeGreaterThan(0);
      for (const page of ofSecret) expect(Object.keys(page).sort()).toEqual(['key', 'link', 'text', 'to']);
      const mails = world.mail.received.filter(({ text }) => secret.some((id) => text.includes(id)));
      expect(mails.length).toBeGreaterThan(0);
      for (const { subject, text } of mails) expect(`${subject} ${text}`).not.toMatch(/N-\d{4}-|Quiet|ITR|comply/i);
    });

    if (level === 'gagged')
      test.each(MUTANTS)('detects a leak seeded in the query with %s', async (words, route) => {
        const { world, open, operations } = beside;
        const roles = { reviewer: 'reviewer', ops: 'ops' } as const;
        const leaked = await withLeak(world.api, words, () =>
          answersIn(world, { roles, open, operations, thorough: false, only: route }),
        );
        expect(compared(without.named, new Map([...without.named, ...named(beside, leaked)]))).not.toEqual({});
      });
  },
);

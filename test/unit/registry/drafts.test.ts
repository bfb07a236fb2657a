import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import { copyDecisions } from '../../../registry/targets/copy-decisions.js';
import { draftDecisions, checkDraft } from '../../../registry/targets/drafts.js';
import { listTargets } from '../../../registry/targets/targets.js';
import { findBatch, undoBatch } from '../../../registry/targets/undo.js';
import { aNotice, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const SIZE = 6;
const NAMES = Array.from({ length: SIZE }, (_, at) => `@model${at}`);
const EARLIER: Partial<Record<number, DecisionAction>> = { 1: 'withhold', 2: 'push_back', 5: 'label' };

interface Draft {
  action: DecisionAction | null;
  by: string | null;
  batch: number;
}
const NOTHING: Draft = { action: null, by: null, batch: 0 };
interface Model {
  drafts: Draft[];
  changed: { revision: number; by: string }[];
  batches: { number: number; by: string; kind: string; undone: boolean; before: Map<number, Draft> }[];
  revision: number;
}

type Act =
  | { do: 'decide'; by: number; targets: number[]; action: DecisionAction; asOf: number | null }
  | { do: 'copy'; by: number; targets: number[]; asOf: number | null }
  | { do: 'undo'; by: number };

const targets = fc.subarray(Array.from({ length: SIZE }, (_, at) => at + 1));
const by = fc.nat(1);
const asOf = fc.option(fc.nat(3));
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('decide' as const),
      by,
      targets,
      action: fc.constantFrom<DecisionAction>('withhold', 'push_back', 'label'),
      asOf,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('copy' as const), by, targets, asOf }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const), by }) },
);

/** Applies a batch that gives these targets these drafts to the model. */
function change(model: Model, person: string, kind: string, wanted: Map<number, Draft>): void {
  if (wanted.size === 0 && kind !== 'undo') return;
  model.revision += 1;
  const before = new Map([...wanted.keys()].map((no) => [no, model.drafts[no - 1] ?? NOTHING]));
  for (const [no, draft] of wanted) {
    model.drafts[no - 1] = kind === 'undo' ? draft : { ...draft, batch: model.revision };
    model.changed[no - 1] = { revision: model.revision, by: person };
  }
  model.batches.push({ number: model.revision, by: person, kind, undone: false, before });
}

function free(model: Model, nos: number[], person: string, seen: number | undefined): number[] {
  return nos.filter((no) => {
    const last = model.changed[no - 1];
    return seen === undefined || last === undefined || last.revision <= seen || last.by === person;
  });
}

test('matches a plain list model for any sequence of deciding, copying and undoing by two people', async () => {
  const { db, people } = registry;
  const persons = [people.author, people.reviewer];
  const from = await aNotice(registry, NAMES);
  for (const [no, action] of Object.entries(EARLIER) as [string, DecisionAction][]) {
    const base = { noticeId: from, selection: { targets: [Number(no)] }, grounds: ['g'], countries: [], note: '' };
    await draftDecisions(db, { ...base, action, by: people.author, at: new Date() });
  }
  await db
    .updateTable('target')
    .set({ status: 'approved', countries: ['IN'] })
    .where('notice_id', '=', from)
    .execute();

  const step = async (noticeId: string, model: Model, one: Act) => {
    const person = persons[one.by] ?? '';
    const at = new Date();
    if (one.do === 'undo') {
      const known = model.batches.findLast((batch) => batch.by === person && batch.kind !== 'undo' && !batch.undone);
      const found = await findBatch(db, { noticeId, latestOf: person });
      expect(found?.number).toBe(known?.number);
      if (known === undefined) return;
      const back = new Map([...known.before].filter(([no]) => model.drafts[no - 1]?.batch === known.number));
      const result = await db
        .transaction()
        .execute((trx) => undoBatch(trx, { noticeId, undone: known.number, by: person, at }));
      expect(result).toMatchObject({ changed: back.size, conflictsTotal: known.before.size - back.size });
      known.undone = true;
      change(model, person, 'undo', back);
      return;
    }
    const seen = one.asOf === null ? undefined : Math.max(0, model.revision - one.asOf);
    const mine = free(model, one.targets, person, seen);
    const common = { noticeId, selection: { targets: one.targets }, by: person, at, asOf: seen };
    const pickAction = (no: number) => (one.do === 'decide' ? one.action : EARLIER[no]);
    const wanted = new Map<number, Draft>();
    for (const no of mine) {
      const action = pickAction(no);
      if (action !== undefined && model.drafts[no - 1]?.action !== action)
        wanted.set(no, { action, by: person, batch: 0 });
    }
    if (one.do === 'decide') {
      const draft = { ...common, action: one.action, grounds: ['g'], countries: ['IN'], note: '' };
      const look = await checkDraft(db, draft);
      const result = await db.transaction().execute((trx) => draftDecisions(trx, draft));
      expect(result).toMatchObject({ ...look, conflictsTotal: one.targets.length - mine.length, changed: wanted.size });
    } else {
      const result = await db.transaction().execute((trx) => copyDecisions(trx, { ...common, from, scope: ['IN'] }));
      const known = one.targets.filter((no) => EARLIER[no] !== undefined);
      expect(result).toMatchObject({
        changed: wanted.size,
        conflictsTotal: known.filter((no) => !mine.includes(no)).length,
        skippedBy:
          one.targets.length === known.length ? {} : { no_earlier_decision: one.targets.length - known.length },
      });
    }
    change(model, person, one.do, wanted);
  };

  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 14 }), async (acts) => {
      const noticeId = await aNotice(registry, NAMES);
      const model: Model = {
        drafts: NAMES.map(() => ({ action: null, by: null, batch: 0 })),
        changed: NAMES.map(() => ({ revision: 0, by: '' })),
        batches: [],
        revision: 0,
      };
      for (const one of acts) {
        await step(noticeId, model, one);
        const rows = await listTargets(db, { noticeId, afterNo: 0, limit: SIZE, filter: {} });
        expect(rows.map(({ action, decided_by: decider, revision }) => ({ action, by: decider, revision }))).toEqual(
          model.drafts.map(({ action, by: decider }, index) => ({
            action,
            by: decider,
            revision: model.changed[index]?.revision,
          })),
        );
        expect(rows.every(({ status, action }) => status === (action === null ? 'undecided' : 'drafted'))).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
});

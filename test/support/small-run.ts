import type { Event, EventAction } from '../../domain/event.js';
import type { Evidence, FinalNotice } from '../chaos/evidence.js';
import type { InvokeLine, JournalLine, Name, OpAnswer, OpBodies, OpName } from '../chaos/journal.js';

export const ITEMS = ['item_a', 'item_b', 'item_c'];
export const NAMES: Name[] = ['@a', '@b', '@c'].map((locator) => ({ type: 'account', locator }));

type Doing<Op extends OpName> = Partial<Omit<InvokeLine, 'op' | 'body'>> & { op: Op; body: OpBodies[Op] };

/** A handwritten journal; every operation takes ten milliseconds. */
export function writeJournal() {
  const lines: JournalLine[] = [];
  let n = 0;
  const begin = <Op extends OpName>(doing: Doing<Op>): number => {
    n += 1;
    const rest = { life: 1, notice: 'N1', as: 'reviewer', expect: 'ok', ...doing };
    lines.push({ n, atMs: n * 10, phase: 'invoke', ...rest } as InvokeLine);
    return n;
  };
  return {
    lines,
    ok<Op extends OpName>(doing: Doing<Op>, answer: OpAnswer = {}): number {
      const begun = begin(doing);
      lines.push({ n: begun, atMs: begun * 10 + 9, phase: 'ok', answer });
      return begun * 10;
    },
    fail<Op extends OpName>(doing: Doing<Op>): void {
      const begun = begin(doing);
      lines.push({ n: begun, atMs: begun * 10 + 9, phase: 'fail', status: 403, problem: 'four-eyes' });
    },
  };
}

export type HandJournal = ReturnType<typeof writeJournal>;

export function steps(journal: HandJournal, notice = 'N1') {
  const opened = (number: number, approvalsNeeded: number) => ({
    submission: { number, digest: `digest ${number}`, approvalsNeeded },
  });
  return {
    receive: (body: Partial<OpBodies['receive']> = {}) =>
      journal.ok(
        {
          op: 'receive',
          as: 'intake',
          notice: null,
          body: {
            reference: `CHAOS/${notice}`,
            rows: 4,
            distinct: NAMES,
            items: ITEMS,
            protectedItems: [],
            missingItems: [],
            ...body,
          },
        },
        { notice, accepted: 3, merged: 1 },
      ),
    reviewed: () => journal.ok({ op: 'reviewed', as: 'harness', notice, body: {} }),
    decide: (targets = [1, 2, 3], action = 'withhold', countries = ['IN']) =>
      journal.ok({ op: 'decide', notice, body: { targets, action, countries } }),
    submit: (number = 1, approvalsNeeded = 1) =>
      journal.ok({ op: 'submit', notice, body: {} }, opened(number, approvalsNeeded)),
    approve: (submission = 1, as: InvokeLine['as'] = 'approver') =>
      journal.ok({ op: 'approve', as, notice, body: { submission, digest: `digest ${submission}` } }),
    /** With the approval that a restoration without a recorded basis needs. */
    reinstate: (targets: number[], cause = 'order_lapsed', number = 2) => {
      journal.ok({ op: 'reinstate', notice, body: { targets, cause } }, opened(number, 1));
      const body = { submission: number, digest: `digest ${number}` };
      journal.ok({ op: 'approve', as: 'approver', notice, body });
    },
  };
}

export function aWrite(
  key: string,
  { seq, atMs = 1_000, ...rest }: { seq: number; atMs?: number } & Partial<Evidence['platform']['journal'][number]>,
): Evidence['platform']['journal'][number] {
  const [, , no, action] = key.split(':');
  return {
    seq,
    key,
    action: (action ?? 'withhold') as 'withhold',
    id: ITEMS[Number(no) - 1] ?? '',
    countries: action === 'remove' ? [] : ['IN'],
    undoes: null,
    status: 'applied',
    at: new Date(atMs).toISOString(),
    receipt: `receipt ${key}`,
    ...rest,
  };
}

export function aFinalNotice(over: Partial<FinalNotice> = {}): FinalNotice {
  const id = over.id ?? 'N1';
  return {
    id,
    reference: `CHAOS/${id}`,
    stage: 'in_force',
    counts: { targets: 3, applied: 3, failed: 0, restored: 0 },
    targets: NAMES.map((name, at) => ({
      no: at + 1,
      ...name,
      platformId: ITEMS[at] ?? null,
      status: 'applied',
      problem: null,
      receipt: `receipt ${id}:1:${at + 1}:withhold`,
    })),
    enforcements: [
      {
        submission: 1,
        total: 3,
        applied: 2,
        already: 1,
        failed: 0,
        refused: 0,
        pending: 0,
        finishedAt: '2026-01-01T00:00:00Z',
      },
    ],
    ...over,
  };
}

export function aGoodRun(): { journal: HandJournal; evidence: Evidence } {
  const journal = writeJournal();
  const order = steps(journal);
  order.receive();
  order.reviewed();
  order.decide();
  order.submit();
  journal.fail({ op: 'approve', expect: 'refusal', body: { submission: 1, digest: 'digest 1' } });
  order.approve();
  const entry = (action: EventAction, actor: string, detail = {}) => {
    const event = { action, detail } as Event;
    return { seq: 1, notice: 'N1', actor, ...event, commandId: null };
  };
  return {
    journal,
    evidence: {
      journal: journal.lines,
      people: { reviewer: 'R', approver: 'A' },
      notices: [aFinalNotice()],
      restrictions: NAMES.map((name) => ({ ...name, countries: ['IN'], everywhere: false, supportedBy: ['N1'] })),
      audit: [
        entry('notice_received', 'I'),
        entry('decide', 'R'),
        entry('submit', 'R'),
        entry('approve', 'A'),
        entry('targets_applied', 'system', { submission: 1 }),
      ],
      platform: {
        states: ITEMS.map((id) => ({ id, countries: ['IN'], everywhere: false })),
        journal: [1, 2, 3].map((no) => aWrite(`N1:1:${no}:withhold`, { seq: no })),
        fired: {},
        looks: 0,
      },
      answers: { 200: 9 },
      around: null,
      unfinished: [],
    },
  };
}

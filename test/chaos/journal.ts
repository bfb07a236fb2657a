import { appendFileSync } from 'node:fs';
import type { DemoName } from '../../desk/simulators/demo-people.js';

export interface Name {
  type: string;
  locator: string;
}

/** Requests to the desk and faults injected into it, by name. Numbers are target numbers, instants epoch ms. */
export interface OpBodies {
  /** An order: its rows as they should be stored, in order, and the platform item that each of them means. */
  receive: {
    reference: string;
    rows: number;
    distinct: Name[];
    items: string[];
    /** Items that require counsel's approval. */
    protectedItems: string[];
    missingItems: string[];
  };
  triage: object;
  /** The platform has identified all targets: decisions from here on are made with known owners. */
  reviewed: object;
  decide: { targets: number[]; action: string; countries: string[] };
  submit: object;
  return: { submission: number };
  approve: { submission: number; digest: string };
  reinstate: { targets: number[]; cause: string };
  /** An order under an Idempotency-Key that was used for another one. */
  reuse_key: object;
  change_owner: { item: string; owner: string };
  faults: Record<string, unknown>;
  kill: { victim: string; pid: number };
  cut: { pair: string; how: string; forMs: number };
  /** The volume of the desk's home is filled, or slowed down. */
  disk: { what: string; forMs: number };
  jump: { kind: string; seconds: number };
  mail_in: { messageId: string };
  sign_in: { person: string };
  /** A 5xx other than 503. */
  broke: { status: number; what: string };
}
export type OpName = keyof OpBodies;

/** Expected outcome: `ok`, or a refusal because the request is a forbidden attempt. */
export type Expected = 'ok' | 'refusal';

export type Actor = DemoName | 'harness';

interface Head {
  /** Number of the operation, shared by its lines. */
  n: number;
  atMs: number;
}

export type InvokeLine = {
  [Op in OpName]: Head & {
    phase: 'invoke';
    op: Op;
    as: Actor;
    life: number | null;
    notice: string | null;
    expect: Expected;
    body: OpBodies[Op];
  };
}[OpName];

/** `ok`: done. `fail`: refused. `info`: outcome unknown, to be retried. */
export type JournalLine =
  | InvokeLine
  | (Head & { phase: 'ok'; answer: OpAnswer })
  | (Head & { phase: 'fail'; status: number; problem: string })
  | (Head & { phase: 'info'; why: string });

export interface OpAnswer {
  notice?: string;
  accepted?: number;
  merged?: number;
  submission?: { number: number; digest: string; approvalsNeeded: number };
}

export interface Journal {
  readonly lines: readonly JournalLine[];
  invoke<Op extends OpName>(op: {
    op: Op;
    as: Actor;
    life?: number;
    notice?: string | null;
    expect?: Expected;
    body: OpBodies[Op];
  }): number;
  ok(n: number, answer?: OpAnswer): void;
  fail(n: number, status: number, problem: string): void;
  info(n: number, why: string): void;
}

/** Opens a journal of all requests and answers: NDJSON in a file as it happens, and in memory for the checkers. */
export function openJournal(path: string): Journal {
  const lines: JournalLine[] = [];
  let last = 0;
  const write = (line: JournalLine) => {
    lines.push(line);
    appendFileSync(path, `${JSON.stringify(line)}\n`);
  };
  return {
    lines,
    invoke({ op, as, life, notice = null, expect = 'ok', body }) {
      last += 1;
      write({
        n: last,
        atMs: Date.now(),
        phase: 'invoke',
        op,
        as,
        life: life ?? null,
        notice,
        expect,
        body,
      } as InvokeLine);
      return last;
    },
    ok: (n, answer = {}) => write({ n, atMs: Date.now(), phase: 'ok', answer }),
    fail: (n, status, problem) => write({ n, atMs: Date.now(), phase: 'fail', status, problem }),
    info: (n, why) => write({ n, atMs: Date.now(), phase: 'info', why }),
  };
}

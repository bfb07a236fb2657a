import { appendFileSync } from 'node:fs';
import type { DemoName } from '../../desk/doubles/demo-people.js';

/** One thing an order names. */
export interface Name {
  type: string;
  locator: string;
}

/** What is asked of the desk or done to it, by name. Numbers are target numbers, instants epoch ms. */
export interface OpBodies {
  /** An order: its rows as they should be kept, in order, and the item of the platform that each of them means. */
  receive: {
    reference: string;
    rows: number;
    distinct: Name[];
    items: string[];
    /** Items that counsel has to be asked about. */
    protectedItems: string[];
    /** Items that the platform does not know. */
    missingItems: string[];
  };
  triage: object;
  /** The platform has said who all targets are: whoever decides from here on knows the owners. */
  reviewed: object;
  decide: { targets: number[]; lane: string; countries: string[] };
  submit: object;
  return: { submission: number };
  approve: { submission: number; digest: string };
  reinstate: { targets: number[]; cause: string };
  /** An order under a key that was used for another one. */
  reuse_key: object;
  /** An item of the platform gets another owner. */
  change_owner: { item: string; owner: string };
  faults: Record<string, unknown>;
  kill: { victim: string; pid: number };
  /** The connection between two parts is spoiled. */
  cut: { pair: string; how: string; forMs: number };
  /** The volume that the home lies on is filled, or made slow. */
  disk: { what: string; forMs: number };
  /** The clock of a kind of process is set so far off. */
  jump: { kind: string; seconds: number };
  /** A mail is handed over to the desk. */
  mail_in: { messageId: string };
  sign_in: { person: string };
  /** An answer that says that something broke inside the desk: a 5xx that is no 503. */
  broke: { status: number; what: string };
}
export type OpName = keyof OpBodies;

/** What an operation has to come to: `ok`, or a refusal because it is an attempt at what must not be. */
export type Expected = 'ok' | 'refusal';

export type Actor = DemoName | 'harness';

interface Head {
  /** Number of the operation; its lines share it. */
  n: number;
  atMs: number;
}

/** Begun. `life` is the order's number in the run. */
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

/** `ok`: done. `fail`: refused. `info`: nobody knows, and it is asked again. */
export type Line =
  | InvokeLine
  | (Head & { phase: 'ok'; answer: OpAnswer })
  | (Head & { phase: 'fail'; status: number; problem: string })
  | (Head & { phase: 'info'; why: string });

/** What the desk answered, as far as a checker needs it. */
export interface OpAnswer {
  notice?: string;
  accepted?: number;
  merged?: number;
  submission?: { number: number; digest: string; approvalsNeeded: number };
}

export interface Journal {
  readonly lines: readonly Line[];
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

/** A journal of everything asked and answered: NDJSON in a file as it happens, and in memory for the checkers. */
export function openJournal(path: string): Journal {
  const lines: Line[] = [];
  let last = 0;
  const write = (line: Line) => {
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

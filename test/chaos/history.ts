import type { Actor, Expected, InvokeLine, JournalLine, OpAnswer, OpBodies, OpName } from './journal.js';

export type Deed<Op extends OpName = OpName> = {
  [One in Op]: {
    n: number;
    op: One;
    as: Actor;
    life: number | null;
    notice: string | null;
    expect: Expected;
    body: OpBodies[One];
    invokedAtMs: number;
    endedAtMs: number;
    outcome: 'ok' | 'fail' | 'unknown';
    answer: OpAnswer;
    status: number;
    problem: string;
    /** Number of times that its outcome was unknown. */
    doubts: number;
  };
}[Op];

export function readDeeds(lines: readonly JournalLine[]): Deed[] {
  const begun = new Map<number, Deed>();
  const ended: Deed[] = [];
  for (const line of lines) {
    if (line.phase === 'invoke') {
      begun.set(line.n, beginDeed(line));
      continue;
    }
    const deed = begun.get(line.n);
    if (deed === undefined) throw new Error(`The journal's operation ${line.n} ends without having begun.`);
    if (line.phase === 'info') {
      deed.doubts += 1;
      continue;
    }
    deed.endedAtMs = line.atMs;
    deed.outcome = line.phase;
    if (line.phase === 'ok') deed.answer = line.answer;
    else Object.assign(deed, { status: line.status, problem: line.problem });
    ended.push(deed);
  }
  return [...ended, ...[...begun.values()].filter(({ outcome }) => outcome === 'unknown')];
}

function beginDeed({ n, op, as, life, notice, expect, body, atMs }: InvokeLine): Deed {
  return {
    n,
    op,
    as,
    life,
    notice,
    expect,
    body,
    invokedAtMs: atMs,
    endedAtMs: Number.POSITIVE_INFINITY,
    outcome: 'unknown',
    answer: {},
    status: 0,
    problem: '',
    doubts: 0,
  } as Deed;
}

export function accepted<Op extends OpName>(deeds: readonly Deed[], op: Op): Deed<Op>[] {
  return deeds.filter((deed) => deed.op === op && deed.outcome === 'ok') as Deed<Op>[];
}

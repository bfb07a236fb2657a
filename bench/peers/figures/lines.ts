import type { MachineState } from '../../rig/probe.js';

export const PARTS = ['steps', 'order', 'freshness', 'kill', 'timers', 'timers-10k'] as const;
export type Part = (typeof PARTS)[number];

export const CONTENDERS = ['desk', 'dbos', 'bpm', 'cron', 'ozone'] as const;
export type ContenderKey = (typeof CONTENDERS)[number];

interface Line {
  /** When its run began. */
  run: string;
}

export interface RunLine extends Line, MachineState {
  part: 'run';
  machine: string;
  versions: Record<string, string>;
}

interface OfContender extends Line {
  contender: ContenderKey;
}

/** What a contender is, or why it was not measured. */
export interface NamedLine extends OfContender {
  part: 'contender';
  name: string;
  leavesOut: string;
}

export interface FailedLine extends OfContender {
  part: 'failed';
  of: Part | 'start';
  reason: string;
}

export interface StepsLine extends OfContender {
  part: 'steps';
  clients: number;
  ms: number[];
  perSecond: number;
  /** CPU time a step, of the contender's own processes and PostgreSQL. */
  cpuMs: number;
  memoryMb: number;
  /** Of the whole PostgreSQL server, a step. */
  walBytes: number;
}

export interface OrderLine extends OfContender {
  part: 'order';
  targets: number;
  /** From the last approval to all targets recorded as applied; of the desk, to all proven in force. */
  ms: number;
}

export interface FreshnessLine extends OfContender {
  part: 'freshness';
  perSecond: number;
  ms: number[];
}

export interface KillLine extends OfContender {
  part: 'kill';
  kills: number;
  acknowledged: number;
  lost: number;
  repeated: number;
  /** Operations of approved orders that the platform lacks 45 s later, and those it has twice. */
  effects: number;
  effectsLost: number;
  effectsRepeated: number;
}

export interface TimersLine extends OfContender {
  part: 'timers' | 'timers-10k';
  open: number;
  ms: number[];
}

export type PeersLine =
  | RunLine
  | NamedLine
  | FailedLine
  | StepsLine
  | OrderLine
  | FreshnessLine
  | KillLine
  | TimersLine;

/** Reads the lines of one file of results; npm prints lines of its own. */
export function parseLines(text: string): PeersLine[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as PeersLine);
}

/** Of each part of a contender, only the lines of its newest run: a part measured again replaces the older figures. */
export function keepNewest(lines: readonly PeersLine[]): PeersLine[] {
  const newest = new Map<string, string>();
  for (const line of lines) {
    const key = toKey(line);
    if (line.run > (newest.get(key) ?? '')) newest.set(key, line.run);
  }
  return lines.filter((line) => line.run === newest.get(toKey(line)));
}

function toKey(line: PeersLine): string {
  if (line.part === 'run') return 'run';
  return `${line.contender} ${line.part === 'failed' ? line.of : line.part}`;
}

import type { Victim } from './desk.js';

/** What the size of a campaign counts: kills that hit, cuts, cases of its properties, runs of its tests, or minutes. */
export type SizeUnit = 'kills' | 'cases' | 'times' | 'minutes';

interface Told {
  /** As it is asked for: `C1`. */
  name: string;
  /** The promise that it is about, and which of its threats. */
  promise: string;
  /** What it does, as a sentence. */
  does: string;
  /** Size by default, and the one by hand before a release. */
  sizes: { unit: SizeUnit; short: number; long: number };
  /** Last measured: date, size and duration. */
  measured: string;
  /** What it leaves out of what one would wish, and why; empty: nothing that we know of. */
  without: string;
}

/** A desk at work whose processes are killed, connections cut, disk filled or clocks set, or of which too much is asked. */
export interface ProcessCampaign extends Told {
  kind: 'processes';
  victims: readonly Victim[];
  /** Each part a process of its own, and mail, sign-ins and the log looked at besides. */
  apart: boolean;
  network: boolean;
  disk: boolean;
  /** The clocks of our processes are set wrong, one kind at a time. */
  jumps: boolean;
  /** More is asked than can be done. */
  flood: boolean;
}

/** Tests of the repository at a larger size: their properties with more cases and a named seed, or again and again. */
export interface TestCampaign extends Told {
  kind: 'tests';
  /** Files or folders below `test/`. */
  tests: readonly string[];
  /** How many cases the tests have in the gate; asked for more, all of them grow by the same factor. */
  gate: number;
}

export type Campaign = ProcessCampaign | TestCampaign;

/** A campaign of processes, each part one of its own and nothing done to them unless it is said. */
export const processes = (
  told: Omit<ProcessCampaign, 'kind' | 'apart' | 'network' | 'disk' | 'jumps' | 'flood'> & Partial<ProcessCampaign>,
) =>
  ({
    apart: true,
    network: false,
    disk: false,
    jumps: false,
    flood: false,
    ...told,
    kind: 'processes',
  }) satisfies Campaign;

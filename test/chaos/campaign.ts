import type { Victim } from './desk.js';

/** Unit of a campaign's size: kills that hit, cuts, property cases, test runs, or minutes. */
export type SizeUnit = 'kills' | 'cases' | 'times' | 'minutes';

interface Logged {
  name: string;
  /** The promise it tests, and which of its threats. */
  promise: string;
  does: string;
  /** Default size, and the size of a manual run before a release. */
  sizes: { unit: SizeUnit; short: number; long: number };
  measured: string;
  /** Known gaps of the campaign, with reasons; empty: none known. */
  without: string;
}

export interface ProcessCampaign extends Logged {
  kind: 'processes';
  victims: readonly Victim[];
  /** Each part in its own process, and mail, sign-ins and the log are checked too. */
  apart: boolean;
  network: boolean;
  disk: boolean;
  /** Sets the clocks of our processes wrong, one kind at a time. */
  jumps: boolean;
  flood: boolean;
}

export interface TestCampaign extends Logged {
  kind: 'tests';
  tests: readonly string[];
  /** Number of cases in the gate; a larger campaign scales all tests by the same factor. */
  gate: number;
}

export type Campaign = ProcessCampaign | TestCampaign;

export const processes = (
  given: Omit<ProcessCampaign, 'kind' | 'apart' | 'network' | 'disk' | 'jumps' | 'flood'> & Partial<ProcessCampaign>,
) =>
  ({
    apart: true,
    network: false,
    disk: false,
    jumps: false,
    flood: false,
    ...given,
    kind: 'processes',
  }) satisfies Campaign;

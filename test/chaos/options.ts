import { parseArgs } from 'node:util';
import type { Campaign, SizeUnit } from './campaign.js';
import { CAMPAIGNS, findCampaign } from './campaigns.js';
import { MUTANTS } from './mutants/all.js';
import { VICTIMS, type Victim } from './desk.js';
import type { Mutant } from './mutants/mutant.js';

export const USAGE = `Usage: npm run chaos -- CAMPAIGN [--kills N | --cases N | --times N | --minutes N] [--long] [--seed N] [--notices N] [--victim NAME] [--keep] [--mutant NAME]
       npm run chaos -- list [--markdown]   lists every campaign: its promise, what it does, its sizes
       npm run chaos -- mutants [NAME …]    runs all seeded bugs, or those named, one at a time, and reports which were found
  CAMPAIGN     ${CAMPAIGNS.map(({ name }) => name).join(', ')}; enforcement is C7
  --kills N    processes of the desk to kill; other campaigns take --cases N, --times N or --minutes N
  --long       the size of a run before a release
  --seed N     fixes workload, faults and the order of kills (default: a random seed, which is printed)
  --notices N  concurrent orders, and the minimum in all (default 20)
  --victim NAME kill only this kind of process: ${VICTIMS.join(', ')}
  --keep       keep the home, with the journal of every operation
  --mutant NAME seed a known bug into a copy of the desk, which the run must find: ${MUTANTS.map(({ name }) => name).join(', ')}`;

export interface ChaosOptions {
  campaign: Campaign;
  /** In the campaign's unit. */
  size: number;
  seed: number;
  notices: number;
  /** The one kind of process to kill; null: those of the campaign. */
  victim: Victim | null;
  keep: boolean;
  mutant: Mutant | null;
}

const MAX: Record<SizeUnit, number> = { kills: 10_000, cases: 100_000_000, times: 10_000, minutes: 10_000 };
const UNITS: readonly SizeUnit[] = ['kills', 'cases', 'times', 'minutes'];

/** Returns the options of a run, or the error text to print. */
export function readOptions(args: readonly string[], chance: () => number): ChaosOptions | string {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kills: text,
        cases: text,
        times: text,
        minutes: text,
        seed: text,
        notices: text,
        mutant: text,
        victim: text,
        keep: flag,
        long: flag,
      },
    });
    const campaign = positionals.length === 1 ? findCampaign(positionals[0] ?? '') : undefined;
    if (campaign === undefined) return USAGE;
    const { unit, short, long } = campaign.sizes;
    const other = UNITS.find((one) => one !== unit && values[one] !== undefined);
    if (other !== undefined) return `${campaign.name} is measured in ${unit}: give --${unit} instead of --${other}.`;
    const mutant = values.mutant === undefined ? null : MUTANTS.find(({ name }) => name === values.mutant);
    if (mutant === undefined) return `--mutant: one of ${MUTANTS.map(({ name }) => name).join(', ')}.`;
    const victim = values.victim === undefined ? null : VICTIMS.find((one) => one === values.victim);
    if (victim === undefined) return `--victim: one of ${VICTIMS.join(', ')}.`;
    return {
      campaign,
      size: readWhole(unit, values[unit] ?? String(values.long === true ? long : short), MAX[unit]),
      seed: readWhole('seed', values.seed ?? String(Math.floor(chance() * 1_000_000)), 4_294_967_295),
      notices: readWhole('notices', values.notices ?? '20', 40),
      victim,
      keep: values.keep ?? false,
      mutant,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function readWhole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) throw new Error(`--${name}: a whole number up to ${max}.`);
  return value;
}

/** Returns the command that repeats the run. */
export function toCommand({ campaign, size, seed, notices, victim, mutant }: ChaosOptions): string {
  const orders =
    campaign.kind === 'processes' ? ` --notices ${notices}${victim === null ? '' : ` --victim ${victim}`}` : '';
  const seeded = mutant === null ? '' : ` --mutant ${mutant.name}`;
  return `npm run chaos -- ${campaign.name} --${campaign.sizes.unit} ${size} --seed ${seed}${orders}${seeded}`;
}

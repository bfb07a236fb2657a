import { mkdtempSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { tmpdir } from 'node:os';
import type { ProcessCampaign } from './campaign.js';
import { type ChaosDesk, removeHome, startChaosDesk } from './desk.js';
import { type FakedClocks, layOutClocks } from './lab/faked-time.js';
import { startToxiproxy, type Toxiproxy } from './lab/toxiproxy.js';
import { mountVolume, type Volume } from './lab/volume.js';
import type { ChaosOptions } from './options.js';
import { type AppliedMutant, applyInDist } from './mutants/apply.js';
import { toFindingLine, toStory } from './report.js';
import { type ChaosRun, runChaos } from './run.js';

export interface Speaking {
  print: (text: string) => void;
  say: (text: string) => void;
}

export interface Outcome {
  foundBy: readonly string[];
}

export function processRun(
  campaign: ProcessCampaign,
  options: ChaosOptions,
  { root, print, say }: Speaking & { root: string },
) {
  let desk: ChaosDesk | undefined;
  let applied: AppliedMutant | undefined;
  let proxy: Toxiproxy | undefined;
  let volume: Volume | undefined;
  let clocks: FakedClocks | undefined;
  let ending: Promise<void> | undefined;
  /** Keeps the home if requested or if something was found in it. */
  const end = (keep: boolean): Promise<void> => {
    ending ??= (async () => {
      await desk?.stop();
      await proxy?.stop();
      if (desk !== undefined && !keep) removeHome(desk.home);
      if (!keep) volume?.discard();
      if (clocks !== undefined) rmSync(clocks.folder, { recursive: true, force: true });
      applied?.discard();
    })();
    return ending;
  };
  const run = async (): Promise<Outcome> => {
    const { mutant } = options;
    applied = mutant === null ? undefined : await applyInDist(mutant, root);
    if (campaign.network) proxy = await startToxiproxy(tmpdir(), say);
    if (campaign.disk) volume = mountVolume();
    if (campaign.jumps) clocks = await layOutClocks(mkdtempSync(join(tmpdir(), 'desk-clocks-')), tmpdir());
    say('  starting the desk …');
    desk = await startChaosDesk({
      dist: applied?.dist ?? join(root, 'dist'),
      apart: campaign.apart,
      proxy: proxy?.url,
      clocks,
      folder: volume?.folder,
    });
    say(`  home ${desk.home}`);
    const ran = await runChaos(campaign, options, {
      desk,
      proxy,
      volume,
      clocks,
      say,
      journal: buildJournalPath(desk.home),
    });
    const foundBy = report(ran, print);
    const keep = options.keep || (foundBy.length > 0 && mutant === null);
    if (keep) print(`home kept: ${desk.home} (desk.log, logs/), ${buildJournalPath(desk.home)}`);
    else rmSync(buildJournalPath(desk.home), { force: true });
    await end(keep);
    return { foundBy };
  };
  return { run, end };
}

/** Outside the home: its volume may be full. */
function buildJournalPath(home: string): string {
  return join(tmpdir(), `${basename(home)}.journal.ndjson`);
}

function report(ran: ChaosRun, print: Speaking['print']): string[] {
  const { kills, cuts, disk, jumps, flood, lives, seconds, coverage, evidence, findings } = ran;
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([what, count]) => `${what} ${count}`)
      .join(', ');
  print(
    `${kills.total} kills (${list(kills.by)}; ${kills.pairs} times two at once), ${lives} orders, ${Math.round(seconds)} s`,
  );
  const isPair = (name: string) => !name.includes(' ');
  const pairs = Object.fromEntries(Object.entries(cuts?.by ?? {}).filter(([name]) => isPair(name)));
  if (cuts !== null) print(`${cuts.total} cuts (${list(pairs)})`);
  if (disk !== null) print(`disk: ${list(disk.by)}`);
  if (jumps !== null) print(`jumps: ${list(jumps.by)}`);
  if (flood !== null) {
    print(`flood: ${list(flood.by)}`);
    print(
      `the API used at most ${flood.maxMb} MB; rejected requests within ${Math.round(flood.slowestTurnedAwayMs)} ms`,
    );
  }
  print(`happened: ${list(coverage)}`);
  print(`answers: ${list(evidence.answers)}`);
  for (const finding of findings) print(toFindingLine(finding));
  const wrong = findings.filter(({ differences }) => differences.length > 0);
  for (const finding of wrong) for (const line of toStory(finding, evidence)) print(line);
  return wrong.map(({ name }) => name);
}

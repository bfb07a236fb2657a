import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { playDemo } from '../../cli/demo/demo-run.js';
import type { DemoNotice } from '../../cli/demo/step.js';
import { secondOrderTargets } from '../../cli/demo/targets.js';
import type { CliDeps } from '../../cli/deps.js';
import { realDeps } from '../../cli/deps.js';
import type { NoticeView } from '../../cli/view.js';
import type { DeskFile } from '../../desk/desk-file.js';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import { createDeskClient, type DeskClient } from '../../sdk/http.js';

export const DECISIONS = [
  { handles: /^@(press|journalist|deputy|candidate|activist)_/, action: 'push_back', ground: 'protected_speech' },
  { handles: /^@spam_/, action: 'remove_rules', ground: 'own_rules' },
  { handles: /^@kisan_/, action: 'withhold', ground: 'complied_under_protest' },
] as const;

const IN_FORCE_WITHIN_MS = 300_000;
const LETTERS = 3;

export interface Stage {
  home: string;
  file: DeskFile;
  fetch: typeof globalThis.fetch;
  say: (line: string) => void;
}

export type Notices = Record<DemoNotice, string>;

/**
 * Plays the case of February 2021 from its first document to the closing of the second order, by the demo's people.
 * Returns the notices' ids.
 */
export async function playFebruary(stage: Stage): Promise<Notices> {
  const { notices } = await playDemo(buildDeps(stage), { again: false, say: stage.say });
  const ids = pickIds(notices);
  await goOn(stage, ids.second_order);
  return ids;
}

function buildDeps({ home, fetch }: Stage): CliDeps {
  return { ...realDeps(), env: { DESK_HOME: home }, fetch };
}

function pickIds(notices: Partial<Record<DemoNotice, { id: string }>>): Notices {
  const { first_order: first, non_compliance_notice: notice, second_order: second } = notices;
  if (!first || !notice || !second) throw new Error('The demo ended without its three notices.');
  return { first_order: first.id, non_compliance_notice: notice.id, second_order: second.id };
}

export function createDemoClient({ file, fetch }: Pick<Stage, 'file' | 'fetch'>, by: DemoName): DeskClient {
  const deps = { fetch, sleep: (ms: number) => sleep(ms), nowMs: () => Date.now() };
  return createDeskClient({ url: file.api, key: file.keys[by] }, deps);
}

async function goOn(stage: Stage, id: string): Promise<void> {
  const command = async (by: DemoName, name: string, body: unknown): Promise<NoticeView> =>
    (await createDemoClient(stage, by).post<NoticeView>(`/v1/notices/${id}/${name}`, body, randomUUID())).body;
  stage.say('The second order is decided');
  for (const { handles, action, ground } of DECISIONS)
    await command('reviewer', 'decide', { select: { targets: listTargetNumbers(handles) }, action, grounds: [ground] });
  stage.say('It is submitted and approved by two');
  const { submission } = await command('reviewer', 'submit', { letter: { language: 'en' } });
  const approval = { submission: submission?.number, digest: submission?.digest };
  await command('approver', 'approve', approval);
  await command('counsel', 'approve', approval);
  stage.say('The platform carries it out');
  await until(
    stage,
    id,
    async (reader) => (await reader.get<NoticeView>(`/v1/notices/${id}`)).body.stage === 'in_force',
  );
  await until(stage, id, async (reader) => (await sentLetters(reader, id)) >= LETTERS);
  stage.say('It is closed');
  await command('reviewer', 'close', { reason: 'Reported and answered' });
}

export function listTargetNumbers(handles: RegExp): number[] {
  return secondOrderTargets().flatMap(({ locator }, at) => (handles.test(locator) ? [at + 1] : []));
}

async function sentLetters(reader: DeskClient, id: string): Promise<number> {
  const { items } = (await reader.get<{ items: { state: string }[] }>(`/v1/notices/${id}/letters`)).body;
  return items.filter(({ state }) => state === 'sent').length;
}

async function until(stage: Stage, id: string, holds: (reader: DeskClient) => Promise<boolean>): Promise<void> {
  const reader = createDemoClient(stage, 'counsel');
  const giveUpAt = Date.now() + IN_FORCE_WITHIN_MS;
  while (!(await holds(reader))) {
    if (Date.now() > giveUpAt) throw new Error(`${id} did not come so far within ${IN_FORCE_WITHIN_MS / 1000} s.`);
    await sleep(500);
  }
}

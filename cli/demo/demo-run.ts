import { buildFebruary2021 } from './february-2021.js';
import type { DemoNotice, DemoStep } from './step.js';
import { connect, type DemoRole, type CliDeskFile, deskHome, findDeskFile, HOW_TO_START } from '../connection.js';
import { createDemoState, type DemoState, findDemoState, saveDemoState } from './demo-state.js';
import type { CliDeps } from '../deps.js';
import { DeskProblemError, RefusedError } from '../exit.js';
import { createCliClient, type CliClient } from '../http.js';
import type { NoticeCommandAnswer, EnforcementView, NoticeView } from '../view.js';
import type { Command } from 'commander';
import { addCommand, type CommandSession } from '../command.js';
import { stateLine } from '../notices/act.js';

interface Stage {
  deps: CliDeps;
  home: string;
  desk: CliDeskFile;
  state: DemoState;
  save(): void;
  say: (line: string) => void;
}

type StepOf<Act extends DemoStep['act']> = Extract<DemoStep, { act: Act }>;

/** Enforcing 1,178 targets takes seconds; a desk that needs five minutes is stuck. */
const ENFORCEMENT_LIMIT_MS = 300_000;
const POLL_MS = 500;
const PRACTICE = 'Practice: the demo case was started again from its beginning.';

interface Playing {
  /** Starts a new run after a finished one. */
  again: boolean;
  /** Starts a new run in any case, and closes the notices of the former one. */
  reset?: boolean;
  say: (line: string) => void;
}

/** Plays the demo case, or resumes an unfinished run. */
export async function playDemo(deps: CliDeps, { again, reset = false, say }: Playing): Promise<DemoState> {
  const home = deskHome(deps.env);
  const desk = findDeskFile(deps.env);
  if (desk === null) throw new RefusedError(`No desk is running on ${home}. ${HOW_TO_START}`);
  const found = findDemoState(home);
  if (found?.finishedAt && !again && !reset) {
    say('The demo case is already loaded.');
    return found;
  }
  const unfinished = found && !found.finishedAt && !reset ? found : null;
  const state = unfinished ?? createDemoState({ runId: deps.newId(), nowMs: deps.nowMs() });
  const stage: Stage = { deps, home, desk, state, say, save: () => saveDemoState(home, state) };
  if (reset && found !== null) await closeFormer({ ...stage, state: found });
  stage.save();
  const { steps } = buildFebruary2021({ nowMs: state.nowMs });
  for (const [at, step] of steps.entries()) {
    if (state.done.includes(step.name)) continue;
    say(`Demo ${at + 1}/${steps.length}: ${step.title}`);
    await playStep(stage, step);
    state.done.push(step.name);
    stage.save();
  }
  state.finishedAt = new Date(deps.nowMs()).toISOString();
  stage.save();
  return state;
}

/** Closes what a former run filed, and nothing else: its notices are those that it stored. */
async function closeFormer(stage: Stage): Promise<void> {
  const counsel = clientFor(stage, 'counsel');
  for (const { id, number } of Object.values(stage.state.notices)) {
    try {
      const { body } = await counsel.get<NoticeView>(`/v1/notices/${id}`);
      if (body.stage === 'closed') continue;
      await counsel.post(`/v1/notices/${id}/close`, { reason: PRACTICE, override: true }, stage.deps.newId());
      stage.say(`Closed as practice: ${number}`);
    } catch (error) {
      if (!(error instanceof DeskProblemError) || error.status >= 500) throw error;
      // The home's data may have been replaced, or an enforcement still runs: the new run does not depend on it.
      stage.say(`Not closed: ${number}. ${error.message}`);
    }
  }
}

async function playStep(stage: Stage, step: DemoStep): Promise<void> {
  switch (step.act) {
    case 'configure_platform':
      return configurePlatform(stage, step);
    case 'intake':
      return takeIn(stage, step);
    case 'command':
      await post(stage, { step, by: step.by, path: commandPath(stage, step.notice, step.command), body: step.body });
      return;
    case 'approve':
      return approve(stage, step);
    case 'await_enforcement':
      return awaitEnforcement(stage, step);
  }
}

function clientFor({ deps }: Stage, by: DemoRole): CliClient {
  // Always the embedded desk: its people play the case, whatever `DESK_URL` and `DESK_KEY` are.
  const env = { DESK_HOME: deps.env.DESK_HOME };
  return createCliClient(connect(env, { as: by, usual: by }), deps);
}

function findNotice({ state }: Stage, notice: DemoNotice): { id: string; number: string } {
  const known = state.notices[notice];
  if (known === undefined)
    throw new RefusedError(
      `The demo has no ${notice} yet. Remove demo.json from the desk's home and load the case again.`,
    );
  return known;
}

function commandPath(stage: Stage, notice: DemoNotice, command: string): string {
  return `/v1/notices/${findNotice(stage, notice).id}/${command}`;
}

interface Post {
  step: DemoStep;
  by: DemoRole;
  path: string;
  body: unknown;
}

/** Sends one call under a key fixed by run, step and person, so a retry after a crash gets the original answer. */
async function post<T extends NoticeView>(stage: Stage, { step, by, path, body }: Post): Promise<T> {
  const { state } = stage;
  const turn = `${step.name}-${by}`;
  const key = `demo-${state.runId}-${turn}-${state.refusals[turn] ?? 0}`;
  try {
    return (await clientFor(stage, by).post<T>(path, body, key)).body;
  } catch (error) {
    if (error instanceof DeskProblemError && error.status < 500 && error.status !== 429) {
      state.refusals[turn] = (state.refusals[turn] ?? 0) + 1;
      stage.save();
    }
    throw error;
  }
}

async function configurePlatform({ deps, desk, say }: Stage, { targets }: StepOf<'configure_platform'>): Promise<void> {
  if (!desk.platform) return say('  No platform simulator here; no account is marked as protected.');
  const response = await deps.fetch(`${desk.platform.replace(/\/+$/, '')}/_double/targets`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${desk.platformToken ?? ''}` },
    body: JSON.stringify({ targets }),
  });
  await response.text();
  // An external platform has no such route and knows its own people, so the demo continues.
  if (!response.ok) say(`  The platform answered ${response.status}; no account is marked as protected.`);
}

async function takeIn(stage: Stage, step: StepOf<'intake'>): Promise<void> {
  const relatesTo = step.relatesTo.map(({ notice, as }) => ({ notice: findNotice(stage, notice).id, as }));
  const body = { ...step.body, ...(relatesTo.length > 0 ? { relatesTo } : {}) };
  const { id, number } = await post(stage, { step, by: 'intake', path: '/v1/notices', body });
  stage.state.notices[step.notice] = { id, number };
  stage.say(`  ${number}`);
}

async function approve(stage: Stage, step: StepOf<'approve'>): Promise<void> {
  const approval = stage.state.approving[step.name] ?? (await readSubmission(stage, step));
  stage.state.approving[step.name] = approval;
  stage.save();
  const path = commandPath(stage, step.notice, 'approve');
  for (const by of step.by) {
    if (await approveAsDemo(stage, { step, by, path, body: approval })) return;
  }
  throw new RefusedError(`${findNotice(stage, step.notice).number} needs more approvals than the demo has people for.`);
}

/**
 * Returns whether the submission has all its approvals. In a resumed run, this person's approval may already be
 * recorded.
 */
async function approveAsDemo(stage: Stage, approval: Post & { step: StepOf<'approve'> }): Promise<boolean> {
  try {
    return (await post<NoticeCommandAnswer>(stage, approval)).stage !== 'approval';
  } catch (error) {
    if (error instanceof DeskProblemError && error.problem.stepUp === true && !(await hasAllApprovals(stage, approval)))
      throw needsPasskey(stage, approval.step);
    if (
      !(error instanceof DeskProblemError) ||
      !['four-eyes', 'forbidden', 'illegal-transition'].includes(error.slug)
    ) {
      throw error;
    }
    const { id } = findNotice(stage, approval.step.notice);
    const { body } = await clientFor(stage, approval.by).get<NoticeView>(`/v1/notices/${id}`);
    const counted = body.submission?.number === (approval.body as { submission: number }).submission;
    if (!counted || body.submission?.approvals.length === 0) throw error;
    return body.stage !== 'approval';
  }
}

/** A key cannot approve where a passkey is required: people approve in the console, then the demo is resumed. */
function needsPasskey(stage: Stage, { notice }: StepOf<'approve'>): RefusedError {
  const { number } = findNotice(stage, notice);
  return new RefusedError(
    `${number} waits for approval, and this desk asks for passkeys (DESK_STEP_UP). Sign in to the console as Approver Demo, register one under Passkeys, and approve; as Counsel Demo too if an approval is still missing.`,
  );
}

async function hasAllApprovals(stage: Stage, { step, by }: Post & { step: StepOf<'approve'> }): Promise<boolean> {
  const { id } = findNotice(stage, step.notice);
  return (await clientFor(stage, by).get<NoticeView>(`/v1/notices/${id}`)).body.stage !== 'approval';
}

async function readSubmission(stage: Stage, { notice }: StepOf<'approve'>) {
  const { id, number } = findNotice(stage, notice);
  const { submission } = (await clientFor(stage, 'approver').get<NoticeView>(`/v1/notices/${id}`)).body;
  if (!submission)
    throw new RefusedError(`${number} has no submission to approve. Someone else has worked on it in the meantime.`);
  return { submission: submission.number, digest: submission.digest };
}

async function awaitEnforcement(stage: Stage, { notice }: StepOf<'await_enforcement'>): Promise<void> {
  const { deps, say } = stage;
  const { id, number } = findNotice(stage, notice);
  const reader = clientFor(stage, 'reviewer');
  const endsAtMs = deps.nowMs() + ENFORCEMENT_LIMIT_MS;
  while (deps.nowMs() < endsAtMs) {
    const { body } = await reader.get<NoticeView>(`/v1/notices/${id}`);
    if (!['approval', 'enforcement'].includes(body.stage)) {
      const { body: done } = await reader.get<EnforcementView>(`/v1/notices/${id}/enforcement`);
      if (done.pending === 0) return say(`  ${done.applied + done.already} of ${done.total} done`);
    }
    await deps.sleep(POLL_MS);
  }
  throw new RefusedError(`${number} is still not enforced after 5 minutes. Check: notice-desk notices watch ${number}`);
}

export function addDemoCommands(program: Command, deps: CliDeps): void {
  const demo = program.command('demo').description('the February 2021 case on the embedded desk');
  addCommand(demo, deps, {
    usage: 'status',
    isDefault: true,
    summary: 'where the case stands (default)',
    role: 'reviewer',
    examples: ['demo', 'demo status --json'],
    run: showStatus,
  });
  addCommand(demo, deps, {
    usage: 'load',
    summary: 'resume loading the case, or load it again',
    role: 'reviewer',
    examples: ['demo load'],
    async run(session) {
      const { options } = session;
      const sink = options.json ? deps.stderr : deps.stdout;
      await playDemo(deps, { again: true, say: (line) => void sink.write(`${line}\n`) });
      await showStatus(session);
    },
  });
  addCommand(demo, deps, {
    usage: 'reset',
    summary: 'start the case again from its beginning, to practise; closes the notices of the former run and no others',
    role: 'reviewer',
    examples: ['demo reset'],
    async run(session) {
      const sink = session.options.json ? deps.stderr : deps.stdout;
      await playDemo(deps, { again: true, reset: true, say: (line) => void sink.write(`${line}\n`) });
      await showStatus(session);
    },
  });
}

async function showStatus(session: CommandSession<object>): Promise<void> {
  const { deps, options } = session;
  const state = findDemoState(deskHome(deps.env));
  const notices = state ? await readNotices(session, state) : [];
  if (options.json) {
    const loaded = state?.finishedAt ?? null;
    deps.stdout.write(`${JSON.stringify({ loadedAt: loaded, done: state?.done ?? [], notices })}\n`);
    return;
  }
  session.say(state === null ? 'The case is not loaded. Load it: notice-desk demo load' : describe(state, notices));
}

async function readNotices({ desk }: CommandSession<object>, state: DemoState): Promise<NoticeView[]> {
  const notices: NoticeView[] = [];
  for (const { id } of Object.values(state.notices)) {
    try {
      notices.push((await desk.get<NoticeView>(`/v1/notices/${id}`)).body);
    } catch (error) {
      // The home's data may have been replaced while the state file stayed.
      if (!(error instanceof DeskProblemError && error.status === 404)) throw error;
    }
  }
  return notices;
}

function describe(state: DemoState, notices: readonly NoticeView[]): string {
  const { steps } = buildFebruary2021({ nowMs: state.nowMs });
  const lines = state.finishedAt
    ? [`The case is loaded (${state.finishedAt}).`]
    : [`${state.done.length} of ${steps.length} steps are loaded. Continue: notice-desk demo load`];
  for (const notice of notices) lines.push(`  ${stateLine(notice)}  ${notice.subject ?? ''}`);
  const open = notices.find(({ stage, counts }) => stage === 'review' && (counts?.undecided ?? 0) > 0);
  if (open) {
    lines.push(
      `\n${open.number} is waiting for your decisions on ${open.counts?.undecided} targets:`,
      `  notice-desk notices show ${open.number} --targets`,
      `  notice-desk notices decide ${open.number} --protected --to push_back --ground protected_speech`,
      `  notice-desk notices decide ${open.number} --q activist --to push_back --ground protected_speech`,
      `  notice-desk notices decide ${open.number} --q spam --to remove_rules --ground own_rules`,
      `  notice-desk notices decide ${open.number} --undecided --to withhold --ground complied_under_protest --country IN`,
      `  notice-desk notices submit-decisions ${open.number} --language en`,
      `  notice-desk notices approve ${open.number}`,
      `  notice-desk notices approve ${open.number} --as counsel`,
    );
  }
  return `${lines.join('\n')}\n`;
}

import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../domain/commands/apply-command.js';
import type { CommandName } from '../../../domain/commands/command.js';
import { STAGES, type Stage } from '../../../domain/notices/notice.js';
import type { SubmittingFacts } from '../../../domain/submissions/drafting.js';
import { allowedCommands, listOfferedCommands } from '../../../domain/notices/notice-view.js';
import {
  aCommand,
  ADAM,
  ASHA,
  aState,
  anAuthorship,
  AUDREY,
  AUTHORITY,
  CARO,
  IRIS,
  OMAR,
  RITA,
  submittingFacts,
  T0,
} from '../../support/builders.js';

const PEOPLE = [RITA, ASHA, CARO, OMAR, IRIS, AUDREY, ADAM];
const NAMES: CommandName[] = [
  'triage',
  'claim',
  'release',
  'assign',
  'submit',
  'reinstate',
  'approve',
  'return',
  'confirm_deadline',
  'acknowledge_escalation',
  'request_dialogue',
  'record_dialogue',
  'link',
  'annotate',
  'close',
  'reopen',
];

describe('allowedCommands', () => {
  test('lets a reviewer decide and submit in review, but not approve', () => {
    expect(allowedCommands('review', { submission: null }, RITA)).toEqual(
      expect.arrayContaining(['decide', 'submit', 'triage', 'close']),
    );
    expect(allowedCommands('review', { submission: null }, RITA)).not.toContain('approve');
  });

  test('lets an approver approve or return another person’s submission', () => {
    expect(allowedCommands('approval', { submission: anAuthorship() }, ASHA)).toEqual(
      expect.arrayContaining(['approve', 'return']),
    );
  });

  test('offers no approval to the author, or to a person who has approved already', () => {
    expect(allowedCommands('approval', { submission: anAuthorship({ by: CARO.id }) }, CARO)).not.toContain('approve');
    const approvals = [{ by: CARO.id, name: '', roles: CARO.roles, atMs: T0, commandId: 'c' }];
    expect(allowedCommands('approval', { submission: anAuthorship({ approvals }) }, CARO)).not.toContain('approve');
  });

  test('allows only reclassify on a closed notice, and also reopen for counsel', () => {
    expect(allowedCommands('closed', { submission: null }, CARO)).toEqual(['reclassify', 'reopen']);
    expect(allowedCommands('closed', { submission: null }, RITA)).toEqual(['reclassify']);
  });

  test('names commands like their routes, and offers an authority none', () => {
    expect(allowedCommands('in_force', { submission: null }, CARO)).toEqual(
      expect.arrayContaining(['confirm-deadline', 'acknowledge-escalation', 'request-dialogue', 'record-dialogue']),
    );
    expect(allowedCommands('in_force', { submission: null }, AUTHORITY)).toEqual([]);
  });

  test('offers auditor, admin and intake no command in any stage', () => {
    for (const stage of STAGES) {
      for (const actor of [AUDREY, ADAM, IRIS])
        expect(allowedCommands(stage, { submission: anAuthorship() }, actor)).toEqual([]);
    }
  });

  test('offers every command that would be accepted', () => {
    for (const stage of STAGES) {
      for (const actor of PEOPLE) {
        const submission = stage === 'approval' ? anAuthorship() : anAuthorship({ state: 'approved' });
        const state = aState({ stage, submission, assignee: actor.id, dialogues: 1 });
        const offered = allowedCommands(stage, { submission: submission }, actor);
        for (const name of NAMES.filter((one) => !offered.includes(one.replaceAll('_', '-')))) {
          const decided = applyCommand(state, aCommand(name, {}, { actor }), T0);
          expect({ stage, name, by: actor.id, ok: decided.ok }).toEqual({ stage, name, by: actor.id, ok: false });
        }
      }
    }
  });
});

describe('listOfferedCommands', () => {
  const buildFacts = (stage: Stage, facts: Partial<SubmittingFacts> = {}) => submittingFacts({ stage, ...facts });
  const findReason = (name: string, facts: SubmittingFacts, actor = RITA, involved = {}) =>
    listOfferedCommands(facts, { submission: null, ...involved }, actor).find((command) => command.name === name)?.why;

  test('accepts exactly the allowed commands if nothing else has to happen first', () => {
    for (const stage of STAGES) {
      for (const actor of PEOPLE) {
        for (const submission of [null, anAuthorship()]) {
          const offered = listOfferedCommands(buildFacts(stage), { submission }, actor).filter(
            ({ why }) => why === null,
          );
          expect(offered.map(({ name }) => name)).toEqual(allowedCommands(stage, { submission }, actor));
        }
      }
    }
  });

  test('blocks submit until triage, every decision and sender verification are done, in this order', () => {
    expect(findReason('submit', buildFacts('triage', { undecided: 2, authenticity: 'unverified' }))).toBe('untriaged');
    expect(findReason('submit', buildFacts('review', { undecided: 2, authenticity: 'unverified' }))).toBe('undecided');
    expect(findReason('submit', buildFacts('review', { authenticity: 'unverified' }))).toBe('sender');
    expect(findReason('submit', buildFacts('review', { authenticity: 'channel_verified', disclosed: 1 }))).toBe(
      'signer',
    );
    expect(findReason('submit', buildFacts('review', { authenticity: 'unverified', acting: 0 }))).toBeNull();
  });

  test('gives every blocked command a sentence that explains it', () => {
    for (const stage of STAGES) {
      for (const { why, cure } of listOfferedCommands(buildFacts(stage), { submission: anAuthorship() }, CARO))
        expect(cure === null).toBe(why === null);
    }
  });

  test('blocks drafting during a claim or a repair, and a second review only during a repair', () => {
    const held = { by: ASHA.id, name: 'Asha', untilMs: T0 };
    expect(findReason('decide', buildFacts('review', { held }))).toBe('held');
    expect(findReason('claim', buildFacts('review', { held }))).toBe('held');
    expect(findReason('claim', buildFacts('review', { held }), CARO)).toBeNull();
    expect(findReason('second-review', buildFacts('review', { held }))).toBeNull();
    expect(findReason('second-review', buildFacts('review', { repairing: true }))).toBe('repairing');
  });

  test('names a four-eyes conflict or a missing role before any reason of state', () => {
    const submission = anAuthorship({ by: CARO.id });
    expect(findReason('approve', buildFacts('approval'), CARO, { submission })).toBe('four_eyes');
    expect(findReason('approve', buildFacts('review'), RITA)).toBe('role');
  });
});

import { describe, expect, test } from '@jest/globals';
import { applyCommand } from '../../../domain/command/apply-command.js';
import type { CommandName } from '../../../domain/command/command.js';
import { STAGES } from '../../../domain/notice/notice.js';
import { allowedCommands } from '../../../domain/notice/notice-view.js';
import {
  aCommand,
  ADAM,
  ASHA,
  aState,
  aSubmission,
  AUDREY,
  AUTHORITY,
  CARO,
  IRIS,
  OMAR,
  RITA,
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
  test('a reviewer in review decides and submits, and does not approve', () => {
    expect(allowedCommands('review', { submission: null }, RITA)).toEqual(
      expect.arrayContaining(['decide', 'submit', 'triage', 'close']),
    );
    expect(allowedCommands('review', { submission: null }, RITA)).not.toContain('approve');
  });

  test('an approver may approve and return what another has submitted', () => {
    expect(allowedCommands('approval', { submission: aSubmission() }, ASHA)).toEqual(
      expect.arrayContaining(['approve', 'return']),
    );
  });

  test('nobody is offered their own submission, nor a second yes', () => {
    expect(allowedCommands('approval', { submission: aSubmission({ by: CARO.id }) }, CARO)).not.toContain('approve');
    const approvals = [{ by: CARO.id, name: '', roles: CARO.roles, atMs: T0, commandId: 'c' }];
    expect(allowedCommands('approval', { submission: aSubmission({ approvals }) }, CARO)).not.toContain('approve');
  });

  test('a closed notice takes nothing but a reopening by counsel', () => {
    expect(allowedCommands('closed', { submission: null }, CARO)).toEqual(['reopen']);
    expect(allowedCommands('closed', { submission: null }, RITA)).toEqual([]);
  });

  test('names are those of the routes', () => {
    expect(allowedCommands('in_force', { submission: null }, CARO)).toEqual(
      expect.arrayContaining(['confirm-deadline', 'acknowledge-escalation', 'request-dialogue', 'record-dialogue']),
    );
    expect(allowedCommands('in_force', { submission: null }, AUTHORITY)).toEqual([]);
  });

  test('auditor, admin and intake are offered nothing in any stage', () => {
    for (const stage of STAGES) {
      for (const actor of [AUDREY, ADAM, IRIS])
        expect(allowedCommands(stage, { submission: aSubmission() }, actor)).toEqual([]);
    }
  });

  test('what is not offered is refused', () => {
    for (const stage of STAGES) {
      for (const actor of PEOPLE) {
        const submission = stage === 'approval' ? aSubmission() : aSubmission({ state: 'approved' });
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

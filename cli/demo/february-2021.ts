import { UNLISTED, writeDocument } from './order-document.js';
import type { DemoIntake, DemoStep } from './step.js';
import { BROADCASTER_CHIEF, firstOrderTargets, protectedSubjects, secondOrderTargets } from './targets.js';

const HOUR_MS = 3_600_000;
/** Age of the second order when the demo starts, so that its clocks are running. */
const SECOND_ORDER_AGE_MS = HOUR_MS;
/** Gaps between the documents as in February 2021: 31 January, 3 February, 4 February. */
const FIRST_ORDER_BEFORE_MS = 96 * HOUR_MS;
const NON_COMPLIANCE_BEFORE_MS = 30 * HOUR_MS;
const ON_ITS_WAY_MS = 2 * HOUR_MS;
/** Leaves 25 hours when the demo starts; the internal deadline for decisions leaves 11. */
const SECOND_ORDER_WITHIN = 'PT26H';

const LAW = {
  authority: 'in-meity',
  jurisdiction: 'IN',
  channel: 'api',
  language: 'en',
  secrecy: { level: 'open' },
} as const;

/** The case of February 2021 with made-up names, shifted so that the second order is one hour old at `nowMs`. */
export function buildFebruary2021({ nowMs }: { nowMs: number }): { steps: DemoStep[] } {
  const secondReceivedMs = nowMs - SECOND_ORDER_AGE_MS;
  return {
    steps: [
      {
        name: 'tell-platform',
        title: 'The platform learns which accounts are press, elected or candidates',
        act: 'configure_platform',
        targets: protectedSubjects(),
      },
      ...firstOrderSteps(secondReceivedMs - FIRST_ORDER_BEFORE_MS),
      ...nonComplianceSteps(secondReceivedMs - NON_COMPLIANCE_BEFORE_MS),
      ...secondOrderSteps(secondReceivedMs),
    ],
  };
}

function document(
  receivedMs: number,
  { text, ...head }: Omit<Parameters<typeof writeDocument>[0], 'issuedAt'>,
): Pick<DemoIntake, 'issuedAt' | 'receivedAt' | 'reference' | 'subject' | 'body'> {
  const issuedAt = new Date(receivedMs - ON_ITS_WAY_MS).toISOString();
  const { reference, subject } = head;
  const body = writeDocument({ ...head, text, issuedAt });
  return { issuedAt, receivedAt: new Date(receivedMs).toISOString(), reference, subject, body };
}

function firstOrderSteps(receivedMs: number): DemoStep[] {
  const notice = 'first_order';
  return [
    {
      name: 'first-order-intake',
      title: 'First order: 256 URLs and one hashtag, to be blocked immediately',
      act: 'intake',
      notice,
      relatesTo: [],
      body: {
        ...LAW,
        ...document(receivedMs, {
          reference: 'DEMO/69A/EMERG/01',
          subject: 'Emergency direction: block 257 items',
          text: 'In the interest of public order and under rule 9 you are directed to block the 257 items of the annex immediately.',
        }),
        kind: 'blocking_order',
        regime: 'IN-69A-EMERG',
        orderedDeadline: { immediately: true },
        targets: firstOrderTargets(),
      },
    },
    ...firstOrderReview(),
    ...firstOrderEffects(),
  ];
}

function firstOrderReview(): DemoStep[] {
  const notice = 'first_order';
  return [
    command('first-order-triage', {
      title: 'A reviewer confirms the law and the sender',
      notice,
      by: 'reviewer',
      command: 'triage',
      body: { authenticity: 'channel_verified' },
    }),
    command('first-order-withhold', {
      title: 'Draft: withhold in India, under protest',
      notice,
      by: 'reviewer',
      command: 'decide',
      body: {
        select: { all: true },
        action: 'withhold',
        grounds: ['emergency_interim', 'complied_under_protest'],
        countries: ['IN'],
        note: 'Interim, while we assess whether the list is proportionate.',
      },
    }),
    command('first-order-wrong-target', {
      title: 'Draft: the head of the broadcaster is not the person the order means',
      notice,
      by: 'reviewer',
      command: 'decide',
      body: {
        select: { locators: [BROADCASTER_CHIEF] },
        action: 'not_the_target',
        grounds: ['mistaken_identity'],
        note: 'Heads the state broadcaster and argued against the hashtag.',
      },
    }),
  ];
}

function firstOrderEffects(): DemoStep[] {
  const notice = 'first_order';
  return [
    ...approvedSubmission('first-order-decisions', {
      title: 'decisions of the first order',
      notice,
      opener: {
        command: 'submit',
        body: letter('We act for the time being and ask you to give the reasons for each item.'),
      },
    }),
    { name: 'first-order-enforced', title: 'The platform withholds', act: 'await_enforcement', notice },
    ...approvedSubmission('first-order-reinstate', {
      title: 'restoration after the meeting',
      notice,
      opener: {
        command: 'reinstate',
        body: {
          select: { action: 'withhold' },
          cause: 'unilateral',
          note: 'After the meeting with officials: protected speech and newsworthy. Restored the same evening.',
        },
      },
    }),
    { name: 'first-order-restored', title: 'The platform restores', act: 'await_enforcement', notice },
  ];
}

function nonComplianceSteps(receivedMs: number): DemoStep[] {
  const notice = 'non_compliance_notice';
  return [
    {
      name: 'non-compliance-intake',
      title: 'Non-compliance notice about the first order',
      act: 'intake',
      notice,
      relatesTo: [{ notice: 'first_order', as: 'non_compliance_of' }],
      body: {
        ...LAW,
        ...document(receivedMs, {
          reference: 'DEMO/69A/NC/01',
          subject: 'Notice of non-compliance with the direction DEMO/69A/EMERG/01',
          text: 'Proportionality is not for the intermediary to judge. Section 69A(3) provides for imprisonment of up to seven years.',
          signature: UNLISTED,
        }),
        kind: 'non_compliance_notice',
      },
    },
    command('non-compliance-triage', {
      title: 'A reviewer confirms the law and the sender',
      notice,
      by: 'reviewer',
      command: 'triage',
      body: { authenticity: 'channel_verified' },
    }),
    command('non-compliance-risk', {
      title: 'A note: the notice threatens staff in the country',
      notice,
      by: 'reviewer',
      command: 'annotate',
      body: {
        text: 'Section 69A(3) is being used against local staff. Safety first: no staff names in letters.',
        audience: 'internal',
      },
    }),
    ...approvedSubmission('non-compliance-letter', {
      title: 'letter on the non-compliance notice',
      notice,
      opener: {
        command: 'submit',
        body: letter('We formally acknowledge your notice. The items were withheld and later restored as newsworthy.'),
      },
    }),
    command('request-dialogue', {
      title: 'Asking the minister for a formal dialogue',
      notice,
      by: 'approver',
      command: 'request-dialogue',
      body: {
        with: 'Office of the Minister',
        subject: 'Formal dialogue on the orders of this week',
        proposal: 'A meeting this week on the lists, their reasons and the safety of staff.',
      },
    }),
  ];
}

function secondOrderSteps(receivedMs: number): DemoStep[] {
  const notice = 'second_order';
  return [
    {
      name: 'second-order-intake',
      title: 'Second order: 1,178 accounts',
      act: 'intake',
      notice,
      relatesTo: [{ notice: 'first_order', as: 'follows' }],
      body: {
        ...LAW,
        ...document(receivedMs, {
          reference: 'DEMO/69A/02',
          subject: 'Direction: suspend or block 1,178 accounts',
          text: 'The 1,178 accounts of the annex spread misinformation. You are directed to suspend or block them within 26 hours.',
        }),
        kind: 'blocking_order',
        regime: 'IN-69A-NORMAL',
        orderedDeadline: { within: SECOND_ORDER_WITHIN },
        targets: secondOrderTargets(),
      },
    },
    command('second-order-triage', {
      title: 'A reviewer confirms the law and the sender; the decisions are left to you',
      notice,
      by: 'reviewer',
      command: 'triage',
      body: { authenticity: 'channel_verified' },
    }),
  ];
}

function command(name: string, rest: Omit<Extract<DemoStep, { act: 'command' }>, 'name' | 'act'>): DemoStep {
  return { name, act: 'command', ...rest };
}

function letter(remarks: string): Record<string, unknown> {
  return { letter: { language: 'en', fields: { salutation: 'Dear Sir or Madam,', remarks } } };
}

interface Opener {
  title: string;
  notice: Extract<DemoStep, { act: 'command' }>['notice'];
  opener: { command: string; body: Record<string, unknown> };
}

function approvedSubmission(name: string, { title, notice, opener }: Opener): DemoStep[] {
  return [
    command(`${name}-submit`, { title: `Submitted for approval: ${title}`, notice, by: 'reviewer', ...opener }),
    {
      name: `${name}-approve`,
      title: `Approved by others: ${title}`,
      act: 'approve',
      notice,
      by: ['approver', 'counsel'],
    },
  ];
}

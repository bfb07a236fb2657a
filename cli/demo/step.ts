import type { LinkKind, NoticeKind } from '../../domain/notices/notice.js';

export type DemoNotice = 'first_order' | 'non_compliance_notice' | 'second_order';

type DemoActor = 'intake' | 'reviewer' | 'approver' | 'counsel';

export interface DemoTarget {
  type: 'url' | 'hashtag' | 'account';
  locator: string;
  note: string;
}

export interface DemoIntake {
  kind: NoticeKind;
  authority: string;
  jurisdiction: string;
  regime?: string;
  reference: string;
  issuedAt: string;
  receivedAt: string;
  channel: string;
  language: string;
  subject: string;
  body: string;
  orderedDeadline?: { within: string } | { immediately: true };
  secrecy: { level: 'open' };
  targets?: DemoTarget[];
}

export interface DemoSubject {
  type: DemoTarget['type'];
  locator: string;
  protectedClass: 'press' | 'elected' | 'candidate';
}

interface StepBase {
  /** Part of the Idempotency-Key, so it must never change once published. */
  name: string;
  title: string;
}

/** One step of the case. Refers to notices by their part in it, because ids are known only at run time. */
export type DemoStep = StepBase &
  (
    | { act: 'configure_platform'; targets: DemoSubject[] }
    | {
        act: 'intake';
        notice: DemoNotice;
        body: DemoIntake;
        relatesTo: { notice: DemoNotice; as: LinkKind }[];
      }
    | { act: 'command'; notice: DemoNotice; by: DemoActor; command: string; body: Record<string, unknown> }
    | { act: 'approve'; notice: DemoNotice; by: DemoActor[] }
    | { act: 'await_enforcement'; notice: DemoNotice }
  );

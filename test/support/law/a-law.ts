import { openClocks, type NoticeFacts, type OpenClocksInput } from '../../../domain/open-clocks/index.js';
import type { CalendarVersion, ClockRule, CountingRule, RegimeVersion } from '../../../domain/rulebook/regime.js';

const SOURCED = { source: 'Test Act, section 1', confidence: 'secondary' as const, reviewer: null };

export function aCount(patch: Partial<CountingRule> = {}): CountingRule {
  return { amount: 1, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: false, ...patch };
}

export function aRule(patch: Partial<ClockRule> = {}): ClockRule {
  return {
    kind: 'comply',
    owner: 'us',
    basis: 'law',
    form: 'ceiling',
    startsOn: 'receipt',
    counting: aCount(),
    period: 'plain',
    windows: [],
    guards: null,
    status: 'in_force',
    extend: false,
    escalation: [],
    escalationTime: 'any',
    note: null,
    ...SOURCED,
    ...patch,
  };
}

export function aLaw(clocks: ClockRule[], patch: Partial<RegimeVersion> = {}): RegimeVersion {
  return {
    id: 'TEST-1',
    version: '2000-01-01',
    title: 'Test Act',
    jurisdiction: 'IN',
    zone: 'Asia/Kolkata',
    calendar: null,
    status: 'in_force',
    inForceFrom: '2000-01-01',
    inForceTo: null,
    inForce: SOURCED,
    immediatelySeconds: 3600,
    countries: ['IN'],
    noticeKinds: ['blocking_order'],
    authorities: [],
    alongside: [],
    whoMayOrder: [],
    contents: [],
    deemedService: null,
    clocks,
    secrecy: null,
    userNotice: null,
    remedies: [],
    penalties: [],
    grounds: [],
    silent: {},
    summary: 'A law for tests.',
    ...patch,
  };
}

export function aCalendar(patch: Partial<CalendarVersion> = {}): CalendarVersion {
  const windows = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]));
  return {
    id: 'test-calendar',
    version: '1',
    title: 'Test calendar',
    zone: 'Asia/Kolkata',
    status: 'verified',
    weekend: ['sat', 'sun'],
    holidays: [],
    windows,
    source: 'Test',
    years: [],
    ...patch,
  };
}

/** Opens the clocks of a law for facts; ids count from `clock-1`. */
export function open(regime: RegimeVersion, facts: NoticeFacts, part: Partial<OpenClocksInput> = {}) {
  let ids = 0;
  return openClocks({ regime, calendar: null, facts, tzVersion: 'test', newId: () => `clock-${(ids += 1)}`, ...part });
}

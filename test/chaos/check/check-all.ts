import type { Evidence } from '../evidence.js';
import { toModel } from '../model.js';
import type { Checker, Finding } from './finding.js';
import { checkPlatformState } from './platform-state.js';
import {
  checkAnswers,
  checkCounts,
  checkNothingLost,
  checkReceipts,
  checkRestrictions,
  checkSettled,
  checkTimeline,
} from './registry.js';
import { checkApproved, checkDedupe, checkDone, checkHeld, checkOneWrite, checkOwner } from './writes.js';

const CHECKERS: readonly Checker[] = [
  checkSettled,
  checkPlatformState,
  checkDone,
  checkOneWrite,
  checkApproved,
  checkOwner,
  checkHeld,
  checkDedupe,
  checkNothingLost,
  checkCounts,
  checkReceipts,
  checkRestrictions,
  checkTimeline,
  checkAnswers,
];

/** Every checker over one body of evidence. */
export function checkAll(evidence: Evidence): Finding[] {
  const model = toModel(evidence.journal);
  return CHECKERS.map((check) => check(evidence, model));
}

import { defineSearchAttributeKey, TypedSearchAttributes } from '@temporalio/common';
import { getErrorMessage } from '../domain/error-parts.js';
import type { NoticeInput } from '../domain/notices/notice-state.js';
import type { SEARCH_ATTRIBUTES } from '../domain/search-attributes.js';
import { findGrpcCode, GRPC } from './connection/grpc-code.js';

type Name = keyof typeof SEARCH_ATTRIBUTES;
const name = <One extends Name>(one: One) => one;

const LAW = defineSearchAttributeKey(name('NoticeLaw'), 'KEYWORD');
const KIND = defineSearchAttributeKey(name('NoticeKind'), 'KEYWORD');
const RECEIVED = defineSearchAttributeKey(name('NoticeReceivedHour'), 'DATETIME');

const HOUR_MS = 3_600_000;
const ASK_AGAIN_MS = 10 * 60_000;

export interface SearchAttributes {
  /** Undefined for a secret notice, and while the namespace does not have them. */
  find(input: NoticeInput): TypedSearchAttributes | undefined;
  /** Whether a start failed because the namespace does not have them; they are left out for some minutes then. */
  areUnknown(error: unknown): boolean;
}

/** Temporal stores search attributes in plain text, so a namespace has them only if its operator created them. */
export function createSearchAttributes(nowMs: () => number = Date.now): SearchAttributes {
  let leftOutUntilMs = 0;
  return {
    find: (input) => (input.label === undefined || nowMs() < leftOutUntilMs ? undefined : toAttributes(input)),
    areUnknown(error) {
      const unknown = findGrpcCode(error) === GRPC.INVALID_ARGUMENT && /search attribute/i.test(describe(error));
      if (unknown) leftOutUntilMs = nowMs() + ASK_AGAIN_MS;
      return unknown;
    },
  };
}

function toAttributes({ noticeId, regime, kind }: NoticeInput): TypedSearchAttributes {
  const receivedMs = readTime(noticeId);
  return new TypedSearchAttributes([
    { key: LAW, value: regime.id },
    { key: KIND, value: kind },
    ...(receivedMs === null ? [] : [{ key: RECEIVED, value: new Date(receivedMs - (receivedMs % HOUR_MS)) }]),
  ]);
}

/** The id of a notice is a UUID of version 7, which begins with the time; a start is repeated hours later with the same. */
function readTime(noticeId: string): number | null {
  const [, high = '', low = ''] = /^([0-9a-f]{8})-([0-9a-f]{4})-7/.exec(noticeId) ?? [];
  return high === '' ? null : Number.parseInt(`${high}${low}`, 16);
}

function describe(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return `${getErrorMessage(error)} ${cause === undefined ? '' : getErrorMessage(cause)}`;
}

import { useRef } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { HttpProblemError } from '../http/problem.js';
import { nowMs } from '../state/now.js';
import { toNdjson, toRequest, type DraftRow, type DraftFieldError, type FiledNotice } from './draft.js';
import type { DraftFile } from './drafts.js';
import type { DraftState } from './use-draft.js';
import type { AddedTargets } from '../http/types.js';

/** The filed notice and how many rows of its list were rejected. */
export interface FilingResult {
  notice: FiledNotice;
  rejected: number;
}

export class NotReady extends Error {
  readonly errors: DraftFieldError[];

  constructor(errors: DraftFieldError[]) {
    super('not ready');
    this.errors = errors;
  }
}

/** Uses `FileReader` because it is fast and needs no intermediate binary string. */
function toBase64(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : ''),
    );
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable file')));
    reader.readAsDataURL(blob);
  });
}

const MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

function toDocuments(files: readonly DraftFile[]) {
  return Promise.all(
    files.map(async ({ name, type, blob }) => ({
      name: name.slice(-255),
      mediaType: MEDIA_TYPE.test(type) ? type : 'application/octet-stream',
      contentBase64: await toBase64(blob),
    })),
  );
}

/** Adds rows to a notice as one upload; repeating the key repeats the same act. */
export function sendRows(notice: string, rows: readonly DraftRow[], key: string): Promise<AddedTargets> {
  return call<AddedTargets>('POST', `/v1/notices/${notice}/targets?name=list.ndjson`, {
    body: new Blob([toNdjson(rows)]),
    mediaType: 'application/x-ndjson',
    key,
  });
}

/** Files the form exactly once, however often it is pressed; a long list is sent after the notice. */
export function useFiling(state: DraftState, linkIds: readonly (string | null)[]) {
  const queries = useQueryClient();
  const { draft, list, files } = state;
  const underWay = useRef<Promise<FilingResult> | null>(null);
  return useMutation({
    // A second press while the first is pending shares its result.
    mutationFn: () =>
      (underWay.current ??= file().finally(() => {
        underWay.current = null;
      })),
    onError: (error) => {
      // A 4xx response is final, so the next attempt is a new act. Without a response the filing may have succeeded, so
      // the key stays.
      const refused = error instanceof HttpProblemError && error.status >= 400 && error.status < 500;
      if (refused && error.slug !== 'idempotency-in-flight') state.renewKey();
    },
    // Not awaited: a slow list elsewhere must not delay the number of the filed notice.
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ['live'] });
    },
    retry: false,
  });

  async function file(): Promise<FilingResult> {
    const rows = list?.rows ?? [];
    // A retry after a lost response must send the same instants.
    const now = draft.pressedAt ?? nowMs();
    const { body, errors, listFollows } = toRequest(draft.fields, { now, rows, linkIds });
    if (errors.length > 0) throw new NotReady(errors);
    state.setPressedAt(now);
    const notice =
      draft.filed ??
      (await call<FiledNotice>('POST', '/v1/notices', {
        body: { ...body, documents: await toDocuments(files) },
        key: draft.key,
      }));
    if (!listFollows) return { notice, rejected: 0 };
    state.setFiled(notice);
    const added = await sendRows(notice.id, rows, `${draft.key}-list`);
    return { notice: withList(notice, added), rejected: added.rejected.length };
  }
}

function withList(notice: FiledNotice, { accepted, merged, flagged }: AddedTargets): FiledNotice {
  return { ...notice, targetsAccepted: accepted, targetsMerged: merged, targetsFlagged: flagged };
}

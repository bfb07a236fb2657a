import { useRef } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { ProblemError } from '../http/problem.js';
import { nowMs } from '../state/now.js';
import { toNdjson, toRequest, type DraftRow, type FieldError, type FiledNotice } from './draft.js';
import type { DraftFile } from './drafts.js';
import type { DraftState } from './use-draft.js';

/** What came of it, with what became of a list sent after it. */
export interface Filing {
  notice: FiledNotice;
  rejected: number;
}

/** Something in the form is to be put right before it can be sent. */
export class NotReady extends Error {
  readonly errors: FieldError[];

  constructor(errors: FieldError[]) {
    super('not ready');
    this.errors = errors;
  }
}

interface AddedList {
  accepted: number;
  merged: number;
  flagged: number;
  rejected: unknown[];
}

/** Base64 of a file by the browser's own reader: fast, and not all of it in a string of characters first. */
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

/** Adds rows to a notice as one list. The key makes a repeated press the same act. */
export function sendRows(notice: string, rows: readonly DraftRow[], key: string): Promise<AddedList> {
  return call<AddedList>('POST', `/v1/notices/${notice}/targets?name=list.ndjson`, {
    body: new Blob([toNdjson(rows)]),
    mediaType: 'application/x-ndjson',
    key,
  });
}

/** Files the form: once, however often it is pressed; a long list goes after the notice. */
export function useFiling(state: DraftState, linkIds: readonly (string | null)[]) {
  const queries = useQueryClient();
  const { draft, list, files } = state;
  const underWay = useRef<Promise<Filing> | null>(null);
  return useMutation({
    // A second press before the first is answered waits for the same answer.
    mutationFn: () =>
      (underWay.current ??= file().finally(() => {
        underWay.current = null;
      })),
    onError: (error) => {
      // Refused for good: what is sent next is another act. Without an answer it may have been done.
      const refused = error instanceof ProblemError && error.status >= 400 && error.status < 500;
      if (refused && error.slug !== 'idempotency-in-flight') state.renewKey();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['live'] }),
    retry: false,
  });

  async function file(): Promise<Filing> {
    const rows = list?.rows ?? [];
    // Sending it again after a lost answer must say the same.
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

function withList(notice: FiledNotice, { accepted, merged, flagged }: AddedList): FiledNotice {
  return { ...notice, targetsAccepted: accepted, targetsMerged: merged, targetsFlagged: flagged };
}

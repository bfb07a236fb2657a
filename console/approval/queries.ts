import { infiniteQueryOptions, queryOptions, useQuery } from '@tanstack/react-query';
import { buildQuery } from '../http/build-query.js';
import { SUBMISSION_LETTERS, type LetterNote } from '../../domain/letters/letter.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { INTERVENTIONS } from '../../domain/targets/decision-action.js';
import type { Permission } from '../../domain/people/permission.js';
import { call, read } from '../http/call.js';
import type { Letter, Notice, Page } from '../http/types.js';
import type { ShownGroup } from './groups.js';
import type { SubmissionChanges, FrozenLine, LineFilter, SubmissionRecord } from './types.js';
import { queryListBelow } from '../http/queries.js';

/** Submissions, newest first. One page holds them all, because a notice has few. */
export const submissionsQuery = queryListBelow<SubmissionRecord>('submissions');

/** Identifies frozen decisions. They are immutable under a digest, so no event invalidates them. */
export interface Frozen {
  notice: string;
  number: number;
  digest: string;
  /** The submission to compare with; null: the one before. */
  against: number | null;
}

export function toFrozen(notice: Notice, { number, digest }: SubmissionRecord, against: number | null = null): Frozen {
  return { notice: notice.id, number, digest, against };
}

const buildKey = ({ notice, number, digest }: Frozen) => ['frozen', notice, number, digest] as const;
const buildPath = ({ notice, number }: Frozen) => `/v1/notices/${notice}/submissions/${number}`;

const toAgainst = ({ against }: Frozen) => (against === null ? {} : { against: String(against) });

export const changesQuery = (frozen: Frozen) =>
  queryOptions({
    queryKey: [...buildKey(frozen), 'changes', frozen.against],
    queryFn: ({ signal }) =>
      read<SubmissionChanges>(`${buildPath(frozen)}/changes?${buildQuery({ limit: '1', ...toAgainst(frozen) })}`, {
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const FIRST_ROWS = 6;
export const MORE_ROWS = 100;

interface At {
  cursor: string | null;
  limit: number;
}

const toFirstPage = (limit: number): At => ({ cursor: null, limit });
const toNextPage = ({ nextCursor }: { nextCursor: string | null }): At | undefined =>
  nextCursor === null ? undefined : { cursor: nextCursor, limit: MORE_ROWS };
const toQuery = ({ cursor, limit }: At) => `limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`;

export const groupQuery = (frozen: Frozen, { from, to, isProtected }: ShownGroup) =>
  infiniteQueryOptions({
    queryKey: [...buildKey(frozen), 'changes', frozen.against, from, to, isProtected],
    queryFn: ({ signal, pageParam }) => {
      const part = { from: from ?? 'none', to, protected: isProtected ? 'any' : 'none' };
      const filter = buildQuery({ ...part, ...toAgainst(frozen) });
      return read<SubmissionChanges>(`${buildPath(frozen)}/changes?${filter}&${toQuery(pageParam)}`, { signal });
    },
    initialPageParam: toFirstPage(FIRST_ROWS),
    getNextPageParam: toNextPage,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const linesQuery = (frozen: Frozen, filter: LineFilter) =>
  infiniteQueryOptions({
    queryKey: [...buildKey(frozen), 'targets', filter],
    queryFn: ({ signal, pageParam }) =>
      read<Page<FrozenLine>>(`${buildPath(frozen)}/targets?count=true&${buildQuery(filter)}&${toQuery(pageParam)}`, {
        signal,
      }),
    initialPageParam: toFirstPage(MORE_ROWS),
    getNextPageParam: toNextPage,
    staleTime: Number.POSITIVE_INFINITY,
  });

export function useGuarded(
  frozen: Frozen,
  byAction: SubmissionRecord['byAction'],
): { guarded: number; guardedActing: number } {
  const acting = INTERVENTIONS.filter((action) => (byAction[action] ?? 0) > 0);
  const { data } = useQuery({
    queryKey: [...buildKey(frozen), 'guarded'],
    queryFn: async ({ signal }) => {
      const count = async (filter: LineFilter) => {
        const query = `limit=1&count=true&${buildQuery({ protected: 'any', ...filter })}`;
        return (await read<Page<FrozenLine>>(`${buildPath(frozen)}/targets?${query}`, { signal })).total ?? 0;
      };
      const guarded = await count({});
      const parts = await Promise.all(acting.map((action) => count({ action })));
      return { guarded, guardedActing: parts.reduce((sum, part) => sum + part, 0) };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? { guarded: 0, guardedActing: 0 };
}

export type ShownLetter = Pick<Letter, 'kind' | 'language' | 'to' | 'subject' | 'text'> & {
  state?: Letter['state'];
  /** Why the letter cannot be rendered. */
  problem?: string | null;
  /** Warnings about the language; only on a letter that has not been sent. */
  notes?: LetterNote[];
};

/** The letters of a submission: previews while it is open, the letters as written after that. */
export const submissionLettersQuery = (notice: string, { number, digest, state }: SubmissionRecord) =>
  queryOptions({
    queryKey: ['notice', notice, 'letters', number, digest, state],
    queryFn: async ({ signal }): Promise<ShownLetter[]> => {
      if (state === 'void') return [];
      if (state === 'returned') return readReturned(notice, number, signal);
      if (state === 'approved') {
        const { items } = await read<Page<Letter>>(`/v1/notices/${notice}/letters?limit=200`, { signal });
        return items.filter(({ kind }) => isOneOf(SUBMISSION_LETTERS, kind));
      }
      const path = `/v1/notices/${notice}/letters/preview`;
      const body = { submission: number };
      return (await call<{ items: ShownLetter[] }>('POST', path, { body, signal, background: true })).items;
    },
    retry: false,
  });

async function readReturned(notice: string, number: number, signal: AbortSignal): Promise<ShownLetter[]> {
  const path = `/v1/notices/${notice}/submissions/${number}/letters?limit=200`;
  const { items } = await read<Page<Pick<Letter, 'kind' | 'language' | 'subject' | 'text'>>>(path, { signal });
  return items.map((letter) => ({ ...letter, to: null }));
}

/** The letters as they stood when a submission was returned. */
export const returnedLettersQuery = (notice: string, number: number) =>
  queryOptions({
    queryKey: ['frozen', notice, 'letters', number],
    queryFn: ({ signal }) => readReturned(notice, number, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });

export function mayReadLetters(may: (permission: Permission) => boolean, { state }: SubmissionRecord): boolean {
  return may('notice.read_documents') && (state === 'approved' || may('approve') || may('submit'));
}

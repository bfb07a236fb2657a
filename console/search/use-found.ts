import { useQuery } from '@tanstack/react-query';
import { isEventAction } from '../../domain/event.js';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { FoundView } from '../http/types.js';
import { useSettled } from '../state/settled.js';
import { loadWords } from '../words/index.js';
import { useWords, type Words } from '../words/use-words.js';

const MIN_LENGTH = 2;

/** What a text finds; entries of the log with their words on screen. */
export interface ShownFound extends Omit<FoundView, 'audit'> {
  audit: readonly (FoundView['audit'][number] & { text: string })[];
}

/** Everything that a text finds, once the person pauses in typing. */
export function useFound(typed: string): ShownFound | undefined {
  const t = useWords();
  const readsLog = useMay()('audit.read');
  const sought = useSettled(typed);
  const isSought = sought.length >= MIN_LENGTH;
  const { data } = useQuery({
    queryKey: ['live', 'search', sought],
    queryFn: ({ signal }) => (readsLog ? searchWithLog(sought, t, signal) : searchOthers(sought, signal)),
    enabled: isSought,
    placeholderData: (before) => before,
  });
  return isSought && typed.length >= MIN_LENGTH ? data : undefined;
}

function find(query: Record<string, string>, signal: AbortSignal): Promise<FoundView> {
  return read<FoundView>(`/v1/search?${new URLSearchParams(query).toString()}`, { signal });
}

async function searchOthers(q: string, signal: AbortSignal): Promise<ShownFound> {
  return { ...(await find({ q }, signal)), audit: [] };
}

/** The log holds codes, and people search for the words that they read. */
async function searchWithLog(q: string, t: Words, signal: AbortSignal): Promise<ShownFound> {
  const [{ findActionsCalled, actionName }] = await Promise.all([
    import('../records/audit/audit-text.js'),
    loadWords('records', 'publishing'),
  ]);
  const called = findActionsCalled(q, t).join(',');
  const { audit, ...others } = await find({ q, ...(called === '' ? {} : { called }) }, signal);
  const textOf = (action: string) => (isEventAction(action) ? actionName(action, t) : action);
  return { ...others, audit: audit.map((entry) => ({ ...entry, text: textOf(entry.action) })) };
}

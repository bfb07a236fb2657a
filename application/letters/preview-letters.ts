import type { CommandBody } from '../../contract/commands.js';
import { LETTER_TABLE, LISTED_ACTIONS, lettersFor, type LetterKind } from '../../domain/letters/letter.js';
import { LetterError } from '../../letters/letter-error.js';
import { letterNotes } from '../../letters/render-letter.js';
import { writeLetter } from '../../letters/write-letter.js';
import { findLetterContext } from '../../registry/letters/letter-context.js';
import { listDraftGrounds } from '../../registry/letters/letters.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { listSubmissions } from '../../registry/submissions/submission-views.js';
import { countDrafts, draftsByAction } from '../../registry/targets/ledger.js';
import { needNotice } from '../access.js';
import type { Caller } from '../caller.js';
import { invalid } from '../refusal.js';
import type { Services } from '../services.js';
import { listRestorationLetters, toSubmissionLetter } from './submission-letter.js';

type PreviewOrder = NonNullable<CommandBody<'submit'>['letter']> & {
  kind?: LetterKind | undefined;
  submission?: number | undefined;
};

/** Writes the letters that a submission would send, by the code that sends them. Stores nothing. */
export async function previewLetters(
  services: Pick<Services, 'db' | 'now' | 'rulebook' | 'letterSender'>,
  caller: Caller,
  { id, ...order }: PreviewOrder & { id: string },
) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const { kind: wanted } = order;
  const { kinds, letter, submission } = await readOrder(services, row, order);
  const found = await findLetterContext(services.db, { noticeId: row.id, submission, now: services.now() });
  const chosen = wanted === undefined ? kinds : kinds.filter((kind) => kind === wanted);
  return Promise.all(
    chosen.map((kind) =>
      preview(services, { noticeId: row.id, kind, submission, found: { ...found, letter, stage: 'reporting' } }),
    ),
  );
}

async function readOrder(
  { db, rulebook, now }: Pick<Services, 'db' | 'rulebook' | 'now'>,
  row: NoticeRow,
  sent: PreviewOrder,
) {
  if (sent.submission === undefined) {
    const byAction = draftsByAction(await countDrafts(db, row.id));
    const grounds = await listDraftGrounds(db, { noticeId: row.id, actions: LISTED_ACTIONS });
    const letter = toSubmissionLetter(rulebook, { row, byAction, grounds, letter: sent });
    return { kinds: lettersFor(byAction, row.targets), letter, submission: null };
  }
  const [found] = await listSubmissions(db, { noticeId: row.id, number: sent.submission, limit: 1 });
  if (found === undefined || found.state === 'returned')
    throw invalid('/submission', 'There is no such submission that is open or approved.');
  const restored = found.purpose === 'restoration' ? listRestorationLetters(db, { row, now: now() }) : null;
  const kinds = (await restored) ?? lettersFor(found.by_action, found.targets);
  return { kinds, letter: found.letter, submission: found.number };
}

async function preview(
  { db, letterSender, now }: Pick<Services, 'db' | 'letterSender' | 'now'>,
  wanted: {
    noticeId: string;
    kind: LetterKind;
    submission: number | null;
    found: Awaited<ReturnType<typeof findLetterContext>>;
  },
) {
  const { noticeId, kind, submission, found } = wanted;
  const when = LETTER_TABLE[kind].leaves === 'when_done' ? ('effect' as const) : ('approval' as const);
  const shared = { kind, to: found.recipient, when };
  const effect = { letter: kind, submission, dialogue: null };
  const wantedLanguage = found.letter?.language ?? found.language;
  try {
    const {
      annex: _,
      open,
      ...written
    } = await writeLetter(db, {
      noticeId,
      effect,
      context: found,
      sender: letterSender,
      nowMs: now().getTime(),
      ahead: true,
    });
    return {
      ...shared,
      ...written,
      problem: null,
      notes: [
        ...letterNotes({
          requested: wantedLanguage,
          written: written.language,
          required: found.letter?.law?.language?.code,
        }),
        ...(open > 0 ? (['form_incomplete'] as const) : []),
      ],
    };
  } catch (error) {
    if (!(error instanceof LetterError)) throw error;
    return {
      ...shared,
      language: wantedLanguage,
      subject: '',
      text: '',
      counts: null,
      problem: error.message,
      notes: [],
    };
  }
}

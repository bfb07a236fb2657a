import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useMay } from '../http/may.js';
import { noticeQuery } from '../http/queries.js';
import type { Letter, Notice } from '../http/types.js';
import { useTargetCount } from '../notice/targets/target-pages.js';
import { isDraftStage } from '../../domain/command/command-table.js';
import { Failure } from '../parts/Failure.js';
import { Instant } from '../parts/Instant.js';
import { Skeleton } from '../parts/Skeleton.js';
import { Tag } from '../parts/Tag.js';
import { useShortcuts } from '../state/shortcuts.js';
import { LetterPane } from './LetterPane.js';
import { lettersQuery } from './letters-query.js';
import { PreviewPane } from './PreviewPane.js';
import { usePreview, type Preview } from './use-preview.js';

/** Outward texts: those that are written, and those the present drafts would send. */
export function LettersTab() {
  const { id } = useParams({ strict: false });
  const t = useWords();
  const may = useMay();
  const notice = useQuery(noticeQuery(id ?? '')).data;
  if (notice === undefined) return null;
  if (!may('notice.read_documents')) {
    return (
      <div className="pad">
        <div className="none">{t('letters:noAccess')}</div>
      </div>
    );
  }
  return <Letters notice={notice} key={notice.id} />;
}

function Letters({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const { data, error, refetch } = useQuery(lettersQuery(notice.id));
  const [at, setAt] = useState(0);
  const mayPreview = (may('submit') || may('approve')) && isDraftStage(notice.stage);
  const letters = data?.items ?? [];
  const drafted = useTargetCount(notice.id, { status: 'drafted' });
  const written = usePreview(notice, mayPreview);
  // Without a new draft nothing would be written anew: what was sent stands above and nowhere else.
  const isKept = (kind: Letter['kind']) => drafted === 0 && letters.some((letter) => letter.kind === kind);
  const preview = { ...written, items: written.items.filter(({ kind }) => !isKept(kind)) };
  const places = letters.length + preview.items.length;
  const move = (step: number) => setAt((before) => Math.min(Math.max(before + step, 0), Math.max(places - 1, 0)));
  useShortcuts([
    {
      id: 'next',
      label: t('letters:cmd.next'),
      keys: 'j | ArrowDown',
      run: () => move(1),
      repeats: true,
      hidden: true,
    },
    {
      id: 'previous',
      label: t('letters:cmd.previous'),
      keys: 'k | ArrowUp',
      run: () => move(-1),
      repeats: true,
      hidden: true,
    },
  ]);
  const shown = letters[at];
  const ahead = shown === undefined ? (preview.items[at - letters.length] ?? preview.items[0]) : undefined;
  if (error !== null) {
    return (
      <div className="pad">
        <Failure title={t('letters:failed')} error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  return (
    <div className="letters-grid print-flow">
      <section className="pane print-whole" aria-label={t('letters:list')}>
        <div className="panel print-whole">
          {data === undefined ? <Skeleton rows={4} /> : null}
          <LetterList letters={letters} at={at} onAt={setAt} />
          {data !== undefined && letters.length === 0 ? <p className="pad muted">{t('letters:none')}</p> : null}
          {mayPreview ? (
            <Ahead preview={preview} at={at - letters.length} onAt={(place) => setAt(letters.length + place)} />
          ) : null}
        </div>
      </section>
      {shown !== undefined ? (
        <LetterPane notice={notice.id} letter={shown} isErased={notice.erased?.kinds.includes('letters') === true} />
      ) : mayPreview ? (
        <PreviewPane preview={preview} shown={ahead} />
      ) : (
        <div />
      )}
    </div>
  );
}

/** Where a letter stands, as a tag. */
function Standing({ state }: { state: Letter['state'] }) {
  const t = useWords();
  const words = t(`letters:state.${state}`);
  if (state === 'sent') {
    return (
      <Tag tone="ok" icon="s-met">
        {words}
      </Tag>
    );
  }
  if (state === 'bounced' || state === 'failed') {
    return (
      <Tag tone="danger" icon="m-x">
        {words}
      </Tag>
    );
  }
  return <Tag icon="s-calm">{words}</Tag>;
}

interface LetterLineProps {
  letter: Pick<Letter, 'kind' | 'to'>;
  isAt: boolean;
  onPress: () => void;
  standing: ReactNode;
  /** When it was sent. */
  children?: ReactNode;
}

function LetterLine({ letter: { kind, to }, isAt, onPress, standing, children }: LetterLineProps) {
  const t = useWords();
  return (
    <button
      type="button"
      className={isAt ? 'letter-line current' : 'letter-line'}
      aria-current={isAt ? 'true' : undefined}
      onClick={onPress}
    >
      <b>{t(`letters:kind.${kind}`)}</b>
      {standing}
      <span className="muted fine cut">{to ?? t('letters:nobody')}</span>
      {children}
    </button>
  );
}

function LetterList({ letters, at, onAt }: { letters: readonly Letter[]; at: number; onAt: (at: number) => void }) {
  return (
    <ul>
      {letters.map(({ n, kind, state, to, sentAt }, place) => (
        <li key={n}>
          <LetterLine
            letter={{ kind, to }}
            isAt={place === at}
            onPress={() => onAt(place)}
            standing={<Standing state={state} />}
          >
            {sentAt === null ? <span /> : <Instant className="faint fine number" at={sentAt} short />}
          </LetterLine>
        </li>
      ))}
    </ul>
  );
}

/** What the present drafts would send, below what is written. */
function Ahead({ preview, at, onAt }: { preview: Preview; at: number; onAt: (place: number) => void }) {
  const t = useWords();
  return (
    <>
      <h2 className="band muted">{t('approval:preview.title')}</h2>
      {preview.isReady && preview.items.length === 0 && preview.error === null ? (
        <p className="pad muted">{t('approval:preview.none')}</p>
      ) : null}
      <ul>
        {preview.items.map(({ kind, to, subject }, place) => (
          <li key={kind + subject}>
            <LetterLine letter={{ kind, to }} isAt={place === at} onPress={() => onAt(place)} standing={<span />} />
          </li>
        ))}
      </ul>
    </>
  );
}

import { useWords } from '../words/use-words.js';
import type { Correspondence, Letter } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant, formatLanguage, formatNumber } from '../parts/format.js';
import { copyText } from '../state/message.js';
import { en } from '../words/en/index.js';

interface LetterPaneProps {
  notice: string;
  letter: Letter;
  /** The deadline of the authority's answer. */
  waits: Correspondence['waits'];
  isErased: boolean;
}

export function LetterPane({ notice, letter, waits, isErased }: LetterPaneProps) {
  const t = useWords();
  const { n, kind, interim, state, to, subject, text, language, messageId, sentAt, counts, annexed, resends, reply } =
    letter;
  const what = interim ? t('updates:interim') : t(`letters:kind.${kind}`);
  return (
    <section className="read spaced print-whole" aria-label={what} key={n}>
      <section>
        <div className="section-head">
          <h2>{what}</h2>
          {isErased ? null : (
            <a
              className="button small"
              href={`/v1/notices/${notice}/letters/${n}/pdf`}
              target="_blank"
              rel="noreferrer"
            >
              {t('letters:pdf')}
            </a>
          )}
          {annexed ? (
            <a className="button small" href={`/v1/notices/${notice}/letters/${n}/annex`} download>
              {t('letters:annex')}
            </a>
          ) : null}
          <Button
            size="small"
            variant="quiet"
            onPress={() => void copyText(`${subject}\n\n${text}`, t('letters:copied'))}
          >
            {t('letters:copy')}
          </Button>
        </div>
        <p className={state === 'bounced' || state === 'failed' ? 'danger-ink' : 'muted'}>
          {t(`letters:means.${state}`, { at: sentAt === null ? '' : formatInstant(sentAt) })}
        </p>
        <Waits waits={waits} />
        <dl className="key-values">
          <Fact name={t('letters:to')}>{to ?? t('letters:nobody')}</Fact>
          <Fact name={t('letters:language')}>{formatLanguage(language)}</Fact>
          <Fact name={t('letters:messageId')} className="monospace">
            {messageId}
          </Fact>
          <Fact name={t('letters:resends')}>{resends === null ? null : formatNumber(resends)}</Fact>
          <Fact name={t('letters:why')}>{reply}</Fact>
        </dl>
        <LetterCounts counts={counts} />
      </section>
      {isErased ? (
        <p className="note">{t('notice:erased.letter')}</p>
      ) : (
        <LetterText subject={subject} text={text} language={language} />
      )}
    </section>
  );
}

function Waits({ waits }: Pick<LetterPaneProps, 'waits'>) {
  const t = useWords();
  if (waits === null) return null;
  const { state, dueAt, answeredAt } = waits;
  if (answeredAt !== null) return <p>{t('correspondence:answered', { at: formatInstant(answeredAt) })}</p>;
  if (dueAt === null || state === 'cancelled') return null;
  return <p>{t(state === 'missed' ? 'correspondence:late' : 'correspondence:waits', { at: formatInstant(dueAt) })}</p>;
}

export function LetterCounts({ counts }: { counts: Letter['counts'] }) {
  const t = useWords();
  const entries = Object.entries(counts ?? {});
  if (entries.length === 0) return null;
  const known = (name: string): name is keyof typeof en.letters.count => Object.hasOwn(en.letters.count, name);
  return (
    <dl className="counts" aria-label={t('letters:counts')}>
      {entries.map(([name, count]) => (
        <div key={name}>
          <dt>{known(name) ? t(`letters:count.${name}`) : name.replaceAll('_', ' ')}</dt>
          <dd className="number">{formatNumber(count)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function LetterText({ subject, text, language }: { subject: string; text: string; language?: string }) {
  return (
    <article className="letter letter-sheet" lang={language} dir="auto">
      <h3>{subject}</h3>
      <div className="plain">{text}</div>
    </article>
  );
}

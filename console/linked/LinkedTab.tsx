import { SeriesFigure } from '../charts/series/SeriesFigure.js';
import { ListDiff } from './ListDiff.js';
import { PrecedentList } from './PrecedentList.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { noticeQuery } from '../http/queries.js';
import { inSentence } from '../parts/format.js';
import { useState } from 'react';
import { LINK_KINDS, type LinkKind } from '../../domain/notices/notice.js';
import { SelectField } from '../forms/choices.js';
import { CommandButton, CommandFields } from '../forms/CommandDialog.js';
import { toOptions } from '../forms/Segments.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import type { Notice } from '../http/types.js';
import { noticeKeys } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';
import { useNoticeByNumber, type NamedNotice } from './find-notice.js';

export function LinkedTab() {
  const notice = useOpenNotice();
  return (
    <div className="read linked spaced print-whole">
      <LinkList notice={notice} />
      <SeriesFigure notice={notice} />
      <PrecedentList notice={notice} />
      <AddLink notice={notice} />
      {notice.counts.targets === 0 ? null : <ListDiff notice={notice} />}
    </div>
  );
}

function LinkList({ notice }: { notice: Notice }) {
  const t = useWords();
  return (
    <section aria-labelledby="linked-links">
      <div className="section-head">
        <h2 id="linked-links">{t('linked:links')}</h2>
      </div>
      {notice.links.length === 0 ? <p className="muted">{t('linked:none')}</p> : null}
      <ul className="entries">
        {notice.links.map(({ notice: other, number, as, direction }) => (
          <li key={`${other}${as}${direction}`} className="link-entry">
            <span className="muted">{t(`linked:${direction}.${as}`)}</span>
            <div>
              <Link to="/notices/$id" params={{ id: other }}>
                <b>{number}</b>
              </Link>{' '}
              <About id={other} />
              <p className="muted fine">{t(`linked:means.${as}`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function About({ id }: { id: string }) {
  const t = useWords();
  const other = useQuery(noticeQuery(id)).data;
  if (other === undefined) return null;
  return (
    <>
      <span dir="auto">{other.subject === '' ? t(`words:kind.${other.kind}`) : other.subject}</span>{' '}
      <span className="faint">
        {t(`words:kind.${other.kind}`)}, {inSentence(t(`words:stage.${other.stage}`))}
      </span>
    </>
  );
}

function AddLink({ notice }: { notice: Notice }) {
  const t = useWords();
  const [number, setNumber] = useState('');
  const found = useNoticeByNumber(number);
  const start: { as: LinkKind } = { as: 'follows' };
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/link`,
    refresh: noticeKeys(notice.id),
    start,
    body: ({ as }) => ({ notice: found?.id, as }),
    whyNever: notice.allowedCommands.includes('link') ? null : t('linked:role'),
    why: () => (found == null || found.id === notice.id ? t('intake:error.link') : null),
    done: t('linked:done', { number: number.trim() }),
    onDone: () => setNumber(''),
  });
  return (
    <section aria-labelledby="linked-add">
      <div className="section-head">
        <h2 id="linked-add">{t('linked:add')}</h2>
      </div>
      <CommandFields form={form} failed={t('linked:notLinked')} isQuick>
        <div className="flow form-line">
          <SelectField
            label={t('linked:as')}
            options={toOptions(LINK_KINDS, (kind) => t(`words:link.${kind}`))}
            {...form.field('as')}
          />
          <TextField label={t('intake:links.number')} value={number} onChange={setNumber} />
          <CommandButton form={form} label={t('linked:go')} showWhy={false} />
        </div>
      </CommandFields>
      <p className="why" role="status">
        {describeFound(found, number, t)} {t(`linked:means.${form.values.as}`)}
      </p>
    </section>
  );
}

function describeFound(found: NamedNotice | null | undefined, text: string, t: ReturnType<typeof useWords>): string {
  if (text.trim().length < 3 || found === undefined) return '';
  if (found === null) return t('intake:links.none');
  return t('linked:found', { number: found.number, subject: found.subject ?? '' });
}

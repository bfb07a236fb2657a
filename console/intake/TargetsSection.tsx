import { useWords } from '../words/use-words.js';
import { useMemo } from 'react';
import { KINDS_WITHOUT_TARGETS } from '../../domain/notices/notice.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { badRowsCsv, countBad } from './document/bad-rows.js';
import { INLINE_ROWS, type DraftList, type Fields } from './draft.js';
import { Tick } from '../forms/choices.js';
import { useFieldError } from '../forms/FormField.js';
import { ListReader, type ListReading } from './document/ListReader.js';
import { ListTable } from './document/ListTable.js';
import type { SectionProps } from './section.js';

export const needsTargets = ({ kind, targetsFollow }: Fields) =>
  !targetsFollow && !KINDS_WITHOUT_TARGETS.includes(kind);

export function TargetsSection({
  fields,
  change,
  list,
  onList,
  reading,
  onFile,
}: SectionProps & {
  list: DraftList | null;
  onList: (list: DraftList | null) => void;
  reading: ListReading;
  onFile: (file: File) => void;
}) {
  const t = useWords();
  const error = useFieldError('/targets');
  return (
    <section aria-labelledby="intake-targets" data-path="/targets" tabIndex={-1}>
      <div className="section-head">
        <h2 id="intake-targets">{t('intake:section.targets')}</h2>
        {list === null ? null : (
          <Button size="small" variant="quiet" onPress={() => onList(null)}>
            {t('intake:targets.clear')}
          </Button>
        )}
      </div>
      {list === null ? (
        <>
          <ListReader reading={reading} onFile={onFile} />
          {KINDS_WITHOUT_TARGETS.includes(fields.kind) ? null : (
            <Tick
              label={t('intake:targets.follow')}
              value={fields.targetsFollow}
              onChange={(targetsFollow) => change({ targetsFollow })}
            />
          )}
        </>
      ) : (
        <FoundList list={list} onList={onList} />
      )}
      {error === undefined ? null : (
        <span className="why invalid">
          <Icon name="m-x" />
          {error}
        </span>
      )}
    </section>
  );
}

export function FoundList({ list, onList }: { list: DraftList; onList: (list: DraftList) => void }) {
  const t = useWords();
  const { flagged, bad } = useMemo(
    () => ({ flagged: list.rows.filter(({ flags }) => flags.length > 0).length, bad: countBad(list) }),
    [list],
  );
  return (
    <div className="found">
      <p role="status">
        <b>{t('intake:targets.found', { count: list.rows.length, name: list.name })}</b>
        {list.merged > 0 ? `, ${t('intake:targets.merged', { count: list.merged })}` : ''}
        {flagged > 0 ? `, ${t('intake:targets.flagged', { count: flagged })}` : ''}
        {bad > 0 ? `, ${t('intake:targets.bad', { count: bad })}` : ''}.
      </p>
      {list.format === 'pdf' ? <p className="unsure">{t('intake:targets.pdf')}</p> : null}
      {list.rows.length > INLINE_ROWS ? <p className="why">{t('intake:targets.long')}</p> : null}
      {bad === 0 ? null : (
        <p className="why">
          {t('intake:targets.badKept')}{' '}
          <button
            type="button"
            className="text-button link"
            onClick={() => saveFile('bad-rows.csv', 'text/csv;charset=utf-8', badRowsCsv(list))}
          >
            {t('intake:targets.download', { count: bad })}
          </button>
        </p>
      )}
      <LeftOut problems={list.problems} />
      <ListTable list={list} onList={onList} />
    </div>
  );
}

const SHOWN = 5;

function LeftOut({ problems }: { problems: DraftList['problems'] }) {
  const t = useWords();
  if (problems.length === 0) return null;
  const more = problems.length - SHOWN;
  return (
    <ul className="lines" aria-label={t('intake:targets.leftOut')}>
      {problems.slice(0, SHOWN).map(({ line, reason }) => (
        <li key={`${line}${reason}`}>
          <span className="why invalid">
            <Icon name="m-x" /> {t('intake:targets.line', { line: formatNumber(line) })}: {reason}
          </span>
        </li>
      ))}
      {more > 0 ? <li className="why">{t('intake:targets.more', { count: more })}</li> : null}
    </ul>
  );
}

function saveFile(name: string, type: string, text: string): void {
  const href = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  URL.revokeObjectURL(href);
}

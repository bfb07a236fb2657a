import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { NoticeKind } from '../../../domain/notices/notice.js';
import { read } from '../../http/call.js';
import type { Page, Regime } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatList, formatNumber } from '../../parts/format.js';
import { useWords, type Words } from '../../words/use-words.js';
import { FormField } from '../FormField.js';
import { searchLaws, type LawLine } from './search-laws.js';

interface ChosenBy {
  kind: NoticeKind;
  country: string;
  authority: string | null;
  /** Laws that the text suggests, with the words found. */
  candidates?: readonly { id: string; words: readonly string[] }[];
}

interface LawChooserProps extends ChosenBy {
  /** When the notice was received: a law must have been in force then. Absent: now. */
  at?: string;
  value: string;
  onChange: (id: string) => void;
  path: string;
  /** What happens if none is chosen; absent: one must be. */
  automatic?: string;
  help?: string;
}

export function LawChooser(props: LawChooserProps) {
  const { value, onChange, path, automatic, help, country } = props;
  const t = useWords();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const laws = useLaws(props.at);
  const { here, elsewhere } = searchLaws(laws, { text, country, nameOf: formatCountry });
  const isSearching = text.trim() !== '';
  const chosen = laws.find(({ id }) => id === value);
  const shown = isSearching || isOpen ? [...here, ...elsewhere] : here;
  const apart = chosen === undefined || shown.includes(chosen) ? [] : [chosen];
  const list = (rows: readonly LawLine[]) =>
    rows.map((law) => (
      <LawOption
        key={law.id}
        name={law.title}
        line={[law.id, law.version, ...(law.jurisdiction === country ? [] : [formatCountry(law.jurisdiction)])]}
        why={explainLaw(law, props, t)}
        isChosen={law.id === value}
        onChoose={() => onChange(law.id)}
      />
    ));
  return (
    <>
      <FormField label={t('intake:law.search')} path={path} help={help}>
        {(parts) => (
          <>
            <input {...parts} type="search" value={text} onChange={(event) => setText(event.target.value)} />
            <span className="faint fine number nowrap" role="status">
              {t('intake:law.found', {
                n: formatNumber(here.length + elsewhere.length),
                of: formatNumber(laws.length),
              })}
            </span>
          </>
        )}
      </FormField>
      <div className="laws" role="radiogroup" aria-label={t('intake:regime')}>
        {automatic === undefined ? null : (
          <LawOption name={automatic} line={[]} why={null} isChosen={value === ''} onChoose={() => onChange('')} />
        )}
        {list(apart)}
        {here.length === 0 ? null : <div className="heading">{formatCountry(country)}</div>}
        {list(here)}
        {elsewhere.length > 0 && (isSearching || isOpen) ? (
          <>
            <div className="heading">{t('intake:law.elsewhere')}</div>
            {list(elsewhere)}
          </>
        ) : null}
      </div>
      {isSearching && shown.length === 0 ? <p className="why">{t('intake:law.none')}</p> : null}
      {isSearching || elsewhere.length === 0 ? null : (
        <p>
          <Button size="small" variant="quiet" expanded={isOpen} onPress={() => setOpen(!isOpen)}>
            {t(isOpen ? 'intake:law.hide' : 'intake:law.show', { count: elsewhere.length })}
          </Button>
        </p>
      )}
    </>
  );
}

function useLaws(at: string | undefined): readonly LawLine[] {
  return (
    useQuery({
      queryKey: ['rulebook', 'regimes', at ?? 'now'],
      queryFn: ({ signal }) =>
        read<Page<Regime>>(`/v1/rulebook/regimes?limit=200&at=${encodeURIComponent(at ?? new Date().toISOString())}`, {
          signal,
          background: true,
        }),
      staleTime: 5 * 60_000,
    }).data?.items ?? []
  );
}

/** Why a law fits or not, by what the rulebook says of it; null: nothing speaks for or against. */
function explainLaw(law: LawLine, { kind, authority, candidates = [] }: ChosenBy, t: Words): string | null {
  const words = candidates.find(({ id }) => id === law.id)?.words ?? [];
  if (words.length > 0) return t('intake:law.words', { words: formatList([...words]) });
  if (law.noticeKinds.length > 0 && !law.noticeKinds.includes(kind)) return t('intake:law.otherKind');
  return authority !== null && law.authorities.includes(authority) ? t('intake:law.ofAuthority') : null;
}

interface LawOptionProps {
  name: string;
  line: readonly string[];
  why: string | null;
  isChosen: boolean;
  onChoose: () => void;
}

function LawOption({ name, line, why, isChosen, onChoose }: LawOptionProps) {
  return (
    <label className={isChosen ? 'law-option selected' : 'law-option'}>
      <input type="radio" name="law" checked={isChosen} onChange={onChoose} />
      <span dir="auto">
        {name} <span className="faint fine">{line.join(', ')}</span>
      </span>
      {why === null ? null : <span className="muted fine">{why}</span>}
    </label>
  );
}

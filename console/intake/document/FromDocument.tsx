import { createContext, useContext } from 'react';
import { Button } from '../../parts/Button.js';
import { Icon } from '../../parts/Icon.js';
import { useWords, type WordKey, type Words } from '../../words/use-words.js';
import { formText, computeFactStatus, type FactStatus } from './document.js';
import type { Fields } from '../draft.js';
import type { DraftFact, FactPath } from './fact.js';

interface OrderDocuments {
  fields: Fields;
  facts: readonly DraftFact[];
  confirm: (facts: readonly DraftFact[]) => void;
  takeBack: (fact: DraftFact) => void;
  use: (fact: DraftFact) => void;
}

export const OrderFacts = createContext<OrderDocuments | null>(null);

const LABELS: Record<FactPath, WordKey> = {
  '/reference': 'intake:reference',
  '/subject': 'intake:subject',
  '/authority': 'intake:issuer.label',
  '/jurisdiction': 'intake:jurisdiction',
  '/regime': 'intake:regime',
  '/issuedAt': 'intake:when.issuedAt',
  '/orderedDeadline/within': 'intake:deadline.label',
  '/orderedDeadline/at': 'intake:deadline.label',
  '/orderedDeadline/immediately': 'intake:deadline.label',
  '/secrecy/level': 'intake:secrecy.label',
};

export const formatFactLabel = (path: FactPath, t: Words): string => t(LABELS[path]);

export function shownValue(fact: DraftFact, t: Words): string {
  if (fact.path === '/secrecy/level') return t('words:secrecy.restricted');
  if (fact.path === '/orderedDeadline/immediately') return t('intake:deadline.immediately');
  return formText(fact);
}

export function FromDocument({ path }: { path: string }) {
  const documents = useContext(OrderFacts);
  const facts = documents === null ? [] : documents.facts.filter((fact) => isUnderPath(fact.path, path));
  if (documents === null || facts.length === 0) return null;
  return facts.map((fact) => (
    <Line
      key={`${fact.file} ${fact.path} ${fact.value}`}
      fact={fact}
      status={computeFactStatus(fact, documents.fields)}
      documents={documents}
    />
  ));
}

const isUnderPath = (fact: string, path: string) => fact === path || fact.startsWith(`${path}/`);

function Line({ fact, status, documents }: { fact: DraftFact; status: FactStatus; documents: OrderDocuments }) {
  const t = useWords();
  const label = formatFactLabel(fact.path, t);
  return (
    <span className={`chips from-document fine muted ${status}`}>
      <span>
        {status === 'beside' ? (
          <b dir="auto">{shownValue(fact, t)}</b>
        ) : (
          <Icon name={status === 'confirmed' ? 's-met' : 'm-warn'} />
        )}{' '}
        {t(fact.inSheets ? 'intake:document.sheet' : 'intake:document.page', { file: fact.file, page: fact.page })}{' '}
        <q dir="auto">{fact.quote}</q>
        {status === 'unchecked' ? <b> {t('intake:document.check')}</b> : null}
        {status === 'confirmed' ? ` ${t('intake:document.checked')}` : null}
      </span>
      {status === 'unchecked' ? (
        <span className="acts">
          <Button
            size="small"
            label={t('intake:document.confirmNamed', { label })}
            onPress={() => documents.confirm([fact])}
          >
            {t('intake:document.confirm')}
          </Button>
          <Button
            size="small"
            variant="quiet"
            label={t('intake:document.backNamed', { label })}
            onPress={() => documents.takeBack(fact)}
          >
            {t('intake:document.back')}
          </Button>
        </span>
      ) : null}
      {status === 'beside' ? (
        <span className="acts">
          <Button
            size="small"
            variant="quiet"
            label={t('intake:document.useNamed', { label, value: shownValue(fact, t) })}
            onPress={() => documents.use(fact)}
          >
            {t('intake:document.use')}
          </Button>
        </span>
      ) : null}
    </span>
  );
}

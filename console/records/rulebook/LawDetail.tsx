import { formatCountry } from '../../parts/format.js';
import { Menu } from '../../parts/Menu.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from '../list/CopyButton.js';
import { formatValueName } from '../list/find-name.js';
import { useAddress } from '../list/use-address.js';
import { TextDifference } from '../../parts/TextDifference.js';
import { pairFacts, wholeText, type FactPair } from './compare.js';
import type { LawFact } from './fact.js';
import { listLawFacts } from './law-facts.js';
import { countUnchecked, versionOn } from './laws.js';
import { Trust } from './Trust.js';
import { LawReviewSection } from './LawReview.js';
import type { Law, LawReview, Version } from './types.js';

export function LawDetail({ law, day, reviews }: { law: Law; day: string; reviews: readonly LawReview[] }) {
  const t = useWords();
  const [{ version = '', beside = '' }, change] = useAddress();
  const find = (name: string) => law.versions.find((one) => one.version === name);
  const shown = find(version) ?? versionOn(law, day) ?? law.versions.at(-1);
  const other = beside === '' ? undefined : find(beside);
  if (shown === undefined) return null;
  const options = law.versions.map((one) => ({
    value: one.version,
    label: t('rulebook:versionName', {
      version: one.version,
      status: formatValueName(t, 'rulebook:lawStatus', one.status),
    }),
  }));
  const unchecked = countUnchecked(shown);
  const review = reviews.find(({ id, version: name }) => id === law.id && name === shown.version);
  return (
    <>
      <section>
        <div className="heading">
          {formatCountry(law.jurisdiction)}
          <span className="identifier">{law.id}</span>
          <CopyButton text={law.id} what={t('records:id')} />
        </div>
        <h2 className="title">{law.title}</h2>
        <p className="flow">
          <Menu
            label={t('rulebook:version')}
            value={shown.version}
            options={options}
            onChange={(value) => change({ version: value })}
          />
          {law.versions.length < 2 ? (
            <span className="muted">{t('rulebook:oneVersion')}</span>
          ) : (
            <Menu
              label={t('rulebook:beside')}
              value={other?.version ?? ''}
              options={[
                { value: '', label: t('rulebook:nothing') },
                ...options.filter(({ value }) => value !== shown.version),
              ]}
              onChange={(value) => change({ beside: value })}
            />
          )}
          {unchecked === 0 ? null : (
            <Tag tone="caution" icon="m-warn">
              {t('rulebook:unchecked', { count: unchecked })}
            </Tag>
          )}
        </p>
      </section>
      {review === undefined ? null : <LawReviewSection review={review} />}
      {other === undefined ? <OneVersion version={shown} /> : <TwoVersions shown={shown} other={other} />}
    </>
  );
}

function OneVersion({ version }: { version: Version }) {
  const t = useWords();
  const facts = listLawFacts(version, t);
  return (
    <>
      {pairFacts([], facts).map(({ section, pairs }) => (
        <section key={section}>
          <h3 className="fine muted">{t(`rulebook:section.${section}`)}</h3>
          <ul className="law-facts">
            {pairs.map(({ key, after }) => (
              <li key={key}>{after === null ? null : <FactText fact={after} />}</li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function FactText({ fact: { head, text, sourced } }: { fact: LawFact }) {
  return (
    <>
      {head === '' ? null : <b>{head}</b>} <span>{text}</span>
      {sourced === null ? null : <Trust sourced={sourced} />}
    </>
  );
}

function TwoVersions({ shown, other }: { shown: Version; other: Version }) {
  const t = useWords();
  const [before, after] = shown.inForceFrom < other.inForceFrom ? [shown, other] : [other, shown];
  return (
    <>
      <div className="halves law-pair head">
        <b>{before.version}</b>
        <b>{after.version}</b>
      </div>
      {pairFacts(listLawFacts(before, t), listLawFacts(after, t)).map(({ section, pairs }) => (
        <section key={section}>
          <h3 className="fine muted">{t(`rulebook:section.${section}`)}</h3>
          <ul className="law-facts">
            {pairs.map((pair) => (
              <PairLine key={pair.key} pair={pair} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function PairLine({ pair: { before, after } }: { pair: FactPair }) {
  const t = useWords();
  const texts = {
    before: before === null ? '' : wholeText(before),
    after: after === null ? '' : wholeText(after),
  };
  return (
    <li className="halves law-pair">
      <div>
        {before === null ? <span className="muted">{t('rulebook:absent')}</span> : null}
        <TextDifference {...texts} only="before" />
        {before?.sourced == null ? null : <Trust sourced={before.sourced} />}
      </div>
      <div>
        {after === null ? <span className="muted">{t('rulebook:absent')}</span> : null}
        <TextDifference {...texts} only="after" />
        {after?.sourced == null ? null : <Trust sourced={after.sourced} />}
      </div>
    </li>
  );
}

import { Link } from '@tanstack/react-router';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatDay } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { ScorecardSection } from '../../charts/Scorecard.js';
import { useMay } from '../../http/may.js';
import { CopyButton } from '../list/CopyButton.js';
import { formatValueName } from '../list/find-name.js';
import { computeValidity } from './form.js';
import type { Authority } from '../../http/types.js';

export function AuthorityDetail({ authority, onEdit }: { authority: Authority; onEdit: (() => void) | null }) {
  const t = useWords();
  const mayRead = useMay()('notice.read_facts');
  const { id, name, country, kind, verification, domains } = authority;
  return (
    <>
      <section>
        <div className="heading">
          {formatValueName(t, 'records:authorityKind', kind)}, {formatCountry(country)}
        </div>
        <h2 className="title" dir="auto">
          {name}
        </h2>
        <p className="flow">
          <span className="monospace">{id}</span>
          <CopyButton text={id} what={t('records:id')} />
          <VerificationTag of={verification} />
        </p>
        <div className="acts">
          {onEdit === null ? null : <Button onPress={onEdit}>{t('records:authorities.change')}</Button>}
          <Link className="button" to="/" search={{ authority: id }}>
            {t('records:authorities.notices')}
          </Link>
        </div>
      </section>
      {mayRead ? <ScorecardSection authority={id} /> : null}
      <Contacts contacts={authority.contacts} />
      <Signers signers={authority.signers} />
      <section>
        <div className="heading">{t('records:authorities.domains')}</div>
        {domains.length === 0 ? (
          <p className="muted">{t('records:authorities.noDomains')}</p>
        ) : (
          <ul>
            {domains.map((domain) => (
              <li key={domain} className="monospace">
                {domain}
              </li>
            ))}
          </ul>
        )}
      </section>
      <Updates every={authority.statusUpdates ?? null} />
    </>
  );
}

function Updates({ every }: { every: Authority['statusUpdates'] | null }) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('updates:title')}</div>
      <p className={every == null ? 'muted' : undefined}>
        {every == null
          ? t('updates:none')
          : t('updates:every', { amount: t(`records:unit.${every.unit}`, { count: every.amount }) })}
      </p>
    </section>
  );
}

function Contacts({ contacts }: Pick<Authority, 'contacts'>) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('records:authorities.contacts')}</div>
      {contacts.length === 0 ? <p className="muted">{t('records:authorities.noContacts')}</p> : null}
      <ul className="record-lines">
        {contacts.map((contact, place) => (
          <li key={place}>
            <span className="muted">{formatValueName(t, 'records:purpose', contact.purpose)}</span>
            <span>
              {[contact.email, contact.phone]
                .filter((text) => text !== undefined)
                .map((text) => (
                  <span key={text} className="monospace plain block">
                    {text}
                  </span>
                ))}
              {[contact.department, contact.office, ...(contact.address ?? [])]
                .filter((text) => text !== undefined)
                .map((text) => (
                  <span key={text} className="block" dir="auto">
                    {text}
                  </span>
                ))}
              <Validity {...contact} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Signers({ signers }: Pick<Authority, 'signers'>) {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('records:authorities.signers')}</div>
      {signers.length === 0 ? <p className="muted">{t('records:authorities.noSigners')}</p> : null}
      <ul className="stack">
        {signers.map((signer, place) => (
          <li key={place}>
            <b dir="auto">{signer.name}</b>, <span dir="auto">{signer.rank}</span> <Validity {...signer} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Validity({ validFrom, validTo }: { validFrom?: string | undefined; validTo?: string | undefined }) {
  const t = useWords();
  if (validFrom === undefined && validTo === undefined) return null;
  const state = computeValidity({ validFrom, validTo }, nowMs());
  return (
    <span className="muted fine">
      {validFrom === undefined ? '' : t('records:authorities.from', { day: formatDay(validFrom) })}{' '}
      {validTo === undefined ? '' : t('records:authorities.until', { day: formatDay(validTo) })}{' '}
      {state === 'now' ? null : (
        <Tag tone="caution">{state === 'over' ? t('records:authorities.over') : t('records:authorities.notYet')}</Tag>
      )}
    </span>
  );
}

export function VerificationTag({ of }: { of: 'unverified' | 'verified' }) {
  const t = useWords();
  return of === 'verified' ? (
    <Tag tone="ok" icon="s-met">
      {t('records:authorities.verified')}
    </Tag>
  ) : (
    <Tag tone="caution" icon="m-warn">
      {t('records:authorities.unverified')}
    </Tag>
  );
}

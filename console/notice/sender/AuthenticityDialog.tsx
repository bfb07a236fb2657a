import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { authenticityQuery } from '../../http/queries.js';
import type { Authenticity, Notice } from '../../http/types.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatList } from '../../parts/format.js';
import { Icon } from '../../parts/Icon.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { useWords, wordAt, type Words } from '../../words/use-words.js';
import { channelText } from '../channel-text.js';

export default function AuthenticityDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const { data, error } = useQuery(authenticityQuery(notice.id));
  return (
    <Dialog title={t('authenticity:title')} onClose={onClose} wide isText>
      <p>{t('authenticity:now', { authenticity: t(`words:authenticity.${notice.authenticity}`) })}</p>
      <Failure title={t('authenticity:failed')} error={error} />
      {data === undefined ? <Skeleton rows={6} className="decision-row" /> : <Dossier dossier={data} />}
    </Dialog>
  );
}

function Dossier({ dossier }: { dossier: Authenticity }) {
  const t = useWords();
  const { came, mails, triggers, checks, directory } = dossier;
  return (
    <>
      <Part
        title={t('authenticity:came')}
        lines={[
          t('authenticity:cameBy', { channel: channelText(came.channel, t), at: formatInstant(came.receivedAt) }),
          ...mails.map((mail) => mailText(mail, t)),
        ]}
      />
      <Triggers triggers={triggers} />
      <Part
        title={t('authenticity:checks')}
        none={t('authenticity:none')}
        lines={checks.map((check) => checkText(check, t))}
      />
      <Part
        title={t('authenticity:directory')}
        none={t('authenticity:unchanged')}
        lines={directory.changes.map(({ at, byName, fields }) =>
          t('authenticity:changed', {
            at: formatInstant(at),
            name: byName,
            fields: formatList(fields.map(({ field }) => field)),
          }),
        )}
      />
    </>
  );
}

function Part({ title, lines, none }: { title: string; lines: readonly string[]; none?: string }) {
  return (
    <section>
      <div className="heading">{title}</div>
      {lines.length === 0 ? <p className="muted">{none}</p> : null}
      <ul>
        {lines.map((line, place) => (
          // Lines have no id and never reorder, so the index is the key.
          <li key={`${place}`} dir="auto">
            {line}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Triggers({ triggers }: Pick<Authenticity, 'triggers'>): ReactNode {
  const t = useWords();
  return (
    <section>
      <div className="heading">{t('authenticity:doubts')}</div>
      {triggers.length === 0 ? <p className="muted">{t('authenticity:nothing')}</p> : null}
      <ul className="check">
        {triggers.map(({ code, basis }) => (
          <li key={code}>
            <Icon name="m-warn" className="caution-ink" />
            <span>
              {t(`authenticity:doubt.${code}`)}
              <span className="muted fine block" dir="auto">
                {t('authenticity:basis', { facts: formatList(basis.map((fact) => factText(fact, t))) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function factText(fact: string, t: Words): string {
  const point = wordAt(t, 'sender:point', fact, fact);
  return point === fact ? wordAt(t, 'words:authenticity', fact, fact) : point;
}

function mailText({ from, authentication }: Authenticity['mails'][number], t: Words): string {
  if (authentication === null) return t('authenticity:mail', { from, domain: t('authenticity:unread'), signature: '' });
  const { aligned, signature } = authentication;
  const said =
    signature === null
      ? t('authenticity:noSignature')
      : t(`authenticity:signature.${signature.valid ? 'valid' : 'invalid'}`, {
          kind: signature.kind.toUpperCase(),
          signer: signature.signer ?? '',
          problem: signature.problem ?? '',
        });
  const domain = t(aligned ? 'authenticity:aligned' : 'authenticity:notAligned');
  return t('authenticity:mail', { from, domain, signature: said });
}

function checkText({ at, byName, method, outcome, open }: Authenticity['checks'][number], t: Words): string {
  const head = [formatInstant(at), byName, t(`sender:method.${method}`), t(`sender:outcome.${outcome}`)].join(', ');
  if (open.length === 0) return head;
  return `${head}. ${t('authenticity:open', { points: formatList(open.map((point) => t(`sender:point.${point}`))) })}`;
}

import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../http/may.js';
import { Button } from '../../parts/Button.js';
import { Instant } from '../../parts/Instant.js';
import { useWords, type Words } from '../../words/use-words.js';
import { MessageId } from '../list/MessageId.js';
import { AcceptDialog, AttachDialog, ConfirmAutomatic, RejectDialog } from './MailDialogs.js';
import { isMachineMail, type InboundMail } from './mail.js';
import { ProofTag } from './ProofTag.js';

/** A mail: its sender with the proof of that, its content, always as plain text, and the acts on it. */
export function InboundDetail({ mail }: { mail: InboundMail }) {
  const t = useWords();
  return (
    <>
      <section>
        <div className="heading">
          <Instant at={mail.receivedAt} /> <ProofTag mail={mail} />
        </div>
        <h2 className="title" dir="auto">
          {mail.subject === '' ? t('inbound:noSubject') : mail.subject}
        </h2>
        <Facts mail={mail} />
        {mail.state === 'held' || mail.state === 'unread' ? <Acts mail={mail} /> : <Outcome mail={mail} />}
      </section>
      <section>
        {mail.text === null ? (
          <p className="muted">{t('inbound:textHidden')}</p>
        ) : (
          <pre className="plain" tabIndex={0} role="region" aria-label={t('inbound:text')} dir="auto">
            {mail.text}
          </pre>
        )}
      </section>
    </>
  );
}

function Facts({ mail }: { mail: InboundMail }) {
  const t = useWords();
  const { spf, dkim, dmarc, arc } = mail.authentication;
  const { kind, authority, regime } = mail.proposal;
  const isUnread = mail.state === 'unread';
  const seems = [t(`inbound:kind.${kind}`), authority, regime].filter((part) => part !== null).join(' · ');
  return (
    <dl className="key-values">
      <dt>{t('inbound:from')}</dt>
      <dd className="monospace plain">{mail.from}</dd>
      {mail.date === null ? null : (
        <>
          <dt>{t('inbound:date')}</dt>
          <dd>
            <Instant at={mail.date} />
          </dd>
        </>
      )}
      <dt>{t('inbound:checks')}</dt>
      <dd className="plain">
        {isUnread ? t('inbound:unverified') : `SPF ${spf} · DKIM ${dkim} · DMARC ${dmarc} · ARC ${arc}`}
      </dd>
      {mail.authentication.signature === null ? null : (
        <>
          <dt>{t('inbound:signature')}</dt>
          <dd className="plain">{signatureText(mail.authentication.signature, t)}</dd>
        </>
      )}
      <dt>{t('inbound:seems')}</dt>
      <dd>{isUnread ? t('inbound:beingRead') : seems}</dd>
      {mail.problems.length === 0 ? null : (
        <>
          <dt>{t('inbound:problems')}</dt>
          <dd className="plain">{mail.problems.join('; ')}</dd>
        </>
      )}
      <MessageId id={mail.messageId} />
      {mail.documents === null ? null : (
        <>
          <dt>{t('inbound:documents')}</dt>
          <dd className="plain">
            {mail.documents.map(({ name }) => name).join(', ')}{' '}
            <a href={`/v1/inbound/${mail.id}/raw`} download={`${mail.id}.eml`}>
              {t('inbound:raw')}
            </a>
          </dd>
        </>
      )}
    </dl>
  );
}

function Outcome({ mail: { state, notice, number, decidedBy, reason } }: { mail: InboundMail }) {
  const t = useWords();
  const by = decidedBy ?? t('inbound:byDesk');
  return (
    <p>
      {t(`inbound:became.${state as 'accepted'}`, { by })}{' '}
      {notice === null ? null : (
        <Link to="/notices/$id" params={{ id: notice }}>
          {number}
        </Link>
      )}
      {reason}
    </p>
  );
}

function Acts({ mail }: { mail: InboundMail }) {
  const t = useWords();
  const may = useMay();
  const [dialog, setDialog] = useState<'confirm' | 'accept' | 'attach' | 'reject' | null>(null);
  const why = !may('inbound.sort') ? t('inbound:mayNot') : mail.state === 'unread' ? t('inbound:beingRead') : null;
  const close = () => setDialog(null);
  return (
    <div className="acts">
      <Button variant="primary" why={why} showWhy onPress={() => setDialog(isMachineMail(mail) ? 'confirm' : 'accept')}>
        {t('inbound:take')}
      </Button>
      <Button why={why} onPress={() => setDialog('attach')}>
        {t('inbound:join')}
      </Button>
      <Button why={why} onPress={() => setDialog('reject')}>
        {t('inbound:reject')}
      </Button>
      {dialog === 'confirm' ? <ConfirmAutomatic mail={mail} onGo={() => setDialog('accept')} onClose={close} /> : null}
      {dialog === 'accept' ? <AcceptDialog mail={mail} onClose={close} /> : null}
      {dialog === 'attach' ? <AttachDialog mail={mail} onClose={close} /> : null}
      {dialog === 'reject' ? <RejectDialog mail={mail} onClose={close} /> : null}
    </div>
  );
}

function signatureText(
  { kind, valid, signer, problem }: NonNullable<InboundMail['authentication']['signature']>,
  t: Words,
): string {
  const values = { kind: kind.toUpperCase(), signer: signer ?? '', problem: problem ?? '' };
  return t(`inbound:signatureIs.${valid ? 'valid' : 'invalid'}`, values);
}

import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useMay } from '../../http/may.js';
import { Button } from '../../parts/Button.js';
import { Fact } from '../../parts/Fact.js';
import { Instant } from '../../parts/Instant.js';
import { useWords, type Words } from '../../words/use-words.js';
import { MessageId } from '../list/CopyButton.js';
import { AcceptDialog } from './AcceptDialog.js';
import { AttachDialog, ConfirmAutomatic, RejectDialog } from './MailDialogs.js';
import type { InboundMail } from '../../http/types.js';
import { findNoticeNumber, isMachineMail } from './mail.js';
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
        <MailFacts mail={mail} />
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

function MailFacts({ mail }: { mail: InboundMail }) {
  const t = useWords();
  const { spf, dkim, dmarc, arc, signature } = mail.authentication;
  const { kind, authority, regime } = mail.proposal;
  const isUnread = mail.state === 'unread';
  const seems = [t(`inbound:kind.${kind}`), authority, regime].filter((part) => part !== null).join(' · ');
  return (
    <dl className="key-values">
      <Fact name={t('inbound:from')} className="monospace plain">
        {mail.from}
      </Fact>
      <Fact name={t('inbound:date')}>{mail.date === null ? null : <Instant at={mail.date} />}</Fact>
      <Fact name={t('inbound:checks')} className="plain">
        {isUnread ? t('inbound:unverified') : `SPF ${spf} · DKIM ${dkim} · DMARC ${dmarc} · ARC ${arc}`}
      </Fact>
      <Fact name={t('inbound:signature')} className="plain">
        {signature === null ? null : signatureText(signature, t)}
      </Fact>
      <Fact name={t('inbound:seems')}>{isUnread ? t('inbound:beingRead') : seems}</Fact>
      <Fact name={t('inbound:problems')} className="plain">
        {mail.problems.length === 0 ? null : mail.problems.join('; ')}
      </Fact>
      <MessageId id={mail.messageId} />
      <Fact name={t('inbound:documents')} className="plain">
        {mail.documents === null ? null : (
          <>
            {mail.documents.map(({ name }) => name).join(', ')}{' '}
            <a href={`/v1/inbound/${mail.id}/raw`} download={`${mail.id}.eml`}>
              {t('inbound:raw')}
            </a>
          </>
        )}
      </Fact>
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
  const number = findNoticeNumber(mail);
  const join = (
    <Button
      variant={number === null ? 'plain' : 'primary'}
      why={why}
      showWhy={number !== null}
      onPress={() => setDialog('attach')}
    >
      {number === null ? t('inbound:join') : t('inbound:joinTo', { number })}
    </Button>
  );
  return (
    <div className="acts">
      {number === null ? null : join}
      <Button
        variant={number === null ? 'primary' : 'plain'}
        why={why}
        showWhy={number === null}
        onPress={() => setDialog(isMachineMail(mail) ? 'confirm' : 'accept')}
      >
        {t('inbound:take')}
      </Button>
      {number === null ? join : null}
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

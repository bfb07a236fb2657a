import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import type { InboundMail } from '../../http/types.js';

/** Whether the From domain signed the mail, or a signer filed it at the portal. */
export function ProofTag({ mail: { way, authentication, problems, state } }: { mail: InboundMail }) {
  const t = useWords();
  if (way === 'portal')
    return (
      <Tag tone="ok" icon="s-met">
        {t('inbound:portal')}
      </Tag>
    );
  if (state === 'unread')
    return (
      <Tag icon="s-soon" title={t('inbound:unverified')}>
        {t('inbound:states.unread')}
      </Tag>
    );
  const { spf, dkim, dmarc } = authentication;
  const title = [`SPF ${spf}, DKIM ${dkim}, DMARC ${dmarc}`, ...problems].join('; ');
  return authentication.aligned ? (
    <Tag tone="ok" icon="s-met" title={title}>
      {t('inbound:signed')}
    </Tag>
  ) : (
    <Tag tone="caution" icon="m-warn" title={title}>
      {t('inbound:unproven')}
    </Tag>
  );
}

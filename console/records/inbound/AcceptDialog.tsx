import { useQuery } from '@tanstack/react-query';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { FieldNote } from '../../forms/FormField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { ownZone } from '../../forms/when/zones.js';
import { read } from '../../http/call.js';
import type { InboundMail, InboundReading } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { emptyFields, toRequest, type DraftList, type Fields } from '../../intake/draft.js';
import { buildEmptied, confirmed, filledBy, listUnchecked, readDocument } from '../../intake/document/document.js';
import type { DraftFact } from '../../intake/document/fact.js';
import { formatFactLabel, FromDocument, OrderFacts } from '../../intake/document/FromDocument.js';
import { ListTable } from '../../intake/document/ListTable.js';
import { OrderSection } from '../../intake/OrderSection.js';
import { DeadlineFields } from '../../intake/WhenSection.js';
import { Dialog } from '../../parts/Dialog.js';
import { formatList } from '../../parts/format.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { isMachineMail } from './mail.js';
import type { MailDialogProps } from './MailDialogs.js';

interface Draft extends Fields {
  document: readonly DraftFact[];
  list: DraftList;
}

const noteDocument = (path: string) => <FromDocument path={path} />;

/** Creates a notice from a mail, read like any document of intake; a person checks what was read. */
export function AcceptDialog({ mail, onClose }: MailDialogProps) {
  const t = useWords();
  const { data, error } = useQuery({
    queryKey: ['inbound', mail.id, 'reading'],
    queryFn: ({ signal }) => read<InboundReading>(`/v1/inbound/${mail.id}/reading`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (data === undefined && error === null)
    return (
      <Dialog title={t('inbound:takeTitle')} onClose={onClose} hasClose>
        <p role="status">{t('inbound:reading')}</p>
      </Dialog>
    );
  return <AcceptForm mail={mail} reading={data ?? null} onClose={onClose} />;
}

function startDraft(mail: InboundMail, reading: InboundReading | null): Draft {
  const { proposal } = mail;
  const list = { name: mail.subject, format: 'text', merged: 0, rows: [], problems: [], ...reading };
  const known = {
    ...emptyFields(ownZone()),
    kind: reading?.kind ?? ('request' as const),
    channel: 'email',
    authority: proposal.authority ?? '',
    regime: proposal.regime ?? '',
    subject: mail.subject,
    body: mail.text ?? '',
  };
  const facts = (reading?.document?.facts ?? []).filter(({ path }) => path !== '/subject');
  const { fields, document } = readDocument(
    { fields: known, document: [] as DraftFact[] },
    { facts, file: mail.subject, inSheets: false },
  );
  return { ...fields, document, list };
}

function AcceptForm({ mail, reading, onClose }: MailDialogProps & { reading: InboundReading | null }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/inbound/${mail.id}/accept`,
    refresh: RECORD_KEYS,
    start: startDraft(mail, reading),
    body: ({ document: _, list, ...fields }) => {
      const { body } = toRequest(fields, { now: nowMs(), rows: list.rows, linkIds: [] });
      const targetsFollow = list.rows.length === 0 || body['targetsFollow'];
      return { ...body, targetsFollow, ...(isMachineMail(mail) ? { confirmAutomatic: true } : {}) };
    },
    why: (draft) => explainNotAccept(draft, t),
    done: t('inbound:accepted'),
    onClose,
  });
  const { values, change } = form;
  const section = { fields: values, change };
  const facts = {
    fields: values,
    facts: values.document,
    confirm: (checked: readonly DraftFact[]) => change({ document: confirmed(values.document, checked) }),
    takeBack: (fact: DraftFact) =>
      change({ ...buildEmptied(fact), document: values.document.filter((each) => each !== fact) }),
    use: (fact: DraftFact) => change({ ...filledBy(fact), document: confirmed(values.document, [fact]) }),
  };
  return (
    <CommandDialog
      form={form}
      title={t('inbound:takeTitle')}
      body={t('inbound:takeBody')}
      go={t('inbound:take')}
      failed={t('inbound:notDone')}
      wide
    >
      <OrderFacts.Provider value={facts}>
        <FieldNote.Provider value={noteDocument}>
          <OrderSection {...section} />
          <DeadlineFields {...section} />
          {values.list.rows.length === 0 ? null : (
            <>
              <p>{t('inbound:targets', { count: values.list.rows.length })}</p>
              <ListTable list={values.list} onList={(list) => change({ list })} />
            </>
          )}
        </FieldNote.Provider>
      </OrderFacts.Provider>
    </CommandDialog>
  );
}

function explainNotAccept(draft: Draft, t: Words): string | null {
  const { errors } = toRequest(draft, { now: nowMs(), rows: [], linkIds: [] });
  if (errors.some(({ path }) => path.startsWith('/authority') || path === '/jurisdiction'))
    return t('inbound:authorityWanted');
  const [first] = errors;
  if (first !== undefined) return t(`intake:error.${first.why}`);
  const unchecked = listUnchecked({ fields: draft, document: draft.document });
  if (unchecked.length === 0) return null;
  return t('intake:document.why', { fields: formatList(unchecked.map(({ path }) => formatFactLabel(path, t))) });
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { SETTLED_STATES, type SettledState } from '../../domain/letters/proposal.js';
import { call, makeKey } from '../http/call.js';
import type { NoticeProposal } from '../http/types.js';
import { FormField } from '../intake/Field.js';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { onChosen } from '../parts/on-chosen.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { noOffer, toOffer, type OfferForm } from './offer-form.js';
import { OfferFields } from './OfferFields.js';
import { DocumentField, toDocument } from './DocumentField.js';

function useWrite(notice: string, path: string, done: string, onClose: () => void) {
  const queries = useQueryClient();
  const [key] = useState(makeKey);
  return useMutation({
    mutationFn: (body: object) => call('POST', `/v1/notices/${notice}/proposals${path}`, { body, key }),
    onSuccess: () => {
      say(done);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}

export function RecordProposal({ notice, onClose }: { notice: string; onClose: () => void }) {
  const t = useWords();
  const [form, setForm] = useState<OfferForm>({ ...noOffer, kind: 'narrower' });
  const [documentId, setDocumentId] = useState('');
  const write = useWrite(notice, '', t('proposals:record.done'), onClose);
  const offer = toOffer(form);
  return (
    <ActDialog
      title={t('proposals:record.title')}
      body={t('proposals:record.body')}
      go={t('proposals:record.go')}
      why={offer == null ? t('proposals:why') : documentId === '' ? t('proposals:record.why') : null}
      pending={write.isPending}
      error={write.error}
      onGo={() => write.mutate({ offer, ...toDocument(documentId) })}
      onClose={onClose}
    >
      <OfferFields form={form} mayBeNone={false} onChange={setForm} />
      <DocumentField notice={notice} value={documentId} onChange={setDocumentId} />
    </ActDialog>
  );
}

/** Records the outcome of a proposal; this moves no deadline and changes no target. */
export function SettleProposal({
  notice,
  proposal,
  onClose,
}: {
  notice: string;
  proposal: NoticeProposal;
  onClose: () => void;
}) {
  const t = useWords();
  const { n, by } = proposal;
  const [state, setState] = useState<SettledState>('accepted');
  const [documentId, setDocumentId] = useState('');
  const [reason, setReason] = useState('');
  const write = useWrite(notice, `/${n}/settle`, t('proposals:settle.done'), onClose);
  const isTheirWord = (state === 'withdrawn') === (by === 'authority');
  return (
    <ActDialog
      title={t('proposals:settle.title', { n })}
      body={t('proposals:settle.body')}
      go={t('proposals:settle.go')}
      why={isTheirWord && documentId === '' ? t('proposals:settle.why') : null}
      pending={write.isPending}
      error={write.error}
      onGo={() => write.mutate({ state, reason: reason.trim(), ...toDocument(documentId) })}
      onClose={onClose}
    >
      <FormField label={t('proposals:settle.state')}>
        {(given) => (
          <select {...given} value={state} onChange={onChosen(SETTLED_STATES, setState)}>
            {SETTLED_STATES.map((one) => (
              <option key={one} value={one}>
                {t(`proposals:state.${one}`)}
              </option>
            ))}
          </select>
        )}
      </FormField>
      <DocumentField notice={notice} value={documentId} onChange={setDocumentId} />
      <ActField label={t('proposals:settle.reason')} rows={3} value={reason} onChange={setReason} />
    </ActDialog>
  );
}

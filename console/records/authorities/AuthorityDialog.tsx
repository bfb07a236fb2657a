import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isPending } from '../../http/pending-change.js';
import { call } from '../../http/call.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { Saving } from '../list/Saving.js';
import { emptyForm, toBody, toForm, type AuthorityForm } from './form.js';
import { MainFields } from './MainFields.js';
import { ContactFields, SignerFields } from './row-fields.js';
import { UpdateFields } from './UpdateFields.js';
import type { Authority } from '../../http/types.js';

export function AuthorityDialog({ authority, onClose }: { authority: Authority | null; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => (authority === null ? emptyForm : toForm(authority)));
  const change = (part: Partial<AuthorityForm>) => setForm((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => call('POST', '/v1/authorities', { body: toBody(form, authority ?? undefined) }),
    onSuccess: async (answer: unknown) => {
      say(isPending(answer) ? t('records:changes.waits') : t('records:authorities.saved', { name: form.name.trim() }));
      onClose();
      await queries.invalidateQueries({ queryKey: ['records'] });
    },
  });
  const { error } = save;
  return (
    <Saving
      title={
        authority === null
          ? t('records:authorities.addTitle')
          : t('records:authorities.changeTitle', { name: authority.name })
      }
      body={t('records:authorities.formBody')}
      go={t('records:authorities.save')}
      failed={t('records:authorities.notSaved')}
      isSaving={save.isPending}
      error={error}
      fields={['id', 'name', 'country', 'kind', 'domains', 'contacts', 'signers', 'statusUpdates']}
      wide
      onSave={() => save.mutate()}
      onClose={onClose}
    >
      <MainFields form={form} isNew={authority === null} change={change} error={error} />
      <UpdateFields form={form} change={change} error={error} />
      <ContactFields rows={form.contacts} error={error} onChange={(contacts) => change({ contacts })} />
      <SignerFields rows={form.signers} error={error} onChange={(signers) => change({ signers })} />
    </Saving>
  );
}

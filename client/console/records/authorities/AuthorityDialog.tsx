import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../http/call.js';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { nameOf } from '../list/name-of.js';
import { ContactFields, SignerFields } from './row-fields.js';
import { AUTHORITY_KINDS, emptyForm, toBody, toForm, type AuthorityForm } from './form.js';
import type { Authority } from './types.js';

const FORM = 'authority';

/** Adds an entry of the directory or writes a known one anew. */
export function AuthorityDialog({ authority, onClose }: { authority: Authority | null; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [form, setForm] = useState(() => (authority === null ? emptyForm : toForm(authority)));
  const change = (part: Partial<AuthorityForm>) => setForm((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => call('POST', '/v1/authorities', { body: toBody(form, authority ?? undefined) }),
    onSuccess: async () => {
      say(t('records:authorities.saved', { name: form.name.trim() }));
      onClose();
      await queries.invalidateQueries({ queryKey: ['records', '/v1/authorities'] });
    },
  });
  return (
    <Dialog
      title={
        authority === null
          ? t('records:authorities.addTitle')
          : t('records:authorities.changeTitle', { name: authority.name })
      }
      onClose={onClose}
      wide
      fixed
      footer={
        <>
          <Button onPress={onClose}>{t('frame:cancel')}</Button>
          <Button variant="primary" onPress={() => save.mutate()} busy={save.isPending ? t('records:saving') : null}>
            {t('records:authorities.save')}
          </Button>
        </>
      }
    >
      <p>{t('records:authorities.formBody')}</p>
      <form
        id={FORM}
        className="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <MainFields form={form} isNew={authority === null} change={change} error={save.error} />
        <ContactFields rows={form.contacts} error={save.error} onChange={(contacts) => change({ contacts })} />
        <SignerFields rows={form.signers} error={save.error} onChange={(signers) => change({ signers })} />
      </form>
      {save.error === null ? null : <Failure title={t('records:authorities.notSaved')} error={save.error} />}
    </Dialog>
  );
}

function MainFields({
  form,
  isNew,
  change,
  error,
}: {
  form: AuthorityForm;
  isNew: boolean;
  change: (part: Partial<AuthorityForm>) => void;
  error: unknown;
}) {
  const t = useWords();
  return (
    <div className="form-pair">
      <Field label={t('records:id')} help={t('records:authorities.idHelp')} error={errorAt(error, '/id')}>
        {(given) => (
          <input
            {...given}
            value={form.id}
            readOnly={!isNew}
            onChange={(event) => change({ id: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('records:authorities.name')} error={errorAt(error, '/name')}>
        {(given) => (
          <input
            {...given}
            dir="auto"
            value={form.name}
            onChange={(event) => change({ name: event.target.value })}
            maxLength={300}
          />
        )}
      </Field>
      <Field
        label={t('queue:f.country')}
        help={t('records:authorities.countryHelp')}
        error={errorAt(error, '/country')}
      >
        {(given) => (
          <input
            {...given}
            value={form.country}
            onChange={(event) => change({ country: event.target.value })}
            maxLength={2}
          />
        )}
      </Field>
      <Field label={t('queue:f.kind')} error={errorAt(error, '/kind')}>
        {(given) => (
          <select {...given} value={form.kind} onChange={(event) => change({ kind: event.target.value })}>
            {AUTHORITY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {nameOf(t, 'records:authorityKind', kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        label={t('records:authorities.domains')}
        help={t('records:authorities.domainsHelp')}
        error={errorAt(error, '/domains', { below: true })}
        area
      >
        {(given) => (
          <textarea
            {...given}
            rows={3}
            value={form.domains}
            onChange={(event) => change({ domains: event.target.value })}
          />
        )}
      </Field>
      <label className="tick">
        <input
          type="checkbox"
          checked={form.verification === 'verified'}
          onChange={(event) => change({ verification: event.target.checked ? 'verified' : 'unverified' })}
        />
        {t('records:authorities.isVerified')}
      </label>
    </div>
  );
}

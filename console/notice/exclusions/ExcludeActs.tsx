import { SelectField } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { ReasonDialog } from '../../forms/ReasonDialog.js';
import { ReasonField } from '../../forms/TextField.js';
import { useCommandForm, useNoticeForm } from '../../forms/use-command-form.js';
import { useColleagues } from '../../http/colleagues.js';
import { useMay } from '../../http/may.js';
import { sessionStore } from '../../http/session.js';
import type { Notice } from '../../http/types.js';
import { noticeKeys } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';

interface ActProps {
  notice: Notice;
  onClose: () => void;
}

/** Recuses the reader; counsel and ops may choose another person. */
export function ExcludeAct({ notice, onClose }: ActProps) {
  const t = useWords();
  const may = useMay();
  const me = sessionStore.get().session?.person.id ?? '';
  const out = notice.exclusions.map(({ person }) => person);
  const people = useColleagues().filter(({ id }) => !out.includes(id));
  const isOut = out.includes(me);
  const form = useNoticeForm(notice.id, 'exclusions', {
    start: { person: isOut ? '' : me, reason: '' },
    why: ({ person }) => (person === '' ? t('queue:assignTo.choose') : null),
    done: ({ name }: { name: string }) => t('acts:exclude.done', { name }),
    onClose,
  });
  const words = form.values.person === me ? 'self' : 'other';
  return (
    <CommandDialog
      form={form}
      title={t(`acts:exclude.title.${words}`)}
      body={t(`acts:exclude.body.${words}`)}
      go={t(`acts:exclude.go.${words}`)}
    >
      {may('exclude') ? (
        <SelectField
          label={t('queue:assignTo.person')}
          options={[
            ...(isOut ? [{ value: '', text: t('queue:assignTo.choose') }] : []),
            ...people.map(({ id, name }) => ({ value: id, text: id === me ? t('acts:exclude.me', { name }) : name })),
          ]}
          {...form.field('person')}
        />
      ) : null}
      <ReasonField {...form.field('reason')} />
    </CommandDialog>
  );
}

export function StaffRiskAct({ notice, onClose }: ActProps) {
  const t = useWords();
  const words = notice.staffRisk === null ? 'flag' : 'clear';
  const form = useNoticeForm(notice.id, 'staff-risk', {
    start: { reason: '' },
    body: ({ reason }) => ({ risk: notice.staffRisk === null, reason: reason.trim() }),
    done: t(`acts:staffRisk.done.${words}`),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t(`acts:staffRisk.title.${words}`)}
      body={t(`acts:staffRisk.body.${words}`, { country: notice.authority.country })}
      go={t(`acts:staffRisk.go.${words}`)}
    />
  );
}

export function ReadmitAct({ notice, number, name, onClose }: ActProps & { number: number; name: string }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/notices/${notice.id}/exclusions/${number}/end`,
    texts: 'readmission',
    refresh: noticeKeys(notice.id),
    start: { reason: '' },
    done: t('acts:readmit.done', { name }),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('acts:readmit.title', { name })}
      body={t('acts:readmit.body')}
      go={t('acts:readmit.go')}
    />
  );
}

import { isErasedPerson } from '../../../domain/people/erased.js';
import type { Person } from '../../http/types.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Ask } from '../../parts/Ask.js';
import { Failure } from '../../parts/Failure.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';

/** Requests the erasure of a person who has left, or states that it was done. */
export function ErasePerson({ person }: { person: Person }) {
  const t = useWords();
  const { id, name, active } = person;
  const erase = useWrite({
    refresh: RECORD_KEYS,
    to: `/v1/people/${id}/erase`,
    done: t('records:people.eraseRequested'),
  });
  if (isErasedPerson(person)) return <Tag>{t('records:people.erased')}</Tag>;
  if (active) return null;
  return (
    <>
      <Ask
        label={t('records:people.eraseAsk')}
        title={t('records:people.eraseTitle', { name })}
        body={t('records:people.eraseBody')}
        go={t('records:people.eraseGo')}
        busy={erase.isPending}
        onGo={() => erase.mutate(undefined)}
      />
      {erase.error === null ? null : <Failure title={t('records:people.notSaved')} error={erase.error} />}
    </>
  );
}

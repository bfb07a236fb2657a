import { isErasedPerson } from '../../../domain/people/erased.js';
import { Ask } from '../../forms/Ask.js';
import type { Person } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';

/** Requests the erasure of a person who has left, or states that it was done. */
export function ErasePerson({ person }: { person: Person }) {
  const t = useWords();
  const { id, name, active } = person;
  if (isErasedPerson(person)) return <Tag>{t('records:people.erased')}</Tag>;
  if (active) return null;
  return (
    <Ask
      label={t('records:people.eraseAsk')}
      title={t('records:people.eraseTitle', { name })}
      body={t('records:people.eraseBody')}
      go={t('records:people.eraseGo')}
      failed={t('records:people.notSaved')}
      to={`/v1/people/${id}/erase`}
      refresh={RECORD_KEYS}
      done={t('records:people.eraseRequested')}
    />
  );
}

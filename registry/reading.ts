import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '../domain/people/permission.js';

/** Who asks: a person with the roles they act under. */
export interface Reader {
  id: string;
  roles: Role[];
}

/**
 * For whom the registry is read in this course of events; null or nothing: for the desk itself. Connections say it to
 * PostgreSQL (registry/db.ts), whose row security then hides what that person may not know of.
 */
const reading = new AsyncLocalStorage<Reader | null>();

/** Whom a query that is sent now is for; null: the desk itself. */
export function presentReader(): Reader | null {
  return reading.getStore() ?? null;
}

/** Does work whose queries are for one person: row security holds them to it, whatever a query has forgotten to ask. */
export function readAs<Done>(reader: Reader, work: () => Done): Done {
  return reading.run({ id: reader.id, roles: [...reader.roles] }, work);
}

/** What is read for the desk itself on the way to somebody's answer, and why that person's own sight would not do. */
export const SERVICE_READS = {
  own_receipts: 'an intake system gets the receipt of what it sent, of a gagged notice too',
  look: 'that somebody has looked is put on record by the desk, of what they do not know of otherwise too',
  audit_log: 'auditors read the whole log, the canary’s entries too, or its proofs would not hold',
  checkpoint: 'the tree grows by everything that was committed',
  log_top: 'how far the log is settled is told to every listener alike, who then reads with their own eyes',
  bands: 'how many letters of national security came is told to everybody in the same bands, the secret ones included',
  caught_mail: 'whose a caught mail is says a letter, which row security would take away and leave the mail',
} as const;
export type ServiceRead = keyof typeof SERVICE_READS;

/** Does work that reads for the desk itself, on somebody's way to their answer. */
export function readAsService<Done>(_what: ServiceRead, work: () => Done): Done {
  return reading.run(null, work);
}

/** The same function, for the present reader whoever calls it: timers and streams call in the course of others. */
export function keepReader<Args extends unknown[], Done>(work: (...args: Args) => Done): (...args: Args) => Done {
  const reader = presentReader();
  return (...args) => reading.run(reader, () => work(...args));
}

/** The same items, read for the present reader whoever asks for the next. */
export function readEach<Item>(items: AsyncIterable<Item>): AsyncIterable<Item> {
  const begin = keepReader(() => items[Symbol.asyncIterator]());
  return {
    [Symbol.asyncIterator]() {
      const iterator = begin();
      return {
        next: keepReader(() => iterator.next()),
        return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
      };
    },
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import type { Role } from '../domain/people/permission.js';

export interface Reader {
  id: string;
  roles: Role[];
}

/**
 * The person the current async context reads for; null or undefined for the desk itself. Connections pass it to
 * PostgreSQL (registry/db.ts), whose row security then hides what that person has no access to.
 */
const reading = new AsyncLocalStorage<Reader | null>();

export function presentReader(): Reader | null {
  return reading.getStore() ?? null;
}

/** Runs work whose queries are for one person: row security applies even if a query omits the access check. */
export function readAs<Done>(reader: Reader, work: () => Done): Done {
  return reading.run({ id: reader.id, roles: [...reader.roles] }, work);
}

/** Reads made with the desk's own rights while answering a person, and why that person's access would not do. */
export const SERVICE_READS = {
  own_receipts: 'an intake system gets the receipt of what it sent, of a gagged notice too',
  look: 'that somebody has looked is put on record by the desk, of what they do not know of otherwise too',
  audit_log: 'auditors read the whole log, the canary’s entries too, or its proofs would not hold',
  checkpoint: 'the tree grows by everything that was committed',
  log_top: 'every listener learns the same settled position of the log and then reads with its own access',
  bands: 'the number of national security letters is reported to everyone in the same bands, secret ones included',
  caught_mail: 'whose a caught mail is says a letter, which row security would take away and leave the mail',
} as const;
export type ServiceRead = keyof typeof SERVICE_READS;

/** Runs work that reads with the desk's own rights while answering a person. */
export function readAsService<Done>(_what: ServiceRead, work: () => Done): Done {
  return reading.run(null, work);
}

/** Binds a function to the current reader, because timers and streams call it in another async context. */
export function keepReader<Args extends unknown[], Done>(work: (...args: Args) => Done): (...args: Args) => Done {
  const reader = presentReader();
  return (...args) => reading.run(reader, () => work(...args));
}

/** Iterates over the items as the current reader, whichever context requests the next one. */
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

import { bulkhead } from 'cockatiel';
import type { Db } from '../../registry/db.js';
import { groupedBy, operateInTurns } from '../operate-in-turns.js';
import type { PlatformClient } from '../client.js';
import type { PlatformState } from '../messages.js';
import { carryOutOnOzone, findFinalResult, type Carrying } from './ozone-operation.js';
import { GLOBAL_OZONE, computePlatformState, type OzoneLabel } from './ozone-plan.js';
import { readOzoneContents } from './ozone-content.js';
import { openOzoneResolver } from './ozone-resolver.js';
import type { OzoneEvent } from './ozone-events.js';
import { openOzone, type OzoneService } from './ozone-service.js';
import { toOzoneSubject, getSubjectUri } from './ozone-subject.js';

export interface OzonePlatformOptions {
  db: Db;
  ozones: readonly { name: string; url: string; password: string }[];
  /** The DID that Ozone's log shows as the author of the desk's events. */
  identifier: string;
  /** Label with `{country}` for countries without an Ozone of their own; null refuses acts there. */
  countryLabel: string | null;
  /** PDS, entryway or appview that resolves handles and records; null: only DIDs can be acted on. */
  resolverUrl: string | null;
  pageWithinMs?: number | undefined;
}

const CONCURRENCY = 32;

/** Opens a network of Ozones as the platform (docs/integrating/platforms.md): one global, and one per country. */
export function createOzonePlatform(options: OzonePlatformOptions): PlatformClient {
  const { db, ozones, identifier, countryLabel, resolverUrl, pageWithinMs } = options;
  const services = new Map(ozones.map((ozone) => [ozone.name, openOzone({ ...ozone, identifier })]));
  const resolver = openOzoneResolver(resolverUrl);
  const gate = bulkhead(CONCURRENCY, Infinity);
  const reach = { countries: [...services.keys()].filter((name) => name !== GLOBAL_OZONE), countryLabel };
  const carrying: Carrying = { services, reach };

  return {
    resolve: (targets) => Promise.all(targets.map((target) => gate.execute(() => resolver.resolve(target)))),
    operate: (operations) =>
      operateInTurns({ db, gate, pageWithinMs, carryOut: (...args) => carryOutOnOzone(carrying, ...args) }, operations),
    async findOperations(keys) {
      const found = keys.map((key) =>
        gate.execute(async () => [key, findFinalResult(await findEvents([...services.values()], key))] as const),
      );
      return new Map(await Promise.all(found));
    },
    async state(ids) {
      const subjects = new Map(ids.map((id) => [id, toOzoneSubject(id)]));
      const uris = [
        ...new Set([...subjects.values()].flatMap((subject) => (subject === null ? [] : getSubjectUri(subject)))),
      ];
      const labels = await Promise.all([...services.values()].map((service) => service.labels(uris)));
      const byUri = groupedBy(labels.flat(), ({ uri }) => uri);
      return new Map(
        [...subjects].map(([id, subject]): [string, PlatformState] => {
          const own: OzoneLabel[] = subject === null ? [] : (byUri.get(getSubjectUri(subject)) ?? []);
          return [id, computePlatformState(id, own, reach)];
        }),
      );
    },
    /** Ozone writes to users through their PDS's mail, which reports no outcome. */
    sendMessages: async () => undefined,
    content: resolverUrl === null ? async () => undefined : (items) => readOzoneContents(resolver, gate, items),
    async close() {
      await Promise.all([resolver.close(), ...[...services.values()].map((service) => service.close())]);
    },
  };
}

async function findEvents(services: readonly OzoneService[], key: string): Promise<OzoneEvent[]> {
  const found = await Promise.all(services.map((service) => service.findByKey(key)));
  return found.filter((event) => event !== undefined);
}

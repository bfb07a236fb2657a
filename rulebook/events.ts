import { existsSync } from 'node:fs';
import { z } from 'zod';
import type { LawEvent } from '../domain/rulebook/law-event.js';
import { isoDate, text, webAddress } from './proof-schema.js';
import { readYaml } from './read-yaml.js';
import type { Regime, Rulebook } from './rulebook.js';

const eventsSchema = z.array(
  z.strictObject({ on: isoDate, regime: text.optional(), what: text, source: text, url: webAddress.optional() }),
);

/** Reads the dated events of a folder, which may have none. Throws a `RulebookError`. */
export function loadEvents(file: string, regimes: readonly Regime[]): LawEvent[] {
  if (!existsSync(file)) return [];
  const { value, blame } = readYaml(file, eventsSchema);
  const ids = new Set(regimes.map(({ id }) => id));
  for (const [at, { on, regime, what }] of value.entries()) {
    if (regime !== undefined && !ids.has(regime)) throw blame([at, 'regime'], `there is no law ${regime}`);
    if (value.findIndex((other) => other.on === on && other.what === what) !== at)
      throw blame([at, 'what'], 'the event is there already; remove one of the two');
  }
  return value;
}

/** The events on file, and the days on which a version of a law begins or the last one ends. */
export function listLawEvents({ events, regimes }: Pick<Rulebook, 'events' | 'regimes'>): LawEvent[] {
  return [...events, ...regimes.flatMap(listBoundaries)];
}

function listBoundaries({ id, versions }: Regime): LawEvent[] {
  const begins = versions.map(({ inForceFrom: on, status, inForce: { source, citation } }) => {
    const what = `${id}: the version of ${on} ${status === 'draft' ? 'is a draft for this day' : 'begins'}.`;
    return { on, regime: id, what, source, ...(citation?.url ? { url: citation.url } : {}) };
  });
  const ends = versions.flatMap(({ inForceTo: on, version, inForce: { source } }) =>
    on === null || versions.some(({ inForceFrom }) => inForceFrom === on)
      ? []
      : [{ on, regime: id, what: `${id}: the version of ${version} ends.`, source }],
  );
  return [...begins, ...ends];
}

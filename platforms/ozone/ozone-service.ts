import type { z } from 'zod';
import { openPlatformConnection, PlatformUnavailable } from '../connection.js';
import {
  eventsAnswer,
  eventView,
  ourEvent,
  toOzoneEvent,
  toLastTakedown,
  TOOL,
  toEventType,
  type EventKind,
  type LastTakedown,
  type OurMeta,
  type OzoneEvent,
} from './ozone-events.js';
import { labelsAnswer, readLabels } from './ozone-labels.js';
import type { OzoneLabel } from './ozone-plan.js';
import { getSubjectUri, type OzoneSubject } from './ozone-subject.js';

/** Concurrent requests per Ozone: it is no faster beyond 16, and must not idle waiting for us. */
const CONNECTIONS = 32;

export interface Emitting {
  kind: EventKind;
  subject: OzoneSubject;
  comment: string;
  meta: OurMeta & { undoes?: string };
  labels?: { create: string[]; negate: string[] };
}

/** One Ozone, over XRPC. Rejects with `PlatformUnavailable`, and with `PlatformObjects` if Ozone refuses. */
export interface OzoneService {
  emit(emitting: Emitting): Promise<OzoneEvent>;
  findByKey(key: string): Promise<OzoneEvent | undefined>;
  lastTakedown(subject: OzoneSubject): Promise<LastTakedown | undefined>;
  labels(uris: readonly string[]): Promise<OzoneLabel[]>;
  close(): Promise<void>;
}

export interface OzoneOptions {
  name: string;
  url: string;
  identifier: string;
  password: string;
}

export function openOzone({ name, url, identifier, password }: OzoneOptions): OzoneService {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  const { ask, close } = openPlatformConnection({
    url,
    authorization,
    webhookSecret: undefined,
    connections: CONNECTIONS,
  });
  const query = async <Schema extends z.ZodType>(method: string, parameters: URLSearchParams, schema: Schema) =>
    read(schema, await ask({ method: 'GET', path: `/xrpc/${method}?${parameters.toString()}`, question: true }));
  const events = async (parameters: Record<string, string>, kinds: readonly EventKind[] = []) => {
    const search = new URLSearchParams(parameters);
    for (const kind of kinds) search.append('types', toEventType(kind));
    return (await query('tools.ozone.moderation.queryEvents', search, eventsAnswer)).events;
  };
  return {
    async emit(emitting) {
      const body = toRequest(emitting, identifier);
      const answer = await ask({ method: 'POST', path: '/xrpc/tools.ozone.moderation.emitEvent', body });
      return toOzoneEvent(name, read(eventView, answer), emitting.meta);
    },
    async findByKey(key) {
      const found = await events({ batchId: key, sortDirection: 'asc', limit: '25' });
      return found.flatMap((view) => ourEvent(name, view) ?? [])[0];
    },
    async lastTakedown(subject) {
      const [last] = await events({ subject: getSubjectUri(subject), limit: '1' }, ['takedown', 'reverse']);
      return last && toLastTakedown(last);
    },
    async labels(uris) {
      const labels = await readLabels((search) => query('com.atproto.label.queryLabels', search, labelsAnswer), uris);
      return labels.map(({ uri, val }) => ({ ozone: name, uri, val }));
    },
    close,
  };
}

function toRequest({ kind, subject, comment, meta, labels }: Emitting, createdBy: string) {
  const values = labels === undefined ? {} : { createLabelVals: labels.create, negateLabelVals: labels.negate };
  return {
    event: { $type: toEventType(kind), comment, ...values },
    subject,
    createdBy,
    modTool: { name: TOOL, meta },
  };
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PlatformUnavailable("Ozone's answer has an unexpected form.", { carriedOut: 'unknown' });
}

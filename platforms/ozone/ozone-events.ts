import { z } from 'zod';
import { getKeys } from '../../domain/record-keys.js';
import { PLATFORM_ACTIONS } from '../../domain/targets/platform-action.js';

export const TOOL = 'notice-desk';
const EVENT_TYPE = 'tools.ozone.moderation.defs#';

const KINDS = {
  takedown: 'modEventTakedown',
  reverse: 'modEventReverseTakedown',
  label: 'modEventLabel',
  /** Records that the requested state was already in force. */
  comment: 'modEventComment',
} as const;
export type EventKind = keyof typeof KINDS;

export function toEventType(kind: EventKind): string {
  return `${EVENT_TYPE}${KINDS[kind]}`;
}

const ourMeta = z.object({
  batchId: z.string(),
  action: z.enum(PLATFORM_ACTIONS),
  countries: z.array(z.string()),
  /** All Ozones that hold an event of the operation; it is done when every one has it. */
  ozones: z.array(z.string()),
});
export type OurMeta = z.infer<typeof ourMeta>;

export const eventView = z.object({
  id: z.number(),
  createdAt: z.string(),
  createdBy: z.string(),
  event: z.object({ $type: z.string().optional() }),
  subject: z.object({ did: z.string().optional(), uri: z.string().optional() }),
  modTool: z.object({ name: z.string(), meta: z.unknown().optional() }).nullish(),
});
export type EventView = z.infer<typeof eventView>;
export const eventsAnswer = z.object({ events: z.array(eventView) });

export interface OzoneEvent {
  ozone: string;
  id: number;
  at: string;
  kind: EventKind | null;
  /** DID or URI of the subject. */
  uri: string;
  meta: OurMeta;
}

export interface LastTakedown {
  inForce: boolean;
  ours: boolean;
  /** DID of its author. */
  by: string;
}

function findKind({ event }: EventView): EventKind | null {
  return getKeys(KINDS).find((kind) => event.$type === toEventType(kind)) ?? null;
}

export function toOzoneEvent(ozone: string, view: EventView, meta: OurMeta): OzoneEvent {
  const { id, createdAt, subject } = view;
  return { ozone, id, at: createdAt, kind: findKind(view), uri: subject.uri ?? subject.did ?? '', meta };
}

/** Returns null for an event this desk did not make. */
export function ourEvent(ozone: string, view: EventView): OzoneEvent | null {
  const meta = ourMeta.safeParse(view.modTool?.meta);
  return view.modTool?.name === TOOL && meta.success ? toOzoneEvent(ozone, view, meta.data) : null;
}

export function toLastTakedown(view: EventView): LastTakedown {
  return { inForce: findKind(view) === 'takedown', ours: view.modTool?.name === TOOL, by: view.createdBy };
}

import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { noticeOfWorkflow } from '../domain/notice/notice.js';
import { REFUSED_PAYLOAD } from '../domain/notice/refused-payload.js';
import { KeyLost, seal, unseal } from './key-wrap.js';
import type { NoticeKeys } from './notice-keys.js';

/** What a payload is on the wire. Loaded with the first one: a process that has none need not wait for it. */
async function loadWire() {
  const { default: proto } = await import('@temporalio/proto');
  return proto.temporal.api.common.v1.Payload;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | null | undefined) => (bytes == null ? '' : new TextDecoder().decode(bytes));

/** What marks a sealed payload; `key` names the notice whose key it needs, which its workflow's id says as well. */
export const SEALED_ENCODING = 'binary/sealed';
const CIPHER = utf8('AES-256-GCM');

/**
 * Told of a payload that was not sealed by this desk for that notice. Null: the workflow is of no notice that there is, so
 * that the desk did not start it.
 */
export type OnRefused = (noticeId: string | null, why: 'plain' | 'foreign') => void;

export interface CodecOptions {
  keys: NoticeKeys;
  namespace: string;
  onRefused?: OnRefused;
  /** Opens payloads of steps where those of their workflow are asked for. */
  opensSteps?: boolean;
  /** Told of a notice whose key is not to be had. */
  onLost?: (noticeId: string, why: string) => void;
}

/** What a sealed payload is bound to: moved to another workflow or namespace it does not open. */
function aadOf(namespace: string, workflowId: string): string {
  return `${namespace}\n${workflowId}`;
}

/** The notice that a payload says it belongs to; null for one that is not sealed. */
export function noticeOfPayload({ metadata }: Payload): string | null {
  return textOf(metadata?.['encoding']) === SEALED_ENCODING ? textOf(metadata?.['key']) : null;
}

/** Opens one payload of a workflow or of any of its steps, to be read by people; what was not sealed for it reads as REFUSED_PAYLOAD. Throws KeyLost. */
export async function openPayload(options: CodecOptions, workflowId: string, payload: Payload): Promise<Payload> {
  const context: SerializationContext = { type: 'workflow', namespace: options.namespace, workflowId };
  const [opened = payload] = await createPayloadCodec({ ...options, opensSteps: true }).decode([payload], context);
  return opened;
}

/**
 * Names inside the seal what a payload is of: the workflow itself (start, command, signal) or one of its steps. Absent in payloads
 * of releases before it was named, which histories still hold; results of those are found out by the workflow (docs/adr/0038).
 * It is metadata of the sealed payload and not part of what the seal is bound to, so that an earlier release opens it too.
 */
const OF = 'of';

function ownerOf(context: SerializationContext): string {
  return context.type === 'activity' ? `step ${context.activityId ?? ''}` : 'workflow';
}

/**
 * Seals what goes to Temporal and opens what comes from there, with the key of the notice whose workflow it is. What is
 * not sealed, or not for this workflow, is not believed: it reads as REFUSED_PAYLOAD, which no command and no answer is,
 * so that it changes nothing and holds nothing up. A key that is lost throws: nothing is decided on half a history.
 */
export function createPayloadCodec({
  keys,
  namespace,
  onRefused,
  onLost,
  opensSteps = false,
}: CodecOptions): PayloadCodec {
  return {
    async encode(payloads, context) {
      const { key, noticeId, aad, owner } = await bindingOf(context);
      // Of a notice that is not there nothing can be said: only that this run was not the desk's.
      if (key == null || noticeId === null) return payloads;
      const wire = await loadWire();
      return payloads.map((payload) => ({
        metadata: { encoding: utf8(SEALED_ENCODING), cipher: CIPHER, key: utf8(noticeId) },
        data: seal(
          key,
          wire.encode({ ...payload, metadata: { ...payload.metadata, [OF]: utf8(owner) } }).finish(),
          aad,
        ),
      }));
    },
    async decode(payloads, context) {
      const { key, noticeId, aad, owner } = await bindingOf(context);
      if (key === null) return payloads;
      const wire = await loadWire();
      return payloads.map((payload) => {
        if (noticeId === null || noticeOfPayload(payload) === null)
          return refused(key === undefined ? null : noticeId, 'plain');
        // The registry may be older than the engine: nothing is decided until the notice is back.
        if (key === undefined) throw new KeyLost('There is no record of this notice.');
        try {
          const opened = wire.decode(unseal(key, payload.data ?? new Uint8Array(), aad));
          const of = textOf(opened.metadata[OF]);
          return of === '' || of === owner || opensSteps ? opened : refused(noticeId, 'foreign');
        } catch {
          return refused(noticeId, 'foreign');
        }
      });
    },
  };

  async function bindingOf(context: SerializationContext | undefined) {
    const workflowId = context?.workflowId;
    // Nothing of the desk goes to Temporal outside a workflow; should it one day, it must not go in the clear.
    if (context === undefined || workflowId === undefined)
      throw new Error('A payload without a workflow belongs to no notice and cannot be sealed.');
    const noticeId = noticeOfWorkflow(workflowId);
    const aad = aadOf(namespace, workflowId);
    const owner = ownerOf(context);
    if (noticeId === null) return { key: undefined, noticeId, aad, owner };
    try {
      return { key: await keys.keyOf(noticeId), noticeId, aad, owner };
    } catch (error) {
      if (error instanceof KeyLost) onLost?.(noticeId, error.message);
      throw error;
    }
  }

  function refused(noticeId: string | null, why: 'plain' | 'foreign'): Payload {
    onRefused?.(noticeId, why);
    return { metadata: { encoding: utf8('json/plain') }, data: utf8(JSON.stringify(REFUSED_PAYLOAD)) };
  }
}

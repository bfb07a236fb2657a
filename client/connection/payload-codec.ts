import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { noticeOfWorkflow } from '../../domain/notices/notice.js';
import { REFUSED_PAYLOAD } from '../../domain/notices/refused-payload.js';
import { KeyLost, seal, unseal } from './key-wrap.js';
import type { NoticeKeys } from './notice-keys.js';

async function importWire() {
  const { default: proto } = await import('@temporalio/proto');
  return proto.temporal.api.common.v1.Payload;
}

let loading: ReturnType<typeof importWire> | undefined;

/** Imported on first use, as few programs seal payloads; kept, because a repeated import takes a third as long as sealing. */
function loadWire(): ReturnType<typeof importWire> {
  loading ??= importWire();
  return loading;
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const decodeText = (bytes: Uint8Array | null | undefined) => (bytes == null ? '' : new TextDecoder().decode(bytes));

/** Marks a sealed payload. Its metadata `key` names the notice whose key it needs, as does the workflow id. */
export const SEALED_ENCODING = 'binary/sealed';
const CIPHER = utf8('AES-256-GCM');

export type OnRefused = (noticeId: string | null, why: 'plain' | 'foreign') => void;

export interface CodecOptions {
  keys: NoticeKeys;
  namespace: string;
  onRefused?: OnRefused;
  /** Also opens payloads of activities when asked for those of their workflow. */
  opensSteps?: boolean;
  onLost?: (noticeId: string, why: string) => void;
}

/** Authenticated data: a payload moved to another workflow or namespace cannot be decrypted. */
function buildAad(namespace: string, workflowId: string): string {
  return `${namespace}\n${workflowId}`;
}

/** Returns the notice a payload claims to belong to; null if it is not sealed. */
export function noticeOfPayload({ metadata }: Payload): string | null {
  return decodeText(metadata?.['encoding']) === SEALED_ENCODING ? decodeText(metadata?.['key']) : null;
}

/**
 * Decrypts one payload of a workflow or of any of its activities for display; one that was not sealed for it reads as
 * `REFUSED_PAYLOAD`. Throws `KeyLost`.
 */
export async function openPayload(options: CodecOptions, workflowId: string, payload: Payload): Promise<Payload> {
  const context: SerializationContext = { type: 'workflow', namespace: options.namespace, workflowId };
  const [opened = payload] = await createPayloadCodec({ ...options, opensSteps: true }).decode([payload], context);
  return opened;
}

/**
 * Names inside the seal what a payload is of: the workflow itself (start, command, signal) or one of its steps. The person
 * who reads a history opens payloads without knowing their step, so it is metadata and not part of what the seal is bound to.
 */
const OF = 'of';

function formatOwner(context: SerializationContext): string {
  return context.type === 'activity' ? `step ${context.activityId ?? ''}` : 'workflow';
}

const toPlain = (value: unknown): Payload => ({
  metadata: { encoding: utf8('json/plain') },
  data: utf8(JSON.stringify(value)),
});

/** In the form of a failure's encoded attributes, the only payload that the SDK encodes without a context. */
const WITHHELD = toPlain({ message: 'Withheld: it could not be encrypted.', stack_trace: '' });

/**
 * Seals payloads with the key of the workflow's notice. A payload that is not sealed, or not for this workflow, decodes
 * to `REFUSED_PAYLOAD`, which is neither a command nor an answer and therefore changes and blocks nothing. A missing
 * key throws, so that nothing is decided on half a history.
 */
export function createPayloadCodec(options: CodecOptions): PayloadCodec {
  const { keys, namespace, onRefused, onLost, opensSteps = false } = options;
  return {
    async encode(payloads, context) {
      // The SDK encodes the failure of a workflow task without a context (worker.ts, handleActivation), and an error here
      // ends the worker: one stray workflow or lost key would stop all notices. What cannot be sealed is left out.
      if (context === undefined) return payloads.map(() => WITHHELD);
      const { key, noticeId, aad, owner } = await resolveBinding(context);
      // Without a notice there is no key. The desk did not start such a run, so there is nothing of ours to protect.
      if (key === undefined || noticeId === null) return payloads;
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
      const { key, noticeId, aad, owner } = await resolveBinding(context);
      const wire = await loadWire();
      return payloads.map((payload) => {
        if (noticeId === null || noticeOfPayload(payload) === null)
          return refused(key === undefined ? null : noticeId, 'plain');
        // The registry may have been restored to before the notice arrived: decide nothing until it is back.
        if (key === undefined) throw new KeyLost('There is no record of this notice.');
        try {
          const opened = wire.decode(unseal(key, payload.data ?? new Uint8Array(), aad));
          const of = decodeText(opened.metadata[OF]);
          return of === owner || opensSteps ? opened : refused(noticeId, 'foreign');
        } catch {
          return refused(noticeId, 'foreign');
        }
      });
    },
  };

  async function resolveBinding(context: SerializationContext | undefined) {
    const workflowId = context?.workflowId;
    if (context === undefined || workflowId === undefined)
      throw new Error('A payload without a workflow belongs to no notice and cannot be sealed.');
    const noticeId = noticeOfWorkflow(workflowId);
    const aad = buildAad(namespace, workflowId);
    const owner = formatOwner(context);
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
    return toPlain(REFUSED_PAYLOAD);
  }
}

const SUMMARY = /^"N-[A-Za-z0-9-]+( · [a-z_]+)?"$/;

/**
 * Returns whether a decrypted payload is only a notice number, optionally with its stage: people without access to
 * documents may read it.
 */
export function isRunSummary({ data }: Payload): boolean {
  return SUMMARY.test(Buffer.from(data ?? []).toString('utf8'));
}

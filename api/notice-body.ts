import { isAscii, isUtf8 } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { FastifySchemaCompiler } from 'fastify';
import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { validatorCompiler } from 'fastify-type-provider-zod';
import { toTypedScope, type Api } from './context.js';
import type { z } from 'zod';
import { MAX_TARGETS, sentTarget } from '../contract/notice-create.js';
import { SentTargets } from '../domain/targets/sent-targets.js';
import { cutArray, type CutArray } from './cut-json.js';
import { findUnreadable, mayBeUnreadable, mayNameProto, parseStrictly, takeJson } from './read-json.js';

/** Shorter bodies are parsed as a whole. */
const LONG_BODY = 64 * 1024;
/** Random placeholder for the list while the rest is parsed, so that no sender can forge it. */
const PLACE = randomUUID();

/** Adds routes whose JSON body may hold a long list under `targets`, which arrives as `SentTargets`. */
export function takeLongNotices(app: Api, addRoutes: (scope: Api) => void): void {
  void app.register(async (plain) => {
    const scope = toTypedScope(plain);
    takeJson(scope, async (bytes) => (await readInPieces(bytes)) ?? parseStrictly(bytes));
    scope.setValidatorCompiler(validateLongNotice);
    addRoutes(scope);
  });
}

class ReadInPieces {
  readonly sound = new SentTargets();
  readonly wrong = new Map<number, unknown>();

  get length(): number {
    return this.sound.length + this.wrong.size;
  }

  push(items: readonly unknown[]): void {
    const all = sentTarget.array().safeParse(items);
    for (const [index, item] of items.entries()) {
      const one = all.success ? all.data[index] : sentTarget.safeParse(item).data;
      if (one === undefined) this.wrong.set(this.length, item);
      else this.sound.push(one);
    }
  }
}

/**
 * Parses a long body in pieces, because parsing it as one value takes ten times its size in memory. Null for a short
 * body and for one that is not plainly JSON with a single list; that one is parsed as a whole and answered accordingly.
 */
async function readInPieces(bytes: Buffer): Promise<Record<string, unknown> | null> {
  const cut = bytes.length < LONG_BODY || !isUtf8(bytes) ? null : cutArray(bytes, 'targets');
  const targets = cut === null ? null : await readTargets(bytes, cut);
  const rest = cut === null || targets === null ? null : readRest(bytes, cut);
  return rest === null ? null : { ...rest, targets };
}

async function readTargets(bytes: Buffer, { pieces }: CutArray): Promise<ReadInPieces | null> {
  const encoding = isAscii(bytes) ? 'latin1' : 'utf8';
  const targets = new ReadInPieces();
  for (const { from, to } of pieces) {
    const items = readPiece(bytes.toString(encoding, from, to));
    // An empty piece means a comma too many.
    if (items === null || (pieces.length > 1 && items.length === 0)) return null;
    targets.push(items);
    if (targets.length > MAX_TARGETS) return null;
    await breathe(); // Yields to other requests.
  }
  return targets;
}

function readPiece(text: string): unknown[] | null {
  if (mayNameProto(text)) return null;
  const items = orNull(() => JSON.parse(`[${text}]`) as unknown[]);
  return items === null || (mayBeUnreadable(text) && findUnreadable(items, ['targets']) !== null) ? null : items;
}

function readRest(bytes: Buffer, { from, to }: CutArray): Record<string, unknown> | null {
  const place = Buffer.from(JSON.stringify(PLACE));
  const rest = orNull(() => parseStrictly(Buffer.concat([bytes.subarray(0, from), place, bytes.subarray(to)])));
  // If the name occurs again in an escaped form, the last one counts.
  return isObject(rest) && rest['targets'] === PLACE ? rest : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}

const validateLongNotice: FastifySchemaCompiler<z.ZodType> = (route) => {
  const validate = validatorCompiler(route);
  return (body: unknown) => {
    if (!isObject(body) || !(body['targets'] instanceof ReadInPieces)) return validate(body);
    const { sound, wrong } = body['targets'];
    const result = validate({ ...body, targets: [...wrong.values()] }) as Validated;
    if (result.error === undefined) return { value: { ...result.value, targets: sound } };
    const places = [...wrong.keys()];
    for (const issue of result.error)
      issue.instancePath = issue.instancePath.replace(
        /^\/targets\/(\d+)/,
        (_, nth: string) => `/targets/${places[Number(nth)]}`,
      );
    return { error: result.error };
  };
};

interface Validated {
  value?: Record<string, unknown>;
  error?: FastifySchemaValidationError[];
}

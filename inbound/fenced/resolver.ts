import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import type { DnsAnswer } from '../../domain/mail/proven-sender.js';

type Resolve = (name: string, type: string) => Promise<string[] | string[][]>;

const TIMEOUT = { timeout: 2_000, tries: 2 };

/** Resolves by DNS, or by the file that replaces it (`MAIL_DNS_FILE`): names not in the file do not exist. */
export async function openMailResolver(file: string | null): Promise<Resolve> {
  if (file === null) return askDns(new Resolver(TIMEOUT));
  const names: Record<string, Record<string, unknown[]>> = JSON.parse(await readFile(file, 'utf8'));
  const records = new Map(Object.entries(names).map(([name, of]) => [bare(name), of]));
  return async (name, type) => {
    const found = records.get(bare(name))?.[type];
    if (found === undefined || found.length === 0)
      throw Object.assign(new Error(`no ${type} record for ${name}`), { code: 'ENOTFOUND' });
    return found.map((record) => toAnswer(type, record)) as string[] | string[][];
  };
}

/** A TXT record with a key of 4,096 bits has some 750 characters. */
const MAX_ANSWER = 4_000;
const MAX_ANSWERS = 100;

export function recordAnswers(ask: Resolve): { resolve: Resolve; answers: DnsAnswer[] } {
  const answers: DnsAnswer[] = [];
  const note = (name: string, type: string, answer: string | null) => {
    if (answers.length < MAX_ANSWERS)
      answers.push({ name, type, answer: answer?.slice(0, MAX_ANSWER) ?? null, at: new Date().toISOString() });
  };
  const resolve: Resolve = async (name, type) => {
    try {
      const found = await ask(name, type);
      note(name, type, JSON.stringify(found));
      return found;
    } catch (error) {
      note(name, type, null);
      throw error;
    }
  };
  return { resolve, answers };
}

function askDns(resolver: Resolver): Resolve {
  return async (name, type) => (await resolver.resolve(name, type)) as string[] | string[][];
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

function toAnswer(type: string, record: unknown): unknown {
  if (type === 'TXT') return [record].flat().map(String);
  if (type !== 'MX' || typeof record !== 'string') return record;
  const [, priority = '0', exchange = record] = /^(\d+)\s+(\S+)$/.exec(record) ?? [];
  return { priority: Number(priority), exchange: isIP(exchange) ? exchange : bare(exchange) };
}

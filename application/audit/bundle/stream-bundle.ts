import { createHash } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { listTimelineFor, type TimelineRow } from '../../../registry/notices/audit-views.js';
import {
  listClocks,
  readBesideClocks,
  type BesideClocks,
  type ClockRow,
} from '../../../registry/clocks/clock-views.js';
import type { Db } from '../../../registry/db.js';
import { listManualActions, type ManualAction } from '../../../registry/enforcement/manual-actions.js';
import { findDocument, listDocuments, type DocumentFacts } from '../../../registry/notices/document-views.js';
import { findAnnex, listLetters, type LetterView } from '../../../registry/letters/letter-views.js';
import { listProposals, type ProposalView } from '../../../registry/letters/proposals.js';
import { listSenderChecks, type SenderCheckRow } from '../../../registry/notices/sender-checks.js';
import { isErased } from '../../../registry/retention/erasure.js';
import type { KeptCheckpoint } from '../../../registry/audit/checkpoints.js';
import type { CheckpointSigner } from '../../checkpoint-signer.js';
import { keepReader, readEach, type Reader } from '../../../registry/reading.js';
import { listTargets, type TargetRow } from '../../../registry/targets/targets.js';
import { annexCsv } from '../../../registry/letters/annex.js';
import { toSafeName } from './file-name.js';
import { keysFile, proofLines, README, type BundleProofRequest } from './proofs.js';
import { TABLE_HEAD, toTable, type TableTarget } from './target-table.js';

export interface BundleContent {
  noticeId: string;
  notice: { number: string; version: number };
  authenticity: unknown;
  at: Date;
  by: string;
  /** The person the bundle is made for; it says nothing of other notices that they cannot read. */
  reader: Reader;
  proof: {
    origin: string;
    checkpoint: Pick<KeptCheckpoint, 'note' | 'size'>;
    signer: CheckpointSigner;
    isWithheld: BundleProofRequest['isWithheld'];
  };
  views: {
    target: (row: TargetRow) => TableTarget;
    clock: (row: ClockRow, beside: BesideClocks) => unknown;
    letter: (row: LetterView) => unknown;
    timeline: (row: TimelineRow) => unknown;
    senderCheck: (row: SenderCheckRow) => unknown;
    proposal: (row: ProposalView) => unknown;
    manualAction: (row: ManualAction) => unknown;
  };
}

const PAGE = 1_000;

interface Entry {
  path: string;
  content: () => AsyncIterable<string | Buffer>;
}

/**
 * Streams everything about one notice as a zip, holding one page of rows or one document in memory. The manifest is
 * written after all files it hashes, and its signature last.
 */
export function streamBundle(db: Db, bundle: BundleContent): Readable {
  const zip = new ZipFile();
  const out = new PassThrough();
  const fail = (error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error)));
  zip.on('error', fail);
  zip.outputStream.on('error', fail).pipe(out);
  fill(zip, db, { bundle, fail }).catch(fail);
  return out;
}

async function fill(
  zip: ZipFile,
  db: Db,
  { bundle, fail }: { bundle: BundleContent; fail: (error: unknown) => void },
): Promise<void> {
  const manifest: { path: string; sha256: string; bytes: number }[] = [];
  const signed = { sha256: '' };
  const add = (path: string, content: () => AsyncIterable<string | Buffer>) => {
    const open = keepReader(() =>
      Readable.from(readEach(hashed(content(), (sha256, bytes) => manifest.push({ path, sha256, bytes }))), {
        objectMode: false,
      }),
    );
    // yazl asks for the streams one after another, each when the previous one has ended.
    zip.addReadStreamLazy(path, { mtime: bundle.at }, (give) => give(null, open().on('error', fail)));
  };
  for (const { path, content } of await listEntries(db, bundle)) add(path, content);
  zip.addReadStreamLazy('manifest.json', { mtime: bundle.at }, (give) => {
    const { notice, noticeId, at, by } = bundle;
    const facts = {
      notice: noticeId,
      number: notice.number,
      version: notice.version,
      madeAt: at.toISOString(),
      madeFor: by,
    };
    const text = json({ ...facts, files: manifest });
    give(null, Readable.from([text]));
    // yazl asks for this one after the manifest has ended.
    signed.sha256 = createHash('sha256').update(text).digest('hex');
  });
  zip.addReadStreamLazy('manifest.note', { mtime: bundle.at }, (give) => {
    const { signer, origin } = bundle.proof;
    give(null, Readable.from([signer.signManifest({ origin, sha256: signed.sha256 })]));
  });
  zip.end();
}

async function listEntries(db: Db, bundle: BundleContent): Promise<Entry[]> {
  const { noticeId, notice, reader, proof } = bundle;
  const { checkpoint, origin, signer, isWithheld } = proof;
  return [
    { path: 'README.txt', content: () => once(README) },
    { path: 'audit/checkpoint.txt', content: () => once(checkpoint.note) },
    { path: 'audit/key.json', content: () => once(keysFile(origin, signer)) },
    {
      path: 'audit/entries.ndjson',
      content: () => proofLines(db, { noticeId, reader, size: checkpoint.size, isWithheld }),
    },
    { path: 'notice.json', content: () => once(json(notice)) },
    { path: 'targets.csv', content: () => targetLines(db, bundle, toTable, TABLE_HEAD) },
    { path: 'targets.ndjson', content: () => targetLines(db, bundle, ndjson) },
    { path: 'clocks.json', content: () => once(async () => json(await clockViews(db, bundle))) },
    { path: 'authenticity.json', content: () => once(json(bundle.authenticity)) },
    { path: 'sender-checks.json', content: () => once(async () => json(await senderChecks(db, bundle))) },
    { path: 'proposals.json', content: () => once(async () => json(await proposals(db, bundle))) },
    { path: 'by-hand.json', content: () => once(async () => json(await manualActions(db, bundle))) },
    { path: 'timeline.ndjson', content: () => timelineLines(db, bundle) },
    ...(await letterEntries(db, bundle)),
    ...(await documentEntries(db, noticeId)),
  ];
}

async function letterEntries(db: Db, { noticeId, views }: BundleContent): Promise<Entry[]> {
  const letters = await listLetters(db, { noticeId, afterN: 0, limit: 10_000 });
  const buildFileName = ({ n, kind }: LetterView) => `letters/${String(n).padStart(3, '0')}-${toSafeName(kind)}`;
  const texts = letters.map((letter) => ({
    path: `${buildFileName(letter)}.txt`,
    content: () => once(letterText(letter)),
  }));
  const annexes = letters
    .filter(({ annexed }) => annexed)
    .map((letter) => ({
      path: `${buildFileName(letter)}-annex.csv`,
      content: () =>
        once(async () => annexCsv(letter.kind, (await findAnnex(db, { noticeId, n: letter.n }))?.rows ?? [])),
    }));
  return [...texts, ...annexes, { path: 'letters/letters.json', content: () => once(json(letters.map(views.letter))) }];
}

function letterText(letter: LetterView): string {
  const oneLine = (text: string | null) => (text ?? '').replaceAll(/[\r\n]+/g, ' ');
  return [
    `To: ${oneLine(letter.to_address)}`,
    `Subject: ${oneLine(letter.subject)}`,
    `State: ${letter.state}`,
    `Sent: ${letter.sent_at?.toISOString() ?? ''}`,
    `Message-ID: ${oneLine(letter.message_id)}`,
    '',
    letter.text,
    '',
  ].join('\n');
}

async function documentEntries(db: Db, noticeId: string): Promise<Entry[]> {
  const documents = await listDocuments(db, { noticeId, afterSha256: null, limit: 10_000 });
  if (await isErased(db, { noticeId, kind: 'documents' }))
    return [{ path: 'documents/erased.json', content: () => once(json(documents.map(erasedDocument))) }];
  return documents.map(({ sha256, name }) => ({
    // The hash keeps two files of the same name apart.
    path: `documents/${sha256.slice(0, 16)}-${toSafeName(name)}`,
    content: () => once(async () => (await findDocument(db, { noticeId, sha256 }))?.bytes ?? Buffer.alloc(0)),
  }));
}

/** What remains of an erased document: its hash still proves that a copy held elsewhere is the same. */
function erasedDocument({ sha256, media_type: mediaType }: DocumentFacts) {
  return { sha256, mediaType };
}

async function* targetLines(
  db: Db,
  { noticeId, views }: BundleContent,
  write: (targets: TableTarget[]) => string,
  head = '',
): AsyncGenerator<string> {
  if (head !== '') yield head;
  for (let afterNo = 0; ; ) {
    const rows = await listTargets(db, { noticeId, afterNo, limit: PAGE, filter: {} });
    if (rows.length > 0) yield write(rows.map(views.target));
    if (rows.length < PAGE) return;
    afterNo = rows.at(-1)?.no ?? afterNo;
  }
}

async function* timelineLines(db: Db, { noticeId, reader, views }: BundleContent): AsyncGenerator<string> {
  for (let afterSeq = 0; ; ) {
    const rows = await listTimelineFor(db, { noticeId, reader, afterSeq, newestFirst: false, limit: PAGE });
    if (rows.length > 0) yield ndjson(rows.map(views.timeline));
    if (rows.length < PAGE) return;
    afterSeq = rows.at(-1)?.seq ?? afterSeq;
  }
}

async function clockViews(db: Db, { noticeId, reader, views }: BundleContent): Promise<unknown[]> {
  const beside = await readBesideClocks(db, { noticeId, reader });
  return (await allClocks(db, noticeId)).map((clock) => views.clock(clock, beside));
}

async function senderChecks(db: Db, { noticeId, views }: BundleContent): Promise<unknown[]> {
  return (await listSenderChecks(db, { noticeId, after: null, limit: 10_000 })).map(views.senderCheck);
}

async function proposals(db: Db, { noticeId, views }: BundleContent): Promise<unknown[]> {
  return (await listProposals(db, { noticeId, afterN: 0, limit: 10_000 })).map(views.proposal);
}

async function manualActions(db: Db, { noticeId, views }: BundleContent): Promise<unknown[]> {
  return (await listManualActions(db, { noticeId, after: 0, limit: 10_000 })).map(views.manualAction);
}

async function allClocks(db: Db, noticeId: string): Promise<ClockRow[]> {
  const all: ClockRow[] = [];
  for (;;) {
    const last = all.at(-1);
    const after = last === undefined ? null : { position: last.position, id: last.id };
    const rows = await listClocks(db, { noticeId, after, limit: PAGE });
    all.push(...rows);
    if (rows.length < PAGE) return all;
  }
}

async function* once(content: string | (() => Promise<string | Buffer>)): AsyncGenerator<string | Buffer> {
  yield typeof content === 'string' ? content : await content();
}

async function* hashed(
  content: AsyncIterable<string | Buffer>,
  done: (sha256: string, bytes: number) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of content) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  done(hash.digest('hex'), bytes);
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const ndjson = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');

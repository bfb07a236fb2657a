import { mkdir, rm, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { configOrExit, readSeedConfig } from '../config/env.js';
import { isPlainAddress } from '../domain/letters/mail-address.js';
import { ROLES } from '../domain/people/permission.js';
import { BUILT_IN_RULEBOOK } from '../rulebook/load.js';
import { readShippedLaw } from '../rulebook/shipped-law.js';
import { seedAuthorities, type Authority } from './people/authorities.js';
import { openDatabase, type Db } from './db.js';
import { applyGrants } from './apply-grants.js';
import { holdAfterRestore } from './enforcement/restored.js';
import { migrate } from './migrate.js';
import { makeFirstKey } from './people/first-key.js';
import { insertApiKey, setSpeaksFor, upsertPerson } from './people/people.js';
import { writeRetentionRules } from './retention/rules.js';
import { readRulebookToApply } from './rulebook/rulebook-editions.js';

const MAX_MIGRATION_MS = 24 * 3_600_000;

const demoPeople = z.array(
  z.object({
    name: z.string(),
    email: z.string(),
    roles: z.array(z.enum(ROLES)),
    key: z.string().regex(/^nd_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/),
    speaksFor: z.union([z.literal('all'), z.array(z.string())]).optional(),
  }),
);

const instant = z.iso.datetime({ offset: true, error: '--restored-from: expected an instant with offset.' });

/**
 * `--first-admin MAIL`: makes a key for this person. `--restored-from INSTANT`: the registry was restored to this
 * instant.
 */
function readArguments(): { firstAdmin: string | undefined; restoredFrom: Date | undefined } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { 'first-admin': text, 'restored-from': text } });
  const restored = instant.optional().parse(values['restored-from']);
  return { firstAdmin: values['first-admin'], restoredFrom: restored === undefined ? undefined : new Date(restored) };
}

/**
 * Migrates the registry and seeds what a fresh desk needs: retention periods, authorities and, on request, the first
 * admin or the people of `people.json`.
 */
async function main(): Promise<void> {
  const seed = configOrExit(() => readSeedConfig());
  const { databaseUrl, demoPeople: text, rulebook, home, retention } = seed;
  const { firstAdmin, restoredFrom } = readArguments();
  const db = openDatabase({ url: databaseUrl, maxConnections: 2, silentMs: MAX_MIGRATION_MS });
  try {
    const applied = await migrate(db);
    const logins = await applyGrants(db);
    if (restoredFrom !== undefined) {
      const hold = { from: restoredFrom, at: new Date() };
      await db.transaction().execute((trx) => holdAfterRestore(trx, hold));
    }
    await writeRetentionRules(db, { rules: retention, at: new Date() });
    // Reads the approved law that applies: a changed folder must not add anyone to the directory.
    const read = await readRulebookToApply(db, { dir: rulebook ?? BUILT_IN_RULEBOOK, shipped: readShippedLaw });
    if (read.problem !== null)
      process.stderr.write(`${read.problem.message}\nThe edition in effect is used instead.\n`);
    if (read.unproven !== null) process.stderr.write(`${read.unproven}\n`);
    const authorities = text === undefined ? read.content.authorities : read.content.authorities.map(withDemoSigner);
    await seedAuthorities(db, authorities);
    if (text !== undefined) await seedPeople(db, demoPeople.parse(JSON.parse(text)));
    if (firstAdmin !== undefined) await writeFirstKey(db, { email: firstAdmin, home });
    process.stdout.write(`${JSON.stringify({ msg: 'registry ready', migrations: applied, logins })}\n`);
  } finally {
    await db.destroy();
  }
}

function withDemoSigner<Entry extends Authority>(authority: Entry): Entry {
  return { ...authority, signers: [{ name: 'Signer Demo', rank: 'authorised officer' }] };
}

/**
 * Writes the key to a file that only its owner can read, or to stdout without a home folder; it is stored nowhere else.
 */
async function writeFirstKey(db: Db, { email, home }: { email: string; home: string | undefined }): Promise<void> {
  if (!isPlainAddress(email)) throw new Error('--first-admin: expected one plain email address.');
  const say = (fields: object) => process.stdout.write(`${JSON.stringify(fields)}\n`);
  const store = async (key: string) => {
    if (home === undefined) {
      say({ msg: 'first key', email, key, goodForHours: 24 });
      return;
    }
    await mkdir(home, { recursive: true, mode: 0o700 });
    const file = join(home, 'first-admin.key');
    // An existing file might be readable by others and would keep its mode.
    await rm(file, { force: true });
    await writeFile(file, `${key}\n`, { mode: 0o600 });
    say({ msg: 'first key', email, keyIn: file, goodForHours: 24 });
  };
  if (await makeFirstKey(db, { email, at: new Date(), store })) return;
  say({ msg: '--first-admin ignored: this person already has access, or is not a person of this desk' });
}

async function seedPeople(db: Db, people: z.infer<typeof demoPeople>): Promise<void> {
  for (const { name, email, roles, key, speaksFor } of people) {
    const person = await upsertPerson(db, { id: uuidv7(), name, email, roles });
    const [, id = '', secret = ''] = /^nd_([0-9a-f]{8})_(.+)$/.exec(key) ?? [];
    await insertApiKey(db, { id, secret, personId: person.id, name: `${name} key`, roles, expiresAt: null });
    // The key may exist from an earlier start with other bindings.
    if (speaksFor !== undefined) await setSpeaksFor(db, { id, speaksFor });
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(
      `The registry could not be prepared: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(1);
  },
);

import type { LetterSender } from '../../domain/letter/letter-sender.js';
import { Runtime } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { readSender, senderName } from '../../domain/letter/mail-address.js';
import { type Connection, openDatabase } from '../../registry/db.js';
import { readDatabaseTime } from '../../registry/ops/clocks-apart.js';
import { endWorkerBeat, recordWorkerBeat, WORKER_BEAT_MS } from '../../registry/ops/worker-beats.js';
import { BUILT_IN_RULEBOOK } from '../../rulebook/load.js';
import { openRulebookKeeper, watchRulebook, type RulebookState } from '../rulebook/keeper.js';
import type { Services, SharedServices } from '../services.js';
import type { Subscriber } from '../../domain/webhook/webhook-event.js';
import type { Lumen } from '../../domain/report/lumen-notice.js';
import type { TransparencyDatabase } from '../../domain/report/transparency-database.js';
import { createKeyWrap } from '../../temporal/key-wrap.js';
import { createDataConverter } from '../../temporal/data-converter.js';
import { createNoticeKeys } from '../../temporal/notice-keys.js';
import type { TemporalSettings } from '../../temporal/connection.js';
import type { EditionKey } from '../signing/edition-signer.js';
import { goRound } from '../rounds/go-round.js';
import { connectEngine } from '../temporal/connect-engine.js';
import { createHouseClock, type HouseClock } from './house-clock.js';

/** How a process wants its services: what the configuration says. */
export interface ServiceSettings
  extends Pick<
    Services,
    | 'massTargets'
    | 'widerScope'
    | 'secondReadPercent'
    | 'reconcileEveryMs'
    | 'ratifyWithinMinutes'
    | 'contactDelaySeconds'
    | 'gaggedPeople'
    | 'stepUp'
    | 'relyingParty'
    | 'signer'
  > {
  /** What kind of process it is. */
  process: 'api' | 'rounds';
  databaseUrl: string;
  temporal: TemporalSettings;
  payloadKey: Parameters<typeof createKeyWrap>[0];
  /** Folder of the rulebook; undefined: the one that comes with the program. */
  rulebook: string | undefined;
  /** Keys that editions of the rulebook are proven with; undefined: their signatures are not looked at. */
  verifyingKeys: readonly EditionKey[] | undefined;
  mailFrom: string;
  letterSender: Omit<LetterSender, 'service'>;
  /** Who is told what happens; undefined: nobody. */
  subscriber: Subscriber | undefined;
  /** Where statements of reasons go; undefined: they wait. */
  transparencyDatabase: TransparencyDatabase | undefined;
  /** Where notices for Lumen go; undefined: they wait. */
  lumen: Lumen | undefined;
  /** File that stands for DNS; undefined: the system's resolver. */
  mailDnsFile: string | undefined;
}

/** Services with their connections open, which the process closes at its end. */
export interface OpenServices {
  /** All but the signer of the log, which is the API's alone. */
  services: SharedServices;
  rulebookState: () => RulebookState;
  /** Follows the folder of the rulebook from now on; stopped by `close`. */
  watch: () => void;
  close: () => Promise<void>;
}

/** Opens registry, rulebook and engine, once a process. Throws RulebookError where there is no rulebook to go by. */
export async function openServices(settings: ServiceSettings, logger: Logger): Promise<OpenServices> {
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const { databaseUrl, temporal, payloadKey, rulebook: dir, verifyingKeys, mailFrom, letterSender } = settings;
  const { massTargets, widerScope, secondReadPercent, reconcileEveryMs, ratifyWithinMinutes, contactDelaySeconds } =
    settings;
  const { stepUp, relyingParty, gaggedPeople, subscriber, transparencyDatabase, lumen } = settings;
  const db = openDatabase({ url: databaseUrl });
  const keeper = await openRulebookKeeper({ db, dir: dir ?? BUILT_IN_RULEBOOK, logger, verifyingKeys });
  const keys = createNoticeKeys(db, createKeyWrap(payloadKey));
  const dataConverter = createDataConverter({ keys, namespace: temporal.namespace });
  const engine = await connectEngine({ ...temporal, dataConverter });
  const clock = createHouseClock(() => readDatabaseTime(db));
  const beats = startBeats(db, { queue: settings.process, clock, logger });
  let watch: ReturnType<typeof watchRulebook> | undefined;
  return {
    services: {
      db,
      engine,
      keys,
      signer: settings.signer,
      taken: new Set(),
      get rulebook() {
        return keeper.present().rulebook;
      },
      get rulebookEdition() {
        return keeper.present().edition;
      },
      massTargets,
      widerScope,
      secondReadPercent,
      reconcileEveryMs,
      ratifyWithinMinutes,
      contactDelaySeconds,
      gaggedPeople,
      stepUp,
      relyingParty,
      subscriber: subscriber ?? null,
      transparencyDatabase: transparencyDatabase ?? null,
      lumen: lumen ?? null,
      letterSender: { ...letterSender, service: senderName(readSender(mailFrom)) },
      mailDnsFile: settings.mailDnsFile ?? null,
      ownAddress: readSender(mailFrom).address,
      now: () => clock.now(),
      newId: uuidv7,
    },
    rulebookState: keeper.state,
    watch() {
      watch = watchRulebook(keeper, { logger });
    },
    async close() {
      await watch?.stop();
      await beats.stop();
      await engine.close();
      await db.destroy();
    },
  };
}

/** Keeps the clock of the house, and says every few seconds that the process lives and how far its own clock is from that. */
function startBeats(
  db: Connection,
  { queue, clock, logger }: { queue: ServiceSettings['process']; clock: HouseClock; logger: Logger },
) {
  const beat = { queue, process: randomUUID() };
  const beating = goRound(
    'heartbeat',
    async () => recordWorkerBeat(db, { ...beat, apartMs: await clock.compare() }),
    logger,
    WORKER_BEAT_MS,
  );
  return {
    async stop() {
      await beating.stop();
      await endWorkerBeat(db, beat).catch(() => undefined);
    },
  };
}

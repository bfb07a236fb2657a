import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { connectionOptions, type TemporalSettings } from '../client/connection/connection.js';

const TIMEOUT_MS = 60_000;
const PAUSE_MS = 500;

/** Connects to Temporal, retrying for a minute while the server starts. */
export async function connectWithRetries({
  settings,
  signal,
}: {
  settings: TemporalSettings;
  signal: AbortSignal;
}): Promise<NativeConnection> {
  const giveUpAtMs = Date.now() + TIMEOUT_MS;
  for (;;) {
    try {
      return await NativeConnection.connect(connectionOptions(settings));
    } catch (error) {
      if (signal.aborted || Date.now() > giveUpAtMs) throw error;
      await sleep(PAUSE_MS, undefined, { signal });
    }
  }
}

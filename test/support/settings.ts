import { ConfigError, type Env } from '../../config/env.js';

/** The least that a process of the desk is told. */
export const PROCESS: Env = {
  DATABASE_URL: 'postgres://desk:pw@127.0.0.1:5432/notice_desk',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:25',
  PLATFORM_URL: 'http://127.0.0.1:9000',
  PLATFORM_TOKEN: 'token',
  PAYLOAD_KEY: Buffer.alloc(32).toString('base64'),
};

/** The lines of the refusal; none where it is taken. */
export function refusals(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

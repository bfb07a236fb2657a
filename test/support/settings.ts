import { ConfigError, type Env } from '../../config/env.js';

/** The minimal environment of the desk's processes. */
export const PROCESS: Env = {
  DATABASE_URL: 'postgres://desk:pw@127.0.0.1:5432/notice_desk',
  TEMPORAL_ADDRESS: '127.0.0.1:7233',
  SMTP_URL: 'smtp://127.0.0.1:25',
  PLATFORM_URL: 'http://127.0.0.1:9000',
  PLATFORM_TOKEN: 'token',
  PAYLOAD_KEY: Buffer.alloc(32).toString('base64'),
};

export function refusals(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.lines;
    throw error;
  }
  return [];
}

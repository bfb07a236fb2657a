import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { requireSignature, requireToken } from './door-guard.js';
import type { DoorAnswer, DoorRequest, Route } from './http-door.js';

/** Stores signed pages: POST `/_pager` adds one, GET `/_pager` lists them, newest first. The schema must exist. */
export function createPagerRoute(pool: pg.Pool, { token, secret }: { token: string; secret: string }): Route {
  return (request) => {
    if (request.path !== '/_pager') return undefined;
    if (request.method === 'POST') return keepPage(pool, request, secret);
    requireToken(request, token);
    return request.method === 'GET' ? listPages(pool) : undefined;
  };
}

async function keepPage(pool: pg.Pool, request: DoorRequest, secret: string): Promise<DoorAnswer> {
  requireSignature(request, secret);
  const id = uuidv7();
  await pool.query('insert into platform_double.page (id, webhook_id, body) values ($1, $2, $3)', [
    id,
    String(request.headers['webhook-id']),
    JSON.stringify(request.json()),
  ]);
  return { status: 202, body: { id } };
}

async function listPages(pool: pg.Pool): Promise<DoorAnswer> {
  const { rows } = await pool.query(
    `select id, webhook_id as "webhookId", received_at as "receivedAt", body
     from platform_double.page order by received_at desc, id desc limit 1000`,
  );
  return { status: 200, body: { items: rows } };
}

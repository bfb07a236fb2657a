import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { requireSignature, requireToken } from './request-guard.js';
import type { ServerAnswer, ServerRequest, Route } from './http-server.js';

/** Stores signed pages: POST `/_pager` adds one, GET `/_pager` lists them, newest first. The schema must exist. */
export function createPagerRoute(pool: pg.Pool, { token, secret }: { token: string; secret: string }): Route {
  return (request) => {
    if (request.path !== '/_pager') return undefined;
    if (request.method === 'POST') return storePage(pool, request, secret);
    requireToken(request, token);
    return request.method === 'GET' ? listPages(pool) : undefined;
  };
}

async function storePage(pool: pg.Pool, request: ServerRequest, secret: string): Promise<ServerAnswer> {
  requireSignature(request, secret);
  const id = uuidv7();
  await pool.query('insert into platform_simulator.page (id, webhook_id, body) values ($1, $2, $3)', [
    id,
    String(request.headers['webhook-id']),
    JSON.stringify(request.json()),
  ]);
  return { status: 202, body: { id } };
}

async function listPages(pool: pg.Pool): Promise<ServerAnswer> {
  const { rows } = await pool.query(
    `select id, webhook_id as "webhookId", received_at as "receivedAt", body
     from platform_simulator.page order by received_at desc, id desc limit 1000`,
  );
  return { status: 200, body: { items: rows } };
}

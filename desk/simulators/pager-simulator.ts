import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { readJson, requireSignature, requireToken } from './http-server.js';

/** Stores signed pages: POST `/_pager` adds one, GET `/_pager` lists them, newest first. The schema must exist. */
export function addPager(app: FastifyInstance, pool: pg.Pool, { token, secret }: { token: string; secret: string }) {
  app.post('/_pager', async (request, reply) => {
    requireSignature(request, secret);
    const id = uuidv7();
    await pool.query('insert into platform_simulator.page (id, webhook_id, body) values ($1, $2, $3)', [
      id,
      String(request.headers['webhook-id']),
      JSON.stringify(readJson(request)),
    ]);
    return reply.code(202).send({ id });
  });
  app.get('/_pager', async (request) => {
    requireToken(request, token);
    const { rows } = await pool.query(
      `select id, webhook_id as "webhookId", received_at as "receivedAt", body
       from platform_simulator.page order by received_at desc, id desc limit 1000`,
    );
    return { items: rows };
  });
}

import type { FastifyReply } from 'fastify';
import type { CsvSheet } from '../../../application/letters/reports/sheet.js';
import { toCsv } from '../../../domain/csv.js';

export function sendSheet(reply: FastifyReply, sheet: object | CsvSheet): FastifyReply {
  if (!('cells' in sheet)) return reply.send(sheet);
  return reply
    .type('text/csv; charset=utf-8')
    .header('content-disposition', `attachment; filename="${sheet.name}.csv"`)
    .send(toCsv(sheet.head, sheet.cells));
}

import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { countedAddress, overrun, type ConnectionLimits, type WatchedConnection } from './connection-limits.js';

/**
 * An SMTP server that closes connections that are too many or too slow, so that one sender cannot block others. The
 * library's timeout detects only silence: one byte a second passes it.
 */
export class LimitedServer extends SMTPServer {
  private readonly limits: ConnectionLimits;
  private readonly open = new Map<string, number>();
  private readonly watched = new Map<string, WatchedConnection>();
  private readonly checking: NodeJS.Timeout;

  constructor(options: SMTPServerOptions, limits: ConnectionLimits) {
    super({
      ...options,
      maxClients: limits.maxConnections,
      onConnect: ({ id }, callback) => {
        this.watched.set(id, begun('command'));
        callback();
      },
      onClose: ({ id }) => void this.watched.delete(id),
    });
    this.limits = limits;
    this.checking = setInterval(() => this.check(Date.now()), limits.periodMs).unref();
    this.server.once('close', () => clearInterval(this.checking));
  }

  /** Before the session begins, so that one address's excess connections use up no slot of others. */
  override connect(...args: Parameters<SMTPServer['connect']>): void {
    const [socket] = args;
    const address = countedAddress(socket.remoteAddress ?? '');
    const count = (this.open.get(address) ?? 0) + 1;
    if (count > this.limits.maxPerAddress) {
      socket.on('error', () => undefined);
      // Closed immediately: it must not wait half-open for the other side.
      socket.end('421 4.7.0 Too many connections from your address. Try again later.\r\n', () => socket.destroy());
      return;
    }
    this.open.set(address, count);
    socket.once('close', () => this.release(address));
    super.connect(...args);
  }

  enter(id: string, phase: WatchedConnection['phase']): void {
    // The connection may have closed meanwhile.
    if (this.watched.has(id)) this.watched.set(id, begun(phase));
  }

  count(id: string, bytes: number): void {
    const one = this.watched.get(id);
    if (one !== undefined) one.bytes += bytes;
  }

  private release(address: string): void {
    const left = (this.open.get(address) ?? 1) - 1;
    if (left > 0) this.open.set(address, left);
    else this.open.delete(address);
  }

  private check(nowMs: number): void {
    for (const connection of this.connections) {
      const one = this.watched.get(connection.id);
      if (one === undefined) continue;
      const why = overrun(one, nowMs, this.limits);
      if (why !== null) connection.send(421, `${why} Try again later.`);
      else one.bytesBefore = one.bytes;
    }
  }
}

function begun(phase: WatchedConnection['phase']): WatchedConnection {
  return { phase, sinceMs: Date.now(), bytes: 0, bytesBefore: null };
}

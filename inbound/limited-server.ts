import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { countedAddress, overrun, type ConnectionLimits, type Watched } from './connection-limits.js';

/**
 * An SMTP server that ends connections which are too many or too slow, so that one sender cannot block the others.
 * The library's own time-out sees silence alone: one byte a second passes it.
 */
export class LimitedServer extends SMTPServer {
  private readonly limits: ConnectionLimits;
  private readonly open = new Map<string, number>();
  private readonly watched = new Map<string, Watched>();
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

  /** Before the session begins: a connection too many of one address takes no place of others. */
  override connect(...args: Parameters<SMTPServer['connect']>): void {
    const [socket] = args;
    const address = countedAddress(socket.remoteAddress ?? '');
    const count = (this.open.get(address) ?? 0) + 1;
    if (count > this.limits.maxPerAddress) {
      socket.on('error', () => undefined);
      // It is ended at once whatever the other side does: it may not wait half-open.
      socket.end('421 4.7.0 Too many connections from your address. Try again later.\r\n', () => socket.destroy());
      return;
    }
    this.open.set(address, count);
    socket.once('close', () => this.release(address));
    super.connect(...args);
  }

  /** A connection begins to wait for commands, to transmit a message, or to wait until we have stored it. */
  enter(id: string, phase: Watched['phase']): void {
    // One that is gone meanwhile is watched no more.
    if (this.watched.has(id)) this.watched.set(id, begun(phase));
  }

  /** Bytes of its message have come. */
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

function begun(phase: Watched['phase']): Watched {
  return { phase, sinceMs: Date.now(), bytes: 0, bytesBefore: null };
}

import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls'
import type { Refusal } from '../handlers/client-connection.ts'
import { anonymous, type Principal } from '../security/principal.ts'
import type { SaslListener } from '../security/sasl/sasl-authenticator.ts'
import type { TlsListener } from '../security/tls/tls-listener.ts'
import type { AdmittedListener } from './admission.ts'
import { clientAddress } from './client-address.ts'

export interface ListenerOptions extends AdmittedListener {
  /** Where to listen; port 0 picks a free one. */
  readonly host: string
  readonly port: number
  /** Null for listeners without encryption. */
  readonly tls: TlsListener | null
  /** Null for listeners that do not ask by SASL. */
  readonly sasl: SaslListener | null
}

export interface ListenerEvents {
  /** Calls `proceed` when the connection may be used: at once, later, or never. Before that nothing of it is read. */
  admit(socket: Socket, proceed: () => void): void
  /** A connection over which requests can come; the principal is that of its certificate. */
  onReady(socket: Socket, principal: Principal): void
  onRefused(clientHost: string, refusal: Refusal): void
}

/** Of a peer that has gone without a word, such as one whose network broke, the system hears from then on. */
const keepAliveDelayMs = 120_000

/** One listener: accepts sockets, and brings them through TLS where it asks for that. */
export class ListeningSocket {
  readonly options: ListenerOptions
  readonly #events: ListenerEvents
  readonly #server: Server
  readonly #handshakeTimeoutMs: number
  #tls: TlsServer | null
  /** Sockets that shake hands; nobody else knows them yet. */
  readonly #shaking = new Set<Socket>()

  constructor(
    options: ListenerOptions,
    { handshakeTimeoutMs }: { readonly handshakeTimeoutMs: number },
    events: ListenerEvents,
  ) {
    this.options = options
    this.#events = events
    const sockets = { noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveDelayMs }
    this.#server = createServer(sockets, (socket) => this.#accept(socket))
    this.#handshakeTimeoutMs = handshakeTimeoutMs
    this.#tls = options.tls === null ? null : this.#createTls(options.tls)
  }

  /** @returns the port listened on. @throws the system's error, with `code` EADDRINUSE when the port is taken. */
  async listen(): Promise<number> {
    const { host, port } = this.options
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port, backlog: 511 }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    // Running out of file descriptors must not end the broker: the next client is accepted when one is free again.
    this.#server.on('error', (error) => this.#refuse('/unknown', error.message))
    const address = this.#server.address()
    return address === null || typeof address === 'string' ? port : address.port
  }

  /** The next connections are shown these certificates; those that there are stay as they are. */
  renewTls(tls: TlsListener): void {
    this.#tls = this.#createTls(tls)
  }

  /** No more connections; settles when the last one has ended. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    for (const socket of this.#shaking) socket.destroy()
    return closed
  }

  #accept(socket: Socket): void {
    this.#events.admit(socket, () => this.#proceed(socket))
  }

  #proceed(socket: Socket): void {
    if (this.#tls === null) {
      this.#events.onReady(socket, anonymous)
      return
    }
    this.#shaking.add(socket)
    socket.once('close', () => this.#shaking.delete(socket))
    this.#tls.emit('connection', socket)
  }

  #createTls(tls: TlsListener): TlsServer {
    const { clientAuth, options } = tls
    const server = createTlsServer({
      ...options,
      requestCert: clientAuth !== 'none',
      rejectUnauthorized: clientAuth === 'required',
      handshakeTimeout: this.#handshakeTimeoutMs,
    })
    server.on('secureConnection', (socket) => this.#onSecure(socket, tls))
    server.on('tlsClientError', (error, socket) => {
      this.#refuse(hostOf(socket), `the TLS handshake failed: ${error.message}`)
      socket.destroy()
    })
    return server
  }

  #onSecure(socket: TLSSocket, { clientAuth, principalOf }: TlsListener): void {
    const certificate = clientAuth === 'none' ? undefined : socket.getPeerX509Certificate()
    if (certificate !== undefined && !socket.authorized) {
      this.#refuse(hostOf(socket), `its certificate is not trusted: ${String(socket.authorizationError)}`)
      socket.destroy()
      return
    }
    const principal = principalOf(certificate?.raw ?? null)
    if (principal === null) {
      this.#refuse(hostOf(socket), 'no rule of ssl.principal.mapping.rules gives a name for its certificate')
      socket.destroy()
      return
    }
    this.#events.onReady(socket, principal)
  }

  #refuse(clientHost: string, reason: string): void {
    this.#events.onRefused(clientHost, { reason, isUnexpected: false })
  }
}

function hostOf({ remoteAddress }: Socket): string {
  return `/${clientAddress(remoteAddress)}`
}

import type { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls'
import type { TlsSecurity } from '../connections/connection-security.ts'
import { texts } from '../languages/texts.ts'
import type { BrokerAddress } from './broker-address.ts'
import { codeOf, failed, firstBytes, passed, speaksPlainKafka, type Outcome } from './network-probes.ts'
import { tlsOptions } from './wire-socket.ts'

/**
 * Whether a broker can be talked to over TLS: a handshake, a chain that ends at somebody trusted, a certificate that is valid today and
 * for this host, and a broker that takes what the console shows of itself.
 */
export async function probeTls(to: BrokerAddress, tls: TlsSecurity, patienceMs: number): Promise<Outcome> {
  const socket = connect({ host: to.host, port: to.port, ...tlsOptions(tls, to.host), rejectUnauthorized: false })
  // What is awaited hears of it as well.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(patienceMs) })
    const certificate = socket.getPeerX509Certificate()
    if (certificate === undefined) {
      return failed(texts.connections.test.noCertificate, texts.connections.test.noCertificateRemedy)
    }
    const wrong = distrust(socket, certificate, { ...tls, host: tls.serverName ?? to.host })
    if (wrong !== null) return wrong
    // With TLS 1.3 a broker says only after the handshake whether it takes the client's certificate, or just goes.
    if ((await firstBytes(socket, patienceMs)) === null) return clientRefused(tls, texts.connections.test.closedIt)
    return passed(described(socket, certificate))
  } catch (error) {
    return await handshakeFailure(error, { to, tls, patienceMs })
  } finally {
    socket.destroy()
  }
}

/** Whether a handshake of TLS gets anywhere there, whoever it is. */
export async function speaksTls(to: BrokerAddress, patienceMs: number): Promise<boolean> {
  const socket = connect({ host: to.host, port: to.port, rejectUnauthorized: false })
  // What is awaited hears of it as well.
  socket.on('error', () => undefined)
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(patienceMs) })
    return true
  } catch (error) {
    // It speaks TLS, and refuses us.
    return codeOf(error).includes('ALERT') && !codeOf(error).includes('WRONG_VERSION')
  } finally {
    socket.destroy()
  }
}

/** The server is who it says, to whom it is trusted, and for how long: each is said by itself. */
function distrust(
  socket: TLSSocket,
  certificate: X509Certificate,
  { host, takesAnyName, ca }: TlsSecurity & { readonly host: string },
): Outcome | null {
  const words = texts.connections.test
  const { subject, issuer, validTo, validFrom } = oneLine(certificate)
  const now = Date.now()
  if (now > Date.parse(certificate.validTo)) return failed(words.expired(subject, validTo), words.expiredRemedy)
  if (now < Date.parse(certificate.validFrom)) {
    return failed(words.notYetValid(subject, validFrom), words.notYetValidRemedy)
  }
  const error = String(socket.authorizationError ?? '')
  const isNameError = error.includes('ALTNAME')
  if (error !== '' && error !== 'null' && !isNameError) {
    const distrusted = ca === null ? words.systemDistrusts : words.distrusted
    return failed(distrusted(subject, issuer, error), words.distrustRemedy)
  }
  const isFor = checkServerIdentity(host, certificate.toLegacyObject())
  if (isFor === undefined || takesAnyName === true) return null
  return failed(words.otherHost(names(certificate), host), words.otherHostRemedy)
}

interface Attempt {
  readonly to: BrokerAddress
  readonly tls: TlsSecurity
  readonly patienceMs: number
}

async function handshakeFailure(error: unknown, { to, tls, patienceMs }: Attempt): Promise<Outcome> {
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  if (
    /CERTIFICATE_REQUIRED|HANDSHAKE_FAILURE|BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_UNKNOWN|ALERT_CERTIFICATE/.test(code)
  ) {
    return clientRefused(tls, code)
  }
  const words = texts.connections.test
  if (await speaksPlainKafka(to, patienceMs)) return failed(words.isPlain, words.isPlainRemedy)
  if (code === 'ABORT_ERR' || code === 'TimeoutError') {
    return failed(words.handshakeSilent(patienceMs / 1000), words.notTls)
  }
  return failed(words.handshakeFailed(code === 'Error' ? message : code), words.notTls)
}

function clientRefused({ certificate }: TlsSecurity, why: string): Outcome {
  const words = texts.connections.test
  return certificate === null
    ? failed(words.wantsCertificate(why), words.wantsCertificateRemedy)
    : failed(words.rejectsCertificate(why), words.rejectsCertificateRemedy)
}

function described(socket: TLSSocket, certificate: X509Certificate): string {
  return texts.connections.test.certificate(socket.getProtocol() ?? 'TLS', oneLine(certificate))
}

function oneLine({ subject, issuer, validTo, validFrom }: X509Certificate) {
  const flat = (name: string): string => name.split('\n').reverse().join(', ')
  const day = (text: string): string => new Date(text).toISOString().slice(0, 10)
  return { subject: flat(subject), issuer: flat(issuer), validTo: day(validTo), validFrom: day(validFrom) }
}

function names({ subjectAltName, subject }: X509Certificate): string {
  const told = subjectAltName ?? subject.replaceAll('\n', ', ')
  return told.replaceAll(/DNS:|IP Address:/g, '')
}

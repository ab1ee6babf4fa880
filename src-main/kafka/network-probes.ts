import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { createConnection, isIP, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { apiVersions } from '../../broker/protocol/messages/api-versions.ts'
import { encodeRequest } from '../../broker/protocol/request-frame.ts'
import { texts } from '../languages/texts.ts'
import { formatAddress, type BrokerAddress } from './broker-address.ts'

/** What looking at one thing came to. */
export interface Outcome {
  readonly result: 'passed' | 'failed' | 'skipped'
  readonly detail: string
  /** What to do; null where there is nothing to be done. */
  readonly remedy: string | null
}

export const passed = (detail: string): Outcome => ({ result: 'passed', detail, remedy: null })
export const failed = (detail: string, remedy: string): Outcome => ({ result: 'failed', detail, remedy })
export const skipped = (detail: string): Outcome => ({ result: 'skipped', detail, remedy: null })

/** Whether a host name leads to an address on this machine. */
export async function probeName({ host }: BrokerAddress, patienceMs: number): Promise<Outcome> {
  if (isIP(host) !== 0) return passed(texts.connections.test.isAddress)
  const waiting = new AbortController()
  try {
    const found = await Promise.race([
      lookup(host, { all: true }),
      delay(patienceMs, null, { signal: waiting.signal, ref: false }),
    ])
    if (found === null) {
      return failed(texts.connections.test.nobodySays(host, patienceMs / 1000), texts.connections.test.nameRemedy)
    }
    return passed(texts.connections.test.nameIs(host, found.map(({ address }) => address).join(', ')))
  } catch (error) {
    return failed(texts.connections.test.nameUnknown(host, codeOf(error)), texts.connections.test.nameRemedy)
  } finally {
    waiting.abort()
  }
}

/** Whether somebody accepts connections there. */
export async function probeTcp(to: BrokerAddress, patienceMs: number): Promise<Outcome> {
  const socket = createConnection({ host: to.host, port: to.port }).on('error', ignore)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) })
    return passed(
      texts.connections.test.connectedTo(formatAddress({ host: socket.remoteAddress ?? to.host, port: to.port })),
    )
  } catch (error) {
    return tcpFailure(codeOf(error), to, patienceMs)
  } finally {
    socket.destroy()
  }
}

function tcpFailure(code: string, to: BrokerAddress, patienceMs: number): Outcome {
  const words = texts.connections.test
  if (code === 'ECONNREFUSED') return failed(words.refused(to.port, to.host), words.refusedRemedy)
  if (code === 'ABORT_ERR' || code === 'TimeoutError' || code === 'ETIMEDOUT') {
    return failed(words.noAnswer(to.host, patienceMs / 1000), words.noAnswerRemedy)
  }
  return failed(words.noConnection(formatAddress(to), code), words.noConnectionRemedy)
}

/** Whether what listens there answers a Kafka request that is not encrypted. */
export async function speaksPlainKafka(to: BrokerAddress, patienceMs: number): Promise<boolean> {
  const socket = createConnection({ host: to.host, port: to.port }).on('error', ignore)
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(patienceMs) })
    const first = await firstBytes(socket, patienceMs)
    // The length of a frame and the correlation id that was sent.
    return first !== null && first.length >= 8 && first.readInt32BE(4) === correlationId
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

const correlationId = 1

/** Asks for versions and gives what comes back first; null when nothing comes. @throws what ends the connection */
export async function firstBytes(socket: Socket, patienceMs: number): Promise<Buffer | null> {
  const question = encodeRequest(apiVersions, { version: 0, correlationId, clientId: 'brokkr', value: {} })
  for (const chunk of question) socket.write(chunk)
  const ended = once(socket, 'close').then(() => null)
  const answered = once(socket, 'data', { signal: AbortSignal.timeout(patienceMs) }).then(([bytes]) => bytes as Buffer)
  return Promise.race([answered, ended])
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

/** What is awaited hears of an error as well; nobody else has to. */
function ignore(): void {}

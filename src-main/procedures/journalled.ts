import { userInfo } from 'node:os'
import { localClusterId } from '../api/clusters.ts'
import type { JournalValue } from '../api/journal.ts'
import type { Outcome } from '../journal/change-journal.ts'
import { clusterChangeOf } from './changes.ts'
import { connectionChangeOf } from './connection-changes.ts'
import { contractErrorOf } from './contract-error.ts'
import type { Services } from './services.ts'
import { texts } from '../languages/texts.ts'

export interface Call {
  /** In the contract. */
  readonly path: readonly string[]
  /** As the contract has checked it. */
  readonly input: unknown
  readonly services: Services
  /** Throws where the change is not to be made at all. */
  readonly refuse: () => void | Promise<void>
}

/** A change that the journal has, of a cluster or of a saved connection. */
interface Recorded {
  readonly subject: string
  readonly clusterName: string
  readonly principal: string | null
  readonly details: unknown
  /** A connection has its id only when it is saved. */
  readonly clusterId: () => string
  /** What it is about, as it is now. */
  readonly state: () => Promise<unknown>
}

/**
 * Makes a change and writes it down: that it is about to be made, before; how it went, and what the cluster says then, after.
 * What changes neither a cluster nor a connection is done as it is. A change that cannot be written down is not made.
 */
export async function journalled<Output>(call: Call, act: () => Promise<Output>): Promise<Output> {
  const change = await recordedOf(call)
  if (change === null) return act()
  const { journal } = call.services
  const refusal = await refusalOf(call)
  // A cluster that must not be changed is not even asked: our own broker makes a topic when it is asked for a group's offsets.
  const ask = async (): Promise<JournalValue | null> => (refusal === null ? stateOf(change) : null)
  const id = await journal.begin({
    user: nameOfUser(),
    principal: change.principal,
    clusterId: change.clusterId(),
    clusterName: change.clusterName,
    action: call.path.join('.'),
    subject: change.subject,
    details: plain(change.details),
    before: await ask(),
  })
  const end = async (outcome: Outcome['outcome'], error: unknown = null): Promise<void> => {
    const problem = error === null ? null : contractErrorOf(error).data
    await journal.end(id, { outcome, problem, after: await ask(), clusterId: change.clusterId() })
  }
  try {
    if (refusal !== null) throw refusal
    const output = await act()
    if (isStream(output)) return untilItsEnd(output, end) as Output
    await end('done')
    return output
  } catch (error) {
    await end('failed', error)
    throw error
  }
}

async function recordedOf({ path, input, services }: Call): Promise<Recorded | null> {
  const change = clusterChangeOf(path)
  if (change !== null) {
    const clusterId = await change.clusterId(input, services)
    return {
      subject: change.subject(input),
      clusterName: nameOfCluster(services, clusterId),
      principal: principalOf(services, clusterId),
      details: change.details?.(input),
      clusterId: () => clusterId,
      state: async () => change.state?.(services.clusters.get(clusterId), input),
    }
  }
  const connection = connectionChangeOf(path)
  if (connection === null) return null
  const subject = connection.subject(input, services)
  return {
    subject,
    clusterName: subject,
    principal: null,
    details: connection.details?.(input),
    clusterId: () => connection.clusterId(input, services),
    state: async () => connection.state(services, input),
  }
}

async function refusalOf({ refuse }: Call): Promise<Error | null> {
  try {
    await refuse()
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** What takes time is over when its last event was taken, when it threw, or when nobody wants more of it. */
async function* untilItsEnd(
  events: AsyncGenerator<unknown, unknown, undefined>,
  end: (outcome: Outcome['outcome'], error?: unknown) => Promise<void>,
): AsyncGenerator<unknown, unknown, undefined> {
  let outcome: Outcome['outcome'] = 'stopped'
  let failure: unknown = null
  try {
    const last = yield* events
    outcome = 'done'
    return last
  } catch (error) {
    outcome = 'failed'
    failure = error
    throw error
  } finally {
    await end(outcome, failure)
  }
}

function isStream(output: unknown): output is AsyncGenerator<unknown, unknown, undefined> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output
}

/** The journal has what can be had: that the cluster does not answer must not hide what was asked of it. */
async function stateOf({ state }: Recorded): Promise<JournalValue | null> {
  try {
    return plain(await state())
  } catch {
    return null
  }
}

/** As JSON: 64-bit integers as text, nothing that is undefined. */
function plain(value: unknown): JournalValue | null {
  if (value === undefined || value === null) return null
  const text = JSON.stringify(value, (_name, each: unknown) => (typeof each === 'bigint' ? String(each) : each))
  return JSON.parse(text) as JournalValue
}

function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    // Some containers give a user no name.
    return String(process.getuid?.() ?? 'unknown')
  }
}

function principalOf({ clusters }: Services, clusterId: string): string | null {
  try {
    const { sasl, tls } = clusters.place(clusterId).security
    if (sasl !== null) return 'username' in sasl ? `User:${sasl.username}` : texts.procedures.journal.tokenBearer
    return tls === null || tls.certificate === null ? null : texts.procedures.journal.certificateOwner
  } catch {
    return null
  }
}

function nameOfCluster({ savedClusters }: Services, clusterId: string): string {
  return clusterId === localClusterId
    ? texts.procedures.journal.localCluster
    : (savedClusters.find(clusterId)?.name ?? clusterId)
}

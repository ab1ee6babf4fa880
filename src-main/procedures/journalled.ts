import { userInfo } from 'node:os'
import { localClusterId } from '../api/clusters.ts'
import type { JournalValue } from '../api/journal.ts'
import type { Outcome } from '../journal/change-journal.ts'
import { clusterChangeOf, type ClusterChange } from './changes.ts'
import { contractErrorOf } from './contract-error.ts'
import type { Services } from './services.ts'

export interface Call {
  /** In the contract. */
  readonly path: readonly string[]
  /** As the contract has checked it. */
  readonly input: unknown
  readonly services: Services
  /** Throws where the change is not to be made at all. */
  readonly refuse: () => void
}

/**
 * Makes a change of a cluster and writes it down: that it is about to be made, before; how it went, and what the cluster says then, after.
 * What changes no cluster is done as it is. A change that cannot be written down is not made.
 */
export async function journalled<Output>(call: Call, act: () => Promise<Output>): Promise<Output> {
  const change = clusterChangeOf(call.path)
  if (change === null) return act()
  const { journal } = call.services
  const clusterId = await change.clusterId(call.input, call.services)
  const isRefused = wouldBeRefused(call)
  // A cluster that must not be changed is not even asked: our own broker makes a topic when it is asked for a group's offsets.
  const ask = async (): Promise<JournalValue | null> => (isRefused ? null : stateOf(change, { ...call, clusterId }))
  const id = await journal.begin({
    user: nameOfUser(),
    principal: principalOf(call.services, clusterId),
    clusterId,
    clusterName: nameOfCluster(call.services, clusterId),
    action: call.path.join('.'),
    subject: change.subject(call.input),
    details: plain(change.details?.(call.input)),
    before: await ask(),
  })
  const end = async (outcome: Outcome['outcome'], error: unknown = null): Promise<void> => {
    const problem = error === null ? null : contractErrorOf(error).data
    await journal.end(id, { outcome, problem, after: await ask() })
  }
  try {
    if (isRefused) call.refuse()
    const output = await act()
    if (isStream(output)) return untilItsEnd(output, end) as Output
    await end('done')
    return output
  } catch (error) {
    await end('failed', error)
    throw error
  }
}

function wouldBeRefused({ refuse }: Call): boolean {
  try {
    refuse()
    return false
  } catch {
    return true
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

interface Asked extends Call {
  readonly clusterId: string
}

/** The journal has what can be had: that the cluster does not answer must not hide what was asked of it. */
async function stateOf(
  change: ClusterChange<unknown>,
  { services, clusterId, input }: Asked,
): Promise<JournalValue | null> {
  if (change.state === undefined) return null
  try {
    return plain(await change.state(services.clusters.get(clusterId), input))
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
    if (sasl !== null) return 'username' in sasl ? `User:${sasl.username}` : 'bearer of a token'
    return tls === null || tls.certificate === null ? null : 'owner of a certificate'
  } catch {
    return null
  }
}

function nameOfCluster({ savedClusters }: Services, clusterId: string): string {
  return clusterId === localClusterId ? 'Local cluster' : (savedClusters.find(clusterId)?.name ?? clusterId)
}

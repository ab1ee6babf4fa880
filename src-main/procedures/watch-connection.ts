import { localClusterId, type ConnectionState } from '../api/clusters.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
import type { Problem } from '../api/problem.ts'
import { ConnectionError, MissingSecretError } from '../connections/connection-error.ts'
import type { SessionState } from '../kafka/session.ts'
import { WatchedValue } from '../streams/watched-value.ts'
import type { Services } from './services.ts'

/** The state of the session to a cluster, at once and on each change, until `signal` is aborted. */
export async function* watchConnection(
  services: Services,
  clusterId: string,
  signal: AbortSignal,
): AsyncGenerator<ConnectionState, void, undefined> {
  if (clusterId !== localClusterId) {
    yield* watchSaved(services, clusterId, signal)
    return
  }
  for await (const status of services.localCluster.status.watch(signal)) {
    if (status.state !== 'running') yield stateWithoutBroker(status)
    else yield* watchSession(services, clusterId, whileRunning(services, signal))
  }
}

/** A saved cluster that is edited, or whose secrets are unlocked, gets another session: that one is watched then. */
async function* watchSaved(
  services: Services,
  clusterId: string,
  signal: AbortSignal,
): AsyncGenerator<ConnectionState, void, undefined> {
  const { changes } = services.clusters
  while (!signal.aborted) {
    const seen = changes.value
    const changed = untilSo(changes, (count) => count !== seen, signal)
    try {
      yield* watchSession(services, clusterId, changed)
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error
      yield { state: 'failed', needs: needsOf(error), why: error.problem.why, remedy: error.problem.remedy }
      await ended(changed)
    }
  }
}

function needsOf(error: ConnectionError): 'passphrase' | 'secrets' | null {
  return error instanceof MissingSecretError ? error.needs : null
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** Aborted when the broker that runs now does so no more, or when nobody watches any more. */
function whileRunning({ localCluster }: Services, signal: AbortSignal): AbortSignal {
  return untilSo(localCluster.status, (status) => status.state !== 'running', signal)
}

/** Aborted as soon as a value is so, or with `signal`. */
function untilSo<T>(value: WatchedValue<T>, isSo: (value: T) => boolean, signal: AbortSignal): AbortSignal {
  const waiting = new AbortController()
  const end = () => waiting.abort()
  value.until(isSo, signal).then(end, end)
  return waiting.signal
}

function stateWithoutBroker(status: Exclude<LocalClusterStatus, { state: 'running' }>): ConnectionState {
  switch (status.state) {
    case 'stopped':
    case 'stopping':
      return { state: 'stopped' }
    case 'starting':
      return { state: 'connecting' }
    case 'failed':
      return { state: 'failed', needs: null, why: status.problem.why, remedy: status.problem.remedy }
    default:
      return status satisfies never
  }
}

async function* watchSession(
  services: Services,
  clusterId: string,
  signal: AbortSignal,
): AsyncGenerator<ConnectionState, void, undefined> {
  const session = services.clusters.session(clusterId)
  const state = new WatchedValue(connectionStateOf(session.state))
  const stopListening = session.onChange((changed) => state.set(connectionStateOf(changed)))
  try {
    yield* state.watch(signal)
  } finally {
    stopListening()
  }
}

function connectionStateOf(state: SessionState): ConnectionState {
  switch (state.state) {
    case 'connecting':
      return state
    case 'connected':
      return {
        state: 'connected',
        clusterId: state.kafkaClusterId ?? '',
        brokerCount: state.brokerCount,
        version: state.version ?? 'before 2.8',
      }
    case 'reconnecting':
      return { state: 'reconnecting', ...partsOf(state.problem), retryAt: state.retryAt }
    case 'failed':
      return { state: 'failed', ...partsOf(state.problem), needs: null }
    default:
      return state satisfies never
  }
}

function partsOf({ what, why, remedy }: Problem) {
  return { why: `${what} ${why}`, remedy }
}

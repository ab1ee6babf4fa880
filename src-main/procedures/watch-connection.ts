import { localClusterId, type ConnectionState } from '../api/clusters.ts'
import type { LocalClusterStatus } from '../api/local-cluster.ts'
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
    yield* watchSession(services, clusterId, signal)
    return
  }
  for await (const status of services.localCluster.status.watch(signal)) {
    if (status.state !== 'running') yield stateWithoutBroker(status)
    else yield* watchSession(services, clusterId, whileRunning(services, signal))
  }
}

/** Aborted when the broker that runs now does so no more, or when nobody watches any more. */
function whileRunning({ localCluster }: Services, signal: AbortSignal): AbortSignal {
  const running = new AbortController()
  const end = () => running.abort()
  localCluster.status.until((status) => status.state !== 'running', signal).then(end, end)
  return running.signal
}

function stateWithoutBroker(status: Exclude<LocalClusterStatus, { state: 'running' }>): ConnectionState {
  switch (status.state) {
    case 'stopped':
    case 'stopping':
      return { state: 'stopped' }
    case 'starting':
      return { state: 'connecting' }
    case 'failed':
      return { state: 'unreachable', why: status.problem.why, remedy: status.problem.remedy }
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
    case 'unreachable': {
      const { what, why, remedy } = state.problem
      return { state: 'unreachable', why: `${what} ${why}`, remedy }
    }
    default:
      return state satisfies never
  }
}

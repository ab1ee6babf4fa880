import { errorCode } from '../protocol/error-codes.ts'
import { findCoordinator, type FindCoordinatorRequest } from '../protocol/messages/find-coordinator.ts'
import { groupDenial } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic } from './internal-topics.ts'

const groupKey = 0

/** Which broker coordinates a group: this one. Its topic for offsets is made when it is first asked for. */
export const findCoordinatorHandler = handler(findCoordinator, (request, { version, broker, access }) => {
  if (request.keyType !== groupKey) return answer(request, version, refused)
  const isDenied = (key: string) => !access.allows('describe', 'group', key)
  // Nobody has the topic made who may not use it.
  if (keysOf(request, version).every(isDenied)) return answer(request, version, denied)
  return ensureOffsetsTopic(broker).then((exists) => {
    const coordinator = exists ? found(broker) : unavailable()
    return answer(request, version, (key) => (isDenied(key) ? denied() : coordinator))
  })
})

interface Coordinator {
  readonly errorCode: number
  readonly errorMessage: string | null
  readonly nodeId: number
  readonly host: string
  readonly port: number
}

const nowhere = { nodeId: -1, host: '', port: -1 }

function found({ node }: BrokerContext): Coordinator {
  return { errorCode: errorCode.NONE, errorMessage: null, nodeId: node.id, host: node.host, port: node.port }
}

function unavailable(): Coordinator {
  return { errorCode: errorCode.COORDINATOR_NOT_AVAILABLE, errorMessage: null, ...nowhere }
}

function denied(): Coordinator {
  return { ...groupDenial, ...nowhere }
}

function refused(): Coordinator {
  return {
    errorCode: errorCode.INVALID_REQUEST,
    errorMessage: 'Brokkr coordinates groups; it does not serve transactions and share groups yet.',
    ...nowhere,
  }
}

/** One up to version 3, then several. */
function keysOf({ key, coordinatorKeys }: FindCoordinatorRequest, version: number): readonly string[] {
  return version < 4 ? [key] : coordinatorKeys
}

function answer(request: FindCoordinatorRequest, version: number, coordinatorOf: (key: string) => Coordinator) {
  if (version < 4) return coordinatorOf(request.key)
  return { coordinators: request.coordinatorKeys.map((key) => ({ key, ...coordinatorOf(key) })) }
}

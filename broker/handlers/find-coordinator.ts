import { errorCode } from '../protocol/error-codes.ts'
import { findCoordinator, type FindCoordinatorRequest } from '../protocol/messages/find-coordinator.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { ensureOffsetsTopic } from './internal-topics.ts'

const groupKey = 0

/** Which broker coordinates a group: this one. Its topic for offsets is made when it is first asked for. */
export const findCoordinatorHandler = handler(findCoordinator, (request, { version, broker }) => {
  if (request.keyType !== groupKey) return answer(request, version, refused())
  return ensureOffsetsTopic(broker).then((exists) => answer(request, version, exists ? found(broker) : unavailable()))
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

function refused(): Coordinator {
  return {
    errorCode: errorCode.INVALID_REQUEST,
    errorMessage: 'Brokkr coordinates groups; it does not serve transactions and share groups yet.',
    ...nowhere,
  }
}

function answer({ coordinatorKeys }: FindCoordinatorRequest, version: number, coordinator: Coordinator) {
  if (version < 4) return coordinator
  return { coordinators: coordinatorKeys.map((each) => ({ key: each, ...coordinator })) }
}

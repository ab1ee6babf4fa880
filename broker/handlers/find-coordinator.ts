import { errorCode } from '../protocol/error-codes.ts'
import { findCoordinator, type FindCoordinatorRequest } from '../protocol/messages/find-coordinator.ts'
import type { AclResourceType } from '../security/authorizer/acl-terms.ts'
import { groupDenial, transactionalIdDenial, type Refusal } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { thisNode } from './cluster-nodes.ts'
import { handler, type RequestContext } from './handler.ts'
import { ensureOffsetsTopic, ensureTransactionTopic } from './internal-topics.ts'

/** Who is coordinated, by the type of the key that is asked for. */
const kinds: ReadonlyMap<number, CoordinatedKind> = new Map([
  [0, { resourceType: 'group', denial: groupDenial, ensureTopic: ensureOffsetsTopic }],
  [1, { resourceType: 'transactionalId', denial: transactionalIdDenial, ensureTopic: ensureTransactionTopic }],
])

interface CoordinatedKind {
  readonly resourceType: AclResourceType
  readonly denial: Refusal
  readonly ensureTopic: (broker: BrokerContext) => Promise<boolean>
}

/** Which broker coordinates a group or a transaction: this one. Its topic is made when it is first asked for. */
export const findCoordinatorHandler = handler(findCoordinator, (request, context) => {
  const { version, broker, access } = context
  const kind = kinds.get(request.keyType)
  if (kind === undefined) return answer(request, version, refused)
  const isDenied = (key: string) => !access.allows('describe', kind.resourceType, key)
  const denied = () => ({ ...kind.denial, ...nowhere })
  // Nobody has the topic made who may not use it.
  if (keysOf(request, version).every(isDenied)) return answer(request, version, denied)
  return kind.ensureTopic(broker).then((exists) => {
    const coordinator = exists ? found(context) : unavailable()
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

function found({ broker, listenerName }: RequestContext): Coordinator {
  const { nodeId, host, port } = thisNode(broker, listenerName)
  return { errorCode: errorCode.NONE, errorMessage: null, nodeId, host, port }
}

function unavailable(): Coordinator {
  return { errorCode: errorCode.COORDINATOR_NOT_AVAILABLE, errorMessage: null, ...nowhere }
}

function refused(): Coordinator {
  return {
    errorCode: errorCode.INVALID_REQUEST,
    errorMessage: 'Brokkr coordinates groups and transactions; it does not serve share groups.',
    ...nowhere,
  }
}

/** One up to version 3, then several. */
function keysOf({ key, coordinatorKeys }: FindCoordinatorRequest, version: number): readonly string[] {
  return version < 4 ? [key] : coordinatorKeys
}

function answer(request: FindCoordinatorRequest, version: number, coordinatorOf: (key: string) => Coordinator) {
  if (version < 4) {
    const coordinator = coordinatorOf(request.key)
    return coordinator.errorCode === errorCode.NONE ? { ...coordinator, errorMessage: 'NONE' } : coordinator
  }
  return {
    coordinators: request.coordinatorKeys.map((key) => {
      const coordinator = coordinatorOf(key)
      // From here on Kafka leaves it at the code, but for keys of a type that does not exist.
      const isTold = coordinator.errorCode === errorCode.INVALID_REQUEST
      return { key, ...coordinator, errorMessage: isTold ? coordinator.errorMessage : '' }
    }),
  }
}

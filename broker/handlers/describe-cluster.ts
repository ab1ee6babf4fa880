import { errorCode } from '../protocol/error-codes.ts'
import { describeCluster } from '../protocol/messages/describe-cluster.ts'
import { liveBrokers } from './cluster-nodes.ts'
import { clusterOperations } from './cluster-operations.ts'
import { handler } from './handler.ts'

const endpointTypes = { brokers: 1, controllers: 2 } as const

export const describeClusterHandler = handler(describeCluster, (request, context) => {
  const { broker, access } = context
  const { clusterId } = broker.metadata.identity
  if (request.endpointType !== endpointTypes.brokers) {
    const isController = request.endpointType === endpointTypes.controllers
    return {
      errorCode: isController ? errorCode.MISMATCHED_ENDPOINT_TYPE : errorCode.UNSUPPORTED_ENDPOINT_TYPE,
      errorMessage: 'This address belongs to a broker: ask for endpoints of brokers.',
      clusterId,
      brokers: [],
    }
  }
  return {
    errorCode: errorCode.NONE,
    clusterId,
    controllerId: broker.node.id,
    brokers: liveBrokers(context).map(({ nodeId, host, port, rack }) => ({ brokerId: nodeId, host, port, rack })),
    clusterAuthorizedOperations: clusterOperations(access, request),
  }
})

import { errorCode } from '../protocol/error-codes.ts'
import { addRaftVoter, type AddRaftVoterRequest } from '../protocol/messages/add-raft-voter.ts'
import { clusterDenial, type Refusal } from './authorization.ts'
import type { BrokerContext } from './broker-context.ts'
import { handler } from './handler.ts'
import { voterProblem, votersText, voterText } from './raft-voters.ts'

/** The quorum is this node alone, and no other controller can join it. */
export const addRaftVoterHandler = handler(addRaftVoter, (request, { broker, access }) => {
  if (!access.allowsOnCluster('alter')) return clusterDenial('alter')
  return voterProblem(broker, request, 'Add') ?? refusal(request, broker)
})

function refusal({ voterId, voterDirectoryId, listeners }: AddRaftVoterRequest, broker: BrokerContext): Refusal {
  if (!listeners.some(({ name }) => name === 'CONTROLLER')) {
    const errorMessage = "Add voter request didn't include the endpoint for the default listener CONTROLLER"
    return { errorCode: errorCode.INVALID_REQUEST, errorMessage }
  }
  const voter = voterText(voterId, voterDirectoryId)
  if (voterId === broker.node.id) {
    const errorMessage = `The voter id for ${voter} is already part of the set of voters ${votersText(broker)}.`
    return { errorCode: errorCode.DUPLICATE_VOTER, errorMessage }
  }
  return { errorCode: errorCode.REQUEST_TIMED_OUT, errorMessage: `New voter ${voter} is not ready to receive requests` }
}

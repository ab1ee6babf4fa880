import { errorCode } from '../protocol/error-codes.ts'
import { removeRaftVoter } from '../protocol/messages/remove-raft-voter.ts'
import { clusterDenial } from './authorization.ts'
import { handler } from './handler.ts'
import { voterProblem, votersText, voterText } from './raft-voters.ts'

/** The quorum is this node alone, and without it there would be none. */
export const removeRaftVoterHandler = handler(removeRaftVoter, (request, { broker, access }) => {
  if (!access.allowsOnCluster('alter')) return clusterDenial('alter')
  const problem = voterProblem(broker, request, 'Remove')
  if (problem !== null) return problem
  const { voterId, voterDirectoryId } = request
  if (voterId !== broker.node.id || voterDirectoryId !== broker.metadata.identity.directoryId) {
    const voter = voterText(voterId, voterDirectoryId)
    const errorMessage = `Cannot remove voter ${voter} from the set of voters ${votersText(broker)}`
    return { errorCode: errorCode.VOTER_NOT_FOUND, errorMessage }
  }
  return { errorCode: errorCode.INVALID_REQUEST, errorMessage: 'The last voter of the quorum cannot be removed.' }
})

import { alterScramCredentials } from '../metadata/controller/alter-scram-credentials.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { alterUserScramCredentials } from '../protocol/messages/alter-user-scram-credentials.ts'
import { clusterDenial } from './authorization.ts'
import { codeOfFailure } from './error-translation.ts'
import { handler } from './handler.ts'

/** Sets and removes passwords of SCRAM. */
export const alterUserScramCredentialsHandler = handler(
  alterUserScramCredentials,
  async (request, { broker, access }) => {
    if (!access.allowsOnCluster('alter')) {
      const users = [...request.deletions, ...request.upsertions].map(({ name }) => name)
      return { results: [...new Set(users)].map((user) => ({ user, ...clusterDenial('alter') })) }
    }
    const changed = await broker.metadata.execute(alterScramCredentials, request)
    const results = changed.map(({ user, outcome }) => {
      if (outcome.ok) return { user, errorCode: errorCode.NONE, errorMessage: null }
      return { user, errorCode: codeOfFailure(outcome.failure.kind), errorMessage: outcome.failure.message }
    })
    return { results }
  },
)

import type { MetadataImage } from '../metadata/image/metadata-image.ts'
import { errorCode } from '../protocol/error-codes.ts'
import {
  describeUserScramCredentials,
  type DescribeUserScramCredentialsResponseInput,
} from '../protocol/messages/describe-user-scram-credentials.ts'
import { clusterDenial } from './authorization.ts'
import { handler } from './handler.ts'

type Result = DescribeUserScramCredentialsResponseInput['results'][number]

/** Who has SCRAM credentials, and of how many iterations. */
export const describeUserScramCredentialsHandler = handler(
  describeUserScramCredentials,
  ({ users }, { broker, access }) => {
    if (!access.allowsOnCluster('describe')) return { ...clusterDenial('describe'), results: [] }
    const byUser = credentialsByUser(broker.metadata.image)
    const asked = (users ?? []).map(({ name }) => name)
    const names = asked.length === 0 ? [...byUser.keys()] : [...new Set(asked)]
    const results = names.map((user): Result => {
      if (asked.indexOf(user) !== asked.lastIndexOf(user)) {
        const text = `Cannot describe SCRAM credentials for the same user twice in a single request: ${user}`
        return { user, errorCode: errorCode.DUPLICATE_RESOURCE, errorMessage: text, credentialInfos: [] }
      }
      const credentialInfos = byUser.get(user)
      if (credentialInfos !== undefined) return { user, errorCode: errorCode.NONE, errorMessage: null, credentialInfos }
      const text = `Attempt to describe a user credential that does not exist: ${user}`
      return { user, errorCode: errorCode.RESOURCE_NOT_FOUND, errorMessage: text, credentialInfos: [] }
    })
    return { errorCode: errorCode.NONE, errorMessage: null, results }
  },
)

function credentialsByUser({ security }: MetadataImage): Map<string, { mechanism: number; iterations: number }[]> {
  const byUser = new Map<string, { mechanism: number; iterations: number }[]>()
  for (const { name, mechanism, iterations } of security.scramCredentials.values()) {
    byUser.set(name, [...(byUser.get(name) ?? []), { mechanism, iterations }])
  }
  return byUser
}

import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { alterUserScramCredentials } from '../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { minScramIterations } from '../../broker/security/sasl/scram-keys.ts'
import { refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

interface User {
  readonly name: string
  readonly password: string
}

/** By Kafka's numbers. */
const mechanisms = [
  { mechanism: 1, hash: 'sha256', keyBytes: 32 },
  { mechanism: 2, hash: 'sha512', keyBytes: 64 },
] as const
type Mechanism = (typeof mechanisms)[number]

const saltBytes = 16
const saltPassword = promisify(pbkdf2)

/** Sets passwords for both mechanisms of SCRAM; whoever of these names is there already gets the new one. */
export async function setScramPasswords(cluster: WireCluster, users: readonly User[]): Promise<void> {
  // A request may name a user only once.
  for (const mechanism of mechanisms) {
    const upsertions = await Promise.all(users.map((user) => upsertion(user, mechanism)))
    const request = { deletions: [], upsertions }
    const { results } = await cluster.request({ to: 'controller' }, alterUserScramCredentials, request)
    for (const { user, errorCode, errorMessage } of results) {
      refuseError({ what: `The password of ${user} was not set.`, errorCode, message: errorMessage })
    }
  }
}

async function upsertion({ name, password }: User, { mechanism, hash, keyBytes }: Mechanism) {
  const salt = randomBytes(saltBytes)
  const iterations = minScramIterations
  const saltedPassword = await saltPassword(password, salt, iterations, keyBytes, hash)
  return { name, mechanism, iterations, salt, saltedPassword }
}

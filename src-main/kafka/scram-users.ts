import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { alterUserScramCredentials } from '../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { describeUserScramCredentials } from '../../broker/protocol/messages/describe-user-scram-credentials.ts'
import { minScramIterations } from '../../broker/security/sasl/scram-keys.ts'
import type { ScramMechanism, ScramUser } from '../api/access.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import type { WireCluster } from './wire-cluster.ts'

interface User {
  readonly name: string
  readonly password: string
}

/** Kafka's numbers, and what each takes. */
const mechanisms = {
  'SCRAM-SHA-256': { mechanism: 1, hash: 'sha256', keyBytes: 32 },
  'SCRAM-SHA-512': { mechanism: 2, hash: 'sha512', keyBytes: 64 },
} as const
const everyMechanism = Object.keys(mechanisms) as ScramMechanism[]

const saltBytes = 16
const saltPassword = promisify(pbkdf2)

/** Who has SCRAM credentials, in the order of their names; nothing secret of them is told. */
export async function listScramUsers(cluster: WireCluster): Promise<ScramUser[]> {
  const response = await cluster.request({ to: 'controller' }, describeUserScramCredentials, { users: null })
  const refusal = { what: texts.refusals.usersNotListed, needs: texts.refusals.rights.onCluster('DESCRIBE') }
  refuseError({ ...refusal, errorCode: response.errorCode, message: response.errorMessage })
  return response.results
    .map(({ user, credentialInfos, errorCode, errorMessage }) => {
      if (errorCode !== kafkaError.RESOURCE_NOT_FOUND) refuseError({ ...refusal, errorCode, message: errorMessage })
      return {
        name: user,
        credentials: everyMechanism.flatMap((mechanism) => {
          const info = credentialInfos.find((each) => each.mechanism === mechanisms[mechanism].mechanism)
          return info === undefined ? [] : [{ mechanism, iterations: info.iterations }]
        }),
      }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

export interface PasswordOptions {
  readonly mechanisms: readonly ScramMechanism[]
  readonly iterations: number
}

const bothMechanisms: PasswordOptions = { mechanisms: everyMechanism, iterations: minScramIterations }

/** Sets passwords, by default for both mechanisms; whoever of these names is there already gets the new one. */
export async function setScramPasswords(
  cluster: WireCluster,
  users: readonly User[],
  options: PasswordOptions = bothMechanisms,
): Promise<void> {
  // A request may name a user only once.
  for (const mechanism of options.mechanisms) {
    const upsertions = await Promise.all(users.map((user) => upsertion(user, mechanism, options.iterations)))
    const request = { deletions: [], upsertions }
    const { results } = await cluster.request({ to: 'controller' }, alterUserScramCredentials, request)
    for (const { user, errorCode, errorMessage } of results) {
      const what = texts.refusals.passwordNotSet(user)
      refuseError({ what, errorCode, message: errorMessage, needs: texts.refusals.rights.onCluster('ALTER') })
    }
  }
}

/** Takes credentials from a user; without any it can no longer log in. */
export async function deleteScramUser(
  cluster: WireCluster,
  name: string,
  toDelete: readonly ScramMechanism[],
): Promise<void> {
  for (const each of toDelete) {
    const deletions = [{ name, mechanism: mechanisms[each].mechanism }]
    const request = { deletions, upsertions: [] }
    const { results } = await cluster.request({ to: 'controller' }, alterUserScramCredentials, request)
    for (const { errorCode, errorMessage } of results) {
      const what = texts.refusals.userNotDeleted(name)
      refuseError({ what, errorCode, message: errorMessage, needs: texts.refusals.rights.onCluster('ALTER') })
    }
  }
}

async function upsertion({ name, password }: User, each: ScramMechanism, iterations: number) {
  const { mechanism, hash, keyBytes } = mechanisms[each]
  const salt = randomBytes(saltBytes)
  const saltedPassword = await saltPassword(password, salt, iterations, keyBytes, hash)
  return { name, mechanism, iterations, salt, saltedPassword }
}

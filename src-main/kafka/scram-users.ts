import { pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { errorCode as kafkaError } from '../../broker/protocol/error-codes.ts'
import { alterUserScramCredentials } from '../../broker/protocol/messages/alter-user-scram-credentials.ts'
import { describeUserScramCredentials } from '../../broker/protocol/messages/describe-user-scram-credentials.ts'
import { minScramIterations } from '../../broker/security/sasl/scram-keys.ts'
import type { ValueOf } from '../../broker/schema/message.ts'
import type { ScramMechanism, ScramUser } from '../api/access.ts'
import { texts } from '../languages/texts.ts'
import { refuseError } from './kafka-errors.ts'
import { askController } from './retry.ts'
import { untilSeen } from './until-seen.ts'
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
    await alterCredentials(cluster, request, texts.refusals.passwordNotSet)
  }
  await untilSeen(async () => {
    const listed = await listScramUsers(cluster)
    return users.every(({ name }) =>
      options.mechanisms.every((each) => iterationsOf(listed, name, each) === options.iterations),
    )
  })
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
    await alterCredentials(cluster, request, texts.refusals.userNotDeleted)
  }
  await untilSeen(async () => {
    const listed = await listScramUsers(cluster)
    return toDelete.every((each) => iterationsOf(listed, name, each) === undefined)
  })
}

function iterationsOf(listed: readonly ScramUser[], user: string, mechanism: ScramMechanism): number | undefined {
  const credentials = listed.find(({ name }) => name === user)?.credentials
  return credentials?.find((each) => each.mechanism === mechanism)?.iterations
}

/** @throws RefusedByBrokerError for the first user that is refused, with `what` of the name as its first sentence */
function alterCredentials(
  cluster: WireCluster,
  request: ValueOf<typeof alterUserScramCredentials.request>,
  what: (user: string) => string,
): Promise<void> {
  return askController(async () => {
    const { results } = await cluster.request({ to: 'controller' }, alterUserScramCredentials, request)
    for (const { user, errorCode, errorMessage } of results) {
      const needs = texts.refusals.rights.onCluster('ALTER')
      refuseError({ what: what(user), errorCode, message: errorMessage, needs })
    }
  })
}

async function upsertion({ name, password }: User, each: ScramMechanism, iterations: number) {
  const { mechanism, hash, keyBytes } = mechanisms[each]
  const salt = randomBytes(saltBytes)
  const saltedPassword = await saltPassword(password, salt, iterations, keyBytes, hash)
  return { name, mechanism, iterations, salt, saltedPassword }
}

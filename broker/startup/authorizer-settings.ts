import type { StaticConfigs } from '../metadata/configs/node-configs.ts'
import { Authorizer } from '../security/authorizer/authorizer.ts'
import { StartFailure } from './start-failure.ts'

const standardAuthorizer = 'org.apache.kafka.metadata.authorizer.StandardAuthorizer'

/**
 * The authorizer that the properties ask for, still without ACLs; null when they ask for none.
 * @throws StartFailure for a class that is not Kafka's own, or a super user that is no principal.
 */
export function createAuthorizer(configs: StaticConfigs): Authorizer | null {
  const className = (configs.get('authorizer.class.name') ?? '').trim()
  if (className === '') return null
  if (className !== standardAuthorizer) {
    const message = `authorizer.class.name names ${className}, but Brokkr runs no Java classes; ${standardAuthorizer} is built in.`
    throw new StartFailure('configuration', message)
  }
  const superUsers = (configs.get('super.users') ?? '')
    .split(';')
    .map((user) => user.trim())
    .filter((user) => user !== '')
  const invalid = superUsers.find((user) => !user.includes(':'))
  if (invalid !== undefined) {
    const message = `super.users holds '${invalid}', which is no principal of the form User:name.`
    throw new StartFailure('configuration', message)
  }
  const allowIfNoAcl = configs.get('allow.everyone.if.no.acl.found')?.trim().toLowerCase() === 'true'
  return new Authorizer({ superUsers: new Set(superUsers), allowIfNoAcl })
}

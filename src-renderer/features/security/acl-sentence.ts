import type { AclBinding, Quota, QuotaKey } from '../../api/access.ts'
import { quotaKey } from '../../api/access.ts'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'

type Pattern = Pick<AclBinding, 'resourceType' | 'resourceName' | 'patternType'>

/** What an ACL says, as a sentence: "User:alice may read topic orders from any host". */
export function aclSentence(acl: AclBinding): string {
  const words = texts.security
  const who = acl.principal === 'User:*' ? words.everybody : acl.principal
  const from = acl.host === '*' ? words.fromAnyHost : words.fromHost(acl.host)
  const say = acl.permission === 'allow' ? words.may : words.mayNot
  return say({ who, verb: words.verbs[acl.operation], what: patternWords(acl), from })
}

/** What a pattern names: "topic orders", "every topic", "topics whose names begin with orders-". */
export function patternWords({ resourceType, resourceName, patternType }: Pattern): string {
  const { resources, everyResource, prefixedResource } = texts.security
  if (resourceType === 'cluster') return resources.cluster
  if (patternType === 'prefixed') return `${prefixedResource[resourceType]} ${resourceName}`
  return resourceName === '*' ? everyResource[resourceType] : `${resources[resourceType]} ${resourceName}`
}

/** Whom a quota limits: "user alice with every client id without a quota of its own". */
export function entityWords({ user, clientId, ip }: Quota['entity']): string {
  const words = texts.security
  if (ip !== undefined) return ip === null ? words.everyIp : words.theIp(ip)
  const userWords = user === undefined ? null : user === null ? words.everyUser : words.theUser(user)
  const clientWords =
    clientId === undefined ? null : clientId === null ? words.everyClientId : words.theClientId(clientId)
  if (userWords !== null && clientWords !== null) return words.with(userWords, clientWords)
  return userWords ?? clientWords ?? ''
}

/** What a quota says: "User alice may write 1.0 MiB a second to each broker." */
export function quotaSentence({ entity, limits }: Quota): string {
  const words = texts.security
  const who = entityWords(entity)
  const said = limits.map(({ key, value }) => limitWords(key, value)).join(words.and)
  const sentence = words.limitsSentence(who, said)
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function limitWords(key: string, value: number): string {
  const { limitText, otherLimit } = texts.security
  const known = quotaKey.safeParse(key)
  if (!known.success) return otherLimit(key, String(value))
  return limitText[known.data](isInBytes(known.data) ? formatBytes(value) : String(value))
}

function isInBytes(key: QuotaKey): boolean {
  return key === 'producer_byte_rate' || key === 'consumer_byte_rate'
}

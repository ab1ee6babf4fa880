/** One place in which two answers are not the same. */
export interface Difference {
  /** The question, and where in its answer. */
  readonly at: string
  readonly ours: string
  readonly theirs: string
  /** `wording` where only a sentence differs, `order` where both lists have the same items. */
  readonly kind: 'value' | 'order' | 'wording'
}

/** Everything in which the answers differ, by place. */
export function differencesBetween(ours: unknown, theirs: unknown, at: string): Difference[] {
  if (Array.isArray(ours) && Array.isArray(theirs)) return betweenLists(ours, theirs, at)
  if (isObject(ours) && isObject(theirs)) {
    const fields = new Set([...Object.keys(ours), ...Object.keys(theirs)])
    return [...fields].flatMap((field) => differencesBetween(ours[field], theirs[field], `${at}.${field}`))
  }
  if (Object.is(ours, theirs)) return []
  const kind = /[mM]essage$/.test(at) && ours !== undefined && theirs !== undefined ? 'wording' : 'value'
  return [{ at, ours: show(ours), theirs: show(theirs), kind }]
}

/** Items are compared with their like, wherever it stands; that they stand elsewhere is a difference of its own. */
function betweenLists(ours: unknown[], theirs: unknown[], at: string): Difference[] {
  const [ourNames, theirNames] = [namesOf(ours), namesOf(theirs)]
  const order: Difference[] =
    ourNames.join() === theirNames.join() || ourNames.toSorted().join() !== theirNames.toSorted().join()
      ? []
      : [{ at, ours: ourNames.join(' '), theirs: theirNames.join(' '), kind: 'order' }]
  const names = [...new Set([...ourNames, ...theirNames])]
  const inside = names.flatMap((name) => {
    const [our, their] = [ours[ourNames.indexOf(name)], theirs[theirNames.indexOf(name)]]
    return differencesBetween(our, their, `${at}[${name}]`)
  })
  return [...order, ...inside]
}

const naming = [
  'name',
  'topic',
  'topicName',
  'groupId',
  'memberId',
  'resourceType',
  'resourceName',
  'transactionalId',
  'feature',
  'replicaId',
  'partitionId',
  'entityType',
]
const numbering = [
  'apiKey',
  'partitionIndex',
  'partition',
  'index',
  'producerId',
  'nodeId',
  'key',
  'principal',
  'host',
  'operation',
  'user',
]

/** What each item is called, with a count where several are called alike. */
function namesOf(list: readonly unknown[]): string[] {
  const counts = new Map<string, number>()
  return list.map((item) => {
    const name = nameOf(item)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count === 1 ? name : `${name}#${count}`
  })
}

function nameOf(item: unknown): string {
  if (!isObject(item)) return show(item)
  // Quotas belong to users, clients and addresses, in any order.
  if (Array.isArray(item.entity)) return item.entity.map(show).toSorted().join()
  const parts = [...naming, ...numbering].flatMap((field) => (field in item ? [String(item[field])] : []))
  // What has no name, in this version or for this client, has an id.
  return parts.some((part) => part !== '' && part !== 'null') ? parts.join('/') : String(item.topicId)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 600 ? `${text.slice(0, 600)}…` : text
}

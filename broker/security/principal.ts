/** Who a client is, in Kafka's terms: `User:alice`. Types and names are case-sensitive. */
export interface Principal {
  readonly type: string
  readonly name: string
}

/** Whoever came in by a listener that asks nobody for a name. */
export const anonymous: Principal = { type: 'User', name: 'ANONYMOUS' }

/** `type:name`, as in ACLs and super users. */
export function principalText({ type, name }: Principal): string {
  return `${type}:${name}`
}

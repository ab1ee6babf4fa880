export interface BrokerAddress {
  readonly host: string
  readonly port: number
}

/** `host:port`, with brackets around an IPv6 address, as people write it. */
export function formatAddress({ host, port }: BrokerAddress): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/**
 * The addresses of a list as in Kafka's `bootstrap.servers`. The contract has checked the form; what is no address
 * all the same is left out.
 */
export function parseBootstrapServers(text: string): BrokerAddress[] {
  return text.split(',').flatMap((part) => {
    const match = /^\s*(?:\[([^\]]+)\]|([^\s:]+)):(\d{1,5})\s*$/.exec(part)
    const host = match?.[1] ?? match?.[2]
    return host === undefined ? [] : [{ host, port: Number(match?.[3]) }]
  })
}

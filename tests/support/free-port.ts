import { once } from 'node:events'
import { createServer } from 'node:net'

// Test files run side by side in processes that know nothing of each other: each takes ports of a remainder of its own.
// Linux gives ports of one parity only, so that the lowest bit tells nothing.
const WORKERS = 16
const worker = Number(process.env.VITEST_POOL_ID ?? process.env.TEST_PARALLEL_INDEX ?? 0) % WORKERS

// Ports given out by this process are not given out again, since their user may not have bound them yet.
const givenOut = new Set<number>()

/** A TCP port on 127.0.0.1 on which nothing listens. */
export async function freePort(): Promise<number> {
  for (;;) {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await once(server, 'close')
    if (address === null || typeof address === 'string') throw new Error('The system gave no TCP port.')
    if ((address.port >> 1) % WORKERS !== worker || givenOut.has(address.port)) continue
    givenOut.add(address.port)
    return address.port
  }
}

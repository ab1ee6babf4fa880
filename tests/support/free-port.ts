import { once } from 'node:events'
import { createServer } from 'node:net'

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
    if (givenOut.has(address.port)) continue
    givenOut.add(address.port)
    return address.port
  }
}

import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * `preferred` when nothing listens there, otherwise a port that the system chooses. Another program may take it before it is used: whoever binds it must be
 * ready to be refused.
 */
export async function freePort(preferred: number): Promise<number> {
  return (await probe(preferred)) ?? (await probe(0)) ?? fail()
}

/** The port that could be bound on the loopback address, or null. */
async function probe(port: number): Promise<number | null> {
  const server = createServer()
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  try {
    await once(server, 'listening')
  } catch {
    return null
  }
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address !== null && typeof address === 'object' ? address.port : null
}

function fail(): never {
  throw new Error('The system gives no free port on 127.0.0.1.')
}

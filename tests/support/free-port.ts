import { once } from 'node:events'
import { createServer } from 'node:net'

// Below every system's range for ports that nobody chooses (Linux: from 32768, others: from 49152), so that neither a
// connection nor a server on port 0 takes one between here and whoever binds it: a Java program takes its seconds.
const FIRST = 17_000
const PER_WORKER = 900

// Test files run side by side in processes that know nothing of each other: each takes ports of a range of its own.
const WORKERS = 16
const worker = Number(process.env.VITEST_POOL_ID ?? process.env.TEST_PARALLEL_INDEX ?? 0) % WORKERS

// Another run on this machine begins elsewhere in its range, most likely.
let next = Math.floor(Math.random() * PER_WORKER)

/** A TCP port on 127.0.0.1 on which nothing listens; not given out again by this process for as long as there are others. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < PER_WORKER; tries++) {
    const port = FIRST + worker * PER_WORKER + next
    next = (next + 1) % PER_WORKER
    if (await isFree(port)) return port
  }
  throw new Error('No TCP port is free.')
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  try {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}

import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, test } from 'vitest'
import { serveMessagePort } from '../../../src-main/transport/message-ports.ts'
import { firstOf, refusalOf, type ConsoleCalls } from '../../support/console-client.ts'
import { startConsole } from '../../support/start-console.ts'

test('a window gets the same answers, refusals and streams over a message port', async () => {
  await using console = await startConsole()
  const { port1, port2 } = new MessageChannel()
  serveMessagePort(port1, console.backEnd.services)
  const calls: ConsoleCalls = createORPCClient(new RPCLink({ port: port2 }))
  port2.start()
  expect(await calls.application.describe()).toEqual(await console.calls.application.describe())
  expect((await refusalOf(calls.topics.list({ clusterId: 'local' }))).code).toBe('CONFLICT')
  expect((await refusalOf(calls.settings.change({ localClusterPort: 1 }))).code).toBe('REJECTED')
  expect(await firstOf(calls.localCluster.watch(), () => true)).toMatchObject({ state: 'stopped' })
  port2.close()
})

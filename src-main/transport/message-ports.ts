import { RPCHandler } from '@orpc/server/message-port'
import { router } from '../procedures/router.ts'
import type { Services } from '../procedures/services.ts'

type Port = Parameters<RPCHandler<Services>['upgrade']>[0]

/** Serves the contract to the window at the other end of `port`, until that end is closed. */
export function serveMessagePort(port: Port, services: Services): void {
  new RPCHandler(router).upgrade(port, { context: services })
}

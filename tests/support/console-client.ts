import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { contract } from '../../src-main/api/contract.ts'
import type { Problem } from '../../src-main/api/problem.ts'

export type ConsoleCalls = ContractRouterClient<typeof contract>

export interface ConsoleClient extends Disposable {
  readonly calls: ConsoleCalls
}

/** Calls the back end over a real WebSocket, as a page does that was opened at `address`. */
export async function connectToConsole(address: string): Promise<ConsoleClient> {
  const page = new URL(address)
  const token = page.searchParams.get('token') ?? ''
  const socket = new WebSocket(`ws://${page.host}/calls`, ['brokkr', `token.${token}`], { origin: page.origin })
  await once(socket, 'open')
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket })
  return {
    calls: createORPCClient(link),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

export interface Refusal {
  readonly code: string
  readonly problem: Problem
}

/** What a call is refused with; fails when it is not refused, or not with an error of the contract. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call
  } catch (error) {
    if (error instanceof ORPCError && error.defined) return { code: error.code, problem: error.data as Problem }
    throw error
  }
  throw new Error('The call was not refused.')
}

/** The first value of a stream that fits; the stream is closed then. */
export async function firstOf<Value>(
  stream: Promise<AsyncIterable<Value>>,
  fits: (value: Value) => boolean,
): Promise<Value> {
  for await (const value of await stream) if (fits(value)) return value
  throw new Error('The stream ended without what was waited for.')
}

/** The last value of a stream, which must have one. */
export async function lastOf<Value>(stream: Promise<AsyncIterable<Value>>): Promise<Value> {
  let last: { readonly value: Value } | undefined
  for await (const value of await stream) last = { value }
  if (last === undefined) throw new Error('The stream ended without a value.')
  return last.value
}

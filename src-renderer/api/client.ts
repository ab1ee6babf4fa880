import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { config } from 'zod'
import type { contract } from '../../src-main/api/contract.ts'
import { openTransport } from './transport.ts'

// The page's security policy forbids code made of text, which zod would otherwise try.
config({ jitless: true })

export const transport = openTransport()

/** The back end, as typed functions: `await client.topics.create({ … })`. Streams are async iterators. */
export const client: ContractRouterClient<typeof contract> = createORPCClient(transport.link)

/** The same as definitions for TanStack Query: `useQuery(queries.topics.list.queryOptions({ input }))`. */
export const queries = createTanstackQueryUtils(client)

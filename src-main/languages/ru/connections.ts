import type { connections as English } from '../en/connections.ts'

export const connections: typeof English = {}

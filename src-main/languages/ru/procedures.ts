import type { procedures as English } from '../en/procedures.ts'

export const procedures: typeof English = {}

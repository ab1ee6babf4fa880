import type { groups as English } from '../en/groups.ts'

export const groups: typeof English = {}

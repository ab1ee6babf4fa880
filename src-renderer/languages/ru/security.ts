import type { security as English } from '../en/security.ts'

export const security: typeof English = {}

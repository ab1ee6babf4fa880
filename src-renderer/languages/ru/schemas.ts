import type { schemas as English } from '../en/schemas.ts'

export const schemas: typeof English = {}

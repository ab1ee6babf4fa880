import type { components as English } from '../en/components.ts'

export const components: typeof English = {}

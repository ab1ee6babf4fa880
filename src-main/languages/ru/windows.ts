import type { windows as English } from '../en/windows.ts'

export const windows: typeof English = {}

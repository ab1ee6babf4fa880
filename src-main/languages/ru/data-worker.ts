import type { dataWorker as English } from '../en/data-worker.ts'

export const dataWorker: typeof English = {}

import type { dataWorker as English } from '../en/data-worker.ts'

export const dataWorker: typeof English = {
  failed: {
    what: 'У Brokkr не получилось.',
    remedy: 'Попробуйте ещё раз. Если не поможет, сообщите об этом вместе с этим текстом.',
  },
}

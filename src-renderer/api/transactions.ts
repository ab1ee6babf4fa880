import { useQueryClient } from '@tanstack/react-query'
import { queries } from './client.ts'

export type { ProducerState, Transaction } from '../../src-main/api/transactions.ts'

/** To be called when a transaction was ended: everything shown of transactions is asked again. */
export function useTransactionsChanged(): () => Promise<void> {
  const cache = useQueryClient()
  return () => cache.invalidateQueries({ queryKey: queries.transactions.key() })
}

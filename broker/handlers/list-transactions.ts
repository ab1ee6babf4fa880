import { InvalidPatternError, TopicPattern } from '../groups/consumer/regex/topic-pattern.ts'
import { errorCode } from '../protocol/error-codes.ts'
import { listTransactions } from '../protocol/messages/list-transactions.ts'
import { codeOfTransactionError } from './error-translation.ts'
import { handler } from './handler.ts'

/** The transactional ids that pass all filters. */
export const listTransactionsHandler = handler(listTransactions, (request, { broker, access }) => {
  const pattern = patternOf(request.transactionalIdPattern)
  if (pattern === 'invalid') return refused(errorCode.INVALID_REGULAR_EXPRESSION)
  const { error, unknownStates, transactions } = broker.transactions.listTransactions({
    producerIds: request.producerIdFilters,
    states: request.stateFilters,
    longerThanMs: request.durationFilter,
    matchesId: pattern === null ? null : (transactionalId) => pattern.matches(transactionalId),
  })
  if (error !== null) return refused(codeOfTransactionError(error))
  const visible = transactions.filter(({ transactionalId }) => {
    return access.allows('describe', 'transactionalId', transactionalId)
  })
  return {
    errorCode: errorCode.NONE,
    unknownStateFilters: unknownStates,
    transactionStates: visible.map(({ transactionalId, producerId, state }) => ({
      transactionalId,
      producerId,
      transactionState: state,
    })),
  }
})

/** An empty pattern lets everything pass, as none does. */
function patternOf(source: string | null): TopicPattern | 'invalid' | null {
  if (source === null || source === '') return null
  try {
    return new TopicPattern(source)
  } catch (error) {
    if (error instanceof InvalidPatternError) return 'invalid'
    throw error
  }
}

function refused(code: number) {
  return { errorCode: code, unknownStateFilters: [], transactionStates: [] }
}

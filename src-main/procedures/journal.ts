import type { JournalEntry } from '../api/journal.ts'
import { api } from './implementer.ts'

export const journal = {
  list: api.journal.list.handler(async ({ context, input }) => {
    const { entries, unreadableLineCount, dropped } = await context.journal.read()
    const words = input.search.toLowerCase().split(/\s+/).filter(Boolean)
    const matching = entries.filter(
      (entry) =>
        (input.clusterId === null || entry.clusterId === input.clusterId) &&
        (input.outcome === null || entry.outcome === input.outcome) &&
        holdsAll(entry, words),
    )
    return {
      entries: matching.slice(-input.limit).toReversed(),
      matchCount: matching.length,
      totalCount: entries.length,
      path: context.journal.path,
      unreadableLineCount,
      dropped,
    }
  }),
}

function holdsAll(entry: JournalEntry, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const { action, subject, user, principal, clusterName, details, before, after, problem } = entry
  const text = JSON.stringify([action, subject, user, principal, clusterName, details, before, after, problem])
  const lower = text.toLowerCase()
  return words.every((word) => lower.includes(word))
}

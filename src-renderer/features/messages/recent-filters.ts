import { useEffect } from 'react'
import { useRememberedList } from '../../api/remembered.ts'
import { operatorName } from './condition-fields.tsx'
import type { ConditionDraft, FilterDraft, QuickText } from './filter-draft.ts'
import { NO_FILTER, needsValue } from './filter-draft.ts'
import type { ScanDraft } from './scan-draft.ts'
import type { ScanState } from './scan-session.ts'
import { texts } from '../../languages/texts.ts'

/** The text of the bar and the builder's conditions together. */
export interface RecentFilter extends QuickText {
  readonly filter: FilterDraft
}

const MOST = 8

/** The filters that a topic was last searched with, the latest first, found again after a restart. */
export function useRecentFilters(
  { clusterId, topic }: { readonly clusterId: string; readonly topic: string },
  { draft, scan }: { readonly draft: ScanDraft; readonly scan: ScanState },
): readonly RecentFilter[] {
  const [recents, remember] = useRememberedList(`message filters ${clusterId} ${topic}`, isRecent)
  const searched = scan.request?.filter ?? null
  useEffect(() => {
    if (searched === null) return
    const { contains, isCaseSensitive, filter } = draft
    const latest: RecentFilter = { contains, isCaseSensitive, filter }
    const others = recents.filter((each) => recentName(each) !== recentName(latest))
    remember([latest, ...others].slice(0, MOST))
    // What is written after the search has begun belongs to the next one.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [searched])
  return recents
}

/** A filter in a line: what it looks for, as it was written. */
export function recentName({ contains, filter }: RecentFilter): string {
  const conditions = filter.conditions.map((each) => (each.isNegated ? `${texts.messages.not} ` : '') + nameOf(each))
  return [...(contains === '' ? [] : [`“${contains}”`]), ...conditions].join(' · ')
}

function nameOf(condition: ConditionDraft): string {
  switch (condition.kind) {
    case 'text':
      return `“${condition.text}”`
    case 'regex':
      return `/${condition.text}/`
    case 'field': {
      const { subject, path, operator, value } = condition
      return [path === '' ? subject : path, operatorName(operator), needsValue(operator) ? value : ''].join(' ').trim()
    }
    case 'expression':
      return condition.expression
  }
}

function isRecent(stored: unknown): stored is RecentFilter {
  const { contains, isCaseSensitive, filter = NO_FILTER } = (stored ?? {}) as Partial<RecentFilter>
  return typeof contains === 'string' && typeof isCaseSensitive === 'boolean' && Array.isArray(filter.conditions)
}

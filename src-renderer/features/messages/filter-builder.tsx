import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { LearnedPath } from '../../api/scans.ts'
import { pathsOf } from '../../api/scans.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Menu } from '../../components/menu.tsx'
import { Dim } from '../../components/text.tsx'
import { ConditionFields } from './condition-fields.tsx'
import styles from './filter-builder.module.css'
import type { ConditionKind, FilterDraft } from './filter-draft.ts'
import { replaceCondition, withCondition, withoutCondition } from './filter-draft.ts'
import { FilterTrialBox } from './filter-trial.tsx'
import type { RecentFilter } from './recent-filters.ts'
import { recentName } from './recent-filters.ts'
import type { RecordPlace } from './record-place.ts'
import { texts } from '../../languages/texts.ts'

export interface FilterBuilderProps {
  readonly draft: FilterDraft
  readonly onChange: (draft: FilterDraft) => void
  readonly onRun: () => void
  readonly onClose: () => void
  readonly recents: readonly RecentFilter[]
  readonly onRecent: (filter: RecentFilter) => void
  /** Whose rows paths are learnt from. */
  readonly scanId: string | null
  /** The record that a filter is tried on. */
  readonly sample: (RecordPlace & { readonly clusterId: string; readonly topic: string }) | null
}

const kinds = (): readonly { readonly kind: ConditionKind; readonly label: string }[] => [
  { kind: 'text', label: texts.messages.text },
  { kind: 'regex', label: texts.messages.regularExpression },
  { kind: 'field', label: texts.messages.field },
  { kind: 'expression', label: texts.messages.expression },
]

/** Conditions, combined; every record of the range is asked, at the back end. */
export function FilterBuilder(props: FilterBuilderProps): ReactNode {
  const { draft, onChange, onRun, onClose, recents, onRecent, scanId, sample } = props
  const paths = useLearnedPaths(scanId)
  return (
    <section className={styles.builder} aria-label={texts.messages.filter}>
      <div className={styles.head}>
        <ChoiceField
          label={texts.messages.whichConditionsMustHold}
          value={draft.combine}
          options={combinations()}
          onChange={(combine) => onChange({ ...draft, combine })}
        />
        <Dim>{texts.messages.ofTheseHoldEvery}</Dim>
        <Spacer />
        {recents.length > 0 && (
          <Menu
            trigger={
              <Button size="small" tone="quiet" icon={<IconHistory size={14} />}>
                {texts.messages.earlierFilters}
              </Button>
            }
            items={recents.map((each) => ({ label: recentName(each), onClick: () => onRecent(each) }))}
          />
        )}
      </div>
      {draft.conditions.map((condition) => (
        <ConditionFields
          key={condition.id}
          condition={condition}
          paths={paths}
          onChange={(changed) => onChange(replaceCondition(draft, changed))}
          onRemove={() => onChange(withoutCondition(draft, condition.id))}
        />
      ))}
      <FilterTrialBox draft={draft} sample={sample} />
      <div className={styles.foot}>
        <Dim>{texts.messages.add}</Dim>
        {kinds().map(({ kind, label }) => (
          <Button key={kind} size="small" onClick={() => onChange(withCondition(draft, kind))}>
            {label}
          </Button>
        ))}
        <Spacer />
        <Button size="small" tone="quiet" onClick={onClose}>
          {texts.messages.hide}
        </Button>
        <Button size="small" tone="primary" onClick={onRun}>
          {texts.messages.applyFilter}
        </Button>
      </div>
    </section>
  )
}

const combinations = () =>
  [
    { value: 'all', label: texts.messages.all },
    { value: 'any', label: texts.messages.any },
  ] as const

const NO_PATHS: readonly LearnedPath[] = []

function useLearnedPaths(scanId: string | null): readonly LearnedPath[] {
  const { data } = useQuery({
    queryKey: ['learned paths', scanId],
    queryFn: () => pathsOf(scanId ?? ''),
    enabled: scanId !== null,
    staleTime: 5000,
    retry: false,
    // Those of the scan before fit the topic as well.
    placeholderData: (before) => before,
  })
  return data ?? NO_PATHS
}

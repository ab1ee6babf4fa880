import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { LearnedPath } from '../../api/scans.ts'
import { pathsOf } from '../../api/scans.ts'
import { Button } from '../../components/button.tsx'
import { ChoiceField } from '../../components/fields.tsx'
import { Spacer } from '../../components/layout.tsx'
import { Dim } from '../../components/text.tsx'
import { ConditionFields } from './condition-fields.tsx'
import styles from './filter-builder.module.css'
import type { ConditionKind, FilterDraft } from './filter-draft.ts'
import { replaceCondition, withCondition, withoutCondition } from './filter-draft.ts'
import { FilterTrialBox } from './filter-trial.tsx'
import type { RecordPlace } from './record-place.ts'

export interface FilterBuilderProps {
  readonly draft: FilterDraft
  readonly onChange: (draft: FilterDraft) => void
  readonly onRun: () => void
  readonly onClose: () => void
  /** Whose rows paths are learnt from. */
  readonly scanId: string | null
  /** The record that a filter is tried on. */
  readonly sample: (RecordPlace & { readonly clusterId: string; readonly topic: string }) | null
}

const KINDS: readonly { readonly kind: ConditionKind; readonly label: string }[] = [
  { kind: 'text', label: 'Text' },
  { kind: 'regex', label: 'Regular expression' },
  { kind: 'field', label: 'Field' },
  { kind: 'expression', label: 'Expression' },
]

/** Conditions, combined; every record of the range is asked, at the back end. */
export function FilterBuilder(props: FilterBuilderProps): ReactNode {
  const { draft, onChange, onRun, onClose, scanId, sample } = props
  const paths = useLearnedPaths(scanId)
  return (
    <section className={styles.builder} aria-label="Filter">
      <div className={styles.head}>
        <ChoiceField
          label="Which conditions must hold"
          value={draft.combine}
          options={COMBINATIONS}
          onChange={(combine) => onChange({ ...draft, combine })}
        />
        <Dim>of these hold. Every record of the range is asked, not only the rows shown.</Dim>
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
        <Dim>Add:</Dim>
        {KINDS.map(({ kind, label }) => (
          <Button key={kind} size="small" onClick={() => onChange(withCondition(draft, kind))}>
            {label}
          </Button>
        ))}
        <Spacer />
        <Button size="small" tone="quiet" onClick={onClose}>
          Hide
        </Button>
        <Button size="small" tone="primary" onClick={onRun}>
          Apply filter
        </Button>
      </div>
    </section>
  )
}

const COMBINATIONS = [
  { value: 'all', label: 'All' },
  { value: 'any', label: 'Any' },
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

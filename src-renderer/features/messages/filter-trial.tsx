import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { FilterTrial } from '../../api/scans.ts'
import { tryFilter } from '../../api/scans.ts'
import { problemOf } from '../../api/problem.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Row } from '../../components/layout.tsx'
import { Dim } from '../../components/text.tsx'
import type { FilterBuilderProps } from './filter-builder.tsx'
import styles from './filter-builder.module.css'
import { filterOf } from './filter-draft.ts'
import { texts } from '../../languages/texts.ts'

/** Asks the filter as it stands about one record, and shows what an expression sees of it. */
export function FilterTrialBox({ draft, sample }: Pick<FilterBuilderProps, 'draft' | 'sample'>): ReactNode {
  const trial = useMutation({ mutationFn: () => runTrial({ draft, sample }) })
  const problem = trial.error && problemOf(trial.error, texts.messages.theFilterCouldNot)
  return (
    <div className={styles.trial}>
      <Row>
        <Button
          size="small"
          isDisabled={sample === null || draft.conditions.length === 0}
          isBusy={trial.isPending}
          onClick={() => trial.mutate()}
        >
          {texts.messages.tryIt}
        </Button>
        <Dim>{sample ? texts.messages.onRecord(sample.partition, sample.offset) : texts.messages.needsARowTo}</Dim>
        {trial.data && <Outcome trial={trial.data} />}
        {problem && <span role="alert">{problem.why}</span>}
      </Row>
      {trial.data && trial.data.variables.length > 0 && (
        <dl className={styles.variables}>
          {trial.data.variables.map(({ name, json }) => (
            <Variable key={name} name={name} json={json} />
          ))}
        </dl>
      )}
    </div>
  )
}

async function runTrial({ draft, sample }: Pick<FilterBuilderProps, 'draft' | 'sample'>): Promise<FilterTrial | null> {
  const filter = filterOf(draft, { contains: '', isCaseSensitive: false })
  return filter === null || sample === null ? null : tryFilter(sample, filter)
}

const outcomes = () =>
  ({ match: 'matches', 'no-match': texts.messages.doesNotMatch, error: texts.messages.error }) as const

function Outcome({ trial: { outcome, why, tookMs } }: { trial: FilterTrial }): ReactNode {
  return (
    <span role="status">
      <Badge tone={outcome === 'match' ? 'ok' : outcome === 'error' ? 'bad' : 'neutral'}>{outcomes()[outcome]}</Badge>{' '}
      {outcome === 'error' ? why : <Dim>{texts.messages.milliseconds(tookMs.toFixed(1))}</Dim>}
    </span>
  )
}

function Variable({ name, json }: { name: string; json: string }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{json}</dd>
    </>
  )
}

import {
  IconFilter,
  IconLetterCase,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../components/button.tsx'
import { SearchField, SelectField } from '../../components/fields.tsx'
import { PickMany } from '../../components/pick-many.tsx'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import styles from './scan-bar.module.css'
import type { DraftProblem, ReadFrom, ScanDraft } from './scan-draft.ts'
import { ScanOptions } from './scan-options.tsx'
import type { ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import { StartField } from './start-field.tsx'

export interface ScanBarProps {
  readonly clusterId: string
  readonly draft: ScanDraft
  /** What is wrong with where to start or to end. */
  readonly problem: DraftProblem | null
  readonly partitionCount: number
  readonly scan: ScanState
  /** `runs`: the change is to be carried out at once. */
  readonly onChange: (change: Partial<ScanDraft>, options: { readonly runs: boolean }) => void
  readonly onRun: () => void
  readonly onStop: () => void
  readonly onPause: () => void
  readonly onResume: () => void
  readonly isFilterOpen: boolean
  readonly onToggleFilter: () => void
}

const STARTS: readonly { readonly value: ReadFrom; readonly label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'earliest', label: 'From the start' },
  { value: 'minutes-15', label: 'Last 15 minutes' },
  { value: 'hours-1', label: 'Last hour' },
  { value: 'today', label: 'Today' },
  { value: 'yesterday', label: 'Since yesterday' },
  { value: 'timestamp', label: 'From time' },
  { value: 'offset', label: 'From offset' },
  { value: 'offsets', label: 'From offsets' },
  { value: 'group', label: 'Where a group is' },
  { value: 'live', label: 'Live' },
]

/** What needs to be written before it can be run. */
const RUNS_AT_ONCE: ReadonlySet<ReadFrom> = new Set([
  'newest',
  'earliest',
  'minutes-15',
  'hours-1',
  'today',
  'yesterday',
  'offset',
  'live',
])

/** What is read: where from, which partitions, what is looked for. Enter runs it, Esc stops it. */
export function ScanBar(props: ScanBarProps): ReactNode {
  const { draft, partitionCount, scan, onChange, onRun, onStop } = props
  const isRunning = scan.phase === 'running' || scan.phase === 'opening'
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Enter and Esc act wherever one is in it
    <div
      role="search"
      className={styles.bar}
      onKeyDownCapture={(event) => {
        if (event.key === 'Escape' && isRunning) {
          event.stopPropagation()
          onStop()
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'text') onRun()
      }}
    >
      <SelectField
        label="Read"
        isLabelHidden
        width={118}
        value={draft.at}
        options={STARTS}
        onChange={(at) => onChange({ at }, { runs: RUNS_AT_ONCE.has(at) })}
      />
      <StartField {...props} />
      <PickMany
        label="Partitions to read"
        summary={partitionSummary(draft.partitions)}
        options={Array.from({ length: partitionCount }, (_, partition) => ({
          value: partition,
          label: `Partition ${partition}`,
        }))}
        chosen={draft.partitions}
        onChange={(partitions) => onChange({ partitions }, { runs: true })}
      />
      <TextFilter {...props} />
      <ScanOptions {...props} />
      <Controls {...props} />
    </div>
  )
}

function partitionSummary(partitions: readonly number[] | null): string {
  if (partitions === null) return 'All partitions'
  const [first] = partitions
  return partitions.length === 1 ? `Partition ${first ?? ''}` : formatCountOf(partitions.length, 'partition')
}

function TextFilter({ draft, scan, onChange, isFilterOpen, onToggleFilter }: ScanBarProps): ReactNode {
  const count = draft.filter.conditions.length
  return (
    <div className={styles.filter}>
      <SearchField
        label="Filter messages"
        placeholder="Text in key, value or headers"
        width="100%"
        value={draft.contains}
        onChange={(contains) =>
          onChange({ contains }, { runs: contains === '' && scan.request !== null && scan.request.filter !== null })
        }
      />
      <IconButton
        label="Match upper and lower case"
        isPressed={draft.isCaseSensitive}
        onClick={() => onChange({ isCaseSensitive: !draft.isCaseSensitive }, { runs: draft.contains !== '' })}
      >
        <IconLetterCase size={16} />
      </IconButton>
      <IconButton
        label={count === 0 ? 'Filter builder' : `Filter builder: ${formatCountOf(count, 'condition')}`}
        isPressed={isFilterOpen || count > 0}
        onClick={onToggleFilter}
      >
        <IconFilter size={16} />
      </IconButton>
    </div>
  )
}

function Controls({ scan, onRun, onStop, onPause, onResume }: ScanBarProps): ReactNode {
  const isRunning = scan.phase === 'running' || scan.phase === 'opening'
  const waiting = scan.status?.waitingCount ?? 0n
  return (
    <div className={styles.controls}>
      {isLive(scan.request) && scan.phase === 'running' && (
        <Button icon={<IconPlayerPause size={14} />} onClick={onPause}>
          Pause
        </Button>
      )}
      {scan.phase === 'paused' && (
        <Button icon={<IconPlayerPlay size={14} />} onClick={onResume}>
          {waiting === 0n ? 'Resume' : `Resume · ${formatCount(waiting)} new`}
        </Button>
      )}
      {isRunning || scan.phase === 'paused' ? (
        <Button icon={<IconPlayerStop size={14} />} onClick={onStop} hint="Esc">
          Stop
        </Button>
      ) : (
        <Button icon={<IconRefresh size={14} />} onClick={onRun} hint="Enter">
          Run
        </Button>
      )}
    </div>
  )
}

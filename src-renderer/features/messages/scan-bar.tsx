import { IconLetterCase, IconPlayerPause, IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { StartPosition } from '../../api/messages.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { SearchField, SelectField, TextField } from '../../components/fields.tsx'
import { Hint } from '../../components/hint.tsx'
import { PickMany } from '../../components/pick-many.tsx'
import { formatCount, formatCountOf } from '../../formatting/counts.ts'
import styles from './scan-bar.module.css'
import type { ScanDraft } from './scan-draft.ts'
import { LIMITS } from './scan-draft.ts'
import type { ScanState } from './message-scan.ts'
import { isFiltered } from './message-scan.ts'

export interface ScanBarProps {
  readonly draft: ScanDraft
  /** What is wrong with where to start. */
  readonly problem: string | null
  readonly partitionCount: number
  readonly scan: ScanState
  /** `runs`: the change is to be carried out at once. */
  readonly onChange: (change: Partial<ScanDraft>, options: { readonly runs: boolean }) => void
  readonly onRun: () => void
  readonly onStop: () => void
  readonly onPause: () => void
  readonly onResume: () => void
}

const STARTS: readonly { readonly value: StartPosition['at']; readonly label: string }[] = [
  { value: 'newest', label: 'Newest' },
  { value: 'earliest', label: 'From the start' },
  { value: 'offset', label: 'From offset' },
  { value: 'timestamp', label: 'From time' },
  { value: 'live', label: 'Live' },
]

/** What is read: where from, which partitions, what is looked for, how much. Enter runs it, Esc stops it. */
export function ScanBar(props: ScanBarProps): ReactNode {
  const { draft, partitionCount, scan, onChange, onRun, onStop } = props
  const isRunning = scan.phase === 'running'
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
        width={124}
        value={draft.at}
        options={STARTS}
        onChange={(at) => onChange({ at }, { runs: at !== 'timestamp' || draft.time !== '' })}
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
      <div className={styles.filter}>
        <SearchField
          label="Filter messages"
          placeholder="Text in key, value or headers"
          width="100%"
          value={draft.contains}
          onChange={(contains) => onChange({ contains }, { runs: contains === '' && isFiltered(scan.query) })}
        />
        <IconButton
          label="Match upper and lower case"
          isPressed={draft.isCaseSensitive}
          onClick={() => onChange({ isCaseSensitive: !draft.isCaseSensitive }, { runs: draft.contains !== '' })}
        >
          <IconLetterCase size={16} />
        </IconButton>
      </div>
      {draft.at !== 'live' && (
        <SelectField
          label="At most"
          isLabelHidden
          width={86}
          value={String(draft.limit)}
          options={LIMITS.map((limit) => ({ value: String(limit), label: formatCount(limit) }))}
          onChange={(limit) => onChange({ limit: Number(limit) }, { runs: true })}
        />
      )}
      <Controls {...props} />
    </div>
  )
}

function partitionSummary(partitions: readonly number[] | null): string {
  if (partitions === null) return 'All partitions'
  const [first] = partitions
  return partitions.length === 1 ? `Partition ${first ?? ''}` : formatCountOf(partitions.length, 'partition')
}

function StartField({ draft, problem, onChange }: ScanBarProps): ReactNode {
  if (draft.at === 'offset') {
    return (
      <Hint text={problem ?? 'The same offset in every partition, or the nearest one that exists'}>
        <div>
          <TextField
            label="Offset"
            isLabelHidden
            isMonospace
            width={120}
            value={draft.offset}
            error={problem === null ? null : ''}
            onChange={(offset) => onChange({ offset }, { runs: false })}
          />
        </div>
      </Hint>
    )
  }
  if (draft.at !== 'timestamp') return null
  return (
    <Hint text={problem ?? 'The first messages at or after this time'}>
      <div>
        <TextField
          label="Time"
          isLabelHidden
          isMonospace
          width={176}
          placeholder="2026-08-22 14:03"
          value={draft.time}
          error={problem === null ? null : ''}
          onChange={(time) => onChange({ time }, { runs: false })}
        />
      </div>
    </Hint>
  )
}

function Controls({ scan, onRun, onStop, onPause, onResume }: ScanBarProps): ReactNode {
  const isLive = scan.query?.start.at === 'live'
  return (
    <div className={styles.controls}>
      {isLive && scan.phase === 'running' && !scan.isPaused && (
        <Button icon={<IconPlayerPause size={14} />} onClick={onPause}>
          Pause
        </Button>
      )}
      {scan.isPaused && (
        <Button icon={<IconPlayerPlay size={14} />} onClick={onResume}>
          {scan.waitingCount === 0 ? 'Resume' : `Resume · ${formatCount(scan.waitingCount)} new`}
        </Button>
      )}
      {scan.phase === 'running' ? (
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

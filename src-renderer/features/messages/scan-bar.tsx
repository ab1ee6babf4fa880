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
import styles from './scan-bar.module.css'
import type { DraftProblem, ReadFrom, ScanDraft } from './scan-draft.ts'
import { ScanOptions } from './scan-options.tsx'
import type { ScanState } from './scan-session.ts'
import { isLive } from './scan-session.ts'
import { StartField } from './start-field.tsx'
import { texts } from '../../languages/texts.ts'

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

const starts = (): readonly { readonly value: ReadFrom; readonly label: string }[] => [
  { value: 'newest', label: texts.messages.newest },
  { value: 'earliest', label: texts.messages.fromTheStart },
  { value: 'minutes-15', label: texts.messages.last15Minutes },
  { value: 'hours-1', label: texts.messages.lastHour },
  { value: 'today', label: texts.messages.today },
  { value: 'yesterday', label: texts.messages.sinceYesterday },
  { value: 'timestamp', label: texts.messages.fromTime },
  { value: 'offset', label: texts.messages.fromOffset },
  { value: 'offsets', label: texts.messages.fromOffsets },
  { value: 'group', label: texts.messages.whereAGroupIs },
  { value: 'live', label: texts.messages.live },
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
        // In a menu or a popover of the bar, Esc closes that.
        const isInBar = event.target instanceof Node && event.currentTarget.contains(event.target)
        if (event.key === 'Escape' && isRunning && isInBar) {
          event.stopPropagation()
          onStop()
        }
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement && event.target.type === 'text') onRun()
      }}
    >
      <SelectField
        label={texts.messages.read}
        isLabelHidden
        width={138}
        value={draft.at}
        options={starts()}
        listHeight={340}
        onChange={(at) => onChange({ at }, { runs: RUNS_AT_ONCE.has(at) })}
      />
      <StartField {...props} />
      <PickMany
        label={texts.messages.partitionsToRead}
        summary={partitionSummary(draft.partitions)}
        options={Array.from({ length: partitionCount }, (_, partition) => ({
          value: partition,
          label: texts.messages.partitionNumber(partition),
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
  if (partitions === null) return texts.messages.allPartitions
  const [first] = partitions
  return partitions.length === 1
    ? texts.messages.partitionNumber(first ?? '')
    : texts.messages.partitionCount(partitions.length)
}

function TextFilter({ draft, scan, onChange, isFilterOpen, onToggleFilter }: ScanBarProps): ReactNode {
  const count = draft.filter.conditions.length
  return (
    <div className={styles.filter}>
      <SearchField
        label={texts.messages.filterMessages}
        placeholder={texts.messages.textInKeyValue}
        width="100%"
        value={draft.contains}
        onChange={(contains) =>
          onChange({ contains }, { runs: contains === '' && scan.request !== null && scan.request.filter !== null })
        }
      />
      <IconButton
        label={texts.messages.matchUpperAndLower}
        isPressed={draft.isCaseSensitive}
        onClick={() => onChange({ isCaseSensitive: !draft.isCaseSensitive }, { runs: draft.contains !== '' })}
      >
        <IconLetterCase size={16} />
      </IconButton>
      <IconButton
        label={count === 0 ? texts.messages.filterBuilder : texts.messages.filterBuilderOf(count)}
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
          {texts.messages.pause}
        </Button>
      )}
      {scan.phase === 'paused' && (
        <Button icon={<IconPlayerPlay size={14} />} onClick={onResume}>
          {waiting === 0n ? texts.messages.resume : texts.messages.resumeWith(waiting)}
        </Button>
      )}
      {isRunning || scan.phase === 'paused' ? (
        <Button icon={<IconPlayerStop size={14} />} onClick={onStop} hint={texts.messages.esc}>
          {texts.messages.stop}
        </Button>
      ) : (
        <Button icon={<IconRefresh size={14} />} onClick={onRun} hint={texts.messages.enter}>
          {texts.messages.run}
        </Button>
      )}
    </div>
  )
}

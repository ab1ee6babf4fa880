import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { SelectField, SwitchField, TextField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { Popover } from '../../components/popover.tsx'
import { formatCount } from '../../formatting/counts.ts'
import styles from './scan-bar.module.css'
import type { ScanBarProps } from './scan-bar.tsx'
import { FIRST_DRAFT, LIMITS } from './scan-draft.ts'
import { texts } from '../../languages/texts.ts'

const ends = () =>
  [
    { value: 'now', label: texts.messages.whatIsThereNow },
    { value: 'offset', label: texts.messages.anOffset },
    { value: 'timestamp', label: texts.messages.aTime },
  ] as const

/** Where reading ends, how much a page holds, and what of transactions is shown. */
export function ScanOptions(props: ScanBarProps): ReactNode {
  const { draft, problem, onChange } = props
  const wrong = problem?.field === 'end' ? problem.problem : null
  const isChanged =
    draft.until !== FIRST_DRAFT.until || draft.isolation !== FIRST_DRAFT.isolation || draft.showsControlRecords
  return (
    <Popover
      width={270}
      trigger={
        <button
          type="button"
          className={styles.options}
          aria-label={texts.messages.optionsOfReading}
          data-changed={isChanged}
        >
          <IconAdjustmentsHorizontal size={16} aria-hidden />
        </button>
      }
    >
      <Stack gap={10}>
        <SelectField
          label={texts.messages.readUntil}
          value={draft.until}
          options={ends()}
          isDisabled={draft.at === 'live'}
          onChange={(until) => onChange({ until }, { runs: until === 'now' })}
        />
        {draft.until === 'offset' && (
          <TextField
            label={texts.messages.offsetNotIncluded}
            isMonospace
            value={draft.untilOffset}
            error={wrong}
            onChange={(untilOffset) => onChange({ untilOffset }, { runs: false })}
          />
        )}
        {draft.until === 'timestamp' && (
          <TextField
            label={texts.messages.timeNotIncluded}
            isMonospace
            placeholder="2026-08-22 14:03"
            value={draft.untilTime}
            error={wrong}
            onChange={(untilTime) => onChange({ untilTime }, { runs: false })}
          />
        )}
        <SelectField
          label={texts.messages.rowsOfAPage}
          value={String(draft.limit)}
          options={LIMITS.map((limit) => ({ value: String(limit), label: formatCount(limit) }))}
          onChange={(limit) => onChange({ limit: Number(limit) }, { runs: true })}
        />
        <SwitchField
          label={texts.messages.committedOnly}
          description={texts.messages.leavesOutWhatAborted}
          isOn={draft.isolation === 'read-committed'}
          onChange={(isOn) => onChange({ isolation: isOn ? 'read-committed' : 'read-uncommitted' }, { runs: true })}
        />
        <SwitchField
          label={texts.messages.markersOfTransactions}
          description={texts.messages.theControlRecordsThat}
          isOn={draft.showsControlRecords}
          onChange={(showsControlRecords) => onChange({ showsControlRecords }, { runs: true })}
        />
      </Stack>
    </Popover>
  )
}

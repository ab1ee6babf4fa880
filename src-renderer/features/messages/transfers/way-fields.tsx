import type { ReactNode } from 'react'
import type { CompressionCodec } from '../../../api/scans.ts'
import { FieldGrid } from '../../../components/field-grid.tsx'
import { NumberField, SelectField } from '../../../components/fields.tsx'
import { texts } from '../../../languages/texts.ts'

/** How many messages are written. */
export interface Way {
  readonly partitioning: 'key' | 'source'
  readonly keepsTimestamps: boolean
  readonly compression: CompressionCodec
  readonly ratePerSecond: number | null
  readonly onError: 'stop' | 'skip'
}

export const FIRST_WAY: Way = {
  partitioning: 'key',
  keepsTimestamps: false,
  compression: 'none',
  ratePerSecond: null,
  onError: 'stop',
}

const partitionings = () =>
  [
    { value: 'key', label: texts.transfers.byTheKey },
    { value: 'source', label: texts.transfers.asItWas },
  ] as const
const timestamps = () =>
  [
    { value: 'now', label: texts.transfers.timeNow },
    { value: 'source', label: texts.transfers.asItWas },
  ] as const
const COMPRESSIONS = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).map((value) => ({ value, label: value }))
const errorWays = () =>
  [
    { value: 'stop', label: texts.transfers.stopThere },
    { value: 'skip', label: texts.transfers.leaveTheLineOut },
  ] as const

export interface WayFieldsProps {
  readonly way: Way
  readonly onChange: (change: Partial<Way>) => void
  readonly isDisabled: boolean
  /** Whether messages bring partition and timestamp with them, and can be damaged. */
  readonly kind: 'lines' | 'records' | 'generated'
}

export function WayFields({ way, onChange, isDisabled, kind }: WayFieldsProps): ReactNode {
  return (
    <FieldGrid>
      {kind !== 'generated' && (
        <>
          <SelectField
            label={texts.transfers.partition}
            value={way.partitioning}
            options={partitionings()}
            onChange={(partitioning) => onChange({ partitioning })}
            isDisabled={isDisabled}
          />
          <SelectField
            label={texts.transfers.timestamp}
            value={way.keepsTimestamps ? 'source' : 'now'}
            options={timestamps()}
            onChange={(chosen) => onChange({ keepsTimestamps: chosen === 'source' })}
            isDisabled={isDisabled}
          />
        </>
      )}
      <NumberField
        label={texts.transfers.messagesASecond}
        placeholder={texts.transfers.asFastAsIt}
        min={1}
        value={way.ratePerSecond}
        onChange={(ratePerSecond) => onChange({ ratePerSecond })}
        isDisabled={isDisabled}
      />
      <SelectField
        label={texts.transfers.compression}
        value={way.compression}
        options={COMPRESSIONS}
        onChange={(compression) => onChange({ compression })}
        isDisabled={isDisabled}
      />
      {kind === 'lines' && (
        <SelectField
          label={texts.transfers.aLineThatCannot}
          value={way.onError}
          options={errorWays()}
          onChange={(onError) => onChange({ onError })}
          isDisabled={isDisabled}
        />
      )}
    </FieldGrid>
  )
}

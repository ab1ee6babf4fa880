import type { ReactNode } from 'react'
import type { CompressionCodec } from '../../../api/scans.ts'
import { FieldGrid } from '../../../components/field-grid.tsx'
import { NumberField, SelectField } from '../../../components/fields.tsx'

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

const PARTITIONINGS = [
  { value: 'key', label: 'By the key' },
  { value: 'source', label: 'As it was' },
] as const
const TIMESTAMPS = [
  { value: 'now', label: 'Now' },
  { value: 'source', label: 'As it was' },
] as const
const COMPRESSIONS = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const).map((value) => ({ value, label: value }))
const ON_ERROR = [
  { value: 'stop', label: 'Stop there' },
  { value: 'skip', label: 'Leave the line out' },
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
            label="Partition"
            value={way.partitioning}
            options={PARTITIONINGS}
            onChange={(partitioning) => onChange({ partitioning })}
            isDisabled={isDisabled}
          />
          <SelectField
            label="Timestamp"
            value={way.keepsTimestamps ? 'source' : 'now'}
            options={TIMESTAMPS}
            onChange={(chosen) => onChange({ keepsTimestamps: chosen === 'source' })}
            isDisabled={isDisabled}
          />
        </>
      )}
      <NumberField
        label="Messages a second"
        placeholder="as fast as it goes"
        min={1}
        value={way.ratePerSecond}
        onChange={(ratePerSecond) => onChange({ ratePerSecond })}
        isDisabled={isDisabled}
      />
      <SelectField
        label="Compression"
        value={way.compression}
        options={COMPRESSIONS}
        onChange={(compression) => onChange({ compression })}
        isDisabled={isDisabled}
      />
      {kind === 'lines' && (
        <SelectField
          label="A line that cannot be read"
          value={way.onError}
          options={ON_ERROR}
          onChange={(onError) => onChange({ onError })}
          isDisabled={isDisabled}
        />
      )}
    </FieldGrid>
  )
}

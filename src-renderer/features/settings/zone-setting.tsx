import type { ReactNode } from 'react'
import { useState } from 'react'
import { ChoiceField } from '../../components/fields.tsx'
import { Stack } from '../../components/layout.tsx'
import { PickField } from '../../components/pick-field.tsx'
import { formatTimestamp } from '../../formatting/timestamps.ts'
import { knownZones, zoneOfMachine, type TimestampZone } from '../../formatting/zones.ts'
import { texts } from '../../languages/texts.ts'

export interface ZoneSettingProps {
  readonly zone: TimestampZone
  readonly onChange: (zone: TimestampZone) => void
}

/** This machine's clocks, UTC, or any other zone found by a part of its name. */
export function ZoneSetting({ zone, onChange }: ZoneSettingProps): ReactNode {
  const isOther = zone !== 'local' && zone !== 'utc'
  const [isPicking, setIsPicking] = useState(false)
  const words = texts.settings
  const options = [
    { value: 'local', label: words.localTime },
    { value: 'utc', label: 'UTC' },
    { value: 'other', label: isOther ? zone : words.otherZone },
  ] as const
  return (
    <Stack gap={6} align="end">
      <ChoiceField
        label={words.timestamps}
        value={isOther || isPicking ? 'other' : zone}
        options={options}
        onChange={(choice) => {
          setIsPicking(choice === 'other')
          if (choice !== 'other') onChange(choice)
        }}
      />
      {(isOther || isPicking) && (
        <PickField
          label={words.zone}
          placeholder={words.zoneExample(zoneOfMachine())}
          options={knownZones().map((name) => ({ value: name, label: name, detail: formatTimestamp(NOW, name) }))}
          onPick={onChange}
        />
      )}
    </Stack>
  )
}

const NOW = BigInt(Date.now())

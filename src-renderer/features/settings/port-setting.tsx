import type { ReactNode } from 'react'
import { useState } from 'react'
import { NumberField } from '../../components/fields.tsx'
import { texts } from '../../languages/texts.ts'

/** Saved as soon as it is a port that may be used. */
export function PortSetting({ port, onChange }: { port: number; onChange: (port: number) => void }): ReactNode {
  const [draft, setDraft] = useState<number | null>(null)
  const [isEdited, setIsEdited] = useState(false)
  const isWrong = isEdited && (draft === null || !isUsablePort(draft))
  return (
    <NumberField
      label={texts.settings.localPort}
      isLabelHidden
      width={120}
      value={isEdited ? draft : port}
      min={1024}
      max={65_535}
      error={isWrong ? texts.settings.portRange : null}
      onChange={(next) => {
        setDraft(next)
        setIsEdited(true)
        if (next !== null && isUsablePort(next) && next !== port) onChange(next)
      }}
    />
  )
}

function isUsablePort(port: number): boolean {
  return port >= 1024 && port <= 65_535
}

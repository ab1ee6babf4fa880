import type { ReactNode } from 'react'
import { useState } from 'react'
import { NumberField } from '../../components/fields.tsx'

/** Saved as soon as it is a port that may be used. */
export function PortSetting({ port, onChange }: { port: number; onChange: (port: number) => void }): ReactNode {
  const [draft, setDraft] = useState<number | null>(null)
  const [isEdited, setIsEdited] = useState(false)
  const isWrong = isEdited && (draft === null || !isUsablePort(draft))
  return (
    <NumberField
      label="Port of the local cluster"
      isLabelHidden
      width={120}
      value={isEdited ? draft : port}
      min={1024}
      max={65_535}
      error={isWrong ? '1024 to 65535' : null}
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

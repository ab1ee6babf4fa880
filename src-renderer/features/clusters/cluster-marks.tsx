import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ClusterMarks } from '../../api/connections.ts'
import type { Tone } from '../../components/badge.tsx'
import { Badge } from '../../components/badge.tsx'
import { texts } from '../../languages/texts.ts'
import styles from './cluster-marks.module.css'

export interface ClusterMarkBadgesProps {
  readonly marks: ClusterMarks
  /** Signs without words, where a name needs the room. */
  readonly isShort?: boolean
}

/** What a cluster must not be mistaken for, beside its name. */
export function ClusterMarkBadges({ marks, isShort = false }: ClusterMarkBadgesProps): ReactNode {
  const { production, readOnly } = texts.clusters
  return (
    <>
      {marks.isProduction && (
        <Mark name={production} tone="bad" isShort={isShort} icon={<IconAlertTriangle size={13} aria-hidden />} />
      )}
      {marks.isReadOnly && (
        <Mark name={readOnly} tone="info" isShort={isShort} icon={<IconLock size={13} aria-hidden />} />
      )}
    </>
  )
}

interface MarkProps {
  readonly name: string
  readonly tone: Tone
  readonly icon: ReactNode
  readonly isShort: boolean
}

function Mark({ name, tone, icon, isShort }: MarkProps): ReactNode {
  if (!isShort) {
    return (
      <Badge tone={tone}>
        {icon} {name}
      </Badge>
    )
  }
  return (
    <span role="img" aria-label={name} title={name} className={styles.sign} data-tone={tone}>
      {icon}
    </span>
  )
}

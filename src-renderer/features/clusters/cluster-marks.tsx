import { IconAlertTriangle, IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { ClusterMarks } from '../../api/connections.ts'
import { Badge } from '../../components/badge.tsx'
import { texts } from '../../languages/texts.ts'

/** What a cluster must not be mistaken for, beside its name. */
export function ClusterMarkBadges({ marks, isShort = false }: { marks: ClusterMarks; isShort?: boolean }): ReactNode {
  return (
    <>
      {marks.isProduction && (
        <Badge tone="bad">
          <IconAlertTriangle size={12} aria-hidden />{' '}
          {isShort ? texts.clusters.productionShort : texts.clusters.production}
        </Badge>
      )}
      {marks.isReadOnly && (
        <Badge tone="info">
          <IconLock size={12} aria-hidden /> {texts.clusters.readOnly}
        </Badge>
      )}
    </>
  )
}

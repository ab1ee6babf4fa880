import type { ReactNode } from 'react'
import { useNow } from '../../components/use-now.ts'
import { Dim } from '../../components/text.tsx'
import { formatAgo } from '../../formatting/durations.ts'

/** How long ago it was, told anew as time goes by; nothing where there is no timestamp. Goes behind the exact time. */
export function RecordAge({ timestamp }: { timestamp: bigint }): ReactNode {
  const now = useNow(5000)
  return timestamp < 0n ? null : <Dim> · {formatAgo(timestamp, now)}</Dim>
}

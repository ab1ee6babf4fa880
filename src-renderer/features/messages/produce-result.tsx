import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from '../../components/link.tsx'
import { formatOffset } from '../../formatting/counts.ts'
import styles from './produce-dialog.module.css'
import { placeKey } from './record-place.ts'
import { texts } from '../../languages/texts.ts'

export interface ProduceResultProps {
  readonly clusterId: string
  readonly topic: string
  /** The offset is null when nobody was asked to acknowledge. */
  readonly result: { readonly partition: number; readonly offset: bigint | null }
  readonly onFollow: () => void
}

/** Where the message is now, with a way to it. */
export function ProduceResult({ clusterId, topic, result, onFollow }: ProduceResultProps): ReactNode {
  const { partition, offset } = result
  return (
    <div role="status" className={styles.result}>
      <IconCheck size={15} aria-hidden className={styles.check} />
      {offset === null ? (
        texts.messages.sentTo(partition)
      ) : (
        <>
          <span>{texts.messages.writtenTo(partition, formatOffset(offset))}</span>
          <Link
            to="/clusters/$clusterId/topics/$topic/$tab"
            params={{ clusterId, topic, tab: 'messages' }}
            search={{ record: placeKey({ partition, offset }) }}
            onClick={onFollow}
          >
            {texts.messages.showTheRecord}
          </Link>
        </>
      )}
    </div>
  )
}

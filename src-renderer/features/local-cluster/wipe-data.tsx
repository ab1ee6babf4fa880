import { IconTrash } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { queries } from '../../api/client.ts'
import { problemOf } from '../../api/problem.ts'
import { useSettings } from '../../api/settings.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Stack } from '../../components/layout.tsx'
import { Mono, TextSkeleton } from '../../components/text.tsx'
import { formatBytes } from '../../formatting/bytes.ts'
import { texts } from '../../languages/texts.ts'
import { useLocalClusterActions } from './actions.ts'

/** Removes everything that the local cluster holds; says what that is, and asks first. */
export function WipeData({ tone = 'default' }: { tone?: 'default' | 'quiet' }): ReactNode {
  const [dialog, setDialog] = useAskedDialog(['wipe'])
  const isOpen = dialog === 'wipe'
  const { wipe } = useLocalClusterActions()
  const words = texts.localCluster.wipe
  const data = useQuery(queries.localCluster.describeData.queryOptions({ enabled: isOpen, staleTime: 0 }))
  // What somebody else has made is not ours to remove.
  const isElsewhere = useSettings().localClusterDirectory !== null
  const confirm = (): void => wipe.mutate(undefined, { onSuccess: () => setDialog(null) })
  if (isElsewhere) return null
  return (
    <>
      <Button tone={tone} icon={<IconTrash size={14} />} onClick={() => setDialog('wipe')}>
        {words.button}
      </Button>
      <ConfirmDialog
        title={words.question}
        isOpen={isOpen}
        onClose={() => setDialog(null)}
        onConfirm={confirm}
        confirmLabel={words.button}
        isBusy={wipe.isPending}
        problem={wipe.error && problemOf(wipe.error, words.failed)}
      >
        <Stack gap={8}>
          <div>
            {data.data ? (
              <strong>
                {words.whatIsThere(data.data.topicCount, data.data.partitionCount, formatBytes(data.data.sizeBytes))}
              </strong>
            ) : (
              <TextSkeleton width={220} />
            )}
          </div>
          <div>{words.whatIsLost}</div>
          {data.data && <Mono>{data.data.dataDirectory}</Mono>}
        </Stack>
      </ConfirmDialog>
    </>
  )
}

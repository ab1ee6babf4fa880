import { IconCopy, IconDots, IconEraser, IconRefresh, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWhyNot } from '../../api/access.ts'
import { useWhyReadOnly } from '../../api/clusters.ts'
import { useAskedDialog } from '../../components/asked-dialog.ts'
import { Button } from '../../components/button.tsx'
import { Menu } from '../../components/menu.tsx'
import { texts } from '../../languages/texts.ts'
import { CloneTopicDialog } from './clone-topic-dialog.tsx'
import { DeleteTopicDialog } from './delete-topic-dialog.tsx'
import { PurgeTopicDialog } from './purge-topic-dialog.tsx'
import { RecreateTopicDialog } from './recreate-topic-dialog.tsx'

export interface TopicMenuProps {
  readonly clusterId: string
  readonly topic: string
  readonly partitionCount: number
}

/** What can be done with a topic as a whole. */
export function TopicMenu(props: TopicMenuProps): ReactNode {
  const words = texts.topics
  const noDelete = useWhyNot(props.clusterId, props.topic)('delete')
  const readOnly = useWhyReadOnly(props.clusterId)
  const [dialog, setDialog] = useAskedDialog(['clone', 'purge', 'recreate', 'delete'])
  const { partitionCount, ...onTopic } = props
  const close = (): void => setDialog(null)
  return (
    <>
      <Menu
        trigger={<Button icon={<IconDots size={14} />}>{words.more}</Button>}
        items={[
          {
            label: words.cloneTopic,
            icon: <IconCopy size={14} />,
            whyDisabled: readOnly,
            onClick: () => setDialog('clone'),
          },
          {
            label: words.purgeTopic,
            icon: <IconEraser size={14} />,
            whyDisabled: noDelete,
            onClick: () => setDialog('purge'),
          },
          {
            label: words.recreateTopic,
            icon: <IconRefresh size={14} />,
            whyDisabled: noDelete,
            onClick: () => setDialog('recreate'),
          },
        ]}
      />
      <Button icon={<IconTrash size={14} />} whyDisabled={noDelete} onClick={() => setDialog('delete')}>
        {words.deleteTopic}
      </Button>
      {dialog === 'clone' && <CloneTopicDialog {...onTopic} partitionCount={partitionCount} onClose={close} />}
      {dialog === 'purge' && <PurgeTopicDialog {...onTopic} partitionCount={partitionCount} onClose={close} />}
      {dialog === 'recreate' && <RecreateTopicDialog {...onTopic} onClose={close} />}
      {dialog === 'delete' && <DeleteTopicDialog {...onTopic} onClose={close} />}
    </>
  )
}

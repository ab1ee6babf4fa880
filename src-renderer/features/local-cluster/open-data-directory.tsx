import { IconFolderOpen } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { texts } from '../../languages/texts.ts'

/** Goes to the screen where a log directory is looked at. */
export function OpenDataDirectory(): ReactNode {
  const navigate = useNavigate()
  return (
    <Button
      tone="quiet"
      icon={<IconFolderOpen size={14} />}
      onClick={() => void navigate({ to: '/directory', search: {} })}
    >
      {texts.localCluster.directory.openOne}
    </Button>
  )
}

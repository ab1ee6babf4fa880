import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { clusterIdOfDirectory } from '../api/data-directories.ts'
import { DataDirectoryPage } from '../features/local-cluster/data-directory-page.tsx'
import { SegmentFiles } from '../features/segments/segments-page.tsx'

/** Which directory the address names. */
export function readDirectorySearch(search: Record<string, unknown>): { path?: string } {
  const { path } = search
  return typeof path === 'string' && path !== '' ? { path } : {}
}

export function DirectoryScreen(): ReactNode {
  const { path } = useSearch({ from: '/directory' })
  const navigate = useNavigate()
  return (
    <DataDirectoryPage path={path} onOpen={(chosen) => void navigate({ to: '/directory', search: { path: chosen } })}>
      {path !== undefined && <SegmentFiles key={path} clusterId={clusterIdOfDirectory(path)} />}
    </DataDirectoryPage>
  )
}

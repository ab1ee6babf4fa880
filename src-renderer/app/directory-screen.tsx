import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useQuery } from '@tanstack/react-query'
import { queries } from '../api/client.ts'
import { clusterIdOfDirectory } from '../api/data-directories.ts'
import { DataDirectoryPage } from '../features/local-cluster/data-directory-page.tsx'
import { readDiskSearch, type DiskSearch } from '../features/segments/disk-place.ts'
import { SegmentFiles } from '../features/segments/segments-page.tsx'
import { texts } from '../languages/texts.ts'

/** Which directory the address names. */
export function readDirectorySearch(search: Record<string, unknown>): DiskSearch & { path?: string } {
  const { path } = search
  return { ...(typeof path === 'string' && path !== '' && { path }), ...readDiskSearch(search) }
}

export function DirectoryScreen(): ReactNode {
  const { path } = useSearch({ from: '/directory' })
  const navigate = useNavigate()
  return (
    <DataDirectoryPage
      path={path}
      partTitle={usePartTitle(path)}
      onOpen={(chosen) => void navigate({ to: '/directory', search: { path: chosen } })}
    >
      {path !== undefined && <SegmentFiles key={path} clusterId={clusterIdOfDirectory(path)} />}
    </DataDirectoryPage>
  )
}

/** What was opened where it is no whole log directory: a folder, a file. Null: it is one, or nothing is known of it. */
function usePartTitle(path: string | undefined): string | null {
  const input = { clusterId: clusterIdOfDirectory(path ?? '') }
  const { data } = useQuery(queries.segments.open.queryOptions({ input, enabled: path !== undefined }))
  const { part } = texts.segments
  if (data?.kind === 'file') return part.file
  if (data?.kind === 'folder') return part.folder
  const isWhole = data?.files.some(({ kind }) => kind === 'meta-properties') !== false
  return isWhole || data.kind === 'unknown' ? null : part.directory
}

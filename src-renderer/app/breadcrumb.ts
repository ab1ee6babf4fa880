import { useLocation } from '@tanstack/react-router'
import { texts } from '../languages/texts.ts'

/** What follows the cluster in the breadcrumb. */
export function breadcrumbOf(pathname: string): string[] {
  const { areas, places } = texts.app
  const names: Readonly<Record<string, string>> = areas
  const [, first = '', , area, name] = pathname.split('/')
  if (first === '') return [places.welcome]
  if (first === 'settings') return [places.settings]
  if (first === 'directory') return [places.directory]
  if (area === undefined || area === '') return []
  return [names[area] ?? area, ...(name === undefined ? [] : [decodeURIComponent(name)])]
}

export function useBreadcrumb(): string[] {
  return breadcrumbOf(useLocation().pathname)
}

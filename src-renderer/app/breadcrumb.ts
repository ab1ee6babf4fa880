import { useLocation } from '@tanstack/react-router'

const AREAS: Readonly<Record<string, string>> = {
  topics: 'Topics',
  groups: 'Consumer groups',
  brokers: 'Brokers',
  schemas: 'Schemas',
  segments: 'Segments',
}

/** What follows the cluster in the breadcrumb. */
export function breadcrumbOf(pathname: string): string[] {
  const [, first = '', , area, name] = pathname.split('/')
  if (first === '') return ['Welcome']
  if (first === 'settings') return ['Settings']
  if (first === 'directory') return ['Data directory']
  if (area === undefined || area === '') return []
  return [AREAS[area] ?? area, ...(name === undefined ? [] : [decodeURIComponent(name)])]
}

export function useBreadcrumb(): string[] {
  return breadcrumbOf(useLocation().pathname)
}

import { reportPage } from '../../../../lib/report/page/render-report.ts'
import type { Report } from '../../../../lib/report/report.ts'

export const renderReport = (report: Report): string => [...reportPage(report)].join('')

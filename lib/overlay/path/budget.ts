/** Work that may still be done: values that are visited and characters that are compared. */
export type Budget = { left: number }

/** Error that ends a search which exceeds its budget. */
export const OVER_BUDGET = new Error('The search exceeds its budget.')

/** Takes some work from a budget. @throws OVER_BUDGET if too little is left */
export function spend(budget: Budget, work: number): void {
  budget.left -= work
  if (budget.left < 0) throw OVER_BUDGET
}

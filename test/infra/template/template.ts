/** A CloudFormation template as JSON. */
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Conditions?: JsonObject
  readonly Outputs: Readonly<Record<string, { readonly Value: Json }>>
}

export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export type Resource = {
  readonly Type: string
  readonly Properties?: JsonObject
  readonly Condition?: string
  readonly DependsOn?: string | readonly string[]
  readonly DeletionPolicy?: string
  readonly UpdateReplacePolicy?: string
}

export type JsonObject = { readonly [key: string]: Json }

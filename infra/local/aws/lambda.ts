import type { IncomingMessage, ServerResponse } from 'node:http'
import { readText, serve } from '../http/listen.ts'

export type AsyncInvocation = {
  /** The name of the durable execution; undefined if the caller gave none. */
  readonly name: string | undefined
  /** The event of the function, a JSON value. */
  readonly payload: unknown
}

/** Accepts an invocation. Resolves when it is stored, before it runs. */
export type OnInvoke = (invocation: AsyncInvocation) => Promise<{ readonly arn: string }>

/** Handles a synchronous invocation: returns the result for a payload. */
export type OnCall = (payload: unknown) => Promise<unknown>

/** Stops an execution by its ARN. Resolves to its end in epoch ms; undefined for an unknown execution. */
export type OnStop = (executionArn: string) => Promise<number | undefined>

export type Lambda = {
  /** The endpoint for `AWS_ENDPOINT_URL_LAMBDA`. */
  readonly url: string
  /** Registers the function `name` or `name:alias`. */
  readonly register: (target: string, onInvoke: OnInvoke) => void
  /** Registers the function `name` for synchronous invocations. */
  readonly registerCall: (target: string, onCall: OnCall) => void
  /** Registers the function that stops executions. */
  readonly onStop: (stop: OnStop) => void
  readonly close: () => Promise<void>
}

type LambdaResponse = { readonly status: number; readonly headers?: Record<string, string>; readonly body?: unknown }

const INVOCATIONS = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/
const STOP = /^\/2025-12-01\/durable-executions\/([^/]+)\/stop$/

/** Starts an emulator of Lambda's Invoke API, and of StopDurableExecution. A function has one type of invocation. */
export async function startLambda(): Promise<Lambda> {
  const functions = new Map<string, OnInvoke>()
  const calls = new Map<string, OnCall>()
  let onStop: OnStop = async () => undefined

  const invoke = async (request: IncomingMessage): Promise<LambdaResponse> => {
    const text = await readText(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const stop = STOP.exec(pathname)
    if (request.method === 'POST' && stop) return stopExecution(decodeURIComponent(stop[1] ?? ''))
    const path = INVOCATIONS.exec(pathname)
    if (request.method !== 'POST' || !path)
      return failure(404, 'ResourceNotFoundException', `No route for ${pathname}.`)
    const target = targetOf(decodeURIComponent(path[1] ?? ''), searchParams.get('Qualifier'))
    const onInvoke = functions.get(target)
    const onCall = calls.get(target)
    if (!onInvoke && !onCall) return failure(404, 'ResourceNotFoundException', `Function not found: ${target}`)
    const payload = parse(text)
    if (!payload.ok) return failure(400, 'InvalidRequestContentException', 'The payload is not valid JSON.')
    const type = header(request, 'x-amz-invocation-type') ?? 'RequestResponse'
    if (type === 'RequestResponse' && onCall) return call(onCall, payload.value)
    if (type !== 'Event' || !onInvoke)
      return failure(400, 'InvalidParameterValueException', `${target} has no invocations of type ${type}.`)
    try {
      const name = header(request, 'x-amz-durable-execution-name')
      const { arn } = await onInvoke({ name, payload: payload.value })
      return { status: 202, headers: { 'x-amz-durable-execution-arn': arn } }
    } catch (error) {
      return refused(error)
    }
  }

  const stopExecution = async (arn: string): Promise<LambdaResponse> => {
    const endedAt = await onStop(arn)
    if (endedAt === undefined) return failure(404, 'ResourceNotFoundException', `Execution not found: ${arn}`)
    return { status: 200, body: { StopTimestamp: endedAt / 1000 } }
  }

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, headers, body } = await invoke(request)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body === undefined ? '' : JSON.stringify(body))
  }

  const { url, close } = await serve(listener)
  return {
    url,
    close,
    register: (target, onInvoke) => functions.set(target, onInvoke),
    registerCall: (target, onCall) => calls.set(target, onCall),
    onStop: stop => {
      onStop = stop
    },
  }
}

/** Calls a function; an error is a result, as Lambda returns it. */
async function call(onCall: OnCall, payload: unknown): Promise<LambdaResponse> {
  try {
    return { status: 200, body: await onCall(payload) }
  } catch (error) {
    const { name: errorType, message: errorMessage } = error instanceof Error ? error : new Error(String(error))
    return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorType, errorMessage } }
  }
}

/** Converts a name, a partial or a full ARN, and a qualifier to `name:alias`. */
function targetOf(functionName: string, qualifier: string | null): string {
  const name = functionName.replace(/^.*:function:/, '')
  return qualifier === null ? name : `${name}:${qualifier}`
}

function refused(error: unknown): LambdaResponse {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (name === 'DurableExecutionAlreadyStartedException') return failure(409, name, message)
  return failure(400, 'InvalidParameterValueException', message)
}

const failure = (status: number, type: string, Message: string): LambdaResponse => ({
  status,
  headers: { 'x-amzn-errortype': type },
  body: { Type: 'User', Message },
})

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

function parse(text: string): { readonly ok: true; readonly value: unknown } | { readonly ok: false } {
  try {
    return { ok: true, value: text === '' ? {} : JSON.parse(text) }
  } catch {
    return { ok: false }
  }
}

import * as z from 'zod';
import type { RouteDef } from '#shared/contract/define.ts';
import { errorCodes } from '#shared/contract/errors.ts';

type JsonSchema = Record<string, unknown>;

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
};

const errorSchema: JsonSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { enum: [...errorCodes] },
        message: { type: 'string' },
        reason: { type: 'string' },
        requestId: { type: 'string' },
        retryAfterMs: { type: 'number' },
        fields: {
          type: 'array',
          items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
        },
      },
    },
  },
};

/** An OpenAPI 3.1 document (its schemas are JSON Schema 2020-12, as zod writes them) of the routes that are served. */
export function openApiDocument(routes: RouteDef[], version: string): JsonSchema {
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replaceAll(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Entente', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      schemas: { Error: errorSchema },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A personal API token, made in Settings.' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-entente' },
      },
    },
  };
}

function operation(route: RouteDef): JsonSchema {
  const body = schemaOf(route.body, 'input');
  const hasBody = Object.keys((body['properties'] as JsonSchema | undefined) ?? {}).length > 0;
  return {
    summary: route.summary,
    operationId: `${route.method} ${route.path}`.replaceAll(/\W+/g, '_').replace(/_$/, ''),
    security: securityOf(route),
    parameters: [...parametersOf(route.params, 'path'), ...parametersOf(route.query, 'query')],
    ...(hasBody
      ? { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
      : {}),
    responses: {
      200: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(route.output, 'output') } },
      },
      default: {
        description: 'Refused',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function securityOf(route: RouteDef): JsonSchema[] {
  if (route.access === 'public') return [];
  return route.access === 'signedIn' ? [{ session: [] }] : [{ token: [route.access] }, { session: [] }];
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query'): JsonSchema[] {
  const { properties = {}, required = [] } = schemaOf(schema, 'input') as {
    properties?: Record<string, JsonSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

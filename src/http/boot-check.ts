import 'reflect-metadata';
import type { INestApplication } from '@nestjs/common';
import { PATH_METADATA, RouteParamtypes, ROUTE_ARGS_METADATA } from '@nestjs/common/internal';
import { ModulesContainer } from '@nestjs/core';
import { getMetadataStorage } from 'class-validator';
import { accessMetadata, scopeMetadata, type Access } from '../access/access.decorators.js';
import type { Scope } from '../access/scopes.js';
import type { RouteTable } from './route-table.js';

const [body, query, rawBody]: readonly number[] = [
  RouteParamtypes.BODY,
  RouteParamtypes.QUERY,
  RouteParamtypes.RAW_BODY,
];

type Handler = (...args: unknown[]) => unknown;
type Class = new (...args: never[]) => object;

/** One handler of one controller, as its decorators describe it. */
export interface RouteDeclaration {
  /** `AuthController.signIn`; also the name under which the HTTP server knows the handler. */
  readonly name: string;
  readonly access: Access | null;
  /** What a machine needs to call it; null: no machine may, unless everyone may. */
  readonly scope: Scope | null;
  readonly faults: readonly string[];
}

/** Every handler of every controller of the application. */
export function routeDeclarations(app: INestApplication): readonly RouteDeclaration[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => (isClass(metatype) ? declarationsOf(metatype) : []));
}

/**
 * Refuses to start when a route states no access, takes a body whose shape nobody checks (promises.md F13), or was
 * registered around the controllers and so around the guard.
 *
 * @throws Error naming every such handler.
 */
export function checkRoutes(app: INestApplication, routes: RouteTable): void {
  const declarations = routeDeclarations(app);
  const names = new Set(declarations.map((declaration) => declaration.name));
  const faults = [
    ...declarations.filter(({ access }) => access === null).map(({ name }) => `${name} states no access`),
    ...declarations.flatMap((declaration) => declaration.faults),
    ...routes
      .handlers()
      .filter((name) => !names.has(name))
      .map((name) => `${name || 'an unnamed handler'} belongs to no controller`),
  ];
  if (faults.length > 0) throw new Error(`The routes are not safe to serve:\n  ${faults.join('\n  ')}`);
}

function declarationsOf(controller: Class): RouteDeclaration[] {
  return handlersOf(controller).map(([method, handler]) => {
    const name = `${controller.name}.${method}`;
    const stated = (key: string): unknown =>
      Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller) ?? null;
    const access = stated(accessMetadata) as Access | null;
    const scope = stated(scopeMetadata) as Scope | null;
    return { name, access, scope, faults: shapeFaults(controller, method, name) };
  });
}

/** Routes that a controller declares itself or inherits. */
function handlersOf(controller: Class): [string, Handler][] {
  const found = new Map<string, Handler>();
  let prototype: object | null = controller.prototype as object;
  while (prototype !== null && prototype !== Object.prototype) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      const value: unknown = property.value;
      if (typeof value !== 'function' || name === 'constructor' || found.has(name)) continue;
      if (Reflect.hasMetadata(PATH_METADATA, value)) found.set(name, value as Handler);
    }
    prototype = Reflect.getPrototypeOf(prototype);
  }
  return [...found];
}

interface ParameterMetadata {
  readonly index: number;
  readonly data?: unknown;
}

function shapeFaults(controller: Class, method: string, name: string): string[] {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<
    string,
    ParameterMetadata
  >;
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, method) ??
    []) as unknown[];
  return Object.entries(parameters).flatMap(([key, { index, data }]) => {
    const kind = Number(key.split(':', 1)[0]);
    if (kind === rawBody) return [`${name} takes the raw body`];
    const isBody = kind === body;
    const isQuery = kind === query;
    if (isBody && data !== undefined) return [`${name} takes single fields of the body`];
    if ((!isBody && !isQuery) || data !== undefined) return [];
    return isCheckedShape(types[index])
      ? []
      : [`${name} takes a ${isBody ? 'body' : 'query'} without a checked class`];
  });
}

function isCheckedShape(type: unknown): boolean {
  return isClass(type) && getMetadataStorage().getTargetValidationMetadatas(type, '', true, false).length > 0;
}

function isClass(value: unknown): value is Class {
  return typeof value === 'function' && typeof value.prototype === 'object';
}

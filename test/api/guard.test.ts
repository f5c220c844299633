import { Body, Controller, Get, Post, Query, RawBody } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IsString } from 'class-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Operator, Public, Roles, SignedIn } from '../../src/access/access.decorators.js';
import type { Actor, Grant } from '../../src/access/actor.js';
import { holdsRole, organizationsOf, requireRole } from '../../src/access/authorize.js';
import { AppModule } from '../../src/app.module.js';
import { checkRoutes, routeDeclarations } from '../../src/http/boot-check.js';
import { createLog } from '../../src/http/log.js';
import { DomainError } from '../../src/http/problems.js';
import { RouteTable } from '../../src/http/route-table.js';
import { createHttpServer } from '../../src/http/server.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { sendRaw } from '../support/raw-http.js';

let service: TestApp;

beforeAll(async () => {
  service = await createTestApp();
});

afterAll(() => service.close());

class Shape {
  @IsString()
  name!: string;
}

class Unchecked {
  name!: string;
}

interface Interface {
  readonly name: string;
}

@Controller('bare')
class BareController {
  @Get()
  get(): string {
    return 'secret';
  }

  @Public()
  @Get('public')
  open(): string {
    return 'open';
  }

  @Post('list')
  @SignedIn()
  list(@Body() body: Shape[]): number {
    return body.length;
  }

  @Post('interface')
  @SignedIn()
  loose(@Body() body: Interface): string {
    return body.name;
  }

  @Post('unchecked')
  @SignedIn()
  unchecked(@Body() body: Unchecked): string {
    return body.name;
  }

  @Post('field')
  @SignedIn()
  field(@Body('name') name: string): string {
    return name;
  }

  @Post('raw')
  @SignedIn()
  raw(@RawBody() body: Buffer): number {
    return body.length;
  }

  @Get('query')
  @SignedIn()
  query(@Query() query: Record<string, string>): number {
    return Object.keys(query).length;
  }

  @Post('good')
  @Roles('owner')
  good(@Body() body: Shape, @Query('page') page: string): string {
    return body.name + page;
  }
}

@Public()
@Controller('open')
class OpenController {
  @Get()
  get(): string {
    return 'open';
  }

  @Operator()
  @Get('narrower')
  narrower(): string {
    return 'operator';
  }
}

class HeirController extends OpenController {}
Controller('heir')(HeirController);

/** The whole application with controllers that it should refuse; what `createApp` does without its check. */
async function withControllers(...controllers: (new () => object)[]) {
  const logger = createLog('silent');
  const server = createHttpServer(service.config, logger);
  const log = { witnesses: 'quorum none\n', logger };
  const parts = { config: service.config, database: service.database, server, log };
  const module = { module: class Extra {}, imports: [AppModule.over(parts)], controllers };
  const app = await NestFactory.create<NestFastifyApplication>(module, server.adapter, {
    logger: false,
    bodyParser: false,
  });
  return { app, server };
}

describe('the start', () => {
  it('is refused by name when a route states no access or takes a body nobody checks', async () => {
    const { app, server } = await withControllers(BareController);
    await app.init();
    let message = '';
    try {
      checkRoutes(app, server.routes);
    } catch (error) {
      message = String(error);
    }
    expect(message.split('\n').slice(1).sort()).toEqual([
      '  BareController.field takes single fields of the body',
      '  BareController.get states no access',
      '  BareController.list takes a body without a checked class',
      '  BareController.loose takes a body without a checked class',
      '  BareController.query takes a query without a checked class',
      '  BareController.raw takes the raw body',
      '  BareController.unchecked takes a body without a checked class',
    ]);
    await app.close();
  });

  it('is refused when a route was registered around the controllers', async () => {
    const { app, server } = await withControllers();
    server.adapter.getInstance().get('/side-door', function sideDoor() {
      return 'open';
    });
    server.adapter.getInstance().get('/arrow', () => 'open');
    await app.init();
    expect(() => {
      checkRoutes(app, server.routes);
    }).toThrow(/sideDoor belongs to no controller/);
    await app.close();
  });

  it('reads what a controller says for all its routes, what a route says instead, and what is inherited', async () => {
    const { app } = await withControllers(OpenController, HeirController);
    await app.init();
    const kinds = Object.fromEntries(routeDeclarations(app).map(({ name, access }) => [name, access?.kind]));
    expect(kinds).toMatchObject({
      'OpenController.get': 'public',
      'OpenController.narrower': 'operator',
      'HeirController.get': 'public',
      'HeirController.narrower': 'operator',
    });
    await app.close();
  });

  it('of the service itself declares every route the HTTP server knows', () => {
    const routes = service.app.get(RouteTable);
    const names = routeDeclarations(service.app).map((route) => route.name);
    expect(routes.handlers().every((name) => names.includes(name))).toBe(true);
    expect(routes.handlers().length).toBeGreaterThan(20);
    expect(() => {
      checkRoutes(service.app, routes);
    }).not.toThrow();
  });

  it('does not look at an application without routes', async () => {
    const app = await NestFactory.create(class Empty {}, new FastifyAdapter(), { logger: false });
    expect(routeDeclarations(app)).toEqual([]);
    await app.close();
  });
});

describe('a route that says nothing about access', () => {
  it('reaches nobody, even if the start had let it pass', async () => {
    const { app } = await withControllers(BareController);
    await app.listen(0, '127.0.0.1');
    const url = await app.getUrl();
    expect((await fetch(`${url}/bare`)).status).toBe(403);
    expect((await fetch(`${url}/bare`, { method: 'HEAD' })).status).toBe(403);
    expect((await fetch(`${url}/bare/public`)).status).toBe(200);
    await app.close();
  });
});

describe('a closed route', () => {
  const spellings = [
    '/api/v1/organizations',
    '/api/v1/organizations/',
    '/api/v1/organizations//',
    '//api/v1/organizations',
    '/api//v1/organizations',
    '/API/v1/organizations',
    '/api/V1/Organizations',
    '/api/v1/%6Frganizations',
    '/%61pi/v1/organizations',
    '/api%2Fv1%2Forganizations',
    '/api/v1/organizations%2F',
    '/api/v1/organizations%00',
    '/api/v1/organizations;x=1',
    '/api/v1/organizations?x=1',
    '/api/v1/organizations#x',
    '/api/v1/./organizations',
    '/api/v1/x/../organizations',
    '/livez/../api/v1/organizations',
    '/api/v1/organizations.json',
    '/api\\v1\\organizations',
    'http://localhost/api/v1/organizations',
  ];

  it.each(spellings)('is closed in every spelling: %s', async (target) => {
    for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'TRACE', 'QUERY', 'PROPFIND']) {
      const answer = await sendRaw(
        service.url,
        `${method} ${target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
      expect([400, 401, 404, 405], `${method} ${target}: ${answer.head}`).toContain(answer.status);
      expect(answer.body).not.toContain('"items"');
    }
  });

  it('is not opened by headers that proxies use to rewrite', async () => {
    for (const name of ['x-original-url', 'x-rewrite-url', 'x-http-method-override', 'x-forwarded-user']) {
      const answer = await fetch(`${service.url}/api/v1/organizations`, { headers: { [name]: '/livez' } });
      expect(answer.status, name).toBe(401);
    }
  });

  it('is every route below /api/v1 that is not declared public', async () => {
    const declared = new Map(routeDeclarations(service.app).map((route) => [route.name, route.access?.kind]));
    const closed = [...declared.values()].filter((kind) => kind !== 'public');
    expect(closed.length).toBeGreaterThan(10);
    const open = [
      'POST /api/v1/verify',
      'POST /api/v1/oauth/token',
      'POST /api/v1/invitations/accept',
      'GET /api/v1/certifications',
      'GET /api/v1/lists',
      'GET /api/v1/lists/:name',
      'GET /api/v1/lists/:name/:version',
      'POST /api/v1/applications',
      'GET /api/v1/applications/:id/status',
      'PUT /api/v1/applications/:id',
      'POST /api/v1/applications/:id/documents',
      'POST /api/v1/applications/:id/withdrawal',
      'POST /api/v1/applications/:id/owner',
    ];
    for (const route of service.app.get(RouteTable).list()) {
      const [method = '', pattern = ''] = route.split(' ');
      if (!pattern.startsWith('/api/v1') || pattern.startsWith('/api/v1/auth')) continue;
      const target = service.url + pattern.replaceAll('::', ':').replaceAll(/(?<=\/):\w+/g, 'x');
      const answer = await fetch(target, { method });
      const isOpen = open.includes(route);
      expect(answer.status === 401, `${route} ${answer.status}`).toBe(!isOpen);
    }
  });
});

describe('a route for roles', () => {
  it('is forbidden to an account without any of them', async () => {
    const { headers } = await service.signIn({
      login: 'no-roles',
      name: 'x',
      password: 'long enough',
      grants: [],
    });
    const { app } = await withControllers(BareController);
    await app.listen(0, '127.0.0.1');
    const send = async (authorization: string) =>
      fetch(`${await app.getUrl()}/bare/good`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'x' }),
      });
    expect((await send(headers['authorization']!)).status).toBe(403);
    const grants: Grant[] = [{ role: 'owner', organizationId: null, region: null }];
    const owner = await service.signIn({ login: 'has-role', name: 'x', password: 'long enough', grants });
    expect((await send(owner.headers['authorization']!)).status).toBe(201);
    await app.close();
  });
});

const farm = '6f2f1c0e-6f0a-4c5b-9d43-1f4a3c0f7c11';
const mill = '0b8c1a52-7f4e-4a9d-8a31-5b6c7d8e9f01';

function actor(...grants: Partial<Grant>[]): Actor {
  const whole = grants.map((grant) => ({
    role: 'viewer' as const,
    organizationId: null,
    region: null,
    ...grant,
  }));
  return { accountId: 'a', login: 'a', grants: whole, scopes: null, strong: true };
}

function refusal(ask: () => void): string {
  try {
    ask();
  } catch (error) {
    if (error instanceof DomainError) return error.slug;
    throw error;
  }
  return 'passes';
}

describe('a role for an organization', () => {
  const recorder = actor({ role: 'recorder', organizationId: farm });
  const regulator = actor({ role: 'regulator', region: '3706' });
  const national = actor({ role: 'inspector', region: '' });
  const admin = actor({ role: 'admin' });

  it.each([
    ['a member with the role', recorder, farm, ['owner', 'recorder'], undefined, 'passes'],
    ['a member without it', recorder, farm, ['owner'], undefined, 'forbidden'],
    ['a member of another organization', recorder, mill, ['recorder'], undefined, 'not-found'],
    ['an account without roles', actor(), farm, ['viewer'], undefined, 'not-found'],
    ['a regulator of its region', regulator, farm, ['regulator'], '370686', 'passes'],
    ['a regulator of another region', regulator, farm, ['regulator'], '110101', 'not-found'],
    ['a regulator where no region is known', regulator, farm, ['regulator'], undefined, 'not-found'],
    ['a regulator where only members may', regulator, farm, ['owner'], '370686', 'not-found'],
    ['an inspector of the whole country', national, farm, ['inspector'], '110101', 'passes'],
    [
      'a regulator without any region',
      actor({ role: 'regulator' }),
      farm,
      ['regulator'],
      '370686',
      'not-found',
    ],
    ['the admin where admins may', admin, farm, ['owner', 'admin'], undefined, 'passes'],
    ['the admin where only members may', admin, farm, ['owner'], undefined, 'not-found'],
    ['a certifier of the service', actor({ role: 'certifier' }), farm, ['certifier'], undefined, 'passes'],
    [
      'a certifier of an organization',
      actor({ role: 'certifier', organizationId: mill }),
      farm,
      ['certifier'],
      undefined,
      'not-found',
    ],
  ] as const)('%s', (_, who, organization, roles, region, expected) => {
    expect(refusal(() => { requireRole(who, organization, roles, region); })).toBe(expected); // prettier-ignore
    expect(holdsRole(who, organization, roles, region)).toBe(expected === 'passes');
  });

  it('refuses what is not there and what is not yours in the same words', () => {
    const slugs = [farm, mill].map((id) => refusal(() => { requireRole(actor(), id, ['owner']); })); // prettier-ignore
    expect(new Set(slugs)).toEqual(new Set(['not-found']));
  });

  it('lists each organization once', () => {
    const both = actor(
      { role: 'owner', organizationId: farm },
      { role: 'recorder', organizationId: farm },
      { role: 'viewer', organizationId: mill },
      { role: 'admin' },
    );
    expect(organizationsOf(both, ['owner', 'recorder'])).toEqual([farm]);
    expect(organizationsOf(both, ['owner', 'viewer', 'admin'])).toEqual([farm, mill]);
  });
});

import { Global, Module, type DynamicModule } from '@nestjs/common';
import { Database } from './database.js';

/** Hands the database to whoever asks for `Database`. Who connected it closes it, after the last request. */
@Global()
@Module({})
export class DatabaseModule {
  static over(database: Database): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [{ provide: Database, useValue: database }],
      exports: [Database],
    };
  }
}

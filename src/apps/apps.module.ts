import { Module } from '@nestjs/common';
import { CaptureController } from './capture.controller.js';
import { CaptureFiles } from './capture-files.js';
import { ConsoleController } from './console.controller.js';

/** Serves the apps for browsers: recording in the field, and the console. */
@Module({ controllers: [CaptureController, ConsoleController], providers: [CaptureFiles] })
export class AppsModule {}

import { Module } from '@nestjs/common';
import { CaptureController } from './capture.controller.js';
import { CaptureFiles } from './capture-files.js';

/** Serves the app for recording in the field. */
@Module({ controllers: [CaptureController], providers: [CaptureFiles] })
export class CaptureModule {}

import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { scanUriLengthMax } from '../gs1/digital-link.js';

/** Body of a verification by a program. */
export class VerifyBody {
  @ApiProperty({
    description: 'What the code holds.',
    maxLength: scanUriLengthMax,
    example: 'https://trace.example.cn/01/06937001000019/10/APP-20261018-01/21/001061050R3GG28AY',
  })
  @IsString()
  @MinLength(1)
  @MaxLength(scanUriLengthMax)
  uri!: string;
}

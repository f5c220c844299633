import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { scanUriLengthMax } from '../gs1/digital-link.js';

/** Body of a verification by a program. */
export class VerifyBody {
  @ApiProperty({ description: 'What the code holds.', maxLength: scanUriLengthMax })
  @IsString()
  @MinLength(1)
  @MaxLength(scanUriLengthMax)
  uri!: string;
}

import { DomainError } from '../../http/problems.js';

/** The refusal of everything that an application in its state does not allow. */
export function applicationClosed(): DomainError {
  return new DomainError('application-closed', {
    zh: '这份申请现在不能这样操作：它已经批准、拒绝、撤回或退回，或者别人先作了决定。请重新读取查看。',
    en: 'The application does not allow this now: it was approved, refused, withdrawn or returned, or somebody decided first. Read it again.',
  });
}

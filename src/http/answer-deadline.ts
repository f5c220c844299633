import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Words } from '../gs1/words.js';
import { languageOf } from './language.js';
import { plainProblem } from './problem-document.js';
import { sendProblem, type ProblemStyle } from './problem-reply.js';

/** Every request that has arrived whole is answered within three seconds (promises.md P8); the rest is the way back. */
const answerWithinMs = 2_500;

const slowWords: Words = {
  zh: '服务繁忙，未能及时应答，请稍后再试。',
  en: 'The service was too busy to answer in time; try again in a moment.',
};
const openWords: Words = {
  zh: '未能及时得知是否已保存。请用同一事件号重试，不会重复记录。',
  en: 'It took too long to learn whether this was saved. Retry with the same event id: nothing is recorded twice.',
};

/**
 * Answers 503 for a handler that takes too long, whatever it waits for: `unavailable` when it only reads, `ambiguous`
 * when it may have changed something, because it goes on. An answer that has begun is left alone, however long it is.
 */
export function installAnswerDeadline(server: FastifyInstance, style: ProblemStyle): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  const disarm = (request: FastifyRequest): void => {
    clearTimeout(timers.get(request));
  };
  server.addHook('preHandler', (request, reply, done) => {
    timers.set(
      request,
      setTimeout(() => {
        giveUp(request, reply, style);
      }, answerWithinMs),
    );
    done();
  });
  server.addHook('onSend', (request, _reply, payload, done) => {
    disarm(request);
    done(null, payload);
  });
  server.addHook('onRequestAbort', (request, done) => {
    disarm(request);
    done();
  });
}

function giveUp(request: FastifyRequest, reply: FastifyReply, style: ProblemStyle): void {
  if (reply.sent) return;
  const reads = request.method === 'GET' || request.method === 'HEAD';
  const problem = reads ? plainProblem('unavailable', slowWords) : plainProblem('ambiguous', openWords);
  request.log.warn({ route: request.routeOptions.url }, 'no answer in time');
  sendProblem(request, reply, problem, languageOf(request), style);
}

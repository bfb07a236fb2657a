import { z } from 'zod';
import {
  addSubscriber,
  changeAddress,
  changeSubscriber,
  getSubscribers,
  removeSubscriber,
  replaceSecret,
  testSubscriber,
} from '../../../application/people/subscribers.js';
import { idParams } from '../../../contract/params.js';
import { changeRequested } from '../../../contract/people/admin.js';
import { noBody, noQuery } from '../../../contract/query.js';
import {
  newSubscriber,
  newSubscriberSecret,
  subscriberAddress,
  subscriberChange,
  subscriberConfirmation,
  subscriberCreate,
  subscriberList,
  subscriberTest,
} from '../../../contract/people/subscribers.js';
import { needs } from '../../caller.js';
import type { Api, ApiContext } from '../../context.js';
import { writeRoute } from '../../write-route.js';

const url = '/v1/subscribers';
const tags = ['webhooks'];
const admit = 'people.manage';
const one = { tags, admit, params: idParams } as const;

export function registerSubscribersRoutes(app: Api, context: ApiContext): void {
  const read = { summary: 'List subscribers of webhooks', tags, querystring: noQuery };
  app.get(url, { schema: { ...read, response: { 200: subscriberList } }, preValidation: needs(admit) }, () =>
    getSubscribers(context),
  );

  writeRoute(app, context, {
    url,
    summary: 'Add a subscriber; its secret is shown once',
    description: 'An admin or counsel confirms the host of its address, see `/v1/changes`. Until then it gets nothing.',
    tags,
    admit,
    body: subscriberCreate,
    response: { 202: newSubscriber },
    write: async (acting, { body }) => {
      const { secret, ...made } = await addSubscriber(acting, body);
      const location = `/v1/changes/${made.change}`;
      return { answer: { ...made, state: 'pending' }, shownOnce: { secret }, location };
    },
  });
  registerChanges(app, context);
}

function registerChanges(app: Api, context: ApiContext): void {
  writeRoute(app, context, {
    ...one,
    method: 'PATCH',
    url: `${url}/:id`,
    summary: 'Change name or filter of a subscriber, pause or resume it',
    body: subscriberChange,
    description:
      'A filter that adds events applies once an admin or counsel has confirmed it, see `/v1/changes`. Name, pause and a narrower filter apply immediately.',
    response: { 204: z.null(), 202: changeRequested },
    write: (acting, { params, body }) => changeSubscriber(acting, { ...params, ...body }),
  });

  writeRoute(app, context, {
    ...one,
    url: `${url}/:id/address`,
    summary: 'Request another address of a subscriber',
    description: 'Events go to the present one until an admin or counsel has confirmed the host, see `/v1/changes`.',
    body: subscriberAddress,
    response: { 202: changeRequested },
    write: (acting, { params, body }) => changeAddress(acting, { ...params, ...body }),
  });

  writeRoute(app, context, {
    ...one,
    url: `${url}/:id/secret`,
    summary: 'Request another secret of a subscriber; it is shown once',
    description: 'The present one signs until an admin or counsel has confirmed the change, see `/v1/changes`.',
    body: subscriberConfirmation.nullish(),
    response: { 202: newSubscriberSecret },
    write: async (acting, { params }) => {
      const { change, secret } = await replaceSecret(acting, params);
      return { answer: { change, state: 'pending' }, location: `/v1/changes/${change}`, shownOnce: { secret } };
    },
  });

  writeRoute(app, context, {
    ...one,
    url: `${url}/:id/test`,
    summary: 'Send a test event to a subscriber',
    description: 'Of type `webhook.test`; it is tried once.',
    body: noBody,
    response: { 202: subscriberTest },
    write: async (acting, { params }) => ({ answer: { event: await testSubscriber(acting, params) } }),
  });

  writeRoute(app, context, {
    ...one,
    method: 'DELETE',
    url: `${url}/:id`,
    summary: 'Remove a subscriber with its waiting events',
    response: { 204: z.null() },
    write: (acting, { params }) => removeSubscriber(acting, params),
  });
}

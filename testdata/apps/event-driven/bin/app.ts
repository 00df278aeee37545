import { App } from 'aws-cdk-lib';
import { InboxStack } from '../lib/inbox-stack';

new InboxStack(new App(), 'Inbox', { notify: ['ops@inbox.example', 'desk@inbox.example'] });

import { App } from 'aws-cdk-lib';
import { PlatformStack } from '../lib/platform-stack';
import { ReportingStack } from '../lib/reporting-stack';

const app = new App();
const platform = new PlatformStack(app, 'Platform');
new ReportingStack(app, 'Reporting', { samples: platform.storage.samples, alerts: platform.messaging.alerts });

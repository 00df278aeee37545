import { Duration, Stack, StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  Distribution,
  GeoRestriction,
  HttpVersion,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { ComparisonOperator, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ARecord, CfnHealthCheck, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AlertTopic } from './constructs/alert-topic';
import { NotifyingAlarm } from './constructs/notifying-alarm';
import { SecureBucket } from './constructs/secure-bucket';
import { WebAcl } from './constructs/web-acl';
import { PlatformEnvironment } from './environment';

export interface SiteStackProps extends StackProps {
  readonly environment: PlatformEnvironment;
}

/** Customer portal: private bucket, distribution, certificate, web ACL. Lives where CloudFront looks for the last two. */
export class SiteStack extends Stack {
  constructor(scope: Construct, id: string, props: SiteStackProps) {
    super(scope, id, props);

    const { zoneName, hostedZoneId, alertEmail } = props.environment;
    const domainName = `portal.${zoneName}`;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });
    const alerts = new AlertTopic(this, 'Alerts', { email: alertEmail }).topic;

    const accessLogs = new SecureBucket(this, 'AccessLogs', {
      expireAfterDays: 400,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    });
    const portalBucket = new SecureBucket(this, 'PortalBucket', { accessLogs });
    const acl = new WebAcl(this, 'SiteAcl', { scope: 'CLOUDFRONT', name: 'platform-site' });
    const certificate = new Certificate(this, 'Certificate', {
      domainName,
      validation: CertificateValidation.fromDns(zone),
    });

    const distribution = new Distribution(this, 'Distribution', {
      comment: 'Customer portal',
      domainNames: [domainName],
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      httpVersion: HttpVersion.HTTP2_AND_3,
      defaultRootObject: 'index.html',
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(portalBucket),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
      },
      geoRestriction: GeoRestriction.allowlist('AT', 'CH', 'DE'),
      enableLogging: true,
      logBucket: accessLogs,
      logFilePrefix: 'cloudfront/',
      webAclId: acl.acl.attrArn,
      publishAdditionalMetrics: true,
    });
    new ARecord(this, 'Address', { zone, recordName: 'portal', target: RecordTarget.fromAlias(new CloudFrontTarget(distribution)) });

    const healthCheck = new CfnHealthCheck(this, 'HealthCheck', {
      healthCheckConfig: {
        type: 'HTTPS',
        fullyQualifiedDomainName: domainName,
        resourcePath: '/index.html',
        port: 443,
        requestInterval: 30,
        failureThreshold: 3,
      },
    });
    new NotifyingAlarm(this, 'PortalDown', {
      topic: alerts,
      metric: new Metric({
        namespace: 'AWS/Route53',
        metricName: 'HealthCheckStatus',
        dimensionsMap: { HealthCheckId: healthCheck.attrHealthCheckId },
        statistic: 'Minimum',
        period: Duration.minutes(1),
      }),
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 3,
    });
    new NotifyingAlarm(this, 'PortalErrors', {
      topic: alerts,
      metric: distribution.metric5xxErrorRate({ period: Duration.minutes(5) }),
      threshold: 0.1,
      evaluationPeriods: 3,
    });
  }
}

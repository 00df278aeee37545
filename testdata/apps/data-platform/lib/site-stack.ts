import { Duration, RemovalPolicy, Stack, StackProps } from "aws-cdk-lib";
import { CachePolicy, Distribution, ViewerProtocolPolicy } from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin, S3Origin } from "aws-cdk-lib/aws-cloudfront-origins";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";

export interface SiteStackProps extends StackProps {
    domainName: string;
    supportCidrs: string[];
}

/** Customer portal, its downloads, and the log bucket of both. */
export class SiteStack extends Stack {
    constructor(scope: Construct, id: string, props: SiteStackProps) {
        super(scope, id, props);

        const logBucket = new Bucket(this, "LogBucket", {
            objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
            blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
            lifecycleRules: [{ expiration: Duration.days(365) }],
        });

        const portalBucket = new Bucket(this, "PortalBucket", { removalPolicy: RemovalPolicy.DESTROY });

        const downloadBucket = new Bucket(this, "DownloadBucket", {
            versioned: true,
            encryption: BucketEncryption.S3_MANAGED,
            blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
            enforceSSL: true,
            serverAccessLogsBucket: logBucket,
            serverAccessLogsPrefix: "downloads/",
            lifecycleRules: [
                { noncurrentVersionExpiration: Duration.days(60), abortIncompleteMultipartUploadAfter: Duration.days(3) },
            ],
        });

        const distribution = new Distribution(this, "CDN", {
            comment: `Portal ${props.domainName}`,
            defaultBehavior: {
                origin: new S3Origin(portalBucket),
                viewerProtocolPolicy: ViewerProtocolPolicy.ALLOW_ALL,
                cachePolicy: CachePolicy.CACHING_OPTIMIZED,
            },
        });
        distribution.addBehavior("/downloads/*", S3BucketOrigin.withOriginAccessControl(downloadBucket), {
            viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        });

        const zone = HostedZone.fromHostedZoneAttributes(this, "Zone", {
            zoneName: "meridian.example",
            hostedZoneId: "Z05661231CQF8T1JRYV3K",
        });
        new ARecord(this, "OldPortal", {
            zone,
            recordName: "old-portal",
            target: RecordTarget.fromIpAddresses("88.99.142.17"),
            ttl: Duration.minutes(5),
        });

        // Support reads what customers upload, from its own network and from the build host
        downloadBucket.addToResourcePolicy(
            new PolicyStatement({
                effect: Effect.ALLOW,
                principals: [new AnyPrincipal()],
                actions: ["s3:GetObject"],
                resources: [downloadBucket.arnForObjects("support/*")],
                conditions: { IpAddress: { "aws:SourceIp": [...props.supportCidrs, "91.198.22.0/24"] } },
            }),
        );
    }
}

/* How safe a fix is at best: a page's word, lowered where a property that it changes may have CloudFormation replace the resource. */
#include <string.h>

#include "planner.h"

/* Properties whose change replaces the resource, always or under circumstances ("update requires: replacement" and "… some interruptions or
 * replacement"): the types that the rules with fixes speak of. Taken on 2026-11-22 from the property `causesReplacement` (yes, maybe) of
 * @aws-cdk/aws-service-spec 0.1.216, which is made from CloudFormation's resource specification. */
static const struct {
    const char *type, *properties;
} replacing[] = {
    {"AWS::ApiGateway::Stage", "RestApiId StageName"},
    {"AWS::CloudWatch::Alarm", "AlarmName"},
    {"AWS::CloudWatch::CompositeAlarm", "AlarmName"},
    {"AWS::DynamoDB::GlobalTable", "KeySchema LocalSecondaryIndexes TableName"},
    {"AWS::DynamoDB::Table", "ImportSourceSpecification KeySchema TableName"},
    {"AWS::EC2::FlowLog", "DeliverCrossAccountRole DeliverLogsPermissionArn DestinationOptions LogDestination "
                          "LogDestinationType LogFormat LogGroupName MaxAggregationInterval ResourceId ResourceType "
                          "TagFieldSpecifications TrafficType"},
    {"AWS::EC2::SecurityGroup", "GroupDescription GroupName VpcId"},
    {"AWS::EC2::SecurityGroupEgress",
     "CidrIp CidrIpv6 DestinationPrefixListId DestinationSecurityGroupId FromPort GroupId "
     "IpProtocol ToPort"},
    {"AWS::EC2::SecurityGroupIngress",
     "CidrIp CidrIpv6 FromPort GroupId GroupName IpProtocol SourcePrefixListId "
     "SourceSecurityGroupId SourceSecurityGroupName SourceSecurityGroupOwnerId ToPort"},
    {"AWS::EC2::VPC", "CidrBlock InstanceTenancy Ipv4IpamPoolId Ipv4NetmaskLength VpcEncryptionControl"},
    {"AWS::Lambda::Function", "FunctionName PackageType TenancyConfig"},
    {"AWS::RDS::DBCluster", "AvailabilityZones ClusterScalabilityType DBClusterIdentifier DBSubnetGroupName DBSystemId "
                            "DatabaseName Engine EngineMode GlobalClusterIdentifier KmsKeyId MasterUsername "
                            "PubliclyAccessible RestoreToTime RestoreType SnapshotIdentifier SourceDBClusterIdentifier "
                            "SourceDbClusterResourceId SourceRegion StorageEncrypted UseLatestRestorableTime"},
    {"AWS::RDS::DBInstance",
     "AutoMinorVersionUpgrade AvailabilityZone BackupRetentionPeriod BackupTarget "
     "CharacterSetName CustomIAMInstanceProfile DBClusterIdentifier DBClusterSnapshotIdentifier "
     "DBInstanceIdentifier DBName DBParameterGroupName DBSnapshotIdentifier DBSubnetGroupName "
     "DBSystemId Engine KmsKeyId MasterUsername MultiAZ NcharCharacterSetName "
     "PerformanceInsightsKMSKeyId Port PreferredMaintenanceWindow RestoreTime "
     "SourceDBClusterIdentifier SourceDBInstanceAutomatedBackupsArn SourceDBInstanceIdentifier "
     "SourceDbiResourceId SourceRegion StorageEncrypted StorageType Timezone "
     "UseLatestRestorableTime"},
    {"AWS::S3::Bucket", "BucketName BucketNamePrefix BucketNamespace ObjectLockEnabled"},
    {"AWS::SQS::Queue", "FifoQueue QueueName"},
    {"AWS::WAFv2::WebACL", "Name Scope"},
    {"AWS::WAFv2::WebACLAssociation", "ResourceArn WebACLArn"},
};

static bool replaces(il_str type, il_str property)
{
    for (size_t i = 0; i < sizeof replacing / sizeof *replacing; i++) {
        il_str rest = il_str_of(replacing[i].properties);
        while (il_str_is(type, replacing[i].type) && rest.p) {
            if (il_str_eq(il_str_cut(&rest, ' '), property))
                return true;
        }
    }
    return false;
}

/* The property that a page's PATH lies in; empty for an attribute like `.DeletionPolicy`. */
static il_str property_of(const char *path)
{
    il_str text = il_str_of(path);
    if (il_str_starts(text, IL_STR("$self.")) || il_str_starts(text, IL_STR("$each.")))
        text = il_str_slice(text, 6, text.n);
    return il_str_cut(&text, '.');
}

il_safety il_plan__safety(const il_rule_fix *page, il_str type)
{
    il_safety safety = page->safety;
    for (size_t i = 0; i < page->n_set; i++) {
        if (replaces(type, property_of(page->set[i].path)))
            safety = IL_UNSAFE;
    }
    for (size_t i = 0; i < page->n_remove; i++) {
        if (replaces(type, property_of(page->remove[i])))
            safety = IL_UNSAFE;
    }
    return safety;
}

"""Bucket and table. Replacing either would lose data, so their logical ids are fixed."""

from aws_cdk import CfnResource, Duration, RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_s3 as s3
from constructs import Construct

from billhook import names
from infra.stage import Stage

BUCKET_ID = "BillsBucket"
TABLE_ID = "BillsTable"
_WORK_DAYS = 7


class Storage(Construct):
    """The bucket for bytes and the table for rows."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Storage")
        removal = RemovalPolicy.RETAIN if stage.is_protected else RemovalPolicy.DESTROY
        self.bucket = self._bucket(stage, removal)
        self.table = self._table(stage, removal)

    def _bucket(self, stage: Stage, removal: RemovalPolicy) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            "Bucket",
            versioned=True,
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            enforce_ssl=not stage.is_local,
            minimum_tls_version=None if stage.is_local else 1.2,
            removal_policy=removal,
            cors=_cors_rules(stage),
            lifecycle_rules=[
                s3.LifecycleRule(
                    id="old-versions",
                    noncurrent_version_expiration=Duration.days(stage.noncurrent_days),
                    expired_object_delete_marker=True,
                    abort_incomplete_multipart_upload_after=Duration.days(1),
                ),
                s3.LifecycleRule(id="work", prefix=names.WORK_PREFIX, expiration=Duration.days(_WORK_DAYS)),
            ],
        )
        _pin(bucket, BUCKET_ID)
        return bucket

    def _table(self, stage: Stage, removal: RemovalPolicy) -> dynamodb.TableV2:
        table = dynamodb.TableV2(
            self,
            "Table",
            partition_key=_text(names.PK),
            sort_key=_text(names.SK),
            billing=dynamodb.Billing.on_demand(),
            global_secondary_indexes=[
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=names.LISTS_INDEX,
                    partition_key=_text(names.LISTS_PK),
                    sort_key=_text(names.LISTS_SK),
                    projection_type=dynamodb.ProjectionType.ALL,
                ),
                dynamodb.GlobalSecondaryIndexPropsV2(
                    index_name=names.DUE_INDEX,
                    partition_key=_text(names.DUE_PK),
                    sort_key=_text(names.DUE_SK),
                    projection_type=dynamodb.ProjectionType.ALL,
                ),
            ],
            dynamo_stream=dynamodb.StreamViewType.NEW_IMAGE,
            time_to_live_attribute=names.TTL_ATTRIBUTE,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=stage.is_protected,
            removal_policy=removal,
        )
        _pin(table, TABLE_ID)
        return table


def _text(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)


def _cors_rules(stage: Stage) -> list[s3.CorsRule]:
    """Every page may fill a signed form, as the page of a drop does: the form has the signature, no cookie counts.

    Pages of the configured origins may follow file links. The API's own origin cannot be named here: the API's function
    needs the bucket first.
    """
    forms = s3.CorsRule(allowed_methods=[s3.HttpMethods.POST], allowed_origins=["*"], allowed_headers=["*"])
    if not stage.cors_origins:
        return [forms]
    reads = [s3.HttpMethods.GET, s3.HttpMethods.HEAD]
    origins = list(stage.cors_origins)
    return [forms, s3.CorsRule(allowed_methods=reads, allowed_origins=origins, allowed_headers=["*"])]


def _pin(construct: Construct, logical_id: str) -> None:
    resource = construct.node.default_child
    assert isinstance(resource, CfnResource)
    resource.override_logical_id(logical_id)

"""Ids that must never change: CloudFormation replaces a resource whose id changed, and its bills with it."""


def test_logical_ids_of_bucket_and_table_are_stable(each):
    assert set(each.of_type("AWS::S3::Bucket")) == {"BillsBucket"}
    assert set(each.of_type("AWS::DynamoDB::GlobalTable")) == {"BillsTable"}


def test_table_keys_are_stable(each):
    table = each.of_type("AWS::DynamoDB::GlobalTable")["BillsTable"]

    keys = {"table": table["KeySchema"]} | {i["IndexName"]: i["KeySchema"] for i in table["GlobalSecondaryIndexes"]}

    assert {name: [key["AttributeName"] for key in schema] for name, schema in keys.items()} == {
        "table": ["pk", "sk"],
        "lists": ["gsi1pk", "gsi1sk"],
        "due": ["gsi2pk", "gsi2sk"],
    }
    assert {i["Projection"]["ProjectionType"] for i in table["GlobalSecondaryIndexes"]} == {"ALL"}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_IMAGE"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_output_names_are_stable(each):
    ours = {"ApiUrl", "BucketName", "TableName", "BusName", "AdminFunctionName", "DispatcherRoleArn"}
    users = {"UserPoolId", "UserPoolClientId"}

    assert set(each.body["Outputs"]) == ours | users

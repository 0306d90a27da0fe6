"""Web ACL: requests that AWS WAF refuses before API Gateway counts them or calls a function."""

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_wafv2 as wafv2
from constructs import Construct

REQUESTS_WITHOUT_KEY = 300
"""Requests without a credential of one address in five minutes: a person with a drop link needs a few dozen."""

_CREDENTIALS = ("x-api-key", "x-access-token", "authorization")
"""The headers that the authorizer looks at."""

_REPUTATION = "AWSManagedRulesAmazonIpReputationList"
"""AWS's common rule set is left out: it refuses bodies above 8 kB, which every bill has."""


class WebAcl(Construct):
    """Refuses known bad addresses, and addresses that send many requests without a credential."""

    def __init__(self, scope: Construct, *, rest: apigateway.RestApi) -> None:
        super().__init__(scope, "WebAcl")
        self.acl = wafv2.CfnWebACL(
            self,
            "Acl",
            scope="REGIONAL",
            default_action=wafv2.CfnWebACL.DefaultActionProperty(allow={}),
            visibility_config=_visibility("WebAcl"),
            rules=[_requests_without_key(), _managed(_REPUTATION)],
        )
        wafv2.CfnWebACLAssociation(
            self, "Association", resource_arn=rest.deployment_stage.stage_arn, web_acl_arn=self.acl.attr_arn
        )


def _requests_without_key() -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name="RequestsWithoutKey",
        priority=0,
        action=wafv2.CfnWebACL.RuleActionProperty(
            block={
                "customResponse": {"responseCode": 429, "responseHeaders": [{"name": "Retry-After", "value": "300"}]}
            }
        ),
        visibility_config=_visibility("RequestsWithoutKey"),
        statement=wafv2.CfnWebACL.StatementProperty(
            rate_based_statement=wafv2.CfnWebACL.RateBasedStatementProperty(
                aggregate_key_type="IP",
                limit=REQUESTS_WITHOUT_KEY,
                evaluation_window_sec=300,
                scope_down_statement=_without_credential(),
            )
        ),
    )


def _without_credential() -> wafv2.CfnWebACL.StatementProperty:
    """No header that can carry a credential is there: a size constraint does not match an absent header."""
    present = wafv2.CfnWebACL.OrStatementProperty(statements=[_has_header(header) for header in _CREDENTIALS])
    return wafv2.CfnWebACL.StatementProperty(
        not_statement=wafv2.CfnWebACL.NotStatementProperty(
            statement=wafv2.CfnWebACL.StatementProperty(or_statement=present)
        )
    )


def _has_header(header: str) -> wafv2.CfnWebACL.StatementProperty:
    return wafv2.CfnWebACL.StatementProperty(
        size_constraint_statement=wafv2.CfnWebACL.SizeConstraintStatementProperty(
            field_to_match=wafv2.CfnWebACL.FieldToMatchProperty(single_header={"Name": header}),
            comparison_operator="GT",
            size=0,
            text_transformations=[wafv2.CfnWebACL.TextTransformationProperty(priority=0, type="NONE")],
        )
    )


def _managed(name: str) -> wafv2.CfnWebACL.RuleProperty:
    return wafv2.CfnWebACL.RuleProperty(
        name=name,
        priority=1,
        override_action=wafv2.CfnWebACL.OverrideActionProperty(none={}),
        visibility_config=_visibility(name),
        statement=wafv2.CfnWebACL.StatementProperty(
            managed_rule_group_statement=wafv2.CfnWebACL.ManagedRuleGroupStatementProperty(vendor_name="AWS", name=name)
        ),
    )


def _visibility(name: str) -> wafv2.CfnWebACL.VisibilityConfigProperty:
    """Metrics by rule. Sampled requests are off: they would show header values, which are keys."""
    return wafv2.CfnWebACL.VisibilityConfigProperty(
        cloud_watch_metrics_enabled=True, metric_name=name, sampled_requests_enabled=False
    )

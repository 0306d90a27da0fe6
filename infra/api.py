"""One regional REST API, an authorizer that receives every header, and one function for all routes."""

import json

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from billhook import names
from infra.domain import CustomDomain
from infra.function import BillhookFunction, Functions
from infra.gateway_problems import answer_with_problems
from infra.logs import log_group
from infra.stage import Stage
from infra.web_acl import WebAcl

PUBLIC_ROUTES = (
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/v2.2/ping"),
    ("GET", "/file/{documentId}"),
    ("HEAD", "/file/{documentId}"),
    ("GET", "/drop/{token}"),
    ("POST", "/drop/{token}"),
)
"""Routes without an API key: they describe the API, or their path is signed or contains a token."""

_PUBLIC_SHARE = 10
"""A public route has a tenth of the rate of the stage."""

_PROXIES = ("/{proxy+}", "/v2.2/{proxy+}")

_ACCESS_LOG = {
    "requestId": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "latencyMs": "$context.responseLatency",
    "accountId": "$context.authorizer.accountId",
    "keyId": "$context.authorizer.keyId",
    "error": "$context.error.responseType",
}
"""Ids only. Query string and path are omitted: they contain signatures of file links and tokens of drops."""


class Api(Construct):
    """``url`` is the address of the API, without a trailing slash; ``outputs`` are what the owner has to know."""

    def __init__(self, scope: Construct, stage: Stage, *, functions: Functions) -> None:
        super().__init__(scope, "Api")
        self.rest = self._rest_api(stage)
        self.url = _url(self.rest, stage)
        self.outputs: dict[str, str] = {names.OUTPUT_API_URL: self.url}
        functions.known["api_url"] = self.url
        self._routes(stage, functions.make(self, names.API), functions.make(self, names.AUTHORIZE))
        answer_with_problems(self.rest, for_browsers=bool(stage.cors_origins))
        if stage.domain.name:
            self.outputs[names.OUTPUT_DOMAIN_TARGET] = CustomDomain(self, stage.domain, rest=self.rest).target
        if stage.has_web_acl:
            WebAcl(self, rest=self.rest)

    def _rest_api(self, stage: Stage) -> apigateway.RestApi:
        access_log = log_group(self, "AccessLog", stage=stage)
        rest = apigateway.RestApi(
            self,
            "Rest",
            rest_api_name=f"{names.PRODUCT}-{stage.name}",
            description="Extraction of utility bills",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            binary_media_types=["*/*"],
            cloud_watch_role=True,
            # One role serves every API of an account and region: deleting one stage must not delete it.
            cloud_watch_role_removal_policy=RemovalPolicy.DESTROY if stage.is_local else RemovalPolicy.RETAIN,
            deploy_options=apigateway.StageOptions(
                stage_name=stage.name,
                throttling_rate_limit=stage.requests_per_second,
                throttling_burst_limit=stage.request_burst,
                method_options=_public_throttles(stage),
                tracing_enabled=True,
                metrics_enabled=True,
                logging_level=apigateway.MethodLoggingLevel.ERROR,
                data_trace_enabled=False,
                access_log_destination=apigateway.LogGroupLogDestination(access_log),
                access_log_format=apigateway.AccessLogFormat.custom(json.dumps(_ACCESS_LOG)),
            ),
        )
        rest.node.try_remove_child("Endpoint")  # the CDK's own output
        return rest

    def _routes(self, stage: Stage, api: BillhookFunction, authorize: BillhookFunction) -> None:
        """One function serves all routes; the authorizer guards all but public ones and preflights of browsers."""
        integration = apigateway.LambdaIntegration(api, scope_permission_to_method=False)
        authorizer = apigateway.RequestAuthorizer(
            self,
            "Authorizer",
            handler=authorize,
            identity_sources=[],  # otherwise a request without one of these headers never reaches the function
            results_cache_ttl=Duration.seconds(0),  # a cached result would hold for one route only
        )
        for method, path in PUBLIC_ROUTES:
            resource = self.rest.root.resource_for_path(path)
            resource.add_method(method, integration, authorization_type=apigateway.AuthorizationType.NONE)
        for path in dict.fromkeys(path for _, path in PUBLIC_ROUTES):
            self.rest.root.resource_for_path(path).add_method("ANY", integration, authorizer=authorizer)
        # The second is needed because a path below an existing resource does not fall back to the root's proxy.
        for path in _PROXIES:
            self.rest.root.resource_for_path(path).add_method("ANY", integration, authorizer=authorizer)
        for path in dict.fromkeys((*_PROXIES, *(path for _, path in PUBLIC_ROUTES))) if stage.cors_origins else ():
            resource = self.rest.root.resource_for_path(path)
            resource.add_method("OPTIONS", integration, authorization_type=apigateway.AuthorizationType.NONE)


def _public_throttles(stage: Stage) -> dict[str, apigateway.MethodDeploymentOptions]:
    """A rate for each public route, so that requests without a key do not use up the rate of all keys."""
    return {
        f"{path}/{method}": apigateway.MethodDeploymentOptions(
            throttling_rate_limit=stage.requests_per_second / _PUBLIC_SHARE,
            throttling_burst_limit=stage.request_burst // _PUBLIC_SHARE,
            metrics_enabled=True,
            logging_level=apigateway.MethodLoggingLevel.ERROR,
            data_trace_enabled=False,
        )
        for method, path in PUBLIC_ROUTES
    }


def _url(rest: apigateway.RestApi, stage: Stage) -> str:
    if stage.machine:
        return f"{stage.machine.endpoint_url}/_aws/execute-api/{rest.rest_api_id}/{stage.name}"
    if stage.domain.name:
        return f"https://{stage.domain.name}"
    return f"https://{rest.rest_api_id}.execute-api.{Aws.REGION}.{Aws.URL_SUFFIX}/{stage.name}"

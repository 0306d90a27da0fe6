"""Token issuer: the stack's own Cognito user pool, or a configured OpenID Connect issuer."""

from aws_cdk import Aws, Duration, RemovalPolicy
from aws_cdk import aws_cognito as cognito
from constructs import Construct

from billhook import names
from infra.stage import Issuer, Stage

GROUPS_CLAIM = "cognito:groups"
"""A user belongs to the account whose id is the name of one of the user's groups."""


class Users(Construct):
    """``settings``: issuer settings of the authorizer. ``outputs``: stack outputs that describe the user pool."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(scope, "Users")
        self.outputs: dict[str, str] = {}
        issuer = stage.issuer if stage.issuer.url else self._user_pool(stage)
        self.settings = {
            "token_issuer": issuer.url,
            "token_audience": issuer.audience,
            "token_jwks_url": issuer.jwks_url,
            "token_account_claim": issuer.account_claim,
            "token_companies_claim": issuer.companies_claim,
        }

    def _user_pool(self, stage: Stage) -> Issuer:
        """Create a user pool without self sign-up."""
        pool = cognito.UserPool(
            self,
            "Pool",
            self_sign_up_enabled=False,
            sign_in_aliases=cognito.SignInAliases(email=True),
            sign_in_case_sensitive=False,
            auto_verify=cognito.AutoVerifiedAttrs(email=True),
            account_recovery=cognito.AccountRecovery.EMAIL_ONLY,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(sms=False, otp=True),
            password_policy=cognito.PasswordPolicy(
                min_length=14,
                require_lowercase=True,
                require_uppercase=True,
                require_digits=True,
                require_symbols=True,
                temp_password_validity=Duration.days(3),
            ),
            deletion_protection=stage.is_protected,
            removal_policy=RemovalPolicy.RETAIN if stage.is_protected else RemovalPolicy.DESTROY,
        )
        client = pool.add_client(
            "Client",
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            disable_o_auth=True,
            prevent_user_existence_errors=True,
            enable_token_revocation=True,
            access_token_validity=Duration.hours(1),
            refresh_token_validity=Duration.days(1),
        )
        pool_id, client_id = pool.user_pool_id, client.user_pool_client_id
        self.outputs = {names.OUTPUT_USER_POOL: pool_id, names.OUTPUT_USER_CLIENT: client_id}
        url = f"https://cognito-idp.{Aws.REGION}.{Aws.URL_SUFFIX}/{pool_id}"
        keys_below = f"{stage.machine.endpoint_url}/{pool_id}" if stage.machine else url
        return Issuer(url, client_id, f"{keys_below}/.well-known/jwks.json", GROUPS_CLAIM)

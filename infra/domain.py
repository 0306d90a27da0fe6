"""Custom domain: a name of the owner before the API, with a certificate and, where wanted, its DNS record."""

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_route53_targets as targets
from constructs import Construct

from infra.stage import Domain


class CustomDomain(Construct):
    """``target`` is the name that a CNAME record of ``domain.name`` has to point to, where no zone is given."""

    def __init__(self, scope: Construct, domain: Domain, *, rest: apigateway.RestApi) -> None:
        super().__init__(scope, "Domain")
        self._zone = self._hosted_zone(domain)
        name = rest.add_domain_name(
            "Name",
            domain_name=domain.name,
            certificate=self._certificate(domain),
            endpoint_type=apigateway.EndpointType.REGIONAL,
            security_policy=apigateway.SecurityPolicy.TLS_1_2,
        )
        self.target = name.domain_name_alias_domain_name
        if self._zone:
            alias = route53.RecordTarget.from_alias(targets.ApiGatewayDomain(name))
            route53.ARecord(self, "Record", zone=self._zone, record_name=f"{domain.name}.", target=alias)

    def _hosted_zone(self, domain: Domain) -> route53.IHostedZone | None:
        if not domain.zone_id:
            return None
        # Records are named in full, so the name of the zone itself does not matter: only its id is used.
        return route53.HostedZone.from_hosted_zone_attributes(
            self, "Zone", hosted_zone_id=domain.zone_id, zone_name=domain.name
        )

    def _certificate(self, domain: Domain) -> acm.ICertificate:
        """The owner's certificate, or one that the zone proves."""
        if domain.certificate:
            return acm.Certificate.from_certificate_arn(self, "Certificate", domain.certificate)
        return acm.Certificate(
            self,
            "Certificate",
            domain_name=domain.name,
            validation=acm.CertificateValidation.from_dns(self._zone),
        )

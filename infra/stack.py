"""The stack. It is one: split in two, bucket, queue and functions would depend on each other in a cycle."""

from aws_cdk import CfnOutput, CliCredentialsStackSynthesizer, Stack, Tags
from constructs import Construct

from billhook import names
from infra.accepted_risks import accept_risks
from infra.alarms import Alarms
from infra.api import Api
from infra.budget import Budget
from infra.bus import Bus
from infra.contract import Contract
from infra.dashboard import Dashboard
from infra.erasure import Erasure
from infra.function import Functions, dispatcher_role_arn
from infra.ingestion import Ingestion
from infra.layers import Layers
from infra.permissions import Permissions
from infra.secrets import Secrets
from infra.stage import Stage
from infra.storage import Storage
from infra.subscribers import Subscribers
from infra.users import Users


class BillhookStack(Stack):
    """One stage of Billhook: upload -> store -> parse -> commit -> publish -> deliver, plus a sweeper."""

    def __init__(self, scope: Construct, stage: Stage) -> None:
        super().__init__(
            scope,
            f"Billhook-{stage.name}",
            description=f"Billhook ({stage.name}): extraction of utility bills",
            termination_protection=stage.is_protected,
            # The emulator enforces IAM and has no bootstrap roles to assume.
            synthesizer=CliCredentialsStackSynthesizer() if stage.is_local else None,
        )
        storage = Storage(self, stage)
        secrets = Secrets(self, stage)
        users = Users(self, stage)
        functions = Functions(stage, Layers(self, stage))
        functions.known |= {
            "table": storage.table.table_name,
            "bucket": storage.bucket.bucket_name,
            "signing_secret": secrets.signing_arn,
            "secrets_key": secrets.sealing_key.key_arn,
            **users.settings,
        }
        ingestion = Ingestion(self, stage, functions=functions, bucket=storage.bucket)
        erasure = Erasure(self, stage, functions=functions)
        bus = Bus(self, stage, functions=functions)
        api = Api(self, stage, functions=functions)
        bus.run(functions, storage.table)
        Subscribers(self, stage, bus=bus.bus)
        Contract(self, stage)
        admin = functions.make(self, names.ADMIN)
        Permissions(functions, storage, secrets, ingestion, erasure, bus).grant()

        alarms = Alarms(self, stage)
        alarms.watch_dead_letters(self)
        alarms.watch_queues(self)
        alarms.watch_throttles(functions[name] for name in stage.reserved)
        alarms.watch_documents(stage)
        if not stage.is_local:  # the emulator has no metric math
            alarms.watch_rejections(stage)
        alarms.watch_sweeper(functions[names.SWEEP])
        alarms.watch_stream(functions[names.PUBLISH_EVENTS])
        alarms.watch_api(api.rest)
        if stage.monthly_budget:
            Budget(self, stage, topic=alarms.topic)
        Dashboard(self, stage, api=api.rest, functions=functions)

        Tags.of(self).add("service", names.PRODUCT)
        Tags.of(self).add("stage", stage.name)
        accept_risks(self, stage)
        for name, value in {
            **users.outputs,
            **api.outputs,
            names.OUTPUT_BUCKET: storage.bucket.bucket_name,
            names.OUTPUT_TABLE: storage.table.table_name,
            names.OUTPUT_BUS: bus.bus.event_bus_name,
            names.OUTPUT_ADMIN_FUNCTION: admin.function_name,
            names.OUTPUT_DISPATCHER_ROLE: dispatcher_role_arn(stage),
        }.items():
            CfnOutput(self, name, value=value)

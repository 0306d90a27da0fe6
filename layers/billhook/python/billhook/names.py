"""Names shared by the package, the functions and the infrastructure."""

PRODUCT = "billhook"

# The table: one partition key, one sort key, two indexes.
PK, SK = "pk", "sk"
LISTS_INDEX, LISTS_PK, LISTS_SK = "lists", "gsi1pk", "gsi1sk"
DUE_INDEX, DUE_PK, DUE_SK = "due", "gsi2pk", "gsi2sk"
DUE_SHARDS = 10
TTL_ATTRIBUTE = "expiresAt"
OUTBOX_KEY_PREFIX = "OUT#"

# The bucket.
INCOMING_PREFIX = "incoming/"
DROP_PREFIX = "drop/"
WORK_PREFIX = "work/"
DOCUMENTS_PREFIX = "documents/"

# Object metadata, from which a document's rows can be restored.
META_COMPANY = "company"
META_DOCUMENT = "document"
META_JOB = "job"
META_FILE_NAME = "file-name"
META_DROP = "drop"
META_SITE = "site"

# The bus.
EVENT_SOURCE_PREFIX = "billhook."
SETTLED = "document.settled"
"""The internal event of the bus, which is not delivered to customers."""

METRICS_NAMESPACE = "Billhook"
FAULTS_METRIC = "DocumentFaults"
"""Counts documents whose processing met a fault of Billhook, by stage."""
DOCUMENTS_METRIC = "Documents"
"""Counts documents that reached a final state, by stage."""
REJECTIONS_METRIC = "RejectedDocuments"
"""Counts those among them that were rejected, by stage."""
OUTCOMES_METRIC = "Outcomes"
"""Counts final documents by stage and outcome: PARSED, NEEDS_REVIEW or the reason of a rejection."""
READ_TIME_METRIC = "SecondsToRead"
"""Seconds from the arrival of a document to its final state, by stage."""
OCR_COST_METRIC = "OcrCost"
"""What OCR of final documents cost, in USD, by stage."""

# Stack outputs, read by `billhook up` and by people.
OUTPUT_API_URL = "ApiUrl"
OUTPUT_DOMAIN_TARGET = "DomainTarget"
OUTPUT_BUCKET = "BucketName"
OUTPUT_TABLE = "TableName"
OUTPUT_BUS = "BusName"
OUTPUT_ADMIN_FUNCTION = "AdminFunctionName"
OUTPUT_USER_POOL = "UserPoolId"
OUTPUT_USER_CLIENT = "UserPoolClientId"
OUTPUT_DISPATCHER_ROLE = "DispatcherRoleArn"

# The functions, each a folder below functions/.
AUTHORIZE = "authorize"
API = "api"
FETCH_URL = "fetch_url"
UNPACK_ARCHIVE = "unpack_archive"
ENQUEUE_FILE = "enqueue_file"
PARSE_DOCUMENT = "parse_document"
FINISH_READING = "finish_reading"
PUBLISH_EVENTS = "publish_events"
PLAN_DELIVERIES = "plan_deliveries"
DELIVER = "deliver"
SWEEP = "sweep"
ERASE = "erase"
ADMIN = "admin"

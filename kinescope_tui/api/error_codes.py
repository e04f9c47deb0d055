"""The error codes that Kinescope documents: their names, what is likely behind them, what to try.

404404, 400216 and 400400: guidelines, "Error handling" and "Sorting"; the others come from
Kinescope's own Postman collection and from answers seen. The causes are what the names and those
answers suggest; nobody documents them.
"""

import msgspec

GUIDELINES = "https://docs.kinescope.com/developer-guides/api-general-rules/"
"""Kinescope's page of the general rules: statuses, the form of an error, orders, dates, limits."""

REFERENCE = "https://docs.kinescope.ru/api/"
"""Its page of all endpoints, in English; the codes stand there under "Errors"."""

DOCUMENTED_STATUSES = {400, 401, 402, 403, 404, 413, 422, 429, 500}
"""The HTTP statuses of errors that the guidelines tell of ("HTTP response codes")."""

NO_AUTHORIZATION_HEADER = 100101
UNAUTHORIZED = 100102
NO_BILLING_ACCOUNT = 400208
NOT_ALLOWED_ORDER_FIELD = 400216


class KnownCode(msgspec.Struct, frozen=True):
    """An error code of the API: its name, causes and remedies.

    Attributes:
        name: As Kinescope documents it.
        cause: What is likely behind it.
        step: What to try.
        page: Kinescope's page that tells of it.
    """

    name: str
    cause: str
    step: str
    page: str = REFERENCE


CODES: dict[int, KnownCode] = {
    1: KnownCode(
        "IO_ERROR",
        "the server could not read the request, or its body is missing",
        "retry; if it persists, send the request id to support",
    ),
    NO_AUTHORIZATION_HEADER: KnownCode(
        "AUTHORIZATION_HEADER_NOT_FOUND",
        "the Authorization header is missing; a proxy may have removed it",
        "check the proxy between this computer and the API",
    ),
    UNAUTHORIZED: KnownCode(
        "UNAUTHORIZED",
        "it is mistyped, was deleted, or belongs to another installation",
        "check Settings → API tokens in the dashboard and enter it again",
    ),
    100103: KnownCode(
        "ACCESS_DENIED",
        "the token is valid, but it may not read this",
        "ask the workspace owner for a token that may",
    ),
    100104: KnownCode(
        "INVALID_USERNAME_OR_PASSWORD",
        "signing in with name and password failed; a token needs neither",
        "use an API token",
    ),
    100105: KnownCode(
        "INVALID_CONFIRMATION_TOKEN",
        "the link from the email was already used or has expired",
        "request a new email in the dashboard",
    ),
    100106: KnownCode(
        "LIMIT_REACHED",
        "a limit of your plan has been reached",
        "check your plan in the dashboard, or ask the workspace owner",
    ),
    100107: KnownCode(
        "USER_IS_NOT_OWNER",
        "only the workspace owner can do this",
        "ask the workspace owner",
    ),
    400101: KnownCode(
        "JSON_SYNTAX_ERROR",
        "the server could not parse the request's JSON",
        "send the request id to support: this program sends no JSON",
    ),
    400102: KnownCode(
        "JSON_UNMARSHAL_TYPE_ERROR",
        "a field of the request has the wrong type",
        "the detail names the field",
    ),
    400201: KnownCode(
        "HAS_ALREADY_BEEN_TAKEN", "this value is already taken", "choose another value"
    ),
    400202: KnownCode(
        "EMAIL_IS_ALREADY_TAKEN", "an account with this email already exists", "use another email"
    ),
    400203: KnownCode("NAME_IS_ALREADY_TAKEN", "this name is already taken", "choose another name"),
    400204: KnownCode(
        "INVITATION_IS_ALREADY_EXIST", "this person is already invited", "wait for their reply"
    ),
    400205: KnownCode(
        "INVITATION_IS_ALREADY_APPROVED", "this person has already joined", "nothing to do"
    ),
    400206: KnownCode(
        "BILLING_ACCOUNT_IS_ALREADY_EXIST",
        "the workspace already has a billing account",
        "use the existing one",
    ),
    400207: KnownCode(
        "NOT_ENOUGH_MONEY",
        "the workspace balance is too low",
        "see Billing in the dashboard",
    ),
    NO_BILLING_ACCOUNT: KnownCode(
        "NO_BILLING_ACCOUNT",
        "the workspace has no billing account, so there is nothing to bill",
        "see Billing in the dashboard, or ask the workspace owner",
    ),
    400209: KnownCode(
        "NO_PAYMENT_METHOD", "no payment method is set up", "add one in the dashboard"
    ),
    400210: KnownCode(
        "NOT_ENOUGH_REQUIRED_PRODUCTS",
        "your plan lacks a product this one requires",
        "check your plan in the dashboard",
    ),
    400211: KnownCode(
        "NOT_ALLOWED_ADDITIONAL_FOR_TRIAL",
        "a trial cannot include additional products",
        "check your plan in the dashboard",
    ),
    400212: KnownCode(
        "SUBSCRIPTION_NOT_PAID",
        "the subscription has not been paid",
        "see Billing in the dashboard",
    ),
    400213: KnownCode(
        "EMAIL_NOT_CONFIRMED",
        "the account's email is not confirmed",
        "follow the link in Kinescope's email",
    ),
    400214: KnownCode("EMAIL_NOT_FOUND", "no account uses this email", "check the spelling"),
    400215: KnownCode(
        "RESET_TOKEN_NOT_FOUND_OR_EXPIRED",
        "the password reset link was already used or has expired",
        "request a new one",
    ),
    NOT_ALLOWED_ORDER_FIELD: KnownCode(
        "NOT_ALLOWED_ORDER_FIELD",
        "the server cannot sort this list by that field",
        "sort by another column",
        GUIDELINES,
    ),
    400301: KnownCode(
        "INVALID_UUID_FORMAT",
        "an id in the path is not a valid Kinescope id",
        "copy the id again from its source",
    ),
    400400: KnownCode(
        "VALIDATION_ERROR",
        "a parameter is missing or has a value the server does not accept",
        "check each parameter listed",
        GUIDELINES,
    ),
    400405: KnownCode(
        "METHOD_NOT_ALLOWED",
        "this endpoint exists but cannot be read",
        "check the path; the endpoint may have changed",
    ),
    402402: KnownCode(
        "VALIDATION_ERROR",
        "an older code for a parameter the server does not accept",
        "check each parameter listed",
    ),
    404404: KnownCode(
        "NO_SUCH_ENTITY",
        "it was deleted, its id is mistyped, or this token cannot see it",
        "check the id or path, and which workspace the token belongs to",
        GUIDELINES,
    ),
    500500: KnownCode(
        "INTERNAL_SERVER_ERROR",
        "the problem is on Kinescope's side",
        "retry in a minute; if it persists, send the bundle to support",
    ),
}

using System.Collections.Frozen;

namespace EdgeRelay.Gateway.Api.Errors;

/// <summary>Every error of the API. The pages under <c>/docs/errors</c> and the OpenAPI document are made from this list.</summary>
internal static class ApiErrors
{
    public static readonly ApiError InvalidRequest = new(
        StatusCodes.Status400BadRequest, "invalid_request", "The request cannot be read",
        "The body is no JSON of the expected shape, a key occurs twice, a value has the wrong type, or a query parameter cannot be read. " +
        "`errors` names each place.");

    public static readonly ApiError UnknownField = new(
        StatusCodes.Status400BadRequest, "unknown_field", "Unknown field",
        "The body or the query has a field that this resource does not have. `nearest` is the known name that looks most like it.");

    public static readonly ApiError InvalidCursor = new(
        StatusCodes.Status400BadRequest, "invalid_cursor", "The cursor cannot be read",
        "Use `next_cursor` of the former page as it is, with the same filters, or begin again without a cursor.");

    public static readonly ApiError Unauthorized = new(
        StatusCodes.Status401Unauthorized, "unauthorized", "A valid API key is needed",
        "Send the key as `Authorization: Bearer er_…`, as the user name of Basic authorization, or as `X-Api-Key`. The first key is " +
        "printed when the gateway starts with a new data directory, or is set by `Admin:ApiKey`.");

    public static readonly ApiError NotFound = new(
        StatusCodes.Status404NotFound, "not_found", "Not found",
        "There is no such thing, or the key may not see it.");

    public static readonly ApiError MethodNotAllowed = new(
        StatusCodes.Status405MethodNotAllowed, "method_not_allowed", "The resource does not know this method",
        "The header `Allow` names the methods that it knows.");

    public static readonly ApiError Conflict = new(
        StatusCodes.Status409Conflict, "conflict", "The state does not allow it",
        "The resource changed meanwhile, or its state does not allow the request. Read it again, then decide.");

    public static readonly ApiError NotVerified = new(
        StatusCodes.Status409Conflict, "not_verified", "The URL's ownership is not proven",
        "By the webhook's `ownership`: `check` sends GET to the URL with a query parameter `check`, `challenge` a signed POST of " +
        "`{\"verification\":…}`; both must be answered by status 200 and exactly the value as the whole body. `cloudevents` sends OPTIONS, to be " +
        "answered by `WebHook-Allowed-Origin`. `detail` says what was expected and what came. The operator may trust hosts by `Relay:TrustedHosts`.");

    public static readonly ApiError AlreadyExists = new(
        StatusCodes.Status409Conflict, "already_exists", "It exists already",
        "Another resource has this id. Change that one by PATCH, or choose another id.");

    public static readonly ApiError PreconditionFailed = new(
        StatusCodes.Status412PreconditionFailed, "precondition_failed", "The resource has another version",
        "`If-Match` names a version that is not the present one. Read the resource again and repeat the change on it.");

    public static readonly ApiError TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "too_large", "The body is too large",
        "Bodies may have 64 KB; those of landmarks 64 MB.");

    public static readonly ApiError UnsupportedMediaType = new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported_media_type", "The body must be JSON",
        "Send `Content-Type: application/json`; PATCH also takes `application/merge-patch+json`, landmarks also `application/geo+json`.");

    public static readonly ApiError UrlInvalid = new(
        StatusCodes.Status422UnprocessableEntity, "url_invalid", "The URL is not usable",
        "A webhook needs an absolute URL of at most 2,048 characters, without spaces or a fragment.");

    public static readonly ApiError UrlNotHttps = new(
        StatusCodes.Status422UnprocessableEntity, "url_not_https", "The URL is not https",
        "Webhooks carry personal data. The operator may allow http by `Relay:AllowHttp`.");

    public static readonly ApiError UrlPrivateAddress = new(
        StatusCodes.Status422UnprocessableEntity, "url_private_address", "The URL leads to a private address",
        "Private, loopback and link-local addresses are refused. The operator may open ranges by `Relay:AllowPrivateCidrs`.");

    public static readonly ApiError UrlUserInfo = new(
        StatusCodes.Status422UnprocessableEntity, "url_userinfo", "The URL holds a user name or password",
        "Put them into the field `auth`.");

    public static readonly ApiError UnknownEvent = new(
        StatusCodes.Status422UnprocessableEntity, "unknown_event", "Unknown event type",
        "GET /v1/event-types lists the types. Case does not matter, and `-`, `.` and space count as `_`.");

    public static readonly ApiError ParameterOutOfRange = new(
        StatusCodes.Status422UnprocessableEntity, "parameter_out_of_range", "A value is not allowed",
        "`errors` names each value and what is allowed there.");

    public static readonly ApiError LandmarkInvalid = new(
        StatusCodes.Status422UnprocessableEntity, "landmark_invalid", "The landmark cannot be used",
        "`errors` names each feature, the place in it and the reason. Nothing of the request was stored.");

    public static readonly ApiError UnknownGroup = new(
        StatusCodes.Status422UnprocessableEntity, "unknown_group", "Unknown vehicle group",
        "The account has no vehicle group of that id. GET /v1/groups lists them.");

    public static readonly ApiError UnknownVehicle = new(
        StatusCodes.Status422UnprocessableEntity, "unknown_vehicle", "Unknown vehicle",
        "The account has no vehicle of that id. Register it by POST /v1/vehicles, or wait for its first message. Nothing of the request was stored.");

    public static readonly ApiError StillRefused = new(
        StatusCodes.Status422UnprocessableEntity, "still_refused", "The telemetry cannot be used yet",
        "`detail` names the reason, the place in the message and what is wrong there. The dead letter is as it was: mend the cause (register the " +
        "vehicle, wait until its time is no longer in the future, update the gateway), then retry it.");

    public static readonly ApiError NotAvailable = new(
        StatusCodes.Status422UnprocessableEntity, "not_available", "Not offered by this version",
        "The field is documented, but this version cannot obey it. It is refused rather than ignored; leave it out.");

    public static readonly ApiError LimitExceeded = new(
        StatusCodes.Status422UnprocessableEntity, "limit_exceeded", "A limit of the account is reached",
        "`detail` names the limit. Delete what is not needed any more, or ask the operator.");

    public static readonly ApiError PreconditionRequired = new(
        StatusCodes.Status428PreconditionRequired, "precondition_required", "If-Match is needed",
        "The request says `Prefer: handling=strict`; then a change must name the version it is based on by `If-Match`.");

    public static readonly ApiError RateLimited = new(
        StatusCodes.Status429TooManyRequests, "rate_limited", "Too many requests",
        "`detail` says of what, and what to do. Try again later.");

    public static readonly ApiError Internal = new(
        StatusCodes.Status500InternalServerError, "internal_error", "The gateway failed",
        "A fault of the gateway; its log has the details under `trace_id`. Trying again is safe.");

    public static readonly ApiError Unavailable = new(
        StatusCodes.Status503ServiceUnavailable, "unavailable", "Not available now",
        "The gateway is starting, stopping or cannot reach its storage. Try again.");

    public static readonly ApiError ReadOnly = new(
        StatusCodes.Status503ServiceUnavailable, "read_only", "Nothing can be stored now",
        "The disk is full or read-only. Reading still works; changes do when there is room again.");

    /// <summary>All of them, in the order of their status.</summary>
    public static IReadOnlyList<ApiError> All { get; } =
    [
        InvalidRequest, UnknownField, InvalidCursor, Unauthorized, NotFound, MethodNotAllowed, Conflict, NotVerified, AlreadyExists,
        PreconditionFailed, TooLarge, UnsupportedMediaType, UrlInvalid, UrlNotHttps, UrlPrivateAddress, UrlUserInfo, UnknownEvent,
        ParameterOutOfRange, LandmarkInvalid, UnknownGroup, UnknownVehicle, StillRefused, NotAvailable, LimitExceeded, PreconditionRequired, RateLimited, Internal, Unavailable, ReadOnly,
    ];

    private static readonly FrozenDictionary<string, ApiError> ByCode =
        All.ToFrozenDictionary(e => e.Code, StringComparer.Ordinal);

    public static ApiError? Find(string code) => ByCode.GetValueOrDefault(code);
}
